"""From the outbox to a channel, so that a worker may be killed at any point.

1. Claim: one conditional UPDATE, `waiting` to `sending`, with a hold that only this worker knows.
2. Hand over.
3. Write the outcome, on condition that the hold is still ours.

Killed between 1 and 3, the row stays in `sending`. After two minutes the sweep takes it up: an
e-mail goes out again, with the same Message-ID; for an SMS the gateway is asked, and where it
cannot tell, the message becomes `unknown` and a person decides. So an e-mail arrives at least
once, an SMS at most once.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from messaging import allowances
from messaging.addresses import without_address
from messaging.channels.base import ChannelError, TryLater, Unknown, Unreachable
from messaging.channels.registry import sender_for
from messaging.models import Message, Suppression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from messaging.allowances import Allowance
    from messaging.channels.base import Receipt, Sender

logger = logging.getLogger(__name__)
State = Message.State

# After the first, second … failed attempt. The eighth is the last: about a day after the first.
BACK_OFF = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
MAX_ATTEMPTS = len(BACK_OFF) + 1
# A message whose attempts end badly goes alone: it may be what kills the worker.
GOES_ALONE_AFTER = 3
# What one task does: less than a third of the time that the queue allows, so it is never cut off.
PER_TASK = 200
SECONDS_PER_TASK = 60
SECONDS_PER_BATCH = 30


def deliver_due(channel: str) -> int:
    """Hand over what is due on one channel, within the limits of one task. Returns how many."""
    until = time.monotonic() + SECONDS_PER_TASK
    handled = 0
    sender = sender_for(channel)
    try:
        while handled < PER_TASK and time.monotonic() < until:
            claimed = claim(channel, sender.batch)
            if not claimed or not _deliver_batch(claimed, sender):
                break
            handled += len(claimed)
    finally:
        sender.close()
    return handled


def claim(channel: str, limit: int) -> list[Message]:
    """Take up to `limit` due messages for this worker alone.

    The look beforehand costs one SELECT and no lock: most tasks find that another one has already
    done their work. PostgreSQL skips rows that another worker is claiming; on SQLite there is one
    writer at a time.
    """
    now = timezone.now()
    due = Message.objects.due(now).filter(channel=channel)
    if not due.exists():
        return []
    hold = uuid.uuid4()
    with transaction.atomic():
        rows = due.in_turn().select_for_update(skip_locked=True).values_list("pk", "attempts")
        found = list(rows[:limit])
        together = [pk for pk, _n in takewhile(lambda row: row[1] < GOES_ALONE_AFTER, found)]
        keys = together or [pk for pk, _n in found[:1]]
        Message.objects.open().filter(pk__in=keys).update(
            state=State.SENDING, attempts=F("attempts") + 1, claim=hold, claimed_at=now
        )
    return list(Message.objects.in_turn().filter(pk__in=keys, claim=hold).select_related("user"))


def _deliver_batch(claimed: Sequence[Message], sender: Sender) -> bool:
    """False when the channel does not answer, so that nobody tries the next batch now."""
    until = time.monotonic() + SECONDS_PER_BATCH
    unwanted = Suppression.objects.open().against(claimed)
    for place, message in enumerate(claimed):
        if time.monotonic() > until:
            give_back(claimed[place:])
            return True
        if message.pk in unwanted:
            _finish(message, state=State.SUPPRESSED)
            continue
        try:
            _deliver_one(message, sender)
        except Unreachable as error:
            for untried in claimed[place:]:
                postpone(untried, error)
            return False
    return True


def _deliver_one(message: Message, sender: Sender) -> None:
    """Ask the rules, then hand one claimed message over. Raises Unreachable, nothing else."""
    decision, allowance = allowances.take_allowance(message=message)
    if decision.action == "send":
        _hand_over(message, sender, allowance)
    elif decision.action == "hold":
        hold_until(message, decision.until, decision.reason)
    else:
        refuse(message, decision.reason)


def _hand_over(message: Message, sender: Sender, allowance: Allowance) -> None:
    """What caps and budget had counted goes back where the message surely did not go out."""
    try:
        receipt = sender.hand_over(message)
    except Unknown as error:
        settle(message, sender, describe(error, message))
    except ChannelError as error:
        allowances.give_back(allowance=allowance)
        if isinstance(error, Unreachable):
            raise
        if isinstance(error, TryLater):
            postpone(message, error)
        else:
            refuse(message, describe(error, message))
    else:
        record_sent(message, receipt)
        if receipt.cost_micros is not None:
            allowances.settle(allowance=allowance, micros=receipt.cost_micros)


def settle(message: Message, sender: Sender, error: str = "") -> None:
    """Find out what became of a claimed message; if nobody can tell, a person has to decide."""
    try:
        receipt = sender.look_up(message)
    except ChannelError as problem:
        logger.warning("Message %s could not be looked up: %s", message.pk, problem)
        receipt = None
    if receipt is not None:
        record_sent(message, receipt)
    else:
        _finish(message, state=State.UNKNOWN, error=error)


def record_sent(message: Message, receipt: Receipt) -> None:
    """Also when a delivery report was quicker than we are: then its state stays."""
    now = timezone.now()
    told = {
        "provider": receipt.provider,
        "provider_id": receipt.provider_id,
        "parts": receipt.parts,
        "cost_micros": receipt.cost_micros,
        "sent_at": now,
        "delivered_at": now if receipt.state == "delivered" else None,
    }
    facts = {name: value for name, value in told.items() if value is not None}
    if not _finish(message, state=receipt.state, error="", **facts):
        Message.objects.filter(pk=message.pk, claim=message.claim).update(claim=None, **facts)


def refuse(message: Message, reason: str) -> None:
    """It will never go out."""
    _finish(message, state=State.FAILED, error=reason)


def postpone(message: Message, error: Exception) -> None:
    """Try again later, or give up after `MAX_ATTEMPTS`."""
    text = describe(error, message)
    if message.attempts >= MAX_ATTEMPTS:
        _finish(message, state=State.FAILED, error=text)
        return
    wait = BACK_OFF[message.attempts - 1]
    _finish(message, state=State.WAITING, next_try_at=timezone.now() + wait, error=text)


def hold_until(message: Message, moment: dt.datetime | None, reason: str) -> None:
    """A rule says: not now. That is no failed attempt."""
    later = moment or timezone.now() + dt.timedelta(hours=1)
    _finish(
        message,
        state=State.HELD,
        next_try_at=later,
        attempts=message.attempts - 1,
        error=reason,
    )


def give_back(messages: Sequence[Message]) -> None:
    """Claimed, but never tried: as if nothing had been."""
    ours = Message.objects.filter(
        pk__in=[message.pk for message in messages], claim=messages[0].claim, state=State.SENDING
    )
    ours.update(state=State.WAITING, attempts=F("attempts") - 1, claim=None, claimed_at=None)


def revive_stale() -> int:
    """Take up what dead workers left behind. Returns the number of messages."""
    now = timezone.now()
    stale = Message.objects.stale(now)
    mail = stale.filter(channel=Message.Channel.EMAIL)
    lost = "The worker died several times while sending it."
    count = mail.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED, claim=None, error=lost
    )
    count += mail.update(state=State.WAITING, claim=None, claimed_at=None, next_try_at=now)
    return count + _settle_stale_sms(stale.filter(channel=Message.Channel.SMS)[:PER_TASK])


def _settle_stale_sms(stale: Any) -> int:
    count = 0
    sender: Sender | None = None
    try:
        for message in stale:
            hold = uuid.uuid4()
            taken = Message.objects.filter(
                pk=message.pk, claim=message.claim, state=State.SENDING
            ).update(claim=hold, claimed_at=timezone.now())
            if taken:
                message.claim = hold
                sender = sender or sender_for(Message.Channel.SMS)
                settle(message, sender, error="The worker died while sending it.")
                count += 1
    finally:
        if sender is not None:
            sender.close()
    return count


def _finish(message: Message, **outcome: Any) -> bool:
    """Write the outcome if the hold is still ours. False: somebody else has taken over."""
    ours = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
    return bool(ours.update(claim=None, **outcome))


def describe(error: Exception, message: Message) -> str:
    return without_address(str(error) or type(error).__name__, message)
