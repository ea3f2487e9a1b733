"""Nothing under /admin/ opens without a second factor: no page, no preview, no JSON.

Nor can staff who have one get another, or see their recovery codes, without showing it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from people.accounts.staff import factors_of, has_second_factor, needs_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ADMIN = "/admin/"
# Answered by redirects of ours and by the sign-out (site/config/urls.py); Wagtail never sees them.
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/")
# Wagtail asks these of its own accord every few seconds: an open tab is not a person at work.
PINGS = "/admin/editing-sessions/"
# allauth asks for any proof before these, and a password would do: who knows only that could enrol
# a factor of their own.
FACTOR_PAGES = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
TOUCH_EVERY = 5 * 60  # seconds; a write per request would lock SQLite for nothing


class SecondFactorMiddleware:
    """Stands behind authentication and allauth, before every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(ADMIN) and not path.startswith(OPEN):
            with translation.override(language_of(request)):
                refusal = refuse(request)
            if refusal is not None:
                add_never_cache_headers(refusal)
                return refusal
            keep_alive(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.url_name not in FACTOR_PAGES or not hides_factor(request):
            return None
        refusal = redirect_to_login(request.get_full_path(), address_of_proof(request))
        add_never_cache_headers(refusal)
        return refusal


def hides_factor(request: HttpRequest) -> bool:
    """Staff who have a factor and have not shown it in this session."""
    user: Any = request.user
    shown = has_second_factor(request) or not needs_second_factor(user)
    return not shown and factors_of(user).exists()


def refuse(request: HttpRequest) -> HttpResponse | None:
    """Send to the page that helps; None for somebody who may pass.

    Raises PermissionDenied where a redirect would be read as data, and for members.
    """
    if has_second_factor(request) and needs_second_factor(request.user):
        return None
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not needs_second_factor(request.user):
        raise PermissionDenied
    if factors_of(request.user).exists():
        return redirect_to_login(request.get_full_path(), address_of_proof(request))
    messages.warning(
        request,
        _("The administration opens with a second factor only. Set one up here, once."),
    )
    return redirect("mfa_index")


def address_of_proof(request: HttpRequest) -> str:
    """Where somebody shows a factor again; a password is none, so its page will not do."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return next(way["url"] for way in methods if way["id"].startswith("mfa_reauthenticate"))


def language_of(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.language
    return translation.get_language_from_request(request)


def keep_alive(request: HttpRequest) -> None:
    """Let a staff session end by itself when nobody has worked in it for STAFF_IDLE_SECONDS."""
    session = request.session
    now = int(time.time())
    if session.get("_session_expiry") != settings.STAFF_IDLE_SECONDS:
        session.set_expiry(settings.STAFF_IDLE_SECONDS)
    elif request.path_info.startswith(PINGS) or now - session.get("worked_at", 0) < TOUCH_EVERY:
        return
    session["worked_at"] = now
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
