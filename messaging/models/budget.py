"""What a month has cost, and how many messages an address got on a day. Both exact under load."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class SmsBudgetQuerySet(models.QuerySet["SmsBudget"]):
    def spend(self, *, month: dt.date, micros: int, limit: int) -> bool:
        """Take `micros` out of the month in one statement, or nothing. The row must exist."""
        room = self.filter(month=month, spent_micros__lte=limit - micros)
        return room.update(spent_micros=F("spent_micros") + micros) == 1

    def correct(self, *, month: dt.date, micros: int) -> None:
        """Add the difference (it may be negative) between what was estimated and what it cost."""
        self.filter(month=month).update(spent_micros=F("spent_micros") + micros)


class SmsBudget(models.Model):
    """One calendar month of the site's time zone, in millionths of a euro."""

    month = models.DateField(_("month"), unique=True, help_text=_("The first day of the month."))
    limit_euros = models.PositiveIntegerField(
        _("limit in euros"),
        null=True,
        blank=True,
        help_text=_("Empty: what the settings say (SMS_BUDGET)."),
    )
    spent_micros = models.BigIntegerField(_("spent in millionths of a euro"), default=0)
    alarm_percent = models.PositiveSmallIntegerField(_("alarm raised at"), default=0)

    objects = SmsBudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("SMS budget")
        verbose_name_plural = _("SMS budgets")
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def limit_micros(self) -> int:
        """This month's own limit, else that of the settings."""
        euros = settings.SMS_BUDGET if self.limit_euros is None else self.limit_euros
        return euros * 1_000_000


KEEP_COUNTS = dt.timedelta(days=3)


class DayCountQuerySet(models.QuerySet["DayCount"]):
    def over(self, now: dt.datetime) -> "DayCountQuerySet":
        """Of days that are past in every time zone."""
        return self.filter(day__lt=(now - KEEP_COUNTS).date())

    def take(self, *, address_hash: str, purpose: str, day: dt.date, cap: int) -> bool:
        """Count one more in one statement, or nothing when the cap is reached."""
        self.get_or_create(address_hash=address_hash, purpose=purpose, day=day)
        row = self.filter(address_hash=address_hash, purpose=purpose, day=day)
        return row.filter(count__lt=cap).update(count=F("count") + 1) == 1

    def give_back(self, *, address_hash: str, purpose: str, day: dt.date) -> None:
        row = self.filter(address_hash=address_hash, purpose=purpose, day=day, count__gt=0)
        row.update(count=F("count") - 1)


class DayCount(models.Model):
    """Messages to one address on one calendar day of its person. Purged after a few days.

    `purpose` holds the channel too: "sms:callout".
    """

    address_hash = models.CharField(_("fingerprint of the address"), max_length=64)
    purpose = models.CharField(_("purpose"), max_length=40)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("messages"), default=0)

    objects = DayCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("messages of a day")
        verbose_name_plural = _("messages of a day")
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "purpose", "day"], name="messaging_daycount_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.day}: {self.count}"
