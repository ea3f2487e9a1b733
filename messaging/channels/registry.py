"""Which sender carries what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging.channels.email import EmailSender
from messaging.channels.gateway import SmsSender
from messaging.models import Message

if TYPE_CHECKING:
    from messaging.channels.base import Sender


def sender_for(channel: str) -> Sender:
    """A new one for each task: it holds connections."""
    return SmsSender() if channel == Message.Channel.SMS else EmailSender()
