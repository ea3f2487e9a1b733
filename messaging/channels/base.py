"""What a channel is, and what can become of a message that is handed to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest

    from messaging.models import Message

ReportedState = Literal["sent", "delivered", "failed", "bounced", "complained"]


class ChannelError(Exception):
    """The message was not handed over, or nobody knows whether it was."""


class Refused(ChannelError):  # noqa: N818
    """Final: this message to this address will never be taken."""


class TryLater(ChannelError):  # noqa: N818
    """Surely not sent (or, with e-mail, harmless to send twice): try again."""


class Unreachable(TryLater):
    """The whole channel does not answer: no use in trying the next message either."""


class Unknown(ChannelError):  # noqa: N818
    """The gateway may or may not have taken it, as after a timeout behind the request."""


@dataclass(frozen=True)
class Receipt:
    """What the provider said. `cost_micros` is in millionths of a euro, for all parts together."""

    provider: str
    provider_id: str = ""
    parts: int = 1
    cost_micros: int = 0


SmsReceipt = Receipt


@dataclass(frozen=True)
class Report:
    """A delivery report. One of the two ids is set; `foreign_id` is ours."""

    state: ReportedState
    provider_id: str = ""
    foreign_id: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Inbound:
    """A message that somebody sent to us. `sender` is a number in E.164."""

    sender: str
    text: str
    provider_id: str = ""


class SmsChannel(Protocol):
    """One SMS gateway. `name` stands in the addresses of its webhooks."""

    name: str

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        """Hand one text over. Raises Refused, TryLater (surely not taken) or Unknown."""

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        """What became of it. None: the gateway cannot say, which is no proof of anything."""

    def parse_report(self, request: HttpRequest) -> Report | None:
        """Raises PermissionDenied without a valid signature, BadRequest for what is no report.

        None: an event of another kind, or a step on the way that changes nothing.
        """

    def parse_inbound(self, request: HttpRequest) -> Inbound | None:
        """Raises as `parse_report`; None for an event of another kind."""


class Sender(Protocol):
    """What the delivery drives: one of them hands over many messages, then closes.

    `batch` is how many messages one claim may take: 1 where a message that was claimed by a
    worker that died must be looked into by a person.
    """

    batch: int

    def hand_over(self, message: Message) -> Receipt:
        """Raises Refused, TryLater, Unreachable or Unknown, and nothing else."""

    def look_up(self, message: Message) -> Receipt | None:
        """Ask what became of a message of unknown fate; None: nobody can say."""

    def close(self) -> None:
        """End connections; never raises."""
