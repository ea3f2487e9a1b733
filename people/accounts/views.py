"""Own account, sign-out, sessions; and allauth's views where one more thing has to happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LogoutView as BaseLogoutView
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.internal import flows
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.accounts.devices import describe_device
from people.accounts.forms import ProfileForm
from people.accounts.middleware import language_of
from people.accounts.staff import needs_second_factor

if TYPE_CHECKING:
    from django.forms import Form

ONE_YEAR = 365 * 24 * 60 * 60  # seconds


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_profile(request: HttpRequest) -> HttpResponse:
    """Names, language and time zone; and the way to everything else about the account."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Saved."))
            response = redirect("account_profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
        )
        return response
    context = {"form": form, "opens_admin": needs_second_factor(request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", context, status=status)


class SignOutView(BaseLogoutView):
    """A shared telephone keeps nothing: the browser is told to forget this site (ASVS 14.3.1)."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


class SessionsView(ListUserSessionsView):
    """Where somebody is signed in; `session` in the form ends one, without it all others."""

    template_name = "usersessions/usersession_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = describe_device(session.user_agent)
        return context

    def form_valid(self, form: Form) -> HttpResponse:
        number = self.request.POST.get("session", "")
        if not number:
            return super().form_valid(form)
        if number.isascii() and number.isdigit():
            own = UserSession.objects.filter(user=self.request.user, pk=int(number))
            flows.sessions.end_sessions(self.request, list(own))
        return redirect(self.get_success_url())


class EnrolAppView(ActivateTOTPView):
    """Whoever typed a right code has shown the factor: no second question on the way in."""

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", type="totp", reauthenticated=True
        )
        return response


class AddPasskeyView(AddWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True
        )
        return response


class RemovePasskeyView(RemoveWebAuthnView):
    """allauth asks whether the app may go, but not whether the last key may."""

    def form_valid(self, form: Form) -> HttpResponse:
        authenticator: Authenticator = self.get_object()
        adapter = get_factor_adapter()
        if not adapter.can_delete_authenticator(authenticator):
            get_adapter().add_message(
                self.request,
                messages.ERROR,
                message=str(adapter.error_messages["cannot_delete_authenticator"]),
            )
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


@require_safe
def close_second_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's sign-in on its pages knows neither limits nor a second factor: ours knows both."""
    target = reverse("account_login")
    return redirect(f"{target}?{request.GET.urlencode()}" if request.GET else target)


@require_safe
def close_admin_login(request: HttpRequest) -> HttpResponse:
    """The same for the one in the administration, whose address names no language."""
    with translation.override(language_of(request)):
        return close_second_login(request)


@require_safe
def close_admin_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    with translation.override(language_of(request)):
        return redirect("account_reset_password")
