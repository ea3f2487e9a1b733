"""What allauth wants to send goes through the outbox, in our words and the recipient's language."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any

from allauth.account import app_settings
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from messaging.services import send_message
from people.accounts.adapter import PeopleAccountAdapter
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    Values = Callable[[dict[str, Any]], dict[str, Any]]

CHANGES = {
    "account/email/email_changed": gettext_noop("The e-mail address was changed."),
    "account/email/email_deleted": gettext_noop("An e-mail address was removed."),
    "account/email/password_changed": gettext_noop("The password was changed."),
    "account/email/password_reset": gettext_noop("A new password was set."),
    "account/email/password_set": gettext_noop("A password was set."),
    "mfa/email/recovery_codes_generated": gettext_noop("New recovery codes were made."),
    "mfa/email/totp_activated": gettext_noop("An authenticator app was set up."),
    "mfa/email/totp_deactivated": gettext_noop("The authenticator app was removed."),
    "mfa/email/webauthn_added": gettext_noop("A passkey or security key was added."),
    "mfa/email/webauthn_removed": gettext_noop("A passkey or security key was removed."),
}


def _link(name: str) -> dict[str, Any]:
    return {"url": f"{settings.SITE_URL}{reverse(name)}"}


def _code(context: dict[str, Any], seconds: int) -> dict[str, Any]:
    return {"code": context["code"], "minutes": seconds // 60}


def _confirmation(context: dict[str, Any]) -> dict[str, Any]:
    return _code(context, app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT)


# Key of the text, and what it needs out of what allauth gives.
MAILS: dict[str, tuple[str, Values]] = {
    "account/email/login_code": (
        "account.login_code",
        lambda context: _code(context, app_settings.LOGIN_BY_CODE_TIMEOUT),
    ),
    "account/email/email_confirmation": ("account.confirm_email_code", _confirmation),
    "account/email/email_confirmation_signup": ("account.confirm_email_code", _confirmation),
    "account/email/password_reset_key": (
        "account.reset_password",
        lambda context: {"url": context["password_reset_url"]},
    ),
    "account/email/unknown_account": (
        "account.no_account",
        lambda _context: _link("account_signup"),
    ),
    "account/email/account_already_exists": (
        "account.already_exists",
        lambda _context: _link("account_login"),
    ),
}


class AccountAdapter(PeopleAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises KeyError for a message that nobody has words for: a new one of allauth's."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = user.language if user else translation.get_language()
        with translation.override(language):
            if template_prefix in CHANGES:
                key, values = "account.security_notice", _notice(template_prefix, user)
            else:
                key, make_values = MAILS[template_prefix]
                values = make_values(context)
        send_message(
            key=key,
            channel="email",
            to=email,
            language=language,
            context=values,
            user=user,
            purpose="account",
        )


def _notice(template_prefix: str, user: User | None) -> dict[str, Any]:
    """What, when in the person's zone, and where to look: never from which address (4.9)."""
    zone = zoneinfo.ZoneInfo(user.time_zone if user else settings.TIME_ZONE)
    moment = timezone.localtime(timezone.now(), zone)
    return {
        "change": _(CHANGES[template_prefix]),
        "time": date_format(moment, "SHORT_DATETIME_FORMAT"),
        **_link("mfa_index"),
    }
