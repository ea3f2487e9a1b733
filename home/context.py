"""What `base.html` needs on an answer that is no page: search, report, legal, errors."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from home.navigation import Navigation, site_navigation


def front_page(language: str) -> Page | None:
    """The front page of a language of the one site; None before the first one is made."""
    paths = [
        root.root_path for root in Site.get_site_root_paths() if root.language_code == language
    ]
    pages = Page.objects.live().filter(url_path__in=paths)
    return pages.annotate(source_locale_id=F("alias_of__locale_id")).order_by("pk").first()


def site_context(request: HttpRequest) -> dict[str, Any]:
    page = front_page(get_language() or "")
    navigation = site_navigation(page, request) if page else Navigation([], [])
    return {
        "front_page": page,
        "menu": navigation.menu,
        "breadcrumbs": navigation.breadcrumbs,
    }
