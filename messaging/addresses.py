"""Addresses as they are shown: shortened. How they are compared stands in people/addresses.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from messaging.models import Message


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
