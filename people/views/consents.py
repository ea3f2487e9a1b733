"""The two links that carry a consent: confirm it, take it back. Both work without signing in.

GET only shows: programs that look at links in e-mails must neither agree nor withdraw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.limits import limited
from people.models import ConsentText
from people.services.consents import (
    CONFIRM,
    WITHDRAW,
    confirm_consent,
    consent_of,
    withdraw_consent,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import Consent


def words_of(consent: Consent) -> ConsentText | None:
    """The words as they were read: this version, in this language."""
    words = ConsentText.objects.filter(purpose=consent.purpose, version=consent.text_version)
    return words.filter(language=consent.language).first() or words.first()


def answer(request: HttpRequest, token: str, salt: str) -> HttpResponse:
    consent = consent_of(token, salt=salt)
    context: dict[str, object] = {"consent": consent, "confirms": salt == CONFIRM, "done": False}
    if consent is None:
        return render(request, "people/privacy_consent.html", context, status=404)
    if request.method == "POST":
        act = confirm_consent if salt == CONFIRM else withdraw_consent
        act(consent=consent)
        consent.refresh_from_db()
        context["done"] = consent.is_valid if salt == CONFIRM else not consent.is_valid
    context["words"] = words_of(consent)
    return render(request, "people/privacy_consent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("consent")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    return answer(request, token, CONFIRM)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Without a limit: taking back must always work."""
    return answer(request, token, WITHDRAW)
