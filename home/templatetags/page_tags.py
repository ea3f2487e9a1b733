"""Tags that every page template uses: the inlined style sheet, settings, dates, the arc."""

import datetime
from typing import Any

from babel.dates import format_date
from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Site

from home.context import site_context
from home.identity import identity_of
from home.models.pages import BasePage
from home.models.settings import LegalSettings, SiteIdentity
from home.navigation import MenuItem
from home.styles import BLOCKS, FORMS, FRONT, STYLED_BLOCKS
from home.styles import stylesheet as build_stylesheet
from translation.locales import get_language as language_of
from translation.locales import html_lang

register = template.Library()


@register.simple_tag(takes_context=True)
def site_identity(context: Context) -> SiteIdentity:
    """Name, sign and colour of this site."""
    return identity_of(Site.find_for_request(context.get("request")))


@register.simple_tag(takes_context=True)
def site_operator(context: Context) -> LegalSettings:
    """Who answers for this site by law."""
    site = Site.find_for_request(context.get("request"))
    return LegalSettings.for_site(site) if site else LegalSettings()


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[MenuItem]:
    """The menu that the view prepared; forms and errors, which know no page, get it here."""
    if "menu" in context:
        return context["menu"]
    request = context.get("request")
    return site_context(request)["menu"] if request else []


@register.simple_tag(takes_context=True)
def stylesheet(context: Context) -> SafeString:
    """The style element in the operator's accent; its hash is left for the CSP middleware.

    What a page has in its context tells which parts it needs: `form`, the front page's `doors`,
    and the blocks of its body. What is no page (search, forms, legal pages) gets the blocks.
    """
    identity = context.get("identity")
    parts = [part for name, part in (("doors", FRONT), ("form", FORMS)) if name in context]
    page = context.get("page")
    if not isinstance(page, BasePage) or page.block_types() & STYLED_BLOCKS:
        parts.append(BLOCKS)
    sheet = build_stylesheet(getattr(identity, "accent", ""), *parts)
    request = context.get("request")
    if request is not None:
        request.style_hash = sheet.csp_hash
    return mark_safe(f"<style>{sheet.text}</style>")  # noqa: S308 our own file


def _local_day(value: datetime.date) -> datetime.date:
    """A moment is the day that it falls on where the site is."""
    if not isinstance(value, datetime.datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def long_date(value: datetime.date, code: str | None = None) -> str:
    """The date in words: Gregorian, in Latin digits, as the letters of offices write it."""
    language = language_of(code or get_language() or "")
    return format_date(_local_day(value), "long", locale=language.babel)


@register.filter
def day(value: datetime.date | None) -> SafeString | str:
    """A date in the active language inside its `time` element; nothing stays nothing."""
    if not value:
        return ""
    iso = _local_day(value).isoformat()
    return format_html('<time datetime="{}">{}</time>', iso, long_date(value))


@register.simple_tag
def other_language(item: Any) -> SafeString | str:
    """` lang` and ` dir` of a teaser whose words are not in the reader's language, else nothing."""
    if item.lang in {"", html_lang(get_language() or "")}:
        return ""
    return format_html(' lang="{}" dir="{}"', item.lang, item.dir)


@register.inclusion_tag("includes/arc.html")
def arc(share: float | None = None) -> dict[str, int | None]:
    """The bridge: as a sign, or with `share` (0 to 100 per cent) as a gauge beside its figures."""
    return {"percent": None if share is None else round(min(max(share, 0), 100))}
