"""What can become of a message that is handed over, and what the delivery drives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from messaging.models import Message


class ChannelError(Exception):
    """The message was not handed over, or nobody knows whether it was."""


class Refused(ChannelError):  # noqa: N818 - named for what happened
    """Final: this message to this address will never be taken."""


class TryLater(ChannelError):  # noqa: N818
    """Surely not sent (or, with e-mail, harmless to send twice): try again."""


class Unreachable(TryLater):
    """The whole channel does not answer: no use in trying the next message either."""


class Unknown(ChannelError):  # noqa: N818
    """The gateway may or may not have taken it, as after a timeout behind the request."""


@dataclass(frozen=True)
class Receipt:
    """What the provider said. `cost_micros` is in millionths of a euro, for all parts together;
    None: it does not tell, so what the row says stays.
    """

    provider: str
    provider_id: str = ""
    parts: int | None = None
    cost_micros: int | None = None
    state: Literal["sent", "delivered", "failed"] = "sent"


class Sender(Protocol):
    """One of them hands over many messages, then closes.

    `batch` is how many messages one claim may take: 1 where a person has to look into a message
    that was claimed by a worker that died.
    """

    batch: int

    def hand_over(self, message: Message) -> Receipt:
        """Raises Refused, TryLater, Unreachable or Unknown, and nothing else."""

    def look_up(self, message: Message) -> Receipt | None:
        """Ask what became of a message of unknown fate; None: nobody can say."""

    def close(self) -> None:
        """End connections; never raises."""
