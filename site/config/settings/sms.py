"""SMS: how they go out, to whom, and what they may cost. docs/guides/texts.md explains each.

Declared here for the type checker, filled by `sms_settings` once the environment is read.
"""

import json
from typing import Any

import environ

SMS_URL: str
SMS_COUNTRIES: list[str]
SMS_PRICES: dict[str, int]
SMS_BUDGET: int
SMS_QUIET_FROM: int
SMS_QUIET_UNTIL: int


def sms_settings(env: environ.Env) -> dict[str, Any]:
    """SMS_BUDGET is in euros per month, SMS_PRICES in millionths of a euro per part."""
    prices = env.str("SMS_PRICES", default='{"DE": 75000, "AT": 75000, "*": 150000}')
    return {
        # `keep://` sends nothing: the outbox in the admin is where a demo's SMS can be read.
        "SMS_URL": env.str("SMS_URL", default="keep://"),
        # ISO codes; the first one is meant where a number has no prefix.
        "SMS_COUNTRIES": env.list("SMS_COUNTRIES", default=["DE", "AT"]),
        "SMS_PRICES": json.loads(prices),
        "SMS_BUDGET": env.int("SMS_BUDGET", default=50),
        # Hours on the wall of the recipient's time zone in which nothing may ring.
        "SMS_QUIET_FROM": env.int("SMS_QUIET_FROM", default=21),
        "SMS_QUIET_UNTIL": env.int("SMS_QUIET_UNTIL", default=8),
    }
