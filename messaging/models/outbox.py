"""Everything we send is one row here, written in the transaction that causes it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.addresses import shorten

# A worker that has not said what became of a message after this time is taken for dead.
CLAIM_HOLDS = dt.timedelta(minutes=2)


class MessageQuerySet(models.QuerySet["Message"]):
    def open(self) -> MessageQuerySet:
        """Those still to be handed over. Written out, so that the partial index is used."""
        return self.filter(state__in=["waiting", "held"])

    def due(self, now: dt.datetime) -> MessageQuerySet:
        return self.open().filter(next_try_at__lte=now)

    def in_turn(self) -> MessageQuerySet:
        """A code to sign in overtakes ten thousand digests."""
        return self.order_by("priority", "next_try_at", "pk")

    def stale(self, now: dt.datetime) -> MessageQuerySet:
        """Claimed by a worker that never told what became of them."""
        return self.filter(state="sending", claimed_at__lt=now - CLAIM_HOLDS)

    def oldest_waiting(self) -> Message | None:
        """What should have been handed over for the longest time."""
        return self.due(timezone.now()).order_by("next_try_at").first()

    def over(self, now: dt.datetime) -> MessageQuerySet:
        """Those whose words and address have been kept for MESSAGE_RETENTION_DAYS."""
        limit = now - dt.timedelta(days=settings.MESSAGE_RETENTION_DAYS)
        return self.finished().filter(
            purged_at__isnull=True, created_at__lt=limit, next_try_at__lt=limit
        )

    def finished(self) -> MessageQuerySet:
        """Nothing will happen to them by itself; reports may still come."""
        return self.exclude(state__in=["waiting", "held", "sending"])


class Message(models.Model):
    """One message to one address.

    A state changes by a conditional UPDATE only. `claim` names the worker's hold on a row in
    state `sending`: whoever lost it can no longer write an outcome. `foreign_id` is our name for
    the message towards the provider, the same in every attempt.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("Account: what somebody has just asked for")
        SERVICE = "service", _("Service: what somebody takes part in")
        CALLOUT = "callout", _("Calls for help")
        DIGEST = "digest", _("News and summaries")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        HELD = "held", _("Held until later")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")
        BOUNCED = "bounced", _("Bounced")
        UNKNOWN = "unknown", _("Unknown whether sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPPRESSED = "suppressed", _("Not wanted by the recipient")

    # What anybody may stop. The others carry no List-Unsubscribe.
    STOPPABLE = frozenset({Purpose.CALLOUT, Purpose.DIGEST})
    # Smaller goes first.
    PRIORITIES = {Purpose.ACCOUNT: 0, Purpose.CALLOUT: 1, Purpose.SERVICE: 1, Purpose.DIGEST: 2}

    key = models.CharField(_("text"), max_length=64)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    priority = models.PositiveSmallIntegerField(_("priority"), default=1, editable=False)
    to_address = models.CharField(_("address"), max_length=254, blank=True)
    address_hash = models.CharField(_("fingerprint of the address"), max_length=64, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="messages",
    )
    language = models.CharField(_("language"), max_length=16)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    text = models.TextField(_("text of the message"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(_("hold of a worker"), null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("not before"), default=timezone.now)
    provider = models.CharField(_("provider"), max_length=32, blank=True)
    provider_id = models.CharField(_("id at the provider"), max_length=200, blank=True)
    foreign_id = models.CharField(_("our id"), max_length=32, unique=True, editable=False)
    parts = models.PositiveSmallIntegerField(_("parts"), default=1)
    cost_micros = models.BigIntegerField(
        _("cost"), default=0, help_text=_("In millionths of a euro.")
    )
    error = models.TextField(_("error"), blank=True)
    dedupe_key = models.CharField(
        _("key against doubles"), max_length=200, null=True, blank=True, unique=True
    )
    list_unsubscribe_token = models.CharField(
        _("token to stop"), max_length=32, null=True, blank=True, unique=True, editable=False
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    purged_at = models.DateTimeField(_("emptied at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["channel", "priority", "next_try_at", "id"],
                name="messaging_due",
                condition=Q(state__in=["waiting", "held"]),
            ),
            models.Index(
                fields=["claimed_at"], name="messaging_sending", condition=Q(state="sending")
            ),
            models.Index(fields=["provider_id"], name="messaging_provider_id"),
            models.Index(fields=["-created_at", "-id"], name="messaging_newest"),
            models.Index(fields=["user", "sent_at"], name="messaging_per_person"),
            models.Index(fields=["channel", "sent_at"], name="messaging_per_channel"),
        ]
        constraints = [
            models.CheckConstraint(
                name="messaging_message_state",
                condition=Q(
                    state__in=[
                        "waiting",
                        "held",
                        "sending",
                        "sent",
                        "delivered",
                        "failed",
                        "bounced",
                        "unknown",
                        "withdrawn",
                        "suppressed",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="messaging_sending_is_claimed",
                condition=~Q(state="sending") | Q(claim__isnull=False, claimed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.short_address}"

    @property
    def short_address(self) -> str:
        """Enough to recognise an address one knows, too little to use it."""
        return shorten(self.to_address)

    @property
    def can_be_stopped(self) -> bool:
        return self.purpose in self.STOPPABLE


def new_foreign_id() -> str:
    """128 random bits: a provider's webhook that names one has seen the message."""
    return uuid.uuid4().hex
