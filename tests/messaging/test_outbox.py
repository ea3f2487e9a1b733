"""The outbox: written once, claimed once, every outcome a conditional step."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from wagtail.models import ModelLogEntry

from messaging import delivery, services, tasks
from messaging.addresses import hash_address, shorten
from messaging.channels.base import Receipt, Refused, TryLater, Unknown, Unreachable
from messaging.models import DeliveryReport, Message, Suppression
from people.models import User
from tests.messaging.parts import put

pytestmark = [pytest.mark.django_db, pytest.mark.row("G2")]
State = Message.State


class Scripted:
    """A sender that does what the test says, one entry per message."""

    batch = 25

    def __init__(self, *script, look_up=None) -> None:
        self.script = list(script)
        self.handed = []
        self.found = look_up
        self.closed = False

    def hand_over(self, message):
        self.handed.append(message.pk)
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        if callable(step):
            step(message)
        return Receipt("test", f"id-{message.pk}")

    def look_up(self, message):
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    def close(self):
        self.closed = True


@pytest.fixture
def use_sender(monkeypatch):
    def use(*script, **kwargs):
        sender = Scripted(*script, **kwargs)
        monkeypatch.setattr(delivery, "sender_for", lambda channel: sender)
        return sender

    return use


@pytest.fixture
def queued(settings, monkeypatch):
    """Tasks stay in the queue, as they do outside of tests."""
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", False)
    return OrmQ.objects


def send(**changes) -> Message:
    values = {
        "key": "account.login_code",
        "channel": "email",
        "to": "rana@example.org",
        "language": "en",
        "context": {"code": "ABCD", "minutes": 10},
        "purpose": "account",
    }
    return services.send_message(**(values | changes))


# --- Writing ---------------------------------------------------------------------------------
def test_sends_nothing_itself_and_queues_a_task(queued):
    message = send()
    assert message.state == State.WAITING
    assert mail.outbox == []
    assert queued.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_message_and_task_along(queued):
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
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


# --- Decisions of the team -------------------------------------------------------------------
@pytest.fixture
def staff():
    return User.objects.create_superuser("boss@example.org", "password-123")


def test_send_again_and_it_arrived_are_decided_once_and_logged(queued, staff):
    again = put(1, channel="sms", state=State.UNKNOWN, attempts=1)
    services.retry_message(message=again, user=staff)
    assert (again.state, again.attempts) == (State.WAITING, 0)
    arrived = put(2, channel="sms", state=State.UNKNOWN)
    services.confirm_arrival(message=arrived, user=staff)
    assert arrived.state == State.SENT
    with pytest.raises(ValidationError):
        services.confirm_arrival(message=arrived, user=staff)
    with pytest.raises(ValidationError):
        services.retry_message(message=arrived, user=staff)
    logged = ModelLogEntry.objects.filter(user=staff).values_list("action", flat=True)
    assert sorted(logged) == ["messaging.confirm_arrival", "messaging.retry"]


def test_a_message_can_be_withdrawn_until_somebody_sends_it():
    message = put()
    assert services.withdraw_message(message=message)
    assert message.state == State.WITHDRAWN
    sent = put(2, state=State.SENT)
    assert not services.withdraw_message(message=sent)


# --- Reports ---------------------------------------------------------------------------------
def report(message, state, **fields):
    return services.record_delivery_report(
        provider="test", foreign_id=message.foreign_id, state=state, **fields
    )


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        (["sent", "delivered"], State.DELIVERED),
        (["delivered", "sent"], State.DELIVERED),
        (["delivered", "failed"], State.DELIVERED),
        (["failed", "delivered"], State.FAILED),
        (["bounced", "sent"], State.BOUNCED),
        (["delivered", "delivered"], State.DELIVERED),
    ],
)
def test_reports_never_go_backwards(reports, state):
    message = put(state=State.SENT)
    for reported in reports:
        report(message, reported)
    message.refresh_from_db()
    assert message.state == state
    assert message.reports.count() == len(reports)


def test_a_report_settles_what_was_unknown():
    message = put(channel="sms", state=State.UNKNOWN)
    assert report(message, "delivered").state == State.DELIVERED


def test_a_report_may_be_quicker_than_the_outcome(use_sender):
    message = put()
    use_sender(lambda claimed: report(claimed, "delivered"))
    delivery.deliver_due("email")
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.DELIVERED, f"id-{message.pk}")
    assert message.claim is None


def test_a_bounce_stops_further_messages(queued):
    message = put(state=State.SENT)
    report(message, "bounced")
    assert send(to=message.to_address, purpose="service").state == State.SUPPRESSED


def test_a_report_about_nothing_we_know_is_kept():
    assert services.record_delivery_report(provider="x", provider_id="7", state="sent") is None
    assert DeliveryReport.objects.get().message is None


@pytest.mark.parametrize("text", ["STOP", " stop. ", "Abmelden", "توقف", "СТОП", "«stop»"])
def test_a_stop_by_sms_ends_everything_not_asked_for(text):
    assert services.record_inbound(provider="test", sender="+491511234567", text=text)
    assert Suppression.objects.get().address_hash == hash_address("+49 151 1234567")


@pytest.mark.parametrize("text", ["I will stop by at five", "yes", "", "cancel", "end"])
def test_other_answers_stop_nothing(text):
    assert not services.record_inbound(provider="test", sender="+491511234567", text=text)
    assert not Suppression.objects.exists()


# --- Forgetting ------------------------------------------------------------------------------
def test_old_messages_lose_words_and_address_but_not_their_token(settings):
    settings.MESSAGE_RETENTION_DAYS = 30
    past = timezone.now() - dt.timedelta(days=31)
    old = put(1, state=State.SENT, created_at=past, next_try_at=past, list_unsubscribe_token="t")
    young = put(2, state=State.SENT)
    waiting = put(3, created_at=past, next_try_at=past)
    assert tasks.purge() == 1
    for message in (old, young, waiting):
        message.refresh_from_db()
    assert (old.text, old.html, old.subject, old.to_address) == ("", "", "", "")
    assert young.text
    assert waiting.text
    assert services.stop_by_token(token="t") == old
    assert tasks.purge() == 0


def test_schedules_exist_once_and_keep_what_an_operator_changed():
    Schedule.objects.filter(name="messaging: nightly purge").update(cron="0 5 * * *")
    tasks.ensure_schedules()
    rows = Schedule.objects.filter(name__startswith="messaging: ")
    assert dict(rows.values_list("name", "cron")) == {
        "messaging: sweep": None,
        "messaging: nightly purge": "0 5 * * *",
    }


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("rana@mail.example.org", "r…@m….org"),
        ("x@localhost", "x…@l…"),
        ("+4915112345678", "+49…678"),
        ("", ""),
    ],
)
def test_addresses_are_shown_shortened(address, short):
    assert shorten(address) == short
