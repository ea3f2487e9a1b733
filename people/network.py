"""From which network a request comes: as coarse as it can be and still stop an attack."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN = "unknown"
IPV4_BITS, IPV6_BITS = 24, 48


def client_address(request: HttpRequest) -> str:
    """What the nearest machine we trust says.

    With BEHIND_PROXY that is the last entry of X-Forwarded-For, which our proxy has added; the
    entries before it come from the client and may say anything.
    """
    if getattr(settings, "BEHIND_PROXY", False):
        forwarded = str(request.headers.get("X-Forwarded-For", ""))
        if last := forwarded.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """The /24 (IPv4) or /48 (IPv6: what one household or firm is given) of the client."""
    return group_address(client_address(request))


def group_address(text: str) -> str:
    """'203.0.113.9' becomes '203.0.113.0/24'; no address is 'unknown', a group of its own."""
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = IPV4_BITS if address.version == 4 else IPV6_BITS
    return str(ipaddress.ip_network((address, bits), strict=False))
