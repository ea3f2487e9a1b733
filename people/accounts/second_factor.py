"""What allauth asks this project about second factors: where secrets lie, what may be removed."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from people.accounts.staff import FACTORS, factors_of, needs_second_factor

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

    from people.models import User

SALT = b"people.accounts.second_factor:"


def _box() -> MultiFernet:
    """Keys from SECRET_KEY and the earlier ones, so that a new key locks nobody out."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(SALT + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    """A copy of the database alone opens no account: secrets are encrypted with SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Part of the page, without a style of its own: the policy allows neither."""
        return segno.make(url, micro=False).svg_inline(
            scale=4, border=4, dark="#000000", light="#ffffff", title=_("QR code for the app")
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep one app or passkey; a new one is added before the old one goes."""
        user: User = authenticator.user
        if authenticator.type not in FACTORS or not needs_second_factor(user):
            return True
        return factors_of(user).exclude(pk=authenticator.pk).exists()
