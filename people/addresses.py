"""Addresses are compared by a keyed hash, so that a log of consents names nobody by itself."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.apps import apps
from django.conf import settings


def normalise(address: str) -> str:
    """One spelling for one mailbox or number: mail is compared without regard to case."""
    return "".join(address.split()).casefold()


def hash_address(address: str) -> str:
    """A fingerprint that nobody without the key can try addresses against (64 hex digits).

    ADDRESS_KEY, not SECRET_KEY, is the key where it is set: a withdrawal outlives a new SECRET_KEY.
    """
    key = (settings.ADDRESS_KEY or settings.SECRET_KEY).encode()
    return hmac.new(key, b"address:" + normalise(address).encode(), hashlib.sha256).hexdigest()


def confirmed_emails(user: Any) -> list[str]:
    """Mailboxes that `user` has shown to be theirs, in lower case.

    Never simply `user.email`: whoever typed somebody else's address there would be handed what
    that person has written to us.
    """
    if not apps.is_installed("allauth.account"):
        return []
    rows = apps.get_model("account", "EmailAddress").objects.filter(user=user, verified=True)
    return [normalise(address) for address in rows.values_list("email", flat=True)]


def confirmed_numbers(user: Any) -> list[str]:
    """Phone numbers (E.164) that `user` has confirmed with a code."""
    rows = apps.get_model("people", "PhoneNumber").objects.filter(user=user)
    return list(rows.filter(confirmed_at__isnull=False).values_list("number", flat=True))


def confirmed_hashes(user: Any) -> list[str]:
    return [hash_address(each) for each in (*confirmed_emails(user), *confirmed_numbers(user))]
