"""E-mail by Django's backends: SMTP, a provider through anymail, or kept in the demo."""

from __future__ import annotations

import contextlib
import logging
import smtplib
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from anymail.exceptions import (
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse
from django.utils.translation import override

from messaging.channels.base import Receipt, Refused, TryLater, Unreachable

if TYPE_CHECKING:
    from messaging.models import Message

logger = logging.getLogger(__name__)

# Mail servers end a connection after some hundred messages; ours ends first and on purpose.
PER_CONNECTION = 50
# Of a provider's answers, those that say nothing about the message: a key, a limit, a hiccup.
NOT_ABOUT_THE_MESSAGE = frozenset({401, 402, 403, 404, 408, 425, 429})


def message_id(message: Message) -> str:
    """The same in every attempt: who gets a message twice can tell (RFC 5322, 3.6.4)."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.foreign_id}@{host}>"


def stop_url(token: str, language: str) -> str:
    """The address that ends messages of one purpose, on a page in the recipient's language."""
    with override(language):
        return str(settings.SITE_URL + reverse("messaging:stop", args=[token]))


def compose(message: Message) -> EmailMultiAlternatives:
    """Headers by RFC 3834 (this is a machine, do not answer) and RFC 8058 (one click stops it)."""
    headers = {
        "Message-ID": message_id(message),
        "Auto-Submitted": "auto-generated",
    }
    if message.list_unsubscribe_token:
        url = stop_url(message.list_unsubscribe_token, message.language)
        headers["List-Unsubscribe"] = f"<{url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to_address],
        reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    # anymail hands it to the provider and gets it back in every report; SMTP ignores it.
    mail.metadata = {"foreign_id": message.foreign_id}  # type: ignore[attr-defined]
    return mail


class EmailSender:
    """One connection for up to `PER_CONNECTION` messages."""

    batch = 25

    def __init__(self) -> None:
        self.connection: Any = None
        self.used = 0

    def hand_over(self, message: Message) -> Receipt:
        try:
            mail = compose(message)
            mail.message()
        except (ValueError, UnicodeError) as error:  # BadHeaderError is a ValueError
            raise Refused(str(error)) from error
        self._open()
        self.used += 1
        try:
            self.connection.send_messages([mail])
        except Exception as error:
            outcome = sort_out(error)
            if isinstance(outcome, TryLater):
                self.close()
            raise outcome from error
        return receipt_of(mail)

    def look_up(self, message: Message) -> Receipt | None:
        return None

    def close(self) -> None:
        if self.connection is not None:
            with contextlib.suppress(Exception):
                self.connection.close()
        self.connection, self.used = None, 0

    def _open(self) -> None:
        if self.used >= PER_CONNECTION:
            self.close()
        if self.connection is not None:
            return
        connection = get_connection()
        try:
            connection.open()
        except Exception as error:
            # A refused password is the operator's to mend; no message is to blame for it.
            raise Unreachable(str(error)) from error
        self.connection = connection


def receipt_of(mail: EmailMultiAlternatives) -> Receipt:
    """With anymail the provider's id, which its reports name; with SMTP there is none.

    Raises Refused when the provider has taken the request but not the recipient.
    """
    status = getattr(mail, "anymail_status", None)
    if status is None:
        return Receipt(provider="smtp")
    if status.status and status.status <= {"rejected", "failed", "invalid"}:
        raise Refused(", ".join(sorted(status.status)))
    return Receipt(provider=provider_name(), provider_id=str(status.message_id or ""))


def provider_name() -> str:
    return settings.ANYMAIL_PROVIDER or "smtp"


def sort_out(error: Exception) -> Refused | TryLater:
    """What an exception of a mail backend means for the message."""
    if final(error):
        return Refused(str(error))
    if not isinstance(error, OSError | AnymailError):  # SMTPException is an OSError
        logger.exception("A mail backend failed in an unexpected way", exc_info=error)
    return TryLater(str(error) or type(error).__name__)


def final(error: Exception) -> bool:
    """Whether trying again could not help (RFC 5321, 4.2.1: 5yz is permanent)."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return 500 <= int(error.smtp_code) < 600
    if isinstance(
        error,
        AnymailRecipientsRefused
        | AnymailInvalidAddress
        | AnymailUnsupportedFeature
        | AnymailSerializationError,
    ):
        return True
    status = getattr(error, "status_code", None)
    if isinstance(error, AnymailError) and status is not None:
        return 400 <= status < 500 and status not in NOT_ABOUT_THE_MESSAGE
    return False
