"""The outbox with real parts: qcluster with two workers, a real mail server, 10,000 e-mails.

BENCH_MAILS says how many. On SQLite and, where it is installed, on a private PostgreSQL.
Throughput counts from the commit to the last mail in the server's log; latency is from the commit
of one message to its arrival while nothing else is going on.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLACE = "BENCH_PLACE"
MAILS = int(os.environ.get("BENCH_MAILS", "10000"))
SINGLE = 40
WORKERS = "2"
ROOT = Path(__file__).resolve().parents[1]


def environment(database_url: str, folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "DEBUG": "1",
        "SECRET_KEY": "only-for-benchmarks-0123456789-0123456789-0123456789-0123",
        "DJANGO_SETTINGS_MODULE": os.environ.get("BENCH_SETTINGS", "config.settings.base"),
        "WORKERS": WORKERS,
        PLACE: str(folder),
    }


def measure_on(name: str, database_url: str) -> None:
    """Servers, database and worker are processes of their own; so is the one that writes."""
    from tests.messaging.servers import running_sinks

    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        url = database_url or f"sqlite:///{folder / 'bench.sqlite3'}"
        with running_sinks(folder) as sinks:
            settings = environment(url, folder)
            settings["EMAIL_URL"] = f"smtp://127.0.0.1:{sinks.smtp_port}"
            manage = [sys.executable, "manage.py"]
            subprocess.run([*manage, "migrate", "-v0"], env=settings, cwd=ROOT, check=True)
            worker = subprocess.Popen(
                [*manage, "qcluster"], env=settings, cwd=ROOT, start_new_session=True
            )
            try:
                command = [sys.executable, "-m", "benchmarks.bench_outbox", "write", name]
                subprocess.run(command, env=settings, cwd=ROOT, check=True)
            finally:
                worker.terminate()
                worker.wait()


def write(name: str) -> None:
    """In a process of its own: fill the outbox and watch the log of the mail server."""
    sys.path.insert(0, str(ROOT / "site"))
    import django

    django.setup()
    from django.db import connection, transaction

    from messaging.services import send_message

    log = Path(os.environ[PLACE]) / "arrived.jsonl"

    def send(number: int) -> str:
        return send_message(
            key="account.login_code",
            channel="email",
            to=f"person{number}@example.org",
            language="de",
            context={"code": "ABCD-EFGH", "minutes": 10},
            purpose="account",
        ).foreign_id

    def arrivals() -> dict[str, float]:
        rows = (json.loads(line) for line in log.read_text().splitlines()) if log.exists() else ()
        return {row["id"]: row["at"] for row in rows}

    def wait_for(count: int) -> dict[str, float]:
        until = time.monotonic() + 600
        while len(found := arrivals()) < count:
            assert time.monotonic() < until, f"only {len(found)} of {count} arrived"
            time.sleep(0.05 if count < MAILS else 1)  # reading the whole log costs, too
        return found

    send(0)
    wait_for(1)
    late = []
    for number in range(SINGLE):
        identity = send(number)
        committed = time.time()
        late.append(wait_for(number + 2)[identity] - committed)
    begun = time.time()
    with transaction.atomic():
        for number in range(MAILS):
            send(number)
    committed = time.time()
    found = wait_for(MAILS + SINGLE + 1)
    taken = max(found.values()) - committed
    doubles = len(log.read_text().splitlines()) - len(found)
    p95 = statistics.quantiles(late, n=20)[-1]
    print(
        f"{name:12} {connection.vendor:11} {MAILS / taken:6.0f} mails/s   "
        f"written {MAILS / (committed - begun):5.0f}/s   idle p50 {statistics.median(late):.2f} s, "
        f"p95 {p95:.2f} s   {doubles} twice",
        flush=True,
    )


def main() -> None:
    from tests.tools.postgres import private_cluster
    from tests.tools.programs import find_postgres

    print(f"{MAILS} e-mails, {WORKERS} workers")
    measure_on("SQLite", "")
    if programs := find_postgres():
        with private_cluster(programs) as url:
            measure_on("PostgreSQL", url)


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(sys.argv[2])
    else:
        main()
