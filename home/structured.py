"""What machines read of a page: OpenGraph for previews in messengers, JSON-LD for search engines.

Sources: ogp.me; schema.org (`lastReviewed` and `reviewedBy` belong to WebPage). WhatsApp drops
pictures above about 300 kB and shows some 60 characters of a title and 80 of a description.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from babel import Locale as BabelLocale
from babel.core import get_global
from django.core.cache import cache
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from translation.locales import get_language

TITLE_LENGTH: Final = 60
DESCRIPTION_LENGTH: Final = 80
IMAGE_WIDTH: Final = 1200
IMAGE_HEIGHT: Final = 630
IMAGE_BYTES: Final = 300_000
FALLBACK_IMAGE: Final = "img/share.jpg"
QUALITIES: Final = (70, 45, 25, 10)
"""JPEG qualities, tried in turn: nearly every picture fits at the first."""
# Inside a script element only these could end it or start a comment; JSON knows other spellings.
_ESCAPES: Final = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True)
class Review:
    """When a person last checked the content, and for whom; readers never see the name."""

    checked_at: datetime.date
    organisation: str


@dataclass(frozen=True)
class PageFacts:
    """What both formats say of a page. Addresses are absolute, `code` is our language code."""

    title: str
    description: str
    url: str
    code: str
    site_name: str
    site_url: str
    image: str
    logo: str = ""
    author: str = ""
    published: datetime.date | None = None
    modified: datetime.datetime | None = None
    review: Review | None = None
    crumbs: Sequence[tuple[str, str]] = field(default_factory=tuple)


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut between words and ended with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, _blank, _rest = cut.rpartition(" ")
    return (head or cut).rstrip(" ,.;:–-") + "…"


def og_locale(code: str) -> str:
    """`language_TERRITORY` for one of our languages; the territory is CLDR's likely one."""
    locale = BabelLocale.parse(get_language(code).babel.replace("-", "_"))
    if not locale.territory:
        likely = get_global("likely_subtags").get(str(locale), "")
        locale = BabelLocale.parse(likely) if likely else locale
    return f"{locale.language}_{locale.territory}" if locale.territory else locale.language


def share_image(image: Any, base_url: str) -> str:
    """The address of the picture for previews: a light JPEG of the lead image, or our own.

    The quality that keeps a picture below the limit is remembered, so that a page costs one
    statement, and none when Wagtail's renditions cache is warm.
    """
    if image is None:
        return urljoin(base_url, static(FALLBACK_IMAGE))
    key = f"share-image:{image.pk}:{image.file_hash}"
    quality = cache.get(key)
    if quality:
        return urljoin(base_url, _rendition(image, quality).url)
    for quality in QUALITIES:
        rendition = _rendition(image, quality)
        if rendition.file.size < IMAGE_BYTES:
            cache.set(key, quality, timeout=None)
            return urljoin(base_url, rendition.url)
    return urljoin(base_url, static(FALLBACK_IMAGE))


def _rendition(image: Any, quality: int) -> Any:
    size = f"fill-{IMAGE_WIDTH}x{IMAGE_HEIGHT}"
    return image.get_rendition(f"{size}|format-jpeg|jpegquality-{quality}|bgcolor-ffffff")


def json_ld(facts: PageFacts) -> SafeString:
    """A data block with the page, its path and who runs the site; safe inside HTML.

    A `script` of this type is never run, so a content security policy does not refuse it.
    """
    graph = {"@context": "https://schema.org", "@graph": [_page(facts), *_breadcrumbs(facts)]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 escaped


def _page(facts: PageFacts) -> dict[str, Any]:
    """The description stands in the head already, once: the first view has few bytes to spend."""
    page = {
        "@type": "NewsArticle" if facts.published else "WebPage",
        "url": facts.url,
        "headline" if facts.published else "name": facts.title,
        "inLanguage": get_language(facts.code).html_lang,
        "image": facts.image if facts.published else "",
        "publisher": _without_blanks(
            {
                "@type": "Organization",
                "name": facts.site_name,
                "url": facts.site_url,
                "logo": facts.logo,
            }
        ),
        "datePublished": facts.published.isoformat() if facts.published else "",
        "dateModified": facts.modified.date().isoformat() if facts.modified else "",
        "author": {"@type": "Person", "name": facts.author} if facts.author else "",
    }
    return _without_blanks({**page, **_review(facts)})


def _review(facts: PageFacts) -> dict[str, Any]:
    """The human check; schema.org has it on web pages, so an article says it of its page."""
    if facts.review is None:
        return {}
    review: dict[str, Any] = {"lastReviewed": facts.review.checked_at.isoformat()}
    if facts.review.organisation:
        review["reviewedBy"] = {"@type": "Organization", "name": facts.review.organisation}
    if facts.published:
        return {"mainEntityOfPage": {"@type": "WebPage", "url": facts.url, **review}}
    return review


def _breadcrumbs(facts: PageFacts) -> Iterable[dict[str, Any]]:
    if not facts.crumbs:
        return
    trail = [*facts.crumbs, (facts.title, facts.url)]
    yield {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(trail, start=1)
        ],
    }


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
