"""Which channel carries what, by settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging.channels.email import EmailSender
from messaging.channels.sms.sender import SmsSender
from messaging.models import Message

if TYPE_CHECKING:
    from messaging.channels.base import Sender


def sender_for(channel: str) -> Sender:
    """A new one for each task: it holds connections."""
    if channel == Message.Channel.SMS:
        return SmsSender()
    return EmailSender()
