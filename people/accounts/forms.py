"""allauth's forms for people who type other digits, and counted in the database."""

from __future__ import annotations

import zoneinfo
from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from people.accounts.limiting import count, count_mail
from people.accounts.totp import claim_code
from people.forms import PublicForm
from people.models import User
from people.typed import normalise_digits, strip_bidi_controls


class _PlainForm:
    """Labels only: words inside a field are hard to read and look as if it were filled in."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_PlainForm, account_forms.LoginForm):
    """One form with two roads: with a password, or without one and then by a code."""

    def _setup_password_field(self) -> None:
        """allauth takes the field away where nobody signs up with a password."""
        password = self.fields["password"]
        password.required = False
        password.widget.is_required = False
        password.help_text = _("Leave this empty if you have none. We send you a code by e-mail.")

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        count_mail(context.request, "login_code", email or "")
        return super()._clean_without_password(email, phone)


class RequestCodeForm(_PlainForm, account_forms.RequestLoginCodeForm):
    def clean_email(self) -> str:
        count_mail(context.request, "login_code", self.cleaned_data["email"])
        return super().clean_email()


class JoinForm(_PlainForm, PublicForm, account_forms.SignupForm):
    """An e-mail address is all we ask for; a trap keeps robots out."""

    def clean_email(self) -> str:
        count_mail(context.request, "sign_up", self.cleaned_data["email"])
        return super().clean_email()


class ForgottenPasswordForm(_PlainForm, account_forms.ResetPasswordForm):
    def clean_email(self) -> str:
        count_mail(context.request, "reset_password", self.cleaned_data["email"])
        return super().clean_email()


class _NewPasswordForm(_PlainForm):
    """What is asked of a password as sentences: a list cannot stand inside a hint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class ChangePasswordForm(_NewPasswordForm, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(_NewPasswordForm, account_forms.SetPasswordForm):
    pass


class NewPasswordForm(_NewPasswordForm, account_forms.ResetPasswordKeyForm):
    pass


class _CodeForm(_PlainForm):
    """Digits of any script; the keyboard of digits; the code that the telephone offers."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = normalise_digits(self.cleaned_data["code"])
        return super().clean_code()  # type: ignore[misc]


class ConfirmSignInForm(_CodeForm, account_forms.ConfirmLoginCodeForm):
    pass


class ConfirmAddressForm(_CodeForm, account_forms.ConfirmEmailVerificationCodeForm):
    pass


class _FactorForm(_CodeForm):
    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        count(context.request, "second_factor", str(self.user.pk))
        code = super().clean_code().replace(" ", "")
        if self.authenticator.type == Authenticator.Type.TOTP and not claim_code(
            authenticator=self.authenticator, code=code
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_FactorForm, factor_forms.AuthenticateForm):
    pass


class SecondFactorAgainForm(_FactorForm, factor_forms.ReauthenticateForm):
    pass


class EnrolAppForm(_CodeForm, totp_forms.ActivateTOTPForm):
    pass


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """On by default: a key that needs a password beside it is of no use without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["name"].label = _("Name of the key")


def time_zones() -> list[tuple[str, str]]:
    """Names of the tz database, regions only: 'Europe/Kyiv'."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    return [(name, name.replace("_", " ")) for name in names if not name.startswith("Etc/")]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Names as people want them (2.18); the language decides what we write in."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "nickname", "language", "time_zone"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "nickname": forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(time_zones())
        known.setdefault(self.instance.time_zone, self.instance.time_zone)
        self.fields["time_zone"].widget = forms.Select(choices=sorted(known.items()))

    def clean_name(self) -> str:
        return strip_bidi_controls(self.cleaned_data["name"])

    def clean_nickname(self) -> str:
        return strip_bidi_controls(self.cleaned_data["nickname"])

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("This time zone does not exist."), code="time_zone")
        return zone
