"""Six digits that change every 30 seconds (RFC 6238): enrolling, and using each of them once."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

if TYPE_CHECKING:
    from people.models import User


def current_code(secret: str) -> str:
    """What an app that holds `secret` (base 32) shows now."""
    from_now = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, from_now[len(from_now) // 2]))


def secret_from(seed: str) -> str:
    """A secret that is the same for the same seed: for the people of the demo."""
    return base64.b32encode(hashlib.sha256(seed.encode()).digest()[:20]).decode()


@transaction.atomic
def enrol_app(*, user: User, secret: str) -> Authenticator:
    """Give somebody an authenticator app that holds `secret`, instead of any other."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )


@transaction.atomic
def claim_code(*, authenticator: Authenticator, code: str) -> bool:
    """Take this code, which is right, out of use; False when it or a later one was used before.

    allauth remembers used codes in the cache, which every process has of its own. RFC 6238, 5.2:
    a verifier must not accept a second attempt with the same code.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(row.data["secret"])
    matching = [
        counter
        for counter in auth.yield_hotp_counters_from_time()
        if auth.format_hotp_value(auth.hotp_value(secret, counter)) == code
    ]
    if not matching or matching[-1] <= row.data.get("last_counter", 0):
        return False
    row.data["last_counter"] = matching[-1]
    row.save(update_fields=["data"])
    return True
