"""Finds the page of a URL in one statement, then hands over to Wagtail."""

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.pages import RouteResult
from wagtail.views import serve

from translation.cache import site_for_request


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail walks down the tree with a statement per level; `url_path` needs one for all.

    `Page.route_for_request` looks first at what is left on the request here. What is not found
    this way (a page with routes of its own, a redirect) goes Wagtail's way.
    """
    site_for_request(request)  # leaves it where Wagtail looks, without a statement
    if route := find_page(request, path, get_language() or ""):
        request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    return serve(request, path)


def find_page(request: HttpRequest, path: str, language: str) -> RouteResult | None:
    """`path` is the URL below the language prefix, without a leading slash."""
    if path and not path.endswith("/"):
        return None
    roots = [root for root in Site.get_site_root_paths() if root.language_code == language]
    if len(roots) != 1:  # several sites share the installation: Wagtail tells them apart
        return None
    found = (
        Page.objects.filter(url_path=roots[0].root_path + path, live=True)
        .annotate(restrictions_exist=Exists(PageViewRestriction.objects.all()))
        .order_by("pk")
        .only("pk", "content_type_id")
        .first()
    )
    if found is None:
        return None
    page = found.specific
    page.nothing_is_restricted = not found.restrictions_exist
    route: RouteResult = page.route(request, [])  # a page may have routes of its own
    return route
