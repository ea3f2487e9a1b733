"""Sends the link that confirms a consent; CONFIRMATION_SENDER leads here from people/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from messaging.services import send_message
from people.models.consent import CONFIRM_WITHIN

if TYPE_CHECKING:
    from people.models import Consent


def send_confirmation(*, consent: Consent, to: str, token: str) -> None:
    """In the language in which the words were read, in the transaction that wrote the consent.

    Nothing for SMS: a number is confirmed by a code (`messaging.verification`), and with it the
    consent.
    """
    if consent.channel != consent.Channel.EMAIL:
        return
    with override(consent.language):
        url = settings.SITE_URL + reverse("people:confirm_consent", args=[token])
    send_message(
        key="consent.confirm_email",
        channel="email",
        to=to,
        language=consent.language,
        context={"url": url, "days": CONFIRM_WITHIN.days},
        user=consent.user,
        purpose="account",
        dedupe_key=f"consent:{consent.pk}",
    )
