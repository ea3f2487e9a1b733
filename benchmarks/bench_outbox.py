"""The outbox with real parts: qcluster with two workers, a real mail server, 10,000 e-mails.

BENCH_MAILS says how many. On SQLite and, where it is installed, on a private PostgreSQL.
Throughput counts from the first to the last mail in the server's log, with the outbox full before
the worker starts; latency is from the commit of one message to its arrival when all is quiet.
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
PORTION = 100
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
            measure = [sys.executable, "-m", "benchmarks.bench_outbox"]
            subprocess.run([*manage, "migrate", "-v0"], env=settings, cwd=ROOT, check=True)
            subprocess.run([*measure, "write", name], env=settings, cwd=ROOT, check=True)
            worker = subprocess.Popen(
                [*manage, "qcluster"], env=settings, cwd=ROOT, start_new_session=True
            )
            try:
                subprocess.run([*measure, "watch", name], env=settings, cwd=ROOT, check=True)
            finally:
                worker.terminate()
                worker.wait()


def set_up() -> None:
    sys.path.insert(0, str(ROOT / "site"))
    import django

    django.setup()


def send(number: int) -> str:
    """Our id of the message."""
    from messaging.services import send_message

    return send_message(
        key="account.login_code",
        channel="email",
        to=f"person{number}@example.org",
        language="de",
        context={"code": "ABCD-EFGH", "minutes": 10},
        purpose="account",
    ).foreign_id


def write(name: str) -> None:
    """Fill the outbox in transactions of 100: on SQLite a longer one would hold up everybody."""
    set_up()
    from django.db import transaction

    begun = time.perf_counter()
    for start in range(0, MAILS, PORTION):
        with transaction.atomic():
            for number in range(start, min(start + PORTION, MAILS)):
                send(number)
    print(f"{name:11} written  {MAILS / (time.perf_counter() - begun):6.0f}/s", flush=True)


def arrivals() -> dict[str, float]:
    """When each message was first in the log of the mail server."""
    log = Path(os.environ[PLACE]) / "arrived.jsonl"
    rows = (json.loads(line) for line in log.read_text().splitlines()) if log.exists() else ()
    found: dict[str, float] = {}
    for row in rows:
        found.setdefault(row["id"], row["at"])
    return found


def wait_for(count: int, pause: float) -> dict[str, float]:
    until = time.monotonic() + 1200
    while len(found := arrivals()) < count:
        assert time.monotonic() < until, f"only {len(found)} of {count} arrived"
        time.sleep(pause)
    return found


def watch(name: str) -> None:
    set_up()
    times = wait_for(MAILS, 1.0).values()
    print(f"{name:11} sent     {MAILS / (max(times) - min(times)):6.0f}/s", flush=True)
    time.sleep(10)  # until the worker has thrown away the tasks that have nothing to do
    late = []
    for number in range(SINGLE):
        identity = send(MAILS + number)
        committed = time.time()
        late.append(wait_for(MAILS + number + 1, 0.05)[identity] - committed)
    p95 = statistics.quantiles(late, n=20)[-1]
    print(f"{name:11} idle     p50 {statistics.median(late):.2f} s, p95 {p95:.2f} s", flush=True)


def main() -> None:
    from tests.tools.postgres import private_cluster
    from tests.tools.programs import find_postgres

    print(f"{MAILS} e-mails, {WORKERS} workers")
    measure_on("SQLite", "")
    if programs := find_postgres():
        with private_cluster(programs) as url:
            measure_on("PostgreSQL", url)


if __name__ == "__main__":
    steps = {"write": write, "watch": watch}
    if sys.argv[1:]:
        steps[sys.argv[1]](sys.argv[2])
    else:
        main()
