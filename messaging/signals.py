"""Where Django, anymail and django-q2 offer nothing but a signal; connected in `apps.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anymail.signals import EventType, RejectReason, tracking
from django.db.models.signals import post_migrate
from django_q.signals import post_execute_in_worker, post_spawn, pre_execute

from messaging.services import record_delivery_report
from messaging.tasks import ensure_schedules
from messaging.watchdog import leave_mark

if TYPE_CHECKING:
    from anymail.signals import AnymailTrackingEvent
    from django.apps import AppConfig

# What a provider reports, in our words. What else there is (opened, clicked) is not recorded:
# nobody here wants to know who reads what.
REPORTED = {
    EventType.DELIVERED: "delivered",
    EventType.BOUNCED: "bounced",
    EventType.REJECTED: "failed",
    EventType.FAILED: "failed",
    EventType.COMPLAINED: "complained",
    EventType.UNSUBSCRIBED: "complained",
}
# A bounce for another reason (a full mailbox, a filter) says nothing about the address.
NO_SUCH_ADDRESS = {None, RejectReason.INVALID, RejectReason.BOUNCED}


def make_schedules(using: str, **kwargs: Any) -> None:
    """Create the worker's regular jobs. What an operator has changed since stays as it is."""
    ensure_schedules(using)


def record_event(event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """A mail provider's webhook, already checked and read by anymail."""
    state = REPORTED.get(event.event_type)
    if state is None:
        return
    if state == "bounced" and event.reject_reason not in NO_SUCH_ADDRESS:
        state = "failed"
    metadata = event.metadata or {}
    record_delivery_report(
        provider=esp_name.lower().replace(" ", "_"),
        provider_id=str(event.message_id or ""),
        foreign_id=str(metadata.get("foreign_id", "")),
        state=state,
        detail=str(event.description or event.mta_response or event.reject_reason or ""),
    )


def note_progress(**kwargs: Any) -> None:
    leave_mark()


def connect(config: AppConfig) -> None:
    post_migrate.connect(make_schedules, sender=config, dispatch_uid="messaging.make_schedules")
    tracking.connect(record_event, dispatch_uid="messaging.record_event")
    for number, signal in enumerate((post_spawn, pre_execute, post_execute_in_worker)):
        signal.connect(note_progress, dispatch_uid=f"messaging.note_progress.{number}")
