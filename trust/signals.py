"""Where Django and Wagtail offer nothing but a signal; connected in `apps.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from wagtail.signals import init_new_page

from trust.tasks import ensure_schedules

if TYPE_CHECKING:
    from django.apps import AppConfig
    from wagtail.models import Page


def start_as_draft(page: Page, **kwargs: Any) -> None:
    """A new page in the editor is a draft until published.

    Wagtail creates it with `live=True` and publishes it before anybody may object.
    """
    if getattr(page, "needs_fact_check", False):
        page.live = False


def make_schedules(using: str, **kwargs: Any) -> None:
    """Create the worker's regular jobs. What an operator has changed since stays as it is."""
    ensure_schedules(using)


def connect(config: AppConfig) -> None:
    init_new_page.connect(start_as_draft, dispatch_uid="trust.start_as_draft")
    post_migrate.connect(make_schedules, sender=config, dispatch_uid="trust.make_schedules")
