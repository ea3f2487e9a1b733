"""Phone numbers: typed in any script, kept in one spelling, confirmed by a code."""

from __future__ import annotations

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.typed import normalise_digits, strip_bidi_controls


def read_number(typed: str, region: str = "DE") -> str:
    """E.164 ("+4915112345678") of what somebody typed, in any digits.

    `region` holds for numbers without a country code. Raises ValidationError for what cannot ring.
    """
    text = strip_bidi_controls(normalise_digits(typed)).strip()
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _("This is not a phone number. An example is +49 151 12345678."), code="phone"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PhoneNumber(models.Model):
    """A number somebody says is theirs, until the code that was sent there proves it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="phone_numbers",
    )
    number = models.CharField(_("phone"), max_length=16, help_text=_("With country code (E.164)."))
    created_at = models.DateTimeField(_("typed at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    code_hash = models.CharField(
        _("fingerprint of the code"), max_length=64, blank=True, editable=False
    )
    code_until = models.DateTimeField(_("code is good until"), null=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(_("tries left"), default=0, editable=False)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        ordering = ["-confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "number"], name="people_phone_once_per_person"),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(confirmed_at__isnull=False),
                name="people_phone_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number[:3]}…{self.number[-3:]}"
