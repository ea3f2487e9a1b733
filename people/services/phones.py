"""A phone number becomes somebody's by a code that was sent to it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.addresses import hash_address
from people.models import Consent, PhoneNumber, read_number
from people.services.consents import confirm_consent
from people.typed import normalise_digits

if TYPE_CHECKING:
    from people.models import User

CODE_GOOD_FOR = dt.timedelta(minutes=10)
TRIES = 5


def hash_code(number: str, code: str) -> str:
    text = f"{number}:{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"phone:" + text, hashlib.sha256).hexdigest()


@transaction.atomic
def add_phone(*, user: User, typed: str, region: str = "DE") -> PhoneNumber:
    """Raises ValidationError for what is no number. The same number again is the same row."""
    number = read_number(typed, region)
    phone, _created = PhoneNumber.objects.get_or_create(user=user, number=number)
    return phone


@transaction.atomic
def new_phone_code(*, phone: PhoneNumber) -> str:
    """Six digits that are good for ten minutes and five tries; only the caller ever sees them.

    The caller sends them and has asked `people.limits.hit("sms_code")` before.
    """
    code = f"{secrets.randbelow(1_000_000):06d}"
    PhoneNumber.objects.filter(pk=phone.pk).update(
        code_hash=hash_code(phone.number, code),
        code_until=timezone.now() + CODE_GOOD_FOR,
        code_tries=TRIES,
    )
    return code


def check_code(*, phone: PhoneNumber, code: str) -> bool:
    """Take one try and compare; of many tries at once each counts.

    Not in the transaction of the confirmation: a wrong try must stay counted.
    """
    typed = "".join(normalise_digits(code).split())
    rows = PhoneNumber.objects.filter(
        pk=phone.pk, code_tries__gt=0, code_until__gt=timezone.now()
    ).exclude(code_hash="")
    if not rows.update(code_tries=F("code_tries") - 1):
        return False
    phone.refresh_from_db()
    return hmac.compare_digest(phone.code_hash, hash_code(phone.number, typed))


def confirm_phone(*, phone: PhoneNumber, code: str) -> PhoneNumber:
    """Raises ValidationError for a wrong, spent or too old code.

    A number belongs to whoever confirmed it last: numbers are given to other people.
    """
    if not check_code(phone=phone, code=code):
        raise ValidationError(
            _("This code is wrong or too old. Check it, or ask for a new one."), code="code"
        )
    with transaction.atomic():
        others = PhoneNumber.objects.filter(number=phone.number).exclude(pk=phone.pk)
        others.filter(confirmed_at__isnull=False).delete()
        PhoneNumber.objects.filter(pk=phone.pk).update(
            confirmed_at=timezone.now(), code_hash="", code_until=None, code_tries=0
        )
        waiting = Consent.objects.filter(
            user=phone.user_id,
            channel=Consent.Channel.SMS,
            subject=hash_address(phone.number),
            confirmed_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        for consent in waiting:
            confirm_consent(consent=consent)
    phone.refresh_from_db()
    return phone
