"""The small language of message texts: `{name}` and, for numbers, plural forms.

`{minutes, plural, one {# minute} other {# minutes}}` is the plural of ICU MessageFormat
(unicode-org.github.io/icu), with the categories that CLDR gives a language; `#` is the number.
Nothing else exists, so no text can call code or reach an attribute, as `str.format` could.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAME = re.compile(r"[a-z_][a-z0-9_]*")
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


class TemplateError(ValueError):
    """`str(error)` tells the editor what is wrong, in the active language."""


@dataclass(frozen=True)
class Value:
    name: str


@dataclass(frozen=True)
class Plural:
    name: str
    forms: Mapping[str, tuple[Piece, ...]]


Piece = str | Value | Plural


def parse(text: str) -> tuple[Piece, ...]:
    """Raises TemplateError."""
    pieces, position = _pieces(text, 0, number=None)
    if position < len(text):
        raise TemplateError(_("There is a closing brace “}” too many."))
    return pieces


def _pieces(text: str, position: int, *, number: str | None) -> tuple[tuple[Piece, ...], int]:
    """Read up to the end or to a closing brace. Inside of a plural, # is the value `number`."""
    pieces: list[Piece] = []
    while position < len(text) and text[position] != "}":
        stops = [text.find(mark, position) for mark in ("{", "}", "#" if number else "{")]
        stop = min((found for found in stops if found >= 0), default=len(text))
        if stop > position:
            pieces.append(text[position:stop])
            position = stop
        elif text[position] == "#" and number:
            pieces.append(Value(number))
            position += 1
        else:
            piece, position = _braces(text, position)
            pieces.append(piece)
    return tuple(pieces), position


def _braces(text: str, position: int) -> tuple[Piece, int]:
    """Read what begins with the brace at `position`."""
    head = re.compile(r"\{\s*([^{},]*?)\s*(\}|,\s*plural\s*,)").match(text, position)
    if head is None:
        raise TemplateError(_("A brace “{” is not closed, or what is in it cannot be read."))
    if not NAME.fullmatch(head[1]):
        wrong = head[1][:40]
        raise TemplateError(_("“%(name)s” cannot be a placeholder.") % {"name": wrong})
    if head[2] == "}":
        return Value(head[1]), head.end()
    return _plural(text, head.end(), head[1])


def _plural(text: str, position: int, name: str) -> tuple[Piece, int]:
    forms: dict[str, tuple[Piece, ...]] = {}
    form = re.compile(r"\s*(\w+)\s*\{")
    while match := form.match(text, position):
        if match[1] not in CATEGORIES:
            raise TemplateError(_("“%(form)s” is not a plural form.") % {"form": match[1]})
        forms[match[1]], position = _pieces(text, match.end(), number=name)
        position += 1
    end = re.compile(r"\s*\}").match(text, position)
    if end is None or "other" not in forms:
        raise TemplateError(
            _("The plural of “%(name)s” needs a form “other” and a closing brace.") % {"name": name}
        )
    return Plural(name, forms), end.end()


def names_in(pieces: tuple[Piece, ...]) -> set[str]:
    """All placeholders, also those inside of plural forms."""
    found: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Value | Plural):
            found.add(piece.name)
        if isinstance(piece, Plural):
            for form in piece.forms.values():
                found |= names_in(form)
    return found


def plurals_in(pieces: tuple[Piece, ...]) -> set[str]:
    return {piece.name for piece in pieces if isinstance(piece, Plural)}


def fill(
    pieces: tuple[Piece, ...],
    values: Mapping[str, Any],
    *,
    locale: str,
    literal: Callable[[str], str],
    value: Callable[[str, Any], str],
) -> str:
    """Join the pieces. `literal` and `value` (name, value) say how each is written.

    `locale` is a CLDR id; one that CLDR does not know has the form "other" only. Raises KeyError
    for a value that is missing.
    """
    written: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            written.append(literal(piece))
        elif isinstance(piece, Value):
            written.append(value(piece.name, values[piece.name]))
        else:
            form = piece.forms.get(_category(locale, values[piece.name]), piece.forms["other"])
            written.append(fill(form, values, locale=locale, literal=literal, value=value))
    return "".join(written)


def _category(locale: str, number: Any) -> str:
    try:
        return Locale.parse(locale).plural_form(number)
    except (UnknownLocaleError, ValueError):
        return "other"
