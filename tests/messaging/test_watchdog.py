"""The worker that hangs after a kill of an idle process, and the watchdog that frees it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django_q.models import OrmQ, Task
from django_q.tasks import async_task

from messaging import watchdog
from messaging.watchdog import Watchdog
from tests.messaging.parts import database_for_processes

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
LIMIT = 6  # seconds
START = 60  # seconds that a busy machine may take to start Django


def wait_until(done: Callable[[], object], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.1)
    return bool(done())


def parents() -> dict[int, int]:
    """Process id to parent id of everything that runs (proc(5))."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found[int(entry.name)] = int(
                entry.joinpath("stat").read_text().rsplit(")")[1].split()[1]
            )
    return found


def below(process: int) -> set[int]:
    """All descendants."""
    table, found = parents(), {process}
    while more := {child for child, parent in table.items() if parent in found} - found:
        found |= more
    return found - {process}


# --- One look at a time ----------------------------------------------------------------------
@pytest.fixture
def dog(tmp_path, monkeypatch) -> Iterator[Watchdog]:
    monkeypatch.setattr(watchdog, "PAUSE", 0)
    made = Watchdog(SLEEPER, mark=tmp_path / "mark", limit=60, grace=5)
    made.start()
    yield made
    made.kill()


def grow_old(dog: Watchdog) -> None:
    """The workers' last sign of life is long ago."""
    os.utime(dog.mark, (1, 1))


def test_a_slow_start_is_no_hang(dog, monkeypatch):
    monkeypatch.setattr(watchdog, "tasks_wait", lambda: True)
    dog.limit = 0
    time.sleep(0.05)
    assert not dog.hangs()
    dog.mark.touch()  # a worker is there
    time.sleep(0.05)
    assert dog.hangs()


@pytest.mark.parametrize(
    ("old", "waiting", "restarts"),
    [(True, True, 1), (True, False, 0), (False, True, 0), (False, False, 0)],
)
def test_it_acts_only_when_nothing_moves_although_tasks_wait(
    dog, monkeypatch, old, waiting, restarts
):
    monkeypatch.setattr(watchdog, "tasks_wait", lambda: waiting)
    first = dog.process.pid
    if old:
        grow_old(dog)
    dog.look()
    assert dog.restarts == restarts
    assert (dog.process.pid != first) == bool(restarts)
    assert dog.process.poll() is None


def test_a_worker_that_ended_is_started_again(dog):
    dog.process.kill()
    dog.process.wait()
    dog.look()
    assert dog.restarts == 1
    assert dog.process.poll() is None


def test_an_unreachable_database_is_no_reason_to_kill(dog, monkeypatch):
    monkeypatch.setattr(watchdog, "tasks_wait", lambda: False)
    grow_old(dog)
    dog.look()
    assert dog.restarts == 0


def test_the_end_leaves_no_process(dog):
    group = dog.process.pid
    dog.end()
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    assert not dog.mark.exists()


# --- The real hang ---------------------------------------------------------------------------
@pytest.fixture
def database(transactional_db, tmp_path, monkeypatch) -> Iterator[dict[str, str]]:
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", False)
    with database_for_processes(tmp_path) as url:
        OrmQ.objects.all().delete()
        yield os.environ | {
            "DATABASE_URL": url,
            "DATA_DIR": str(tmp_path),
            "DEBUG": "1",
            "SECRET_KEY": "only-for-tests-and-never-anywhere-else-0123456789-0123456789",
            "DJANGO_SETTINGS_MODULE": os.environ.get("WORKER_SETTINGS", "config.settings.base"),
        }


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        yield process
    finally:
        for leftover in [*below(process.pid), process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(leftover, signal.SIGKILL)
        process.wait()


def does_a_task(seconds: float) -> bool:
    """Queue one and see whether it is done in time.

    A hanging cluster still takes some into its memory, where they stay until `retry` is over: so
    there are others before this one.
    """
    for _filler in range(10):
        async_task("time.sleep", 0)
    name = f"probe-{time.monotonic()}"
    async_task("time.sleep", 0, q_options={"task_name": name})
    connection.close()
    return wait_until(lambda: Task.objects.filter(name=name, success=True).exists(), seconds)


def kill_idle_workers(process: subprocess.Popen) -> None:
    """One of the idle workers waits with the lock of the queue in its hand; so each is killed."""
    table = parents()
    sizes = {
        child: sum(1 for parent in table.values() if parent == child)
        for child in below(process.pid)
    }
    sentinel = max(sizes, key=lambda child: sizes[child])
    children = sorted(child for child, parent in table.items() if parent == sentinel)
    for worker in children[:2]:  # workers are forked first, then monitor and pusher
        os.kill(worker, signal.SIGKILL)


def test_control_a_plain_cluster_hangs_for_good(database):
    with running(["qcluster"], database) as process:
        assert does_a_task(START)
        kill_idle_workers(process)
        time.sleep(1)
        assert not does_a_task(3 * LIMIT)


def test_the_watchdog_frees_the_cluster_again_and_again(database):
    with running(["run_worker", f"--limit={LIMIT}", "--grace=10"], database) as process:
        assert does_a_task(START)
        for _trial in range(3):
            kill_idle_workers(process)
            time.sleep(1)
            assert does_a_task(LIMIT + START)
        process.terminate()
        assert process.wait(20) == 0
        assert below(process.pid) == set()
