"""Choosing a language, and what search engines ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from translation.locales import by_code, negotiate
from translation.sitemaps import PageSitemap

_ONE_YEAR = 365 * 24 * 60 * 60


@require_safe
def negotiate_root(request: HttpRequest) -> HttpResponse:
    """`/` is the one address that asks what the visitor reads; deep links never redirect."""
    code = negotiate(
        request.headers.get("Accept-Language", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
    )
    query = request.GET.urlencode()
    response = HttpResponseRedirect(f"/{code}/" + (f"?{query}" if query else ""))
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of this address and go on to `next`, which must be in it.

    A cookie that says nothing but a language needs no consent: the visitor asked for it.
    """
    code = translation.get_language() or settings.LANGUAGE_CODE
    response = HttpResponseRedirect(_safe_next(request, code))
    if code in by_code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=_ONE_YEAR,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
        )
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keeps crawlers out of the admin and of what only a click should ask for."""
    sitemap = request.build_absolute_uri("/sitemap.xml")
    files = PageSitemap().paginator.num_pages
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/account/",
        "Disallow: /*/choose/",
        "Disallow: /*/report/",
        "Disallow: /*/search/?",
        f"Sitemap: {sitemap}",
        *(f"Sitemap: {sitemap}?p={number}" for number in range(2, files + 1)),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _safe_next(request: HttpRequest, code: str) -> str:
    target = request.GET.get("next", "")
    local = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    if local and target.startswith(f"/{code}/") and "\\" not in target:
        return target
    return f"/{code}/"
