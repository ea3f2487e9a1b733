"""Imprint, privacy and accessibility: words of ours around data of the operator."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from home.context import site_context
from home.models import LegalSettings

LEGAL_PAGES = {
    "imprint": _("Imprint"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
    "terms": _("House rules"),
}


def show_legal_page(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in LEGAL_PAGES:
        raise Http404
    return render(
        request,
        f"legal/{kind}.html",
        {
            **site_context(request),
            "title": LEGAL_PAGES[kind],
            "legal": LegalSettings.for_request(request),
        },
    )
