"""Languages in templates: who speaks which, in which direction, and where else to read it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from people.typed import first_strong_direction, normalise_digits, strip_bidi_controls
from translation.cache import locale_by_id
from translation.family import Family, content_language, page_family
from translation.locales import LANGUAGES, Language, get_language, language_of_path

register = template.Library()

_TAG = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
# An IBAN, or a phone number with + or 0 in front; a blank or hyphen turns it round in Arabic.
_NUMBER = re.compile(
    r"(?<![\w+/.,:-])(?:"
    r"[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z\d]{4}){2,7}(?:[ \u00a0]?[A-Z\d]{1,3})?"
    r"|(?:\+|\(0|0)\d(?:[\d\u00a0 ()/-]*\d)?"
    r")(?!\w)"
)
_SHORTEST = 6  # digits; below it are dates, prices and "08-12"


@dataclass(frozen=True)
class Choice:
    """One language of the switcher. Without `url` there is nothing to read in it here."""

    language: Language
    url: str
    current: bool
    translated: bool


@register.simple_tag
def html_attributes() -> SafeString:
    """`lang` and `dir` of the active language, for `html` and for what is said in it."""
    return _attributes(_active())


@register.simple_tag
def content_attributes(page: Page) -> SafeString:
    """`lang` and `dir` of a page's words: those of an alias are in its source's language."""
    return _attributes(content_language(page))


@register.filter
def ubdi(text: Any) -> SafeString | str:
    """Isolate what a person typed, in the direction of its first letter (2.7)."""
    words = strip_bidi_controls(str(text)) if text is not None else ""
    if not words:
        return ""
    return format_html('<bdi dir="{}">{}</bdi>', first_strong_direction(words) or "auto", words)


@register.filter
def ltr(text: Any) -> SafeString | str:
    """Keep an IBAN, an address of the web or a number in order inside Arabic (2.8)."""
    return format_html('<bdi dir="ltr">{}</bdi>', text) if text else ""


@register.filter
def numbers_in_order(html: Any) -> SafeString:
    """Rich text whose phone numbers and IBANs stay in order inside Arabic (2.8)."""
    pieces = _TAG.split(str(html))
    pieces[::2] = [_NUMBER.sub(_isolate_number, text) for text in pieces[::2]]
    return mark_safe("".join(pieces))  # noqa: S308 nothing but <bdi> was added


def _isolate_number(found: re.Match[str]) -> str:
    number = found[0]
    long = sum(map(str.isdigit, number)) >= _SHORTEST
    return f'<bdi dir="ltr">{number}</bdi>' if long and not number.isdigit() else number


@register.filter
def phone(number: Any) -> SafeString | str:
    """A number to tap on. Letters and brackets stay visible but are not dialled (RFC 3966)."""
    shown = normalise_digits(str(number or ""))
    dialled = "".join(
        sign for sign in shown.replace("(0)", "") if sign.isdecimal() or sign in "+*#"
    )
    if not dialled:
        return ltr(shown)
    return format_html('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>', quote(dialled, "+*"), shown)


@register.inclusion_tag("includes/language_switcher.html", takes_context=True)
def language_switcher(context: Context) -> dict[str, Any]:
    """All languages by their own name; each link stays on this page and keeps its query (1.6)."""
    request: HttpRequest | None = context.get("request")
    page = context.get("page")
    family = page_family(page) if isinstance(page, Page) else None
    query = request.GET.urlencode() if request else ""
    path = request.path if request else get_script_prefix()
    active = _active()
    choices = [
        Choice(
            language=language,
            url=_choose_url(language, _path_in(language, family, path), query),
            current=language == active,
            translated=family is None or _is_translated(family, language),
        )
        for language in LANGUAGES
    ]
    marked = any(choice.url and not choice.translated for choice in choices)
    return {"choices": choices, "active": active, "marked": marked}


@register.inclusion_tag("includes/hreflangs.html")
def hreflangs(page: Any) -> dict[str, Any]:
    """Canonical address and all public versions, itself included, and x-default (2.14).

    An alias is no version: it only says where its words belong.
    """
    if not isinstance(page, Page):
        return {}
    family = page_family(page)
    own = family.source_of(locale_by_id(page.locale_id).language_code)
    canonical = own.url if own else None
    if page.alias_of_id or own is None or not own.is_public:
        return {"canonical": canonical}
    versions = [member for member in family.originals() if member.url]
    return {"canonical": canonical, "versions": versions, "default": family.default()}


@register.inclusion_tag("includes/fallback_notice.html")
def fallback_notice(page: Any) -> dict[str, Any]:
    """Says to the reader that the words are in another language, and where else they are (1.7)."""
    if not isinstance(page, Page) or page.alias_of_id is None:
        return {}
    spoken = content_language(page)
    if spoken == _active():
        return {}
    versions = [member for member in page_family(page).originals() if member.path]
    return {"spoken": spoken, "spoken_name": gettext(spoken.name), "versions": versions}


def _active() -> Language:
    return get_language(translation.get_language() or "")


def _attributes(language: Language) -> SafeString:
    return format_html('lang="{}" dir="{}"', language.html_lang, language.direction)


def _is_translated(family: Family, language: Language) -> bool:
    member = family.get(language.code)
    return bool(member and member.live and member.alias_of is None)


def _path_in(language: Language, family: Family | None, path: str) -> str:
    """The same page, or for a view of ours the same path, in another language; "" if neither."""
    if family is not None:
        member = family.get(language.code)
        return (member.path or "") if member and member.live else ""
    prefix = get_script_prefix()
    rest = path.removeprefix(prefix)
    rest = rest.partition("/")[2] if language_of_path(rest) else ""
    return f"{prefix}{language.code}/{rest}"


def _choose_url(language: Language, path: str, query: str) -> str:
    """Through `translation:choose_language`, so that the choice sticks.

    Written out: `reverse` would have to activate, and so to load, every language.
    """
    if not path:
        return ""
    target = quote(f"{path}?{query}" if query else path, safe="/")
    return f"{get_script_prefix()}{language.code}/choose/?next={target}"
