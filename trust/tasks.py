"""What the worker does regularly. Each task may run twice without harm."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django_q.models import Schedule, Success
from django_q.tasks import async_task
from wagtail.models import Revision

from trust import link_report
from trust.models import Heartbeat
from trust.publishing import missing_facts
from trust.services import record_heartbeat

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

KEEP_SUCCESSES = dt.timedelta(days=7)
LINKS_PER_TASK = 10  # at most 20 s each: far below the 300 s that a task may take

SCHEDULES: dict[str, dict[str, Any]] = {
    "trust: heartbeat": {"func": "trust.tasks.beat", "schedule_type": Schedule.MINUTES},
    "trust: scheduled publishing": {
        "func": "trust.tasks.publish_due_pages",
        "schedule_type": Schedule.MINUTES,
    },
    "trust: nightly clean-up": {
        "func": "trust.tasks.purge_successes",
        "schedule_type": Schedule.CRON,
        "cron": "20 3 * * *",
    },
    "trust: link check": {"func": "trust.tasks.check_links", "schedule_type": Schedule.WEEKLY},
}


def ensure_schedules(using: str = "default") -> None:
    """Create the missing ones of `SCHEDULES`; never touch one that exists."""
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    for name, fields in SCHEDULES.items():
        Schedule.objects.using(using).get_or_create(name=name, defaults=fields)


def beat() -> None:
    """Show that the worker is alive."""
    record_heartbeat(job=Heartbeat.Job.TICK)


def publish_due_pages() -> None:
    """Publish and expire what is due (requirement 6.8).

    Wagtail's command stops at the first page that may not go live, and would do so every minute.
    So the approval of such a page is taken back first; it stays a draft.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for revision in due.select_related("content_type"):
        if reason := _reason_not_to_publish(revision):
            logger.warning("Scheduled publishing of %s refused: %s", revision.object_str, reason)
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    call_command("publish_scheduled")
    record_heartbeat(job=Heartbeat.Job.PUBLISH)


def _reason_not_to_publish(revision: Revision) -> str:
    content = revision.as_object()
    if not getattr(content, "needs_fact_check", False):
        return ""
    if missing := missing_facts(content):
        return " ".join(missing)
    content.live = True
    try:
        content.full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def purge_successes() -> None:
    """Forget finished tasks after a week; failed ones stay until somebody has looked."""
    Success.objects.filter(stopped__lt=timezone.now() - KEEP_SUCCESSES).delete()
    record_heartbeat(job=Heartbeat.Job.PURGE)


def check_links() -> None:
    """Collect every link, judge those inside, and queue the others in small portions."""
    external = link_report.refresh()
    for start in range(0, len(external), LINKS_PER_TASK):
        async_task("trust.tasks.check_external_links", external[start : start + LINKS_PER_TASK])
    record_heartbeat(job=Heartbeat.Job.LINKS)


def check_external_links(portion: Sequence[tuple[str, list[link_report.Place]]]) -> None:
    """Try each address once and write down what is broken."""
    link_report.check_external(portion)
