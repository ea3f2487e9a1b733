"""Telephone numbers that may get an SMS.

Only countries of SMS_COUNTRIES and only mobile numbers: whoever lets strangers send an SMS to any
number pays for "SMS pumping", where the texts go to expensive numbers of the attacker's own.
"""

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from people.models import read_number
from people.typed import normalise_digits

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def normalise_number(text: str) -> str:
    """The E.164 form (`+4915228817386`) of a number that may get an SMS, in any digits.

    Without a prefix it is one of the first country of SMS_COUNTRIES. Raises ValidationError with
    the code "phone", "country" or "mobile".
    """
    number = phonenumbers.parse(read_number(text, settings.SMS_COUNTRIES[0]))
    if phonenumbers.region_code_for_number(number) not in settings.SMS_COUNTRIES:
        raise ValidationError(_("We cannot send SMS to numbers of this country."), code="country")
    if phonenumbers.number_type(number) not in MOBILE:
        raise ValidationError(
            _("Please enter a mobile number: only those can receive SMS."), code="mobile"
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def country_of(number: str) -> str:
    """The ISO code of an E.164 number's country, or "" where it cannot be told."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(parsed) or ""


def sender_number(text: str) -> str:
    """The E.164 form of an incoming SMS's sender, who may be anywhere; as it came if no number.

    Some providers leave out the plus: `4915228817386`.
    """
    typed = normalise_digits(text)
    international = "+" + typed.removeprefix("00") if typed.isascii() and typed.isdigit() else typed
    try:
        number = phonenumbers.parse(international, settings.SMS_COUNTRIES[0])
    except NumberParseException:
        return text.strip()
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
