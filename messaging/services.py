"""Every change of the outbox that is not a step of the delivery."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task
from wagtail.log_actions import log

from messaging import segments, texts
from messaging.addresses import without_address
from messaging.channels.email import stop_url
from messaging.models import DeliveryReport, Message, Suppression
from messaging.models.outbox import new_foreign_id
from messaging.stop_words import is_stop
from people.acts import record_act
from people.addresses import hash_address
from people.services import withdraw_consents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from messaging.models import MessageQuerySet

logger = logging.getLogger(__name__)
State = Message.State

# As long as a code is good, and as long again for somebody who asks the team about it.
KEEP_CODES = dt.timedelta(minutes=30)

# The first of them wins in each direction: nothing that arrived goes back to `sent`.
REPORTS_MAY_CHANGE: dict[str, tuple[State, ...]] = {
    State.SENT: (State.UNKNOWN, State.SENDING),
    State.DELIVERED: (State.SENT, State.UNKNOWN, State.SENDING),
    State.FAILED: (State.SENT, State.UNKNOWN, State.SENDING),
    State.BOUNCED: (State.SENT, State.UNKNOWN, State.SENDING),
}


@transaction.atomic
def send_message(
    *,
    key: str,
    channel: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    user: Any = None,
    purpose: str,
    dedupe_key: str | None = None,
    not_before: dt.datetime | None = None,
) -> Message:
    """Write the message into the outbox, in the transaction of whoever calls.

    Nothing is sent here: the task that does it is a row of the same database, so it exists if and
    only if the transaction commits. The same `dedupe_key` again returns the first message.
    """
    if first := _first_with(dedupe_key):
        return first
    message = _compose(key, channel, to, language, context, purpose)
    message.user = user
    message.dedupe_key = dedupe_key
    message.next_try_at = not_before or timezone.now()
    if Suppression.objects.open().against([message]):
        message.state = State.SUPPRESSED
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # Somebody else has written it since we looked.
        first = _first_with(dedupe_key)
        if first is None:
            raise
        return first
    if message.state == State.WAITING and message.next_try_at <= timezone.now():
        wake(message.channel)
    return message


def _first_with(dedupe_key: str | None) -> Message | None:
    return Message.objects.filter(dedupe_key=dedupe_key).first() if dedupe_key else None


def _compose(
    key: str, channel: str, to: str, language: str, context: Mapping[str, Any], purpose: str
) -> Message:
    message = Message(
        key=key,
        channel=channel,
        purpose=purpose,
        priority=Message.PRIORITIES.get(purpose, 1),  # type: ignore[call-overload]
        to_address=to,
        address_hash=hash_address(to),
        language=language,
        foreign_id=new_foreign_id(),
    )
    values = dict(context)
    if message.can_be_stopped:
        message.list_unsubscribe_token = secrets.token_urlsafe(16)
        values["stop_url"] = stop_url(message.list_unsubscribe_token, language)
    rendered = texts.render(key, channel, language, values)
    message.subject, message.text, message.html = rendered.subject, rendered.text, rendered.html
    if channel == Message.Channel.SMS:
        message.text = segments.normalise(message.text)
        message.parts = segments.count(message.text).parts
    return message


def wake(channel: str) -> None:
    """Have a worker look at a channel soon. Called too often, it costs a SELECT in the worker."""
    async_task("messaging.tasks.deliver", channel, q_options={"save": False})


def withdraw_message(*, message: Message) -> bool:
    """Take a message back that nobody has begun to send. False: too late."""
    taken = Message.objects.open().filter(pk=message.pk).update(state=State.WITHDRAWN)
    message.refresh_from_db(fields=["state"])
    return bool(taken)


@transaction.atomic
def retry_message(*, message: Message, user: Any) -> Message:
    """A member of the team decides that a message of unknown fate, or a failed one, goes again.

    Raises ValidationError when it is in another state by now, or has been emptied.
    """
    same = Message.objects.filter(pk=message.pk, purged_at__isnull=True).exclude(text="")
    again = same.filter(state__in=(State.UNKNOWN, State.FAILED)).update(
        state=State.WAITING, attempts=0, claim=None, claimed_at=None, next_try_at=timezone.now()
    )
    _decided(again, message, user, "messaging.retry")
    wake(message.channel)
    return message


@transaction.atomic
def confirm_arrival(*, message: Message, user: Any) -> Message:
    """A member of the team has found out that a message of unknown fate was sent.

    Raises ValidationError when it is in another state by now.
    """
    settled = Message.objects.filter(pk=message.pk, state=State.UNKNOWN).update(
        state=State.SENT, sent_at=timezone.now()
    )
    _decided(settled, message, user, "messaging.confirm_arrival")
    return message


def _decided(rows: int, message: Message, user: Any, action: str) -> None:
    if not rows:
        raise ValidationError(_("The message is in another state by now. Please look again."))
    log(instance=message, action=action, user=user, data={"from": message.state})
    record_act(actor=user, verb=action, target=message, detail={"from": str(message.state)})
    message.refresh_from_db()


@transaction.atomic
def record_delivery_report(
    *, provider: str, state: str, provider_id: str = "", foreign_id: str = "", detail: str = ""
) -> Message | None:
    """Keep the report, and move the message on if that is forwards. Returns the message, if known.

    A bounce or a complaint also stops everything but what the person asks for. The same report
    twice changes nothing the second time.
    """
    message = find_message(provider=provider, provider_id=provider_id, foreign_id=foreign_id)
    DeliveryReport.objects.create(
        message=message,
        provider=provider,
        provider_id=provider_id[:200],
        foreign_id=foreign_id[:32],
        state=state[:16],
        detail=without_address(detail, message),
    )
    if message is None:
        return None
    if state in REPORTS_MAY_CHANGE:
        now = timezone.now()
        facts: dict[str, Any] = {"state": state}
        if state in (State.SENT, State.DELIVERED):
            facts["sent_at"] = message.sent_at or now
        if state == State.DELIVERED:
            facts["delivered_at"] = now
        if state in (State.FAILED, State.BOUNCED):
            facts["error"] = without_address(detail, message)
        former = REPORTS_MAY_CHANGE[state]
        Message.objects.filter(pk=message.pk, state__in=former).update(**facts)
    reason = {"bounced": Suppression.Reason.BOUNCED, "complained": Suppression.Reason.COMPLAINED}
    if state in reason:
        suppress(channel=message.channel, address_hash=message.address_hash, reason=reason[state])
    message.refresh_from_db()
    return message


def find_message(*, provider: str, provider_id: str, foreign_id: str) -> Message | None:
    """Ours by our own id; else the newest one with the provider's."""
    if foreign_id:
        return Message.objects.filter(foreign_id=foreign_id).first()
    if not provider_id:
        return None
    return Message.objects.filter(provider=provider, provider_id=provider_id).first()


@transaction.atomic
def suppress(*, channel: str, address_hash: str, reason: str, purpose: str = "") -> Suppression:
    """Send no more of `purpose` (empty: nothing that was not asked for) to an address.

    What waits for it already is not sent either: the delivery looks again.
    """
    row, _created = Suppression.objects.get_or_create(
        channel=channel,
        address_hash=address_hash,
        purpose=purpose,
        lifted_at=None,
        defaults={"reason": reason},
    )
    return row


@transaction.atomic
def lift_suppression(*, channel: str, to: str, purpose: str = "") -> int:
    """The person wants messages again, and has said so. Returns how many stops ended."""
    stops = Suppression.objects.open().filter(channel=channel, address_hash=hash_address(to))
    if purpose:
        stops = stops.filter(purpose=purpose)
    return stops.update(lifted_at=timezone.now())


@transaction.atomic
def stop_by_token(*, token: str) -> Message | None:
    """One click in a mail: no more of its purpose to its address. None: there is no such token.

    The consent to it, if there was one, ends with it.
    """
    message = Message.objects.filter(list_unsubscribe_token=token).first() if token else None
    if message is not None:
        suppress(
            channel=message.channel,
            address_hash=message.address_hash,
            purpose=message.purpose,
            reason=Suppression.Reason.STOPPED,
        )
        withdraw_consents(
            channel=message.channel, subject=message.address_hash, purpose=message.purpose
        )
    return message


@transaction.atomic
def record_inbound(*, provider: str, sender: str, text: str) -> bool:
    """An SMS to us: a word like STOP ends everything that was not asked for. True if it did.

    What else people write is not kept: nobody here reads it, and it would be personal data.
    """
    if not is_stop(text):
        return False
    sms, subject = Message.Channel.SMS, hash_address(sender)
    suppress(channel=sms, address_hash=subject, reason=Suppression.Reason.STOPPED)
    withdraw_consents(channel=sms, subject=subject)
    logger.info("A stop came in through %s", provider)
    return True


def empty_messages(rows: MessageQuerySet) -> int:
    """Forget words and addresses. Returns how many.

    The row stays: it counts, it costs, and its token still stops further messages.
    """
    return rows.update(
        to_address="", subject="", text="", html="", error="", purged_at=timezone.now()
    )


def forget_codes() -> int:
    """Empty what opens an account as soon as nobody needs it any more. Returns how many.

    The codes themselves are spent or too old by then; who reads the outbox must not learn them.
    """
    keys = [kind.key for kind in texts.TEXTS.values() if kind.opens]
    old = Message.objects.finished().filter(
        key__in=keys, created_at__lt=timezone.now() - KEEP_CODES
    )
    return old.exclude(text="").update(subject="", text="", html="")
