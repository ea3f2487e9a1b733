"""What somebody agreed to, in which words, when, and when they took it back.

One row is one consent. Its three times are each filled once and never emptied: agreeing again is a
new row. So the rows are the log. No internet address is kept: the confirmation that only the owner
of the mailbox or phone can give proves more than one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = dt.timedelta(days=14)
FIXED = _("The words of a consent are never changed or deleted. Write a new version.")


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def update(self, **kwargs: Any) -> int:
        raise ValidationError(FIXED)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ValidationError(FIXED)


class ConsentText(models.Model):
    """The words somebody read before they agreed."""

    purpose = models.CharField(_("purpose"), max_length=32)
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of a consent")
        verbose_name_plural = _("words of consents")
        ordering = ["purpose", "-version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version", "language"], name="people_consent_words_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(FIXED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(FIXED)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self) -> ConsentQuerySet:
        """Confirmed and not taken back."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)

    def unanswered(self, now: dt.datetime) -> ConsentQuerySet:
        """Never confirmed in time: to be forgotten."""
        return self.filter(confirmed_at__isnull=True, given_at__lt=now - CONFIRM_WITHIN)


class Consent(models.Model):
    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="consents",
    )
    subject = models.CharField(
        _("fingerprint of the address"), max_length=64, db_index=True, editable=False
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    purpose = models.CharField(_("purpose"), max_length=32)
    text_version = models.PositiveIntegerField(_("version of the words"))
    language = models.CharField(_("language of the words"), max_length=12)
    source = models.CharField(
        _("where it was given"), max_length=64, help_text=_("For example: newsletter form.")
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["purpose", "channel"], name="people_consent_valid")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "channel", "purpose"],
                condition=Q(confirmed_at__isnull=False, withdrawn_at__isnull=True),
                name="people_one_valid_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.get_channel_display()}"

    @property
    def is_valid(self) -> bool:
        return self.confirmed_at is not None and self.withdrawn_at is None
