"""sitemap.xml: every public version of every page, with its alternates (2.14)."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, Q, QuerySet
from wagtail.models import Page, Site

from translation.cache import locale_by_id
from translation.family import page_url, restriction_of
from translation.locales import SOURCE_LANGUAGE, html_lang


class PageSitemap(Sitemap):  # type: ignore[type-arg]
    """An item is a translation key; three statements however many pages and languages.

    A file may have 50,000 addresses and 50 MB (sitemaps.org, protocol): 2,000 pages in twelve
    languages with twelve alternates each stay below. robots.txt names every file.
    """

    limit = 2000

    def items(self) -> QuerySet[Page, UUID]:
        keys = _public_pages().order_by("translation_key")
        return keys.values_list("translation_key", flat=True).distinct()

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Raises EmptyPage and PageNotAnInteger as Django's own; the view makes them a 404."""
        keys = list(self.paginator.page(page).object_list)
        rows = (
            _public_pages()
            .filter(translation_key__in=keys)
            .order_by("translation_key", "locale_id")
            .values_list("translation_key", "locale_id", "url_path", "last_published_at")
        )
        return [
            entry
            for _key, versions in groupby(rows, key=lambda row: row[0])
            for entry in _entries(list(versions))
        ]


SITEMAPS = {"pages": PageSitemap}


def _public_pages() -> QuerySet[Page]:
    """What has an address: pages outside every site have none."""
    roots = {root.root_path for root in Site.get_site_root_paths()}
    inside = Q(pk__in=[])
    for root in roots:
        inside |= Q(url_path__startswith=root)
    return (
        Page.objects.live()
        .filter(inside)
        .filter(alias_of=None, depth__gt=1)
        .exclude(restriction_of(OuterRef("path")))
    )


def _entries(versions: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    addresses: dict[str, tuple[str, Any]] = {}
    for _key, locale_id, url_path, published in versions:
        code = locale_by_id(locale_id).language_code
        if url := page_url(url_path, code):
            addresses[code] = (url, published)
    if not addresses:
        return
    alternates = [
        {"lang_code": html_lang(code), "location": url} for code, (url, _at) in addresses.items()
    ]
    default = addresses.get(SOURCE_LANGUAGE) or next(iter(addresses.values()))
    alternates.append({"lang_code": "x-default", "location": default[0]})
    for url, published in addresses.values():
        yield {"location": url, "lastmod": published, "alternates": alternates, "priority": ""}
