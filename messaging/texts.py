"""From a key and values to a finished message, in the recipient's language.

A text that staff have changed holds if it can be used; one that cannot is reported, and the words
of the catalogue go out instead: a message is never lost over its wording.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, trans_real
from wagtail.models import Site

from messaging import segments
from messaging.models import Message, MessageText
from messaging.placeholders import TemplateError, names_in, parse, plurals_in
from messaging.wording import ALL, Counted, TextKind, Words
from messaging.writing import Draft, Rendered, table, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from messaging.placeholders import Piece

logger = logging.getLogger(__name__)
TEXTS: dict[str, TextKind] = {kind.key: kind for kind in ALL}
MAX_SMS_PARTS = 2


def render(key: str, channel: str, language: str, context: Mapping[str, Any]) -> Rendered:
    """Raises KeyError for an unknown text and for a missing value: those are our own mistakes.

    `context` may hold `stop_url`, where these messages can be stopped; an e-mail says so below.
    """
    kind = TEXTS[key]
    values = dict(context) if "site" in context else {**context, "site": site_name()}
    draft = find_words(kind, channel, language, values)
    return write(kind, channel, draft, values)


def find_words(kind: TextKind, channel: str, language: str, values: Mapping[str, Any]) -> Draft:
    """The words in the language, or in the first of its fallbacks that has any."""
    chain = (language, *table()[language].fallback) if language in table() else ("en",)
    changed = {
        row.language: row
        for row in MessageText.objects.filter(key=kind.key, channel=channel, language__in=chain)
    }
    for code in chain:
        if row := changed.get(code):
            if not check(kind, channel, row.subject, row.text):
                return Draft(code, parse(row.subject), parse(row.text))
            logger.error("The changed text %s cannot be used; the first words go out.", row)
        if draft := catalogue_words(kind, channel, code, values):
            return draft
    return _in_english(kind, channel, values)


def catalogue_words(
    kind: TextKind, channel: str, language: str, values: Mapping[str, Any]
) -> Draft | None:
    """The words that came with the program; None where nobody has translated them."""
    if language == "en":
        return _in_english(kind, channel, values)
    wanted = kind.words(channel)
    if not all(_is_translated(words, language) for words in wanted if words):
        return None
    return _translated(kind, wanted, language, values)


def _in_english(kind: TextKind, channel: str, values: Mapping[str, Any]) -> Draft:
    return _translated(kind, kind.words(channel), "en", values)


def _translated(
    kind: TextKind, wanted: tuple[Words, Words], language: str, values: Mapping[str, Any]
) -> Draft:
    """A translation whose placeholders are broken gives way to the English it came from."""
    with override(language):
        texts = [_translate(words, values) for words in wanted]
    try:
        subject, text = (parse(words) for words in texts)
        if (names_in(subject) | names_in(text)) <= {item.name for item in kind.placeholders}:
            return Draft(language, subject, text)
    except TemplateError:
        pass
    logger.error("The catalogue of %s has wrong placeholders in %s.", language, kind.key)
    originals = [_original(words, values) for words in wanted]
    return Draft("en", parse(originals[0]), parse(originals[1]))


def _translate(words: Words, values: Mapping[str, Any]) -> str:
    if isinstance(words, Counted):
        return ngettext(words.singular, words.plural, values[words.number])
    return _(words) if words else ""


def _original(words: Words, values: Mapping[str, Any]) -> str:
    if isinstance(words, Counted):
        return words.singular if values[words.number] == 1 else words.plural
    return words


def _is_translated(words: Words, language: str) -> bool:
    """Ask the language's own catalogue: gettext would answer in another language instead."""
    catalogue: Any = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    key = (words.singular, 0) if isinstance(words, Counted) else words
    return bool(catalogue.get(key))


def check(kind: TextKind, channel: str, subject: str, text: str) -> list[str]:
    """What is wrong with changed words, as sentences in the active language; empty: nothing."""
    try:
        pieces = parse(subject) + parse(text)
    except TemplateError as error:
        return [str(error)]
    used = names_in(pieces)
    known = {item.name: item for item in kind.placeholders}
    problems = [
        _("There is no placeholder “%(name)s” in this text.") % {"name": name}
        for name in sorted(used - known.keys())
    ]
    problems += [
        _("The placeholder “%(name)s” is missing.") % {"name": name}
        for name, item in known.items()
        if item.required and name not in names_in(parse(text))
    ]
    problems += [
        _("“%(name)s” is not a number, so it has no plural forms.") % {"name": name}
        for name in sorted(plurals_in(pieces) & known.keys())
        if known[name].kind != "number"
    ]
    if channel == "email" and not subject.strip():
        problems.append(_("An e-mail needs a subject."))
    if problems or channel != "sms":
        return problems
    return _check_length(kind, pieces)


def _check_length(kind: TextKind, pieces: tuple[Piece, ...]) -> list[str]:
    done = write(kind, "sms", Draft("en", (), pieces), samples(kind))
    parts = segments.count(done.text).parts
    if parts <= MAX_SMS_PARTS:
        return []
    return [
        ngettext(
            "With the sample values this SMS has %(parts)s part; the limit is %(limit)s.",
            "With the sample values this SMS has %(parts)s parts; the limit is %(limit)s.",
            parts,
        )
        % {"parts": parts, "limit": MAX_SMS_PARTS}
    ]


def samples(kind: TextKind) -> dict[str, Any]:
    """A value for every placeholder, and a way to stop where the message will have one."""
    values = {"site": site_name(), **{item.name: item.sample for item in kind.placeholders}}
    if kind.purpose in Message.STOPPABLE:
        values["stop_url"] = f"{settings.SITE_URL}/de/stop/Ab3dEf6hJk9mAb3dEf6hJk/"
    return values


def preview(kind: TextKind, channel: str, language: str, subject: str, text: str) -> Rendered:
    """Words that passed `check`, with sample values."""
    return write(kind, channel, Draft(language, parse(subject), parse(text)), samples(kind))


def first_words(kind: TextKind, channel: str, language: str) -> dict[str, str]:
    """What an editor starts from: the words of the catalogue, or English where it has none.

    Where the words count something they are those for the sample number: whoever changes them
    writes the other forms with `{name, plural, …}`.
    """
    values, wanted = samples(kind), kind.words(channel)
    translated = all(_is_translated(words, language) for words in wanted if words)
    with override(language if translated else "en"):
        subject, text = (_translate(words, values) for words in wanted)
    return {"subject": subject, "text": text}


def site_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return (site.site_name if site else "") or settings.WAGTAIL_SITE_NAME
