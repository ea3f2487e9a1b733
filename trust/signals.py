"""Where Django offers nothing but a signal; connected in `apps.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate

from trust.tasks import ensure_schedules

if TYPE_CHECKING:
    from django.apps import AppConfig


def make_schedules(using: str, **kwargs: Any) -> None:
    """Create the worker's regular jobs. What an operator has changed since stays as it is."""
    ensure_schedules(using)


def connect(config: AppConfig) -> None:
    post_migrate.connect(make_schedules, sender=config, dispatch_uid="trust.make_schedules")
