"""What we know about you: read it, take it with you, have it deleted."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.contact_views import views_shown_to
from people.limits import limited, signed_in_account
from people.personal import consents_of
from people.privacy_forms import DeleteAccountForm
from people.services import delete_person, export_person
from people.services.consents import withdrawal_token

SHOWN_VIEWS = 100
FILE_NAME = "my-data"


@never_cache
@login_required
@require_safe
def show_privacy(request: HttpRequest) -> HttpResponse:
    consents = [
        {"consent": consent, "token": withdrawal_token(consent) if consent.is_valid else ""}
        for consent in consents_of(request.user)
    ]
    views = views_shown_to(request.user)[:SHOWN_VIEWS]  # type: ignore[arg-type]
    return render(request, "people/privacy.html", {"consents": consents, "views": views})


@never_cache
@login_required
@require_POST
@limited("export", account=signed_in_account)
@reauthentication_required
def export_json(request: Any) -> HttpResponse:
    data = export_person(user=request.user)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.json"'
    return response


@never_cache
@login_required
@require_POST
@limited("export", account=signed_in_account)
@reauthentication_required
def export_html(request: Any) -> HttpResponse:
    """One file that opens in any browser, also without a connection."""
    response = render(request, "people/privacy_export.html", export_person(user=request.user))
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.html"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("delete", account=signed_in_account)
@reauthentication_required(allow_get=True)
def delete_account(request: Any) -> HttpResponse:
    """GET says what will happen, POST with the word does it, at once and for good."""
    form = DeleteAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_person(user=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            return redirect("people:account_deleted")
    status = 422 if form.is_bound else 200
    return render(request, "people/privacy_delete.html", {"form": form}, status=status)


@never_cache
@require_safe
def show_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "people/privacy_deleted.html")
