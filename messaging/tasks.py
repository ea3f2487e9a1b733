"""What the worker does for messages. Every task may run twice, or be lost, without harm."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import Count
from django.utils import timezone
from django_q.models import Schedule

from messaging import services
from messaging.delivery import PER_TASK, deliver_due, revive_stale
from messaging.models import Message

# As many tasks as one sweep may start for one channel: the next one comes in a minute.
MOST_TASKS = 4

SCHEDULES: dict[str, dict[str, Any]] = {
    "messaging: sweep": {"func": "messaging.tasks.sweep", "schedule_type": Schedule.MINUTES},
    "messaging: forget codes": {
        "func": "messaging.tasks.forget_codes",
        "schedule_type": Schedule.MINUTES,
        "minutes": 15,
    },
}


def ensure_schedules(using: str = "default") -> None:
    """Create the missing ones of `SCHEDULES`; never touch one that exists."""
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    for name, fields in SCHEDULES.items():
        Schedule.objects.using(using).get_or_create(name=name, defaults=fields)


def deliver(channel: str) -> int:
    """Hand over what is due on a channel. Returns how many."""
    return deliver_due(channel)


def sweep() -> int:
    """Take up what dead workers left, and have everything due delivered, whatever became of its
    task. Returns the number of tasks started.
    """
    revive_stale()
    due = Message.objects.due(timezone.now()).order_by().values("channel")
    started = 0
    for row in due.annotate(messages=Count("pk")):
        for _number in range(min(MOST_TASKS, -(-row["messages"] // PER_TASK))):
            services.wake(row["channel"])
            started += 1
    return started


def forget_codes() -> int:
    """Empty codes that were sent. Returns how many."""
    return services.forget_codes()
