"""What every way of sending an SMS offers, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from django.http import HttpRequest

SmsState = Literal["sent", "delivered", "failed"]


@dataclass(frozen=True)
class SmsReceipt:
    """The provider has taken the message. `parts` and `cost_micros` (millionths of a euro) are
    None where the provider does not tell them.
    """

    provider_id: str
    parts: int | None = None
    cost_micros: int | None = None
    state: SmsState = "sent"


@dataclass(frozen=True)
class Report:
    """A delivery report. At least one of the two ids is set; `detail` is the provider's code."""

    state: SmsState
    provider_id: str = ""
    foreign_id: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Inbound:
    """An SMS that somebody sent to us. `sender` is E.164 where it can be read as a number."""

    sender: str
    text: str


class SmsChannel(Protocol):
    """`name` stands in the rows of the outbox and in the addresses of the webhooks."""

    @property
    def name(self) -> str: ...

    def send(self, *, to: str, text: str, foreign_id: str) -> SmsReceipt:
        """Hand over one SMS to an E.164 number. Raises Refused, TryLater, Unreachable or Unknown.

        `foreign_id` is ours and unique per message: it finds a message of unknown fate again.
        """

    def look_up(self, foreign_id: str) -> SmsReceipt | None:
        """Ask the provider for a message. None: it does not know it, or cannot be asked.

        Raises TryLater when the provider does not answer.
        """

    def parse_report(self, request: HttpRequest) -> Report | None:
        """Read a delivery report; None for an event of another kind, or one that changes nothing.

        Raises PermissionDenied without the right signature, BadRequest for what is no report.
        """

    def parse_inbound(self, request: HttpRequest) -> Inbound | None:
        """Read an incoming SMS; None for an event of another kind. Raises as above."""
