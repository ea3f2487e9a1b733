"""Addresses that do not want, or cannot take, what we send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models.outbox import Message

if TYPE_CHECKING:
    from collections.abc import Iterable


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def open(self) -> SuppressionQuerySet:
        return self.filter(lifted_at__isnull=True)

    def against(self, messages: Iterable[Message]) -> set[int]:
        """Primary keys of those `messages` that must not be sent. One statement."""
        wanted = list(messages)
        hashes = {message.address_hash for message in wanted}
        rows = self.open().filter(address_hash__in=hashes)
        stops = set(rows.values_list("channel", "address_hash", "purpose"))
        return {
            message.pk
            for message in wanted
            if message.purpose != Message.Purpose.ACCOUNT
            and stops
            & {
                (message.channel, message.address_hash, purpose)
                for purpose in ("", message.purpose)
            }
        }


class Suppression(models.Model):
    """A stop for one address and one purpose, or for everything (`purpose` empty).

    It never stops what a person has just asked for (purpose `account`): a code to sign in must
    reach also those who want nothing else. The address is kept as a keyed hash only, so a stop
    outlives the deletion of the person without naming anybody.
    """

    class Reason(models.TextChoices):
        STOPPED = "stopped", _("Stopped by the recipient")
        BOUNCED = "bounced", _("The address does not exist")
        COMPLAINED = "complained", _("Reported as spam")
        STAFF = "staff", _("Entered by the team")

    channel = models.CharField(_("channel"), max_length=8, choices=Message.Channel.choices)
    address_hash = models.CharField(_("fingerprint of the address"), max_length=64)
    purpose = models.CharField(
        _("purpose"), max_length=16, choices=Message.Purpose.choices, blank=True
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash", "purpose"],
                condition=Q(lifted_at__isnull=True),
                name="messaging_one_open_stop",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.address_hash[:8]}"
