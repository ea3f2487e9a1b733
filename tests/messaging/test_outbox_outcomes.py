"""What becomes of a claimed message, also when its worker dies."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from messaging import delivery, tasks
from messaging.channels.base import Receipt, Refused, TryLater, Unknown, Unreachable
from messaging.models import Message
from tests.messaging.parts import Scripted, put

pytestmark = [pytest.mark.django_db, pytest.mark.row("G2")]
State = Message.State


# --- Outcomes --------------------------------------------------------------------------------
def test_refused_is_final_and_does_not_keep_the_address(use_sender):
    message = put()
    use_sender(Refused(f"550 <{message.to_address}> unknown"))
    delivery.deliver_due("email")
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.to_address not in message.error
    assert "550" in message.error


def test_try_later_backs_off_and_gives_up(use_sender):
    message = put()
    waits = []
    for _attempt in range(delivery.MAX_ATTEMPTS):
        use_sender(TryLater("busy"))
        Message.objects.update(next_try_at=timezone.now())
        delivery.deliver_due("email")
        message.refresh_from_db()
        waits.append(round((message.next_try_at - timezone.now()).total_seconds() / 60))
    assert waits[:4] == [1, 5, 15, 60]
    assert message.state == State.FAILED
    assert message.attempts == delivery.MAX_ATTEMPTS == 8


def test_an_unreachable_server_ends_the_batch(use_sender):
    first, second = put(1), put(2)
    sender = use_sender(Unreachable("connection refused"))
    delivery.deliver_due("email")
    assert sender.handed == [first.pk]
    assert sender.closed
    for message in (first, second):
        message.refresh_from_db()
        assert (message.state, message.attempts) == (State.WAITING, 1)


def test_a_held_message_costs_no_attempt(use_sender, monkeypatch):
    from messaging import rules

    until = timezone.now() + dt.timedelta(hours=9)
    monkeypatch.setattr(
        delivery.allowances,
        "take_allowance",
        lambda *, message: (rules.Decision("hold", "quiet", until), None),
    )
    message = put()
    sender = use_sender()
    delivery.deliver_due("email")
    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_try_at) == (State.HELD, 0, until)
    assert sender.handed == []
    assert list(Message.objects.due(until)) == [message]


def test_a_batch_that_takes_too_long_gives_the_rest_back(use_sender, monkeypatch):
    first, second = put(1), put(2)
    use_sender()
    monkeypatch.setattr(delivery, "SECONDS_PER_BATCH", -1)
    claimed = delivery.claim("email", 25)
    delivery._deliver_batch(claimed, Scripted())
    for message in (first, second):
        message.refresh_from_db()
        assert (message.state, message.attempts, message.claim) == (State.WAITING, 0, None)


# --- Dead workers ----------------------------------------------------------------------------
def leave_stale(channel: str, **fields) -> Message:
    message = put(channel=channel)
    delivery.claim(channel, 25)
    past = timezone.now() - dt.timedelta(minutes=3)
    Message.objects.filter(pk=message.pk).update(claimed_at=past, **fields)
    message.refresh_from_db()
    return message


def test_a_stale_mail_goes_again_with_the_same_message_id(queued):
    message = leave_stale("email")
    tasks.sweep()
    tasks.deliver("email")
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{message.foreign_id}@")


def test_a_fresh_claim_is_left_alone():
    message = put()
    delivery.claim("email", 25)
    assert delivery.revive_stale() == 0
    message.refresh_from_db()
    assert message.state == State.SENDING


def test_a_mail_that_kills_its_worker_ends_as_failed():
    message = leave_stale("email", attempts=delivery.MAX_ATTEMPTS)
    delivery.revive_stale()
    message.refresh_from_db()
    assert message.state == State.FAILED


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Receipt("test", "g1", 1, 75000), State.SENT),
        (None, State.UNKNOWN),
        (TryLater("no answer"), State.UNKNOWN),
    ],
    ids=["found", "not told", "no answer"],
)
def test_a_stale_sms_is_looked_up_and_never_resent(use_sender, answer, state):
    message = leave_stale("sms")
    sender = use_sender(look_up=answer)
    tasks.sweep()
    tasks.deliver("sms")
    message.refresh_from_db()
    assert message.state == state
    assert sender.handed == []


def test_an_sms_of_unknown_fate_waits_for_a_person(use_sender):
    message = put(channel="sms")
    sender = use_sender(Unknown("timeout"), look_up=None)
    delivery.deliver_due("sms")
    delivery.deliver_due("sms")
    message.refresh_from_db()
    assert message.state == State.UNKNOWN
    assert len(sender.handed) == 1
