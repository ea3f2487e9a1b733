"""Fills words for a channel: an e-mail in plain text and HTML, an SMS as cheap as it can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from messaging import segments
from messaging.placeholders import fill
from people.typed import strip_bidi_controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from messaging.placeholders import Piece
    from messaging.wording import TextKind

ISOLATE, END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True)
class Rendered:
    """`language` is the one that the words really are in; `html` is empty for an SMS."""

    subject: str
    text: str
    html: str
    language: str


@dataclass(frozen=True)
class Draft:
    """Subject and text as pieces, in `language`."""

    language: str
    subject: tuple[Piece, ...]
    text: tuple[Piece, ...]


@cache
def table() -> dict[str, Any]:
    """The table of languages, as settings have it: this room lies below the one that owns it."""
    return {language.code: language for language in settings.LOCALES}


def _locale(language: str) -> str:
    return str(table()[language].babel)


def write(kind: TextKind, channel: str, draft: Draft, values: Mapping[str, Any]) -> Rendered:
    """Fill the words for one channel."""
    if channel == "sms":
        return Rendered("", _sms(kind, draft, values), "", draft.language)
    subject = " ".join(plain(kind, draft.language, draft.subject, values).split())
    paragraphs = [
        part for part in plain(kind, draft.language, draft.text, values).split("\n\n") if part
    ]
    language = table()[draft.language]
    context = {
        "subject": subject,
        "paragraphs": paragraphs,
        "blocks": list(_html_blocks(kind, draft, values)),
        "html_lang": language.html_lang,
        "direction": language.direction,
        "site": clean_value(values["site"]),
        "stop_url": values.get("stop_url", ""),
    }
    with override(draft.language):
        text = render_to_string("messaging/email/base.txt", context)
        html = render_to_string("messaging/email/base.html", context)
    return Rendered(subject, text.strip() + "\n", html, draft.language)


def _sms(kind: TextKind, draft: Draft, values: Mapping[str, Any]) -> str:
    """Isolates are outside of the GSM alphabet and would turn one part into three, so they are
    there only where the text is UCS-2 anyway and stays as long as it is. The way to stop, where
    there is one, stands in every SMS.
    """
    stop = ""
    if url := values.get("stop_url"):
        with override(draft.language):
            stop = "\n" + _("Stop: %(url)s") % {"url": url}
    bare = segments.normalise(
        plain(kind, draft.language, draft.text, values, isolate=False).strip() + stop
    )
    isolated = plain(kind, draft.language, draft.text, values).strip() + stop
    if segments.is_gsm(bare) or segments.count(isolated).parts > segments.count(bare).parts:
        return bare
    return isolated


def clean_value(value: Any) -> str:
    """One line, without marks that reorder what stands around it (needs 2.9)."""
    return " ".join(strip_bidi_controls(str(value)).split())


def plain(
    kind: TextKind,
    language: str,
    pieces: tuple[Piece, ...],
    values: Mapping[str, Any],
    *,
    isolate: bool = True,
) -> str:
    def value(name: str, given: Any) -> str:
        item = kind.placeholder(name)
        text = clean_value(given)
        return f"{ISOLATE}{text}{END_ISOLATE}" if isolate and item and item.kind == "text" else text

    return fill(pieces, values, locale=_locale(language), literal=str, value=value)


def _html_blocks(kind: TextKind, draft: Draft, values: Mapping[str, Any]) -> Iterator[str]:
    """Safe HTML of every paragraph; a value is marked up by its kind."""

    def value(name: str, given: Any) -> str:
        item = kind.placeholder(name)
        text = clean_value(given)
        if item and item.kind == "url":
            return format_html('<a href="{}" dir="ltr">{}</a>', text, text)
        if item and item.kind == "code":
            return format_html('<strong dir="ltr">{}</strong>', text)
        return format_html("<bdi>{}</bdi>", text)

    whole = fill(
        draft.text,
        values,
        locale=_locale(draft.language),
        literal=lambda words: str(escape(words)),
        value=value,
    )
    for paragraph in whole.split("\n\n"):
        if paragraph.strip():
            yield paragraph.strip().replace("\n", "<br>")
