"""SMS by the gateway that SMS_URL names."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from messaging.channels.base import ChannelError, Receipt, Unknown
from messaging.channels.sms import cost_micros, get_channel

if TYPE_CHECKING:
    from messaging.channels.sms import SmsChannel, SmsReceipt
    from messaging.models import Message

logger = logging.getLogger(__name__)


class SmsSender:
    """One message per claim: what a dead worker had claimed, a person must decide about."""

    batch = 1

    def __init__(self, channel: SmsChannel | None = None) -> None:
        self.channel = channel or get_channel()

    def hand_over(self, message: Message) -> Receipt:
        try:
            answer = self.channel.send(
                to=message.to_address, text=message.text, foreign_id=message.foreign_id
            )
        except ChannelError:
            raise
        except Exception as error:
            # Whatever broke, it may have broken after the gateway had taken the message.
            logger.exception("The SMS gateway %s failed in an unexpected way", self.channel.name)
            raise Unknown(type(error).__name__) from error
        return self._receipt(message, answer)

    def look_up(self, message: Message) -> Receipt | None:
        try:
            answer = self.channel.look_up(message.foreign_id)
        except ChannelError:
            raise
        except Exception as error:
            logger.exception("The SMS gateway %s failed in an unexpected way", self.channel.name)
            raise Unknown(type(error).__name__) from error
        return self._receipt(message, answer) if answer else None

    def close(self) -> None:
        """Gateways keep no connection."""

    def _receipt(self, message: Message, answer: SmsReceipt) -> Receipt:
        """Where the gateway does not tell its price, our own table of prices is the estimate."""
        name, parts, cost = self.channel.name, answer.parts or message.parts, answer.cost_micros
        if cost is None:
            cost = cost_micros(parts, message.to_address, name)
        return Receipt(name, answer.provider_id, parts, cost, answer.state)
