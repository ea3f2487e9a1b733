"""Whether the machine runs: database, migrations, worker. JSON for probes, words for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_q.models import Failure, OrmQ

from trust.models import Heartbeat

if TYPE_CHECKING:
    from django.http import HttpRequest

MAX_SILENCE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class WorkerState:
    """`last_tick` is None when the worker has never run. Times are aware UTC."""

    last_tick: dt.datetime | None
    last_publishing: dt.datetime | None
    last_link_check: dt.datetime | None
    waiting: int
    oldest_waiting: dt.datetime | None
    failed: int

    @property
    def is_silent(self) -> bool:
        return self.last_tick is None or timezone.now() - self.last_tick > MAX_SILENCE

    @property
    def silent_minutes(self) -> int | None:
        if self.last_tick is None:
            return None
        return int((timezone.now() - self.last_tick).total_seconds() // 60)


def worker_state() -> WorkerState:
    """Four statements, whatever the length of the queue."""
    beats = dict(Heartbeat.objects.values_list("job", "at"))
    # A queued task carries no date of its own in a column; `lock` is when it may be taken next,
    # which for a task nobody has taken is the moment it was queued.
    oldest = OrmQ.objects.order_by("lock").values_list("lock", flat=True).first()
    return WorkerState(
        last_tick=beats.get(Heartbeat.Job.TICK),
        last_publishing=beats.get(Heartbeat.Job.PUBLISH),
        last_link_check=beats.get(Heartbeat.Job.LINKS),
        waiting=OrmQ.objects.count(),
        oldest_waiting=oldest,
        failed=Failure.objects.count(),
    )


@cache
def _migrated() -> bool:
    """Remembered only while true: see `migrations_done`."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def migrations_done() -> bool:
    """Whether the database has every migration of this code. Costly until true, then free."""
    try:
        return _migrated()
    except LookupError:
        return False


def _checks() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = migrations_done()
        tick = Heartbeat.objects.filter(job=Heartbeat.Job.TICK).values_list("at", flat=True).first()
    except DatabaseError:
        return {"database": False, "migrations": False, "worker": False, "last_tick": None}
    return {
        "database": True,
        "migrations": migrated,
        "worker": tick is not None and timezone.now() - tick <= MAX_SILENCE,
        "last_tick": tick.isoformat() if tick else None,
    }


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 otherwise. `?only=web` leaves the worker out (load balancers)."""
    checks = _checks()
    names = ["database", "migrations"]
    if request.GET.get("only") != "web":
        names.append("worker")
    healthy = all(checks[name] for name in names)
    body = {"status": "ok" if healthy else "failing", **checks}
    return JsonResponse(body, status=200 if healthy else 503)
