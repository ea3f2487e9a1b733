"""Tags for passing a page on: share links, OpenGraph and JSON-LD."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString
from wagtail.models import Page

from home.sharing import ShareLink, share_links
from home.structured import (
    DESCRIPTION_LENGTH,
    TITLE_LENGTH,
    PageFacts,
    Review,
    json_ld,
    og_locale,
    share_image,
    shorten,
)
from translation.cache import locale_by_id
from translation.family import page_family, page_url
from translation.locales import get_language

register = template.Library()


@dataclass(frozen=True)
class Sharing:
    """The absolute address of a page and the ways to pass it on."""

    url: str
    links: list[ShareLink]


@dataclass(frozen=True)
class SocialMeta:
    """What the head of a page says to messengers and search engines."""

    facts: PageFacts
    title: str
    description: str
    locale: str
    alternates: list[str]
    json_ld: SafeString


@register.simple_tag
def share(page: Page) -> Sharing:
    """Share links with the page's own title; an address that no site serves has none."""
    url = page_url(page.url_path, _own_code(page)) or ""
    return Sharing(url, share_links(page.title, url) if url else [])


@register.simple_tag(takes_context=True)
def social_meta(context: Context, page: Page) -> SocialMeta:
    """All values of includes/opengraph.html; at most one statement, for the picture."""
    facts = _facts(context, page)
    codes = [member.code for member in page_family(page).originals()]
    return SocialMeta(
        facts=facts,
        title=shorten(facts.title, TITLE_LENGTH),
        description=shorten(facts.description, DESCRIPTION_LENGTH),
        locale=og_locale(facts.code),
        alternates=[og_locale(code) for code in codes if code != facts.code],
        json_ld=json_ld(facts),
    )


def _facts(context: Context, page: Page) -> PageFacts:
    """An alias speaks for the page whose words it shows, as its canonical link does."""
    own = _own_code(page)
    source = page_family(page).source_of(own)
    url = (source.url if source else page_url(page.url_path, own)) or ""
    request: HttpRequest | None = context.get("request")
    site_url = urljoin(url, "/") or (request.build_absolute_uri("/") if request else "")
    identity = context.get("identity")
    logo = getattr(identity, "logo_url", "") or ""
    image = page.lead_image if getattr(page, "lead_image_id", None) else None
    return PageFacts(
        title=page.seo_title or page.title,
        description=page.search_description or getattr(page, "teaser", ""),
        url=url,
        code=source.code if source else own,
        site_name=str(getattr(identity, "name", "") or "Jisr"),
        site_url=site_url,
        image=share_image(image, site_url),
        logo=urljoin(site_url, logo) if logo else "",
        author=str(getattr(page, "author", "") or ""),
        published=getattr(page, "teaser_date", None),
        modified=page.last_published_at,
        review=_review(context.get("check")),
        crumbs=_crumbs(context.get("breadcrumbs"), site_url),
    )


def _own_code(page: Page) -> str:
    """The language whose tree the page stands in."""
    return get_language(locale_by_id(page.locale_id).language_code).code


def _review(check: Any) -> Review | None:
    return Review(check.checked_at, check.organisation) if check else None


def _crumbs(breadcrumbs: Any, site_url: str) -> list[tuple[str, str]]:
    links = [(crumb.title, crumb.url) for crumb in breadcrumbs or () if crumb.url]
    return [(title, urljoin(site_url, url)) for title, url in links]
