"""Where Django offers nothing but a signal; connected in `apps.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_migrate
from wagtail.signals import copy_for_translation_done

from people.models import RoleScope
from people.role_groups import follow_translation, leave_group, sync_after_migrate
from people.tasks import ensure_schedules

if TYPE_CHECKING:
    from django.apps import AppConfig


def make_schedules(using: str, **kwargs: Any) -> None:
    """Create the worker's regular jobs. What an operator has changed since stays as it is."""
    ensure_schedules(using)


def connect(config: AppConfig) -> None:
    post_migrate.connect(make_schedules, sender=config, dispatch_uid="people.make_schedules")
    # Not only of this app: the permissions of all must exist.
    post_migrate.connect(sync_after_migrate, dispatch_uid="people.sync_roles")
    post_delete.connect(leave_group, sender=RoleScope, dispatch_uid="people.leave_group")
    copy_for_translation_done.connect(follow_translation, dispatch_uid="people.follow_translation")
