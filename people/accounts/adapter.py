"""What allauth asks this project about accounts. Sending stands in messaging/account_adapter.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from django.urls import reverse
from django.utils import translation

from people.accounts.limiting import count
from people.accounts.staff import needs_second_factor
from people.network import UNKNOWN, network_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from people.models import User

OWN_STAGES = {
    "allauth.mfa.stages.AuthenticateStage": "people.accounts.stages.SecondFactorStage",
    "allauth.account.stages.EmailVerificationStage": "people.accounts.stages.ConfirmAddressStage",
}


class PeopleAccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self) -> list[str]:
        return [OWN_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def new_user(self, request: HttpRequest) -> User:
        """Who signs up on an Arabic page is written to in Arabic."""
        user: User = super().new_user(request)
        user.language = translation.get_language() or user.language
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network only: allauth keeps this beside every session and in its counters (4.9)."""
        network = network_of(request).partition("/")[0]
        return "0.0.0.0" if network == UNKNOWN else network  # noqa: S104 - a column of addresses

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        count(request, "login", str(credentials.get("email", "")).casefold())
        super().pre_authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Who has just signed in need not do it again to change the account.

        Not so staff who came by a code: the e-mail account alone must not enrol a second factor
        where there is a password.
        """
        records = get_authentication_records(request, user)
        if records and not (records[-1]["method"] == "code" and needs_second_factor(user)):
            records[-1]["reauthenticated"] = True
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
        return super().post_login(request, user, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{translation.get_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")


def home_of(user: User | AnonymousUser) -> str:
    """The administration for staff, for others their account in the language they chose."""
    if needs_second_factor(user):
        return reverse("wagtailadmin_home")
    with translation.override(getattr(user, "language", None) or translation.get_language()):
        return reverse("account_profile")
