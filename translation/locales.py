"""The one table of languages: settings, direction, hreflang, fallbacks and fonts all read it.

Settings import this module, so it must work before Django is set up. Adding a language is one
entry in `LANGUAGES` (and a catalogue for its words); `docs/guides/languages.md` tells how.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Direction = Literal["ltr", "rtl"]
Font = Literal["default", "arabic", "ethiopic"]

SOURCE_LANGUAGE = "de"
_ACCEPT_ITEM = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*(\d(?:\.\d{0,3})?))?\s*"
)
_ACCEPT_LIMIT = 2000


def _(text: str) -> str:
    """Mark a language name for the message catalogues; gettext itself needs Django."""
    return text


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language of the site.

    `code` is Django's code and the URL prefix; `html_lang` is what `lang` and `hreflang` say
    (BCP 47, two letters where they exist); `fallback` is the chain of codes asked for words and
    texts that are missing; `complete` tells whether every string of the project must be there or
    only the reader's core; `accept` are further tags of `Accept-Language` that mean it; `babel`
    is the CLDR locale; `plural` is gettext's Plural-Forms header.
    """

    code: str
    name: str
    name_local: str
    plural: str
    html_lang: str = ""
    bidi: bool = False
    fallback: tuple[str, ...] = ("en", "de")
    complete: bool = True
    accept: tuple[str, ...] = ()
    babel: str = ""
    font: Font = "default"

    def __post_init__(self) -> None:
        object.__setattr__(self, "html_lang", self.html_lang or self.code)
        object.__setattr__(self, "babel", self.babel or self.code)

    @property
    def direction(self) -> Direction:
        return "rtl" if self.bidi else "ltr"

    @property
    def catalogue(self) -> str:
        """The folder of the language's catalogue, in gettext's spelling: fa-af is fa_AF."""
        base, _dash, region = self.code.partition("-")
        return f"{base}_{region.upper()}" if region else base


_TWO = "nplurals=2; plural=(n != 1);"
_OVER_ONE = "nplurals=2; plural=(n > 1);"
_SLAVIC = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14)"
    " ? 1 : n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14) ? 2 : 3);"
)
_ARABIC = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;"
)

LANGUAGES: tuple[Language, ...] = (
    Language(code="de", name=_("German"), name_local="Deutsch", plural=_TWO, fallback=("en",)),
    Language(code="en", name=_("English"), name_local="English", plural=_TWO, fallback=("de",)),
    Language(
        code="ar",
        name=_("Arabic"),
        name_local="العربية",
        plural=_ARABIC,
        bidi=True,
        font="arabic",
    ),
    Language(
        code="fa",
        name=_("Persian"),
        name_local="فارسی",
        plural=_OVER_ONE,
        bidi=True,
        font="arabic",
    ),
    Language(code="uk", name=_("Ukrainian"), name_local="Українська", plural=_SLAVIC),
    Language(code="ru", name=_("Russian"), name_local="Русский", plural=_SLAVIC),
    Language(code="tr", name=_("Turkish"), name_local="Türkçe", plural=_OVER_ONE),
    Language(code="fr", name=_("French"), name_local="Français", plural=_OVER_ONE),
    Language(
        code="fa-af",
        name=_("Dari"),
        name_local="دری",
        plural=_OVER_ONE,
        html_lang="fa-AF",
        bidi=True,
        fallback=("fa", "en", "de"),
        complete=False,
        accept=("prs",),
        babel="fa_AF",
        font="arabic",
    ),
    Language(
        code="ps",
        name=_("Pashto"),
        name_local="پښتو",
        plural=_TWO,
        bidi=True,
        complete=False,
        font="arabic",
    ),
    Language(
        code="ti",
        name=_("Tigrinya"),
        name_local="ትግርኛ",
        plural=_TWO,
        complete=False,
        font="ethiopic",
    ),
    Language(
        code="kmr",
        name=_("Kurmanji"),
        name_local="Kurmancî",
        plural=_TWO,
        html_lang="ku",
        complete=False,
        accept=("ku", "ku-tr"),
        babel="ku",
    ),
)

by_code: dict[str, Language] = {language.code: language for language in LANGUAGES}
_by_tag: dict[str, Language] = {
    tag: language for language in LANGUAGES for tag in (language.code, *language.accept)
}

# What settings take over as they are.
DJANGO_LANGUAGES = [(language.code, language.name_local) for language in LANGUAGES]
BIDI_CODES = [language.code for language in LANGUAGES if language.bidi]


@cache
def get_language(code: str) -> Language:
    """The language of a code or tag; a variant falls back to its base, the unknown to German."""
    tag = code.lower().replace("_", "-")
    while tag:
        if tag in _by_tag:
            return _by_tag[tag]
        tag = tag.rpartition("-")[0]
    return by_code[SOURCE_LANGUAGE]


def direction(code: str) -> Direction:
    return get_language(code).direction


def html_lang(code: str) -> str:
    return get_language(code).html_lang


def language_of_path(path: str) -> Language | None:
    """The language that a path's first segment names exactly, e.g. `/fa-af/hilfe/`."""
    return by_code.get(path.lstrip("/").partition("/")[0])


def negotiate(accept_language: str, cookie: str | None) -> str:
    """The code to send a visitor of `/` to: the explicit choice, then the browser's wishes.

    `accept_language` is the header of RFC 9110, 12.5.4; q=0 means "not this one".
    """
    if cookie and cookie in by_code:
        return cookie
    wishes: list[tuple[float, str]] = []
    for item in accept_language[:_ACCEPT_LIMIT].split(","):
        if match := _ACCEPT_ITEM.fullmatch(item):
            wishes.append((float(match[2] or 1), match[1].lower()))
    for quality, tag in sorted(wishes, key=lambda wish: -wish[0]):
        if quality > 0 and tag != "*" and (code := _code_of_tag(tag)):
            return code
    return SOURCE_LANGUAGE


def _code_of_tag(tag: str) -> str | None:
    while tag:
        if tag in _by_tag:
            return _by_tag[tag].code
        tag = tag.rpartition("-")[0]
    return None
