"""What providers report about messages, as it came in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models.outbox import Message


class DeliveryReportQuerySet(models.QuerySet["DeliveryReport"]):
    def over(self, now: dt.datetime) -> DeliveryReportQuerySet:
        """A provider's words may name an address: they go when those of the message go."""
        return self.filter(received_at__lt=now - dt.timedelta(days=settings.MESSAGE_RETENTION_DAYS))


class DeliveryReport(models.Model):
    """Append-only. `message` is empty when nobody knows which one is meant."""

    message = models.ForeignKey(
        Message,
        verbose_name=_("message"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reports",
    )
    provider = models.CharField(_("provider"), max_length=32)
    provider_id = models.CharField(_("id at the provider"), max_length=200, blank=True)
    foreign_id = models.CharField(_("our id"), max_length=32, blank=True)
    state = models.CharField(_("reported state"), max_length=16)
    detail = models.TextField(_("detail"), blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    objects = DeliveryReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.provider} {self.state} {self.received_at:%Y-%m-%d %H:%M}"
