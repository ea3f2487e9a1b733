"""One e-mail: its headers, its parts, and what a server's answer means."""

from __future__ import annotations

import smtplib
from email import message_from_bytes

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.core import mail
from requests import Response

from messaging import delivery
from messaging.channels import email as channel
from messaging.channels.base import Refused, TryLater, Unreachable
from messaging.models import Message, Suppression
from tests.messaging.parts import put
from tests.messaging.servers import running_sinks


def api_error(status: int) -> AnymailAPIError:
    response = Response()
    response.status_code, response.reason = status, "because"
    return AnymailAPIError("no", status_code=status, response=response)


pytestmark = [pytest.mark.django_db, pytest.mark.row("G2")]


def test_headers_of_a_message_that_can_be_stopped(settings):
    settings.SITE_URL = "https://jisr.example"
    settings.DEFAULT_FROM_EMAIL = "Jisr <noreply@jisr.example>"
    settings.REPLY_TO_EMAIL = "team@jisr.example"
    message = put(purpose="digest", language="ar", list_unsubscribe_token="abc")
    sent = message_from_bytes(channel.compose(message).message().as_bytes())
    assert sent["From"] == "Jisr <noreply@jisr.example>"
    assert sent["Reply-To"] == "team@jisr.example"
    assert sent["Message-ID"] == f"<{message.foreign_id}@jisr.example>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe"] == "<https://jisr.example/ar/stop/abc/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    parts = [part.get_content_type() for part in sent.walk() if not part.is_multipart()]
    assert parts == ["text/plain", "text/html"]


def test_what_was_asked_for_cannot_be_stopped():
    sent = channel.compose(put(purpose="account")).message()
    assert sent["List-Unsubscribe"] is None


def test_a_subject_of_several_lines_adds_no_header():
    message = put(subject="Hello\r\nBcc: everybody@example.org")
    sent = channel.compose(message).message()
    assert sent["Bcc"] is None
    assert channel.compose(message).recipients() == [message.to_address]


def test_an_impossible_address_is_refused_and_others_go_on():
    bad = put(1, to_address="a@b\nBcc: x@example.org")
    good = put(2)
    delivery.deliver_due("email")
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Message.State.FAILED, Message.State.SENT)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"no such user")}), Refused),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"greylisted")}), TryLater),
        (smtplib.SMTPDataError(554, b"spam"), Refused),
        (smtplib.SMTPDataError(451, b"try again"), TryLater),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), TryLater),
        (smtplib.SMTPServerDisconnected("gone"), TryLater),
        (TimeoutError("timed out"), TryLater),
        (ConnectionResetError(), TryLater),
        (AnymailRecipientsRefused(), Refused),
        (api_error(400), Refused),
        (api_error(429), TryLater),
        (api_error(401), TryLater),
        (api_error(503), TryLater),
        (RuntimeError("a bug"), TryLater),
    ],
)
def test_what_an_answer_means(error, outcome):
    assert type(channel.sort_out(error)) is outcome


def test_a_dead_server_is_unreachable(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(Unreachable):
        channel.EmailSender().hand_over(put())


def test_one_connection_carries_many_mails(settings, tmp_path, monkeypatch):
    opened = []
    connect = smtplib.SMTP.connect

    def counted(self, *args, **kwargs):
        opened.append(1)
        return connect(self, *args, **kwargs)

    monkeypatch.setattr(smtplib.SMTP, "connect", counted)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_sinks(tmp_path) as sinks:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sinks.smtp_port
        for number in range(channel.PER_CONNECTION + 10):
            put(number)
        delivery.deliver_due("email")
        assert len(set(sinks.arrived("email"))) == channel.PER_CONNECTION + 10
    assert len(opened) == 2


def test_the_demo_keeps_mails_in_the_outbox(settings):
    settings.EMAIL_BACKEND = "messaging.channels.kept.EmailBackend"
    message = put()
    delivery.deliver_due("email")
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.text


# --- Reports through anymail -----------------------------------------------------------------
def told(message: Message, kind: str, **fields) -> None:
    event = AnymailTrackingEvent(
        event_type=kind, metadata={"foreign_id": message.foreign_id}, **fields
    )
    tracking.send(sender=None, event=event, esp_name="Brevo")
    message.refresh_from_db()


def test_a_providers_report_moves_the_message_on():
    message = put(state="sent")
    told(message, EventType.DELIVERED)
    assert message.state == "delivered"
    told(message, EventType.BOUNCED)
    assert message.state == "delivered"


@pytest.mark.parametrize(
    ("reason", "state", "stops"),
    [(RejectReason.INVALID, "bounced", 1), (RejectReason.TIMED_OUT, "failed", 0)],
)
def test_only_an_address_that_does_not_exist_is_stopped(reason, state, stops):
    message = put(state="sent")
    told(message, EventType.BOUNCED, reject_reason=reason)
    assert message.state == state
    assert Suppression.objects.count() == stops


def test_who_opened_a_mail_is_not_recorded():
    message = put(state="sent")
    told(message, EventType.OPENED)
    assert not message.reports.exists()


def test_a_spam_complaint_stops_everything_not_asked_for():
    message = put(state="sent")
    told(message, EventType.COMPLAINED)
    assert message.state == "sent"
    assert Suppression.objects.get().reason == "complained"
