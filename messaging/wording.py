"""The words that come with the program: English here, other languages in the catalogues.

Every text is a whole sentence per line, in the second person, without advertising: a message that
confirms an address must not carry any (case law on the German UWG, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ValueKind = Literal["text", "url", "code", "number"]


@dataclass(frozen=True)
class Counted:
    """Words with plural forms; `number` names the placeholder that is counted."""

    singular: str
    plural: str
    number: str


def ngettext(singular: str, plural: str, number: str) -> Counted:
    """Mark plural forms for the catalogues, which find them by this name."""
    return Counted(singular, plural, number)


Words = str | Counted


@dataclass(frozen=True)
class Placeholder:
    """`sample` is what previews and part counts use. `text` is what a person wrote: it is isolated
    from the direction of its surroundings (Unicode Annex 9, 6.3); addresses, codes and numbers are
    never touched.
    """

    name: str
    sample: Any
    kind: ValueKind = "text"
    required: bool = True


@dataclass(frozen=True)
class TextKind:
    """`subject` and `text` are the e-mail, `sms` the SMS; None where the channel is not used.

    `opens`: whoever reads it can sign in or set a password, so it is soon forgotten.
    """

    key: str
    label: _StrPromise
    purpose: str
    placeholders: tuple[Placeholder, ...]
    subject: Words = ""
    text: Words | None = None
    sms: Words | None = None
    opens: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        used = (("email", self.text), ("sms", self.sms))
        return tuple(channel for channel, words in used if words is not None)

    def words(self, channel: str) -> tuple[Words, Words]:
        """Subject and text. Raises KeyError for a channel that this text is not made for."""
        if channel not in self.channels:
            raise KeyError(f"{self.key} has no words for {channel}")
        return (self.subject, self.text or "") if channel == "email" else ("", self.sms or "")

    def placeholder(self, name: str) -> Placeholder | None:
        return next((item for item in self.placeholders if item.name == name), None)


SITE = Placeholder("site", "Brücke Musterstadt", required=False)
CODE = Placeholder("code", "1234-5678", "code")
MINUTES = Placeholder("minutes", 10, "number")
URL = Placeholder("url", "https://example.org/de/x/Ab3dEf6hJk9m", "url")

ACCOUNT = (
    TextKind(
        "account.login_code",
        gettext_lazy("Code to sign in"),
        "account",
        (CODE, MINUTES, SITE),
        subject=_("Your code to sign in: {code}"),
        text=ngettext(
            "Your code to sign in to {site}:\n\n{code}\n\nIt is valid for {minutes} minute."
            "\n\nIf you did not ask for it, you need not do anything. Never give it to anybody.",
            "Your code to sign in to {site}:\n\n{code}\n\nIt is valid for {minutes} minutes."
            "\n\nIf you did not ask for it, you need not do anything. Never give it to anybody.",
            "minutes",
        ),
        opens=True,
    ),
    TextKind(
        "account.confirm_email_code",
        gettext_lazy("Code to confirm an e-mail address"),
        "account",
        (CODE, MINUTES, SITE),
        subject=_("Your code to confirm your e-mail address: {code}"),
        text=ngettext(
            "Please confirm your e-mail address for {site} with this code:\n\n{code}"
            "\n\nIt is valid for {minutes} minute."
            "\n\nIf you did not ask for it, you need not do anything.",
            "Please confirm your e-mail address for {site} with this code:\n\n{code}"
            "\n\nIt is valid for {minutes} minutes."
            "\n\nIf you did not ask for it, you need not do anything.",
            "minutes",
        ),
        opens=True,
    ),
    TextKind(
        "account.reset_password",
        gettext_lazy("Link to set a new password"),
        "account",
        (URL, SITE),
        subject=_("Set a new password"),
        text=_(
            "You can set a new password for {site} here:\n\n{url}"
            "\n\nIf you did not ask for it, you need not do anything: your password stays as it is."
        ),
        opens=True,
    ),
    TextKind(
        "account.no_account",
        gettext_lazy("Somebody tried to sign in with an address that has no account"),
        "account",
        (URL, SITE),
        subject=_("There is no account with this address"),
        text=_(
            "Somebody, probably you, wanted to sign in to {site} with this e-mail address, but"
            " there is no account with it.\n\nYou can make one here:\n\n{url}"
            "\n\nIf it was not you, you need not do anything."
        ),
    ),
    TextKind(
        "account.already_exists",
        gettext_lazy("Somebody tried to make a second account"),
        "account",
        (URL, SITE),
        subject=_("You already have an account"),
        text=_(
            "Somebody, probably you, wanted to make an account at {site} with this e-mail address,"
            " but there is one already.\n\nYou can sign in here:\n\n{url}"
            "\n\nIf it was not you, you need not do anything."
        ),
    ),
    TextKind(
        "account.security_notice",
        gettext_lazy("Something important in the account was changed"),
        "account",
        (
            Placeholder("change", "A passkey was added."),
            Placeholder("time", "21.11.2026, 14:05"),
            URL,
            SITE,
        ),
        subject=_("Your account at {site} was changed"),
        text=_(
            "Your account at {site} was changed on {time}:\n\n{change}"
            "\n\nIf it was not you, please open this page at once:\n\n{url}"
        ),
    ),
)

CONSENT = (
    TextKind(
        "consent.confirm_email",
        gettext_lazy("Link to confirm an e-mail address for messages"),
        "account",
        (URL, Placeholder("days", 14, "number"), SITE),
        subject=_("Please confirm your e-mail address"),
        text=ngettext(
            "Somebody, probably you, has asked {site} for messages to this e-mail address."
            "\n\nPlease confirm it here:\n\n{url}"
            "\n\nOtherwise we delete the address after {days} day, and you hear no more from us.",
            "Somebody, probably you, has asked {site} for messages to this e-mail address."
            "\n\nPlease confirm it here:\n\n{url}"
            "\n\nOtherwise we delete the address after {days} days, and you hear no more from us.",
            "days",
        ),
    ),
    TextKind(
        "consent.confirm_phone",
        gettext_lazy("Code to confirm a phone number"),
        "account",
        (CODE, MINUTES, SITE),
        sms=ngettext(
            "{code} is your code for {site}. It is valid for {minutes} minute.",
            "{code} is your code for {site}. It is valid for {minutes} minutes.",
            "minutes",
        ),
        opens=True,
    ),
    TextKind(
        "message.stop_confirmed",
        gettext_lazy("Messages were stopped"),
        "account",
        (SITE,),
        subject=_("You get no more of these messages"),
        text=_("We have stopped these messages from {site} to you."),
        sms=_("You get no more SMS from {site}, except codes that you ask for yourself."),
    ),
)

OTHERS = (
    TextKind(
        "trust.report_received",
        gettext_lazy("A reader's report has arrived"),
        "service",
        (Placeholder("page", "Konto eröffnen"), SITE),
        subject=_("Thank you for your report"),
        text=_(
            "Your report about this page has arrived at {site}:\n\n{page}"
            "\n\nA person reads it and corrects the page if needed."
        ),
    ),
    TextKind(
        "staff.budget_alarm",
        gettext_lazy("The SMS budget goes to its end (to the team)"),
        "service",
        (Placeholder("percent", 80, "number"), Placeholder("month", "2026-11", "code"), SITE),
        subject=_("The SMS budget is used up by {percent} percent"),
        text=_(
            "The SMS budget of {site} for {month} is used up by {percent} percent."
            "\n\nAt 100 percent, only codes to sign in and to confirm numbers still go out."
        ),
    ),
)

ALL = (*ACCOUNT, *CONSENT, *OTHERS)
