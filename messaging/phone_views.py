"""Where somebody adds a phone number of theirs, and proves it by the code of an SMS.

Here and not in people/, because a code has to be sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from messaging.verification import confirm_phone, start_phone_confirmation
from people.forms import PublicForm
from people.limits import TooMany, limited, signed_in_account, too_many
from people.models import PhoneNumber
from people.services.phones import add_phone

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse


class AddPhoneForm(PublicForm):
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        help_text=_("We send a code to it by SMS."),
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    autocomplete: ClassVar[dict[str, str]] = {"phone": "tel"}


class PhoneCodeForm(PublicForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    autocomplete: ClassVar[dict[str, str]] = {"code": "one-time-code"}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_phones(request: Any) -> HttpResponse:
    """The numbers of the person who is signed in, and a field for one more."""
    form = AddPhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            phone = add_phone(user=request.user, typed=form.cleaned_data["phone"])
            start_phone_confirmation(phone=phone, user=request.user)
        except TooMany as error:
            return too_many(request, error)
        except ValidationError as error:
            form.add_error("phone", error)
        else:
            return redirect("messaging:confirm_phone", phone.pk)
    context = {"form": form, "phones": PhoneNumber.objects.filter(user=request.user)}
    return render(request, "messaging/phones.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("phone_code", account=signed_in_account)
def enter_code(request: Any, pk: int) -> HttpResponse:
    """Take the code that was sent; a number of somebody else is not found."""
    phone = get_object_or_404(PhoneNumber, pk=pk, user=request.user)
    form = PhoneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_phone(phone=phone, code=form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", error)
        else:
            return redirect("messaging:phones")
    context = {"form": form, "phone": phone}
    return render(
        request, "messaging/phone_code.html", context, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def send_code_again(request: Any, pk: int) -> HttpResponse:
    phone = get_object_or_404(PhoneNumber, pk=pk, user=request.user, confirmed_at=None)
    try:
        start_phone_confirmation(phone=phone, user=request.user)
    except TooMany as error:
        return too_many(request, error)
    return redirect("messaging:confirm_phone", phone.pk)


@login_required
@require_POST
def remove_phone(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(PhoneNumber, pk=pk, user=request.user).delete()
    return redirect("messaging:phones")
