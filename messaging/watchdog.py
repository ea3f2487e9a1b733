"""Ends a django-q2 cluster that hangs, and starts it anew.

When a worker that waits for work is killed (by the kernel's OOM killer, say), it may take the lock
of the cluster's queue with it. Every other worker then waits for ever, tasks pile up, and even
SIGTERM does not end the cluster (reported as koed00/django-q issue 23 of django-q2; met here in
four of four trials). Nothing inside the cluster can notice, so somebody outside must look.

Each worker touches a file when it starts, takes a task and finishes one. If the file is old while
tasks wait, the whole process group is killed: the tasks are rows of the database and survive.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.utils import timezone
from django_q.models import OrmQ

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

# In the environment of the cluster: the file that its workers touch.
MARK = "JISR_WORKER_MARK"
POLL = 1.0  # seconds between two looks
START = 120.0  # seconds that a cluster may take to come up before silence counts
PAUSE = 5.0  # seconds before a cluster that ended by itself is started again


def leave_mark() -> None:
    """Called by the workers: something moves."""
    if path := os.environ.get(MARK):
        Path(path).touch()


def tasks_wait() -> bool:
    """Whether there is a task that no cluster has taken.

    What a killed cluster had in its memory stays locked for `retry` seconds; that is nobody's
    fault now, and counts as taken. Without a database nobody can move: no reason to kill.
    """
    try:
        return OrmQ.objects.filter(lock__lte=timezone.now()).exists()
    except DatabaseError:
        return False
    finally:
        connection.close()


class Watchdog:
    """One cluster in a process group of its own.

    `limit`: seconds without a sign of life, while tasks wait, until the group is killed. It must
    be longer than the longest task. `grace`: seconds that SIGTERM leaves the cluster to finish.
    """

    def __init__(self, command: Sequence[str], *, mark: Path, limit: float, grace: float) -> None:
        self.command = list(command)
        self.mark = mark
        self.limit = limit
        self.grace = grace
        self.process: subprocess.Popen[bytes] | None = None
        self.stopping = False
        self.restarts = 0
        self.begun = 0.0

    def run(self) -> None:
        """Until `stop` is called."""
        self.start()
        while not self.stopping:
            time.sleep(POLL)
            self.look()
        self.end()

    def start(self) -> None:
        self.mark.parent.mkdir(parents=True, exist_ok=True)
        self.mark.touch()
        self.begun = self.mark.stat().st_mtime
        environment = {**os.environ, MARK: str(self.mark)}
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command, env=environment, start_new_session=True
        )

    def stop(self) -> None:
        """For a signal handler: only remembers."""
        self.stopping = True

    def look(self) -> None:
        """One look: start again what has ended or hangs."""
        if self.stopping or self.process is None:
            return
        if self.process.poll() is not None:
            logger.critical("The worker ended with status %s.", self.process.returncode)
            time.sleep(PAUSE)
        elif self.hangs():
            logger.critical("The worker hangs: tasks wait and nothing moves. It is started anew.")
        else:
            return
        self.kill()
        self.restarts += 1
        self.start()

    def hangs(self) -> bool:
        """Silence counts from the last sign of life; a slow start is no hang."""
        last = self.mark.stat().st_mtime
        limit = max(self.limit, START) if last == self.begun else self.limit
        return time.time() - last > limit and tasks_wait()

    def end(self) -> None:
        """SIGTERM to the main process only: a worker that is told as well dies in mid-task."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self.kill()
        self.mark.unlink(missing_ok=True)

    def kill(self) -> None:
        """End what is left of the group, which may outlive its main process."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
