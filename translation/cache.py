"""Locale and Site rows kept in process: a page needs them many times and they hardly ever change.

Signals clear them in this process; in others a row is looked up again on a miss and after
`MAX_AGE` seconds, so a language added by a command appears in a running web process as well.
"""

import copy
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Locale, Site

from translation.locales import SOURCE_LANGUAGE

MAX_AGE = 60.0
Row = TypeVar("Row")


class Shelf(Generic[Row]):
    """All rows of a small table by primary key, loaded by one query."""

    def __init__(self, load: Callable[[], dict[int, Row]]) -> None:
        self._load = load
        self._rows: dict[int, Row] = {}
        self._expires = 0.0

    def rows(self) -> dict[int, Row]:
        if time.monotonic() >= self._expires:
            self._rows = self._load()
            self._expires = time.monotonic() + MAX_AGE
        return self._rows

    def clear(self, **kwargs: Any) -> None:
        self._expires = 0.0


locales: Shelf[Locale] = Shelf(lambda: {row.pk: row for row in Locale.all_objects.all()})
sites: Shelf[Site] = Shelf(lambda: {row.pk: row for row in Site.objects.all()})


def clear() -> None:
    """Forget everything; tests need it, because rolled-back rows send no signal."""
    locales.clear()
    sites.clear()


def locale_by_id(pk: int) -> Locale:
    """Raises Locale.DoesNotExist when there is no such row, as the ORM does."""
    if pk not in locales.rows():
        locales.clear()
    try:
        return locales.rows()[pk]
    except KeyError:
        raise Locale.DoesNotExist(f"No locale {pk}") from None


def locale_by_code(code: str) -> Locale | None:
    found = _find_locale(code)
    if found is None:
        locales.clear()
        found = _find_locale(code)
    return found


def current_locale() -> Locale:
    """The locale of the active language, or the source's: Locale.get_active() without SQL."""
    code = translation.get_language() or SOURCE_LANGUAGE
    locale = locale_by_code(code) or locale_by_code(SOURCE_LANGUAGE)
    return locale or Locale.get_default()


def site_for_request(request: HttpRequest) -> Site | None:
    """Site.find_for_request() without SQL where there is one site, which is the usual case.

    A copy, because a Site keeps its root page once asked, and that must not outlive a request.
    """
    if not hasattr(request, "_wagtail_site"):
        known = sites.rows()
        only = next(iter(known.values())) if len(known) == 1 else None
        if only is None or not only.is_default_site:
            return Site.find_for_request(request)
        request._wagtail_site = copy.copy(only)  # type: ignore[attr-defined]
    found: Site | None = request._wagtail_site  # type: ignore[attr-defined]
    return found


def _find_locale(code: str) -> Locale | None:
    return next((row for row in locales.rows().values() if row.language_code == code), None)
