"""The outbox: written once, claimed once, never sent to who does not want it."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import delivery, services, tasks
from messaging.channels.base import Refused
from messaging.models import Message
from people.addresses import hash_address
from tests.messaging.parts import put, send

pytestmark = [pytest.mark.django_db, pytest.mark.row("G2")]
State = Message.State


# --- Writing ---------------------------------------------------------------------------------
def test_sends_nothing_itself_and_queues_a_task(queued):
    message = send()
    assert message.state == State.WAITING
    assert mail.outbox == []
    assert queued.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_message_and_task_along(queued):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert Message.objects.count() == queued.count() == 0


def test_the_worker_hands_it_over(queued):
    message = send()
    tasks.deliver("email")
    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.sent_at is not None
    assert [sent.to for sent in mail.outbox] == [["rana@example.org"]]
    assert "ABCD" in mail.outbox[0].body


def test_the_same_dedupe_key_is_one_message(queued):
    first = send(dedupe_key="code:1")
    second = send(dedupe_key="code:1", to="other@example.org")
    assert first == second
    assert Message.objects.count() == 1
    assert send(dedupe_key="code:2") != first


def test_a_race_for_the_dedupe_key_gives_the_first(queued, monkeypatch):
    """Negative control inside: without the constraint there would be two rows."""
    first = send(dedupe_key="code:1")
    with monkeypatch.context() as blind:
        blind.setattr(services, "_first_with", lambda key: None)
        with pytest.raises(IntegrityError), transaction.atomic():
            send(dedupe_key="code:1")
    answers = iter([None, first])
    monkeypatch.setattr(services, "_first_with", lambda key: next(answers))
    assert send(dedupe_key="code:1") == first
    assert Message.objects.count() == 1


def test_not_before_waits_for_the_sweep(queued):
    message = send(not_before=timezone.now() + dt.timedelta(hours=1))
    assert queued.count() == 0
    assert tasks.sweep() == 0
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now())
    assert tasks.sweep() == 1


@pytest.mark.parametrize(
    "fields", [{"state": "nonsense"}, {"state": "sending", "claim": None}], ids=["state", "claim"]
)
def test_the_database_refuses_impossible_rows(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(**fields)


# --- Suppression -----------------------------------------------------------------------------
def stop(address="rana@example.org", purpose=""):
    return services.suppress(
        channel="email", address_hash=hash_address(address), purpose=purpose, reason="stopped"
    )


@pytest.mark.parametrize(
    ("stopped", "purpose", "state"),
    [
        ("", "digest", State.SUPPRESSED),
        ("digest", "digest", State.SUPPRESSED),
        ("digest", "service", State.WAITING),
        ("", "service", State.SUPPRESSED),
        ("", "account", State.WAITING),
    ],
)
def test_a_stop_holds_for_its_purpose_and_never_for_what_was_asked_for(
    queued, stopped, purpose, state
):
    stop(" Rana@Example.ORG", stopped)
    assert send(purpose=purpose).state == state


def test_a_stop_after_writing_still_counts(use_sender):
    message = put(purpose="digest", to_address="rana@example.org")
    Message.objects.update(address_hash=hash_address("rana@example.org"))
    stop()
    sender = use_sender()
    delivery.deliver_due("email")
    message.refresh_from_db()
    assert message.state == State.SUPPRESSED
    assert sender.handed == []


def test_a_lifted_stop_is_over(queued):
    stop()
    assert services.lift_suppression(channel="email", to="rana@example.org") == 1
    assert send(purpose="digest").state == State.WAITING
    stop()  # and may be set again
    assert send(purpose="digest").state == State.SUPPRESSED


# --- Claiming --------------------------------------------------------------------------------
def test_a_claimed_message_is_not_claimed_again():
    message = put()
    (claimed,) = delivery.claim("email", 25)
    assert claimed.pk == message.pk
    assert claimed.attempts == 1
    assert delivery.claim("email", 25) == []


def test_urgent_messages_overtake():
    late = put(1, purpose="digest", priority=2)
    code = put(2, purpose="account", priority=0)
    assert [row.pk for row in delivery.claim("email", 25)] == [code.pk, late.pk]


def test_what_may_kill_the_worker_goes_alone():
    suspect = put(1, attempts=delivery.GOES_ALONE_AFTER)
    put(2)
    assert [row.pk for row in delivery.claim("email", 25)] == [suspect.pk]


def test_who_lost_the_claim_writes_no_outcome(use_sender):
    """A slow worker comes back after the sweep has given its message to another one."""
    message = put()
    other = uuid.uuid4()

    def taken_over(claimed):
        Message.objects.filter(pk=claimed.pk).update(claim=other, claimed_at=timezone.now())
        raise Refused("too late")

    use_sender(taken_over)
    delivery.deliver_due("email")
    message.refresh_from_db()
    assert (message.state, message.claim) == (State.SENDING, other)


def test_statements_do_not_grow_with_the_outbox(use_sender):
    """One claim of 25 costs what a claim of one costs; each outcome is one UPDATE."""

    def statements(number: int) -> int:
        use_sender()
        for index in range(number):
            put(index)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            delivery.deliver_due("email")
        return len(queries) - number

    assert statements(1) == statements(20)
