"""Whether messages get out: figures for the page about health."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django_q.models import Success

from messaging.models import Message

DAY = dt.timedelta(days=1)
# A sweep comes every minute, so what is due waits for longer only when something is broken.
MAX_WAIT = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class OutboxHealth:
    """`oldest_due` is when the message that waits longest should have gone. Times are aware UTC."""

    waiting: int
    held: int
    unknown: int
    failed_today: int
    oldest_due: dt.datetime | None
    last_sweep: dt.datetime | None

    @property
    def is_stuck(self) -> bool:
        return self.oldest_due is not None and timezone.now() - self.oldest_due > MAX_WAIT


def outbox_health() -> OutboxHealth:
    """Three statements, whatever the length of the outbox."""
    now = timezone.now()
    state = Message.State
    failed = Q(state__in=[state.FAILED, state.BOUNCED], created_at__gte=now - DAY)
    interesting = Message.objects.filter(
        Q(state__in=[state.WAITING, state.SENDING, state.HELD, state.UNKNOWN]) | failed
    )
    numbers = interesting.order_by().aggregate(
        waiting=Count("pk", filter=Q(state__in=[state.WAITING, state.SENDING])),
        held=Count("pk", filter=Q(state=state.HELD)),
        unknown=Count("pk", filter=Q(state=state.UNKNOWN)),
        failed_today=Count("pk", filter=failed),
    )
    oldest = Message.objects.oldest_waiting()
    sweeps = Success.objects.filter(func="messaging.tasks.sweep").order_by("-stopped")
    return OutboxHealth(
        **numbers,
        oldest_due=oldest.next_try_at if oldest else None,
        last_sweep=sweeps.values_list("stopped", flat=True).first(),
    )
