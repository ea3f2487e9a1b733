"""What the worker does for people. Each task may run twice without harm."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django_q.models import Schedule

from people.services import run_retention

SCHEDULES: dict[str, dict[str, Any]] = {
    "people: nightly retention": {
        "func": "people.tasks.forget_what_is_over",
        "schedule_type": Schedule.CRON,
        "cron": "0 4 * * *",
    },
}


def ensure_schedules(using: str = "default") -> None:
    """Create the missing ones of `SCHEDULES`; never touch one that exists."""
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    for name, fields in SCHEDULES.items():
        Schedule.objects.using(using).get_or_create(name=name, defaults=fields)


def forget_what_is_over() -> dict[str, int]:
    """Returns rows per model that went."""
    return run_retention()
