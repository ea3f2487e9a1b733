"""How often something may be done, per network and per account (requirement 4.23).

The counters live in the database, so that they hold over several web machines and restarts. A key
is a keyed hash with a salt of the day: without SECRET_KEY no address can be read back or
tried, and no two days can be joined. Rows go when their window has ended.

A window of an account is short and a refused try never prolongs it: whoever attacks an account can
hold its owner up for minutes, not lock them out.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.shortcuts import render

from people.models import RateCount
from people.network import network_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
MINUTE, HOUR, DAY = 60, 3600, 86_400


class TooMany(Exception):  # noqa: N818 - a name of the interface, and it says what happened
    """The limit is reached. `retry_after`: seconds until the window ends, at least 1."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Window:
    """At most `limit` in `seconds`. Windows start at multiples of their length."""

    limit: int
    seconds: int

    def __post_init__(self) -> None:
        if self.limit < 1 or DAY % self.seconds:
            raise ValueError("A window divides a day and lets something through.")


@dataclass(frozen=True)
class Limit:
    """`network` counts a whole /24 or /48, so it is generous: a shelter is one network."""

    network: tuple[Window, ...] = ()
    account: tuple[Window, ...] = ()


LIMITS: dict[str, Limit] = {
    "login": Limit((Window(60, 15 * MINUTE),), (Window(10, 15 * MINUTE),)),
    "login_code": Limit((Window(60, HOUR),), (Window(5, 15 * MINUTE), Window(20, DAY))),
    "second_factor": Limit((Window(120, HOUR),), (Window(10, 15 * MINUTE),)),
    "reset_password": Limit((Window(30, HOUR),), (Window(3, 15 * MINUTE), Window(10, DAY))),
    "sign_up": Limit((Window(30, HOUR), Window(100, DAY)), (Window(5, HOUR),)),
    "sms_code": Limit((Window(20, HOUR),), (Window(3, HOUR), Window(6, DAY))),
    "phone_code": Limit((Window(120, HOUR),), (Window(20, HOUR),)),
    "report": Limit((Window(20, HOUR), Window(100, DAY)), (Window(20, HOUR),)),
    "ask": Limit((Window(20, HOUR), Window(100, DAY)), (Window(10, HOUR),)),
    "contact": Limit((Window(20, HOUR), Window(60, DAY)), (Window(10, HOUR), Window(30, DAY))),
    "consent": Limit((Window(30, HOUR),), (Window(5, HOUR),)),
    "search": Limit((Window(300, 5 * MINUTE),)),
    "export": Limit((), (Window(10, HOUR),)),
    "delete": Limit((), (Window(10, HOUR),)),
}


def hit(action: str, *, network: str | None = None, account: str | None = None) -> None:
    """Count one more. Raises TooMany when it must not be done now, KeyError for no such action.

    Call it outside a transaction: what is rolled back was not counted.
    """
    limit, now = LIMITS[action], int(time.time())
    for kind, who, windows in (
        ("network", network, limit.network),
        ("account", account, limit.account),
    ):
        for window in windows if who else ():
            start = now - now % window.seconds
            end = start + window.seconds
            key = fingerprint(f"{action}:{kind}:{window.seconds}:{who}", start)
            if not RateCount.objects.take(
                key=key, action=action, start=start, end=end, limit=window.limit
            ):
                raise TooMany(max(end - now, 1))


def fingerprint(text: str, moment: int) -> str:
    """Keyed hash of `text` with the salt of the day (UTC) in which `moment` lies."""
    day = dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat()
    salt = hmac.new(settings.SECRET_KEY.encode(), f"limits:{day}".encode(), hashlib.sha256)
    return hmac.new(salt.digest(), text.casefold().encode(), hashlib.sha256).hexdigest()


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """The page that says 'later', for every door the same (RFC 6585, section 4)."""
    response = render(request, "429.html", {"retry_after": error.retry_after}, status=429)
    response["Retry-After"] = str(error.retry_after)
    response["Cache-Control"] = "no-store"
    return response


def limited(
    action: str,
    *,
    methods: tuple[str, ...] = ("POST",),
    account: Callable[[HttpRequest], str | None] | None = None,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Let a view through only as often as LIMITS says.

    `account` finds out whose counter it is; without it only the network counts, so that the
    session of a reader is not touched.
    """
    if action not in LIMITS:
        raise KeyError(action)

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method in methods:
                who = account(request) if account else None
                try:
                    hit(action, network=network_of(request), account=who)
                except TooMany as error:
                    return too_many(request, error)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in_account(request: Any) -> str | None:
    """For `limited(account=…)` on pages that need a session anyway."""
    return str(request.user.pk) if request.user.is_authenticated else None
