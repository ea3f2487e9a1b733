"""Limits of signing in, counted in the database: the same for every web machine and process.

allauth counts in the cache, which each process has of its own unless there is Redis; its limits
stay on as a second, coarser net.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.exceptions import ImmediateHttpResponse

from people.limits import TooMany, hit, too_many
from people.network import network_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def count(request: HttpRequest, action: str, account: str | None = None) -> None:
    """Count one try. Raises ImmediateHttpResponse (429) when there were too many.

    `account` is an address or a key, known or not: a limit that holds for known ones only would
    tell which they are.
    """
    try:
        hit(action, network=network_of(request), account=account)
    except TooMany as refused:
        raise ImmediateHttpResponse(too_many(request, refused)) from refused


def count_mail(request: HttpRequest, action: str, email: str) -> None:
    """A message is asked for. Counted per address and network together, not per address alone.

    Otherwise anybody could use up the codes of somebody else, whose only way in they are.
    """
    count(request, action, f"{network_of(request)} {email.casefold()}")
