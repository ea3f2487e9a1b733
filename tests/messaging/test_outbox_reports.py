"""What comes after sending: decisions of the team, reports, stops, forgetting."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_q.models import Schedule
from wagtail.models import ModelLogEntry

from messaging import delivery, services, tasks
from messaging.addresses import shorten
from messaging.models import DeliveryReport, Message, Suppression
from people.addresses import hash_address
from people.models import Consent, User
from people.services import run_retention
from tests.messaging.parts import put, send

pytestmark = [pytest.mark.django_db, pytest.mark.row("G2")]
State = Message.State


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


def test_a_stop_ends_the_consent_and_no_other():
    def agree(channel: str, address: str, purpose: str) -> Consent:
        return Consent.objects.create(
            channel=channel,
            subject=hash_address(address),
            purpose=purpose,
            text_version=1,
            language="de",
            source="test",
            confirmed_at=timezone.now(),
        )

    message = put(1, purpose="digest", list_unsubscribe_token="t")
    agree("email", message.to_address, "digest")
    calls = agree("email", message.to_address, "callout")
    phone = agree("sms", "+491511234567", "callout")
    services.stop_by_token(token="t")
    assert set(Consent.objects.valid()) == {calls, phone}
    services.record_inbound(provider="test", sender="+491511234567", text="STOP")
    assert set(Consent.objects.valid()) == {calls}


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
    assert run_retention(dry_run=True)["messaging.Message"] == 1
    assert Message.objects.get(pk=old.pk).text
    assert run_retention()["messaging.Message"] == 1
    for message in (old, young, waiting):
        message.refresh_from_db()
    assert (old.text, old.html, old.subject, old.to_address) == ("", "", "", "")
    assert young.text
    assert waiting.text
    assert services.stop_by_token(token="t") == old
    assert run_retention()["messaging.Message"] == 0


def test_old_reports_of_providers_go_and_young_ones_stay(settings):
    settings.MESSAGE_RETENTION_DAYS = 30
    past = timezone.now() - dt.timedelta(days=31)
    DeliveryReport.objects.create(provider="x", state="sent", detail="a@b.org", received_at=past)
    young = DeliveryReport.objects.create(provider="x", state="sent")
    assert run_retention()["messaging.DeliveryReport"] == 1
    assert list(DeliveryReport.objects.all()) == [young]


@pytest.mark.parametrize(
    ("key", "minutes", "state", "kept"),
    [
        ("account.login_code", 31, State.SENT, False),
        ("account.login_code", 29, State.SENT, True),
        ("account.login_code", 31, State.WAITING, True),
        ("consent.confirm_phone", 31, State.UNKNOWN, False),
        ("account.reset_password", 31, State.FAILED, False),
        ("account.security_notice", 31, State.SENT, True),
    ],
)
def test_what_opens_an_account_is_not_left_to_read(key, minutes, state, kept):
    at = timezone.now() - dt.timedelta(minutes=minutes)
    message = put(1, key=key, created_at=at, state=state)
    assert tasks.forget_codes() == (0 if kept else 1)
    message.refresh_from_db()
    assert bool(message.text) is bool(message.subject) is bool(message.html) is kept
    assert message.to_address


def test_a_forgotten_code_is_not_sent_again(staff):
    at = timezone.now() - dt.timedelta(hours=1)
    message = put(1, key="account.login_code", created_at=at, state=State.FAILED)
    tasks.forget_codes()
    with pytest.raises(ValidationError):
        services.retry_message(message=message, user=staff)


def test_schedules_exist_once_and_keep_what_an_operator_changed():
    Schedule.objects.filter(name="messaging: forget codes").update(minutes=5)
    tasks.ensure_schedules()
    rows = Schedule.objects.filter(name__startswith="messaging: ")
    assert dict(rows.values_list("name", "minutes")) == {
        "messaging: sweep": None,
        "messaging: forget codes": 5,
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
