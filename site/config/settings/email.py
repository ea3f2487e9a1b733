"""E-mail: by SMTP, by a provider through anymail, or, in the demo, kept in the outbox."""

import os
from typing import Any

import environ

PREFIX = "ANYMAIL_"


def email_settings(env: environ.Env, *, demo: bool) -> dict[str, Any]:
    """Django's own settings: EMAIL_URL, or ANYMAIL_PROVIDER (brevo, mailjet, postmark, mailgun …).

    EMAIL_TIMEOUT is in seconds, for one step of the conversation with a mail server.
    """
    found: dict[str, Any] = env.email_url("EMAIL_URL", default="consolemail://")
    if provider := env.str("ANYMAIL_PROVIDER", default=""):
        found = {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend"}
    elif demo and not env.str("EMAIL_URL", default=""):
        found = {"EMAIL_BACKEND": "messaging.channels.kept.EmailBackend"}
    return {"EMAIL_TIMEOUT": 20, **found}


def anymail_options() -> dict[str, str]:
    """ANYMAIL_BREVO_API_KEY, ANYMAIL_WEBHOOK_SECRET and so on, without the prefix."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in os.environ.items()
        if name.startswith(PREFIX) and name != "ANYMAIL_PROVIDER"
    }
