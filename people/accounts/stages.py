"""The steps between a first proof and a session, where ours differ from allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase

from people.accounts.staff import needs_second_factor

if TYPE_CHECKING:
    from people.models import User


class SecondFactorStage(AuthenticateStage):
    """A passkey of a member is a second way in, not a second lock.

    Somebody who lost the telephone that held it still gets in by a code. Staff, and whoever
    turned on an authenticator app, are always asked.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if user is None or not super()._should_handle(request):
            return False
        return needs_second_factor(user) or is_mfa_enabled(user, [Authenticator.Type.TOTP])


class ConfirmAddressStage(EmailVerificationStage):
    """An administrator vouches for the addresses of staff, who may come before e-mail works.

    Whoever has just typed a code that went to the address has confirmed it.
    """

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        user = self.login.user
        if user is not None and not self.login.signup:
            if needs_second_factor(user):
                return None, True
            self._count_the_code(user)
        return super().handle()

    def _count_the_code(self, user: User) -> None:
        """allauth does this for addresses it knows; an account made by staff has none yet."""
        records = get_authentication_records(self.request, user)
        if records and records[-1]["method"] == "code":
            sync_user_email_address(user)
            verify_email_indirectly(self.request, user, records[-1]["email"])
