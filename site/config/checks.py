"""Production refuses to start on a combination that would do harm, and says which."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50


@register(Tags.security)
def refuse_unsafe_combinations(**_options: Any) -> list[CheckMessage]:
    """Runs at every start, not only with `--deploy`: who forgets one forgets the other."""
    if settings.DEBUG or settings.DEMO:
        return demo_is_not_production()
    problems: list[CheckMessage] = []
    if len(secret_key()) < SHORTEST_KEY:
        problems.append(
            Error(
                "SECRET_KEY is missing or short.",
                hint='Set it: python -c "import secrets; print(secrets.token_urlsafe(50))"',
                id="config.E001",
            )
        )
    if not settings.HTTPS and not is_local(settings.SITE_URL):
        problems.append(
            Error(
                "SITE_URL is not https: passwords would travel in the open.",
                hint="Put a web server with a certificate in front and set SITE_URL to it.",
                id="config.E002",
            )
        )
    if "*" in settings.ALLOWED_HOSTS and settings.HTTPS:
        problems.append(
            Error(
                "ALLOWED_HOSTS holds '*': links in e-mails could point anywhere.",
                hint="Name the hosts of the site.",
                id="config.E003",
            )
        )
    return problems


def secret_key() -> str:
    """Django raises where the key is empty; here that is one problem of several."""
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ""


def demo_is_not_production() -> list[CheckMessage]:
    if settings.HTTPS and not is_local(settings.SITE_URL):
        return [
            Error(
                "DEBUG or DEMO is on at a public address: both have well-known passwords.",
                hint="Take DEBUG and DEMO out of the environment.",
                id="config.E004",
            )
        ]
    return []


def is_local(url: str) -> bool:
    host = url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return host in {"localhost", "127.0.0.1", "[::1]"}
