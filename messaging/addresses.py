"""Addresses: compared by a keyed hash, shown shortened."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from messaging.models import Message


def normalise(address: str) -> str:
    """One spelling for one mailbox or number: mail is compared without regard to case."""
    return "".join(address.split()).casefold()


def hash_address(address: str) -> str:
    """A fingerprint that nobody without the key can try addresses against (64 hex digits).

    ADDRESS_KEY, not SECRET_KEY, is the key where it is set: stops must outlive a new SECRET_KEY.
    """
    key = (settings.ADDRESS_KEY or settings.SECRET_KEY).encode()
    return hmac.new(key, b"address:" + normalise(address).encode(), hashlib.sha256).hexdigest()


def shorten(address: str) -> str:
    """`rana@mail.example.org` becomes `r…@m….org`, `+4915112345678` becomes `+49…678`."""
    name, at, host = address.rpartition("@")
    if at:
        first, _dot, last = host.rpartition(".")
        return f"{name[:1]}…@{first[:1]}….{last}" if first else f"{name[:1]}…@{host[:1]}…"
    return f"{address[:3]}…{address[-3:]}" if len(address) > 7 else "…" if address else ""


def without_address(text: str, message: Message | None) -> str:
    """What a server said about `message`, to be kept: they like to repeat the address."""
    if message is not None and message.to_address:
        text = text.replace(message.to_address, shorten(message.to_address))
    return text[:1000]
