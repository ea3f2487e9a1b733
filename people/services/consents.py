"""Agreeing, confirming and taking back (requirement 4.6).

The confirmation itself is sent by messaging/, which lies above: CONFIRMATION_SENDER names a
function `send(*, consent, to, token)`. Without one, `confirmation_token` gives the token.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.addresses import hash_address
from people.models import Consent, ConsentText
from people.models.consent import CONFIRM_WITHIN

CONFIRM, WITHDRAW = "people.consent.confirm", "people.consent.withdraw"


@transaction.atomic
def give_consent(
    *,
    channel: str,
    address: str,
    purpose: str,
    source: str,
    user: Any = None,
    text_version: int | None = None,
    language: str = "",
) -> Consent:
    """Write down that somebody agreed; it holds once it is confirmed from the address itself.

    Without `text_version` the newest words of the purpose hold. Raises ValidationError when there
    are no words: nobody can agree to what was not said. The same again while the first one is
    open returns the first, and does not send twice.
    """
    language = language or get_language() or settings.LANGUAGE_CODE
    words = ConsentText.objects.filter(purpose=purpose)
    if text_version:
        words = words.filter(version=text_version)
    newest = words.first()
    if newest is None:
        raise ValidationError(_("There are no words for this consent yet."), code="words")
    fields = {"subject": hash_address(address), "channel": channel, "purpose": purpose}
    same = Consent.objects.filter(
        **fields, withdrawn_at__isnull=True, user=user, text_version=newest.version
    )
    if known := same.exclude(
        confirmed_at=None, given_at__lt=timezone.now() - CONFIRM_WITHIN
    ).first():
        return known
    consent = Consent.objects.create(
        **fields, user=user, text_version=newest.version, language=language, source=source
    )
    if settings.CONFIRMATION_SENDER:
        send = import_string(settings.CONFIRMATION_SENDER)
        send(consent=consent, to=address, token=confirmation_token(consent))
    return consent


def confirmation_token(consent: Consent) -> str:
    """What the link in the confirmation carries; good for 14 days."""
    return signing.dumps(consent.pk, salt=CONFIRM)


def withdrawal_token(consent: Consent) -> str:
    """What the link under every message carries. It never ends: taking back must always work."""
    return signing.dumps(consent.pk, salt=WITHDRAW)


def consent_of(token: str, *, salt: str) -> Consent | None:
    """The consent a signed link speaks of; None for a forged, spent or too old one."""
    max_age = CONFIRM_WITHIN if salt == CONFIRM else None
    try:
        number = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
    return Consent.objects.filter(pk=number).first()


@transaction.atomic
def confirm_consent(*, consent: Consent) -> bool:
    """Fill in the second time, once. False when it was confirmed or taken back already.

    A former consent of the same address and purpose is closed: one holds at a time.
    """
    now = timezone.now()
    others = Consent.objects.valid().filter(
        subject=consent.subject, channel=consent.channel, purpose=consent.purpose
    )
    open_one = Consent.objects.filter(
        pk=consent.pk,
        confirmed_at__isnull=True,
        withdrawn_at__isnull=True,
        given_at__gte=now - CONFIRM_WITHIN,
    )
    if not open_one.exists():
        return False
    others.exclude(pk=consent.pk).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            return bool(open_one.update(confirmed_at=now))
    except IntegrityError:  # another one of the same address was confirmed at this moment
        return False


@transaction.atomic
def withdraw_consent(*, consent: Consent) -> bool:
    """Fill in the third time, once, for this consent and every other of the same kind."""
    return bool(
        withdraw_consents(channel=consent.channel, subject=consent.subject, purpose=consent.purpose)
    )


def withdraw_consents(*, channel: str, subject: str, purpose: str = "") -> int:
    """Whoever owns the address with the fingerprint `subject` said stop. Without a purpose: to all.

    Returns how many consents ended.
    """
    open_ones = Consent.objects.filter(channel=channel, subject=subject, withdrawn_at__isnull=True)
    if purpose:
        open_ones = open_ones.filter(purpose=purpose)
    return open_ones.update(withdrawn_at=timezone.now())


def has_consent(*, channel: str, address: str, purpose: str) -> bool:
    """Whether this address may be written to for this purpose now."""
    subject = hash_address(address)
    wanted = Consent.objects.valid().filter(subject=subject, channel=channel, purpose=purpose)
    return wanted.exists()
