"""Whose phone is it? A code by SMS, apart from the link by e-mail.

An e-mail address that was confirmed proves nothing about a number that was typed beside it, so the
number is asked on its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from messaging.channels.sms import normalise_number
from messaging.services import send_message
from people.limits import hit
from people.services import phones

if TYPE_CHECKING:
    from messaging.models import Message
    from people.models import PhoneNumber, User


def start_phone_confirmation(*, phone: PhoneNumber, user: User) -> Message:
    """Send a new code to a number; the one before no longer counts.

    Raises ValidationError for a number that we send nothing to (country, not mobile) or that is
    somebody else's row, TooMany when number or person ask too often. Call it outside of a
    transaction: a try that is rolled back is not counted.
    """
    if phone.user_id != user.pk:
        raise ValidationError(_("This is not your number."), code="owner")
    number = normalise_number(phone.number)
    hit("sms_code", account=f"person:{user.pk}")
    hit("sms_code", account=f"number:{number}")
    with transaction.atomic():
        code = phones.new_phone_code(phone=phone)
        return send_message(
            key="consent.confirm_phone",
            channel="sms",
            to=number,
            language=user.language,
            context={"code": code, "minutes": int(phones.CODE_GOOD_FOR.total_seconds()) // 60},
            user=user,
            purpose="account",
        )


def confirm_phone(*, phone: PhoneNumber, code: str) -> PhoneNumber:
    """Take the code in any digits. Raises ValidationError when it is wrong, spent or too old."""
    return phones.confirm_phone(phone=phone, code=code)
