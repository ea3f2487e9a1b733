"""Counters that several web machines share, and the forms that were sent already."""

from __future__ import annotations

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# One statement on both databases; no row comes back when the limit is reached. A refused try does
# not count, so nobody can prolong a lock by trying on.
TAKE = """
INSERT INTO people_ratecount (key, action, window_start, window_end, count)
VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (key, window_start) DO UPDATE SET count = people_ratecount.count + 1
WHERE people_ratecount.count < %s
RETURNING count
"""


class RateCountQuerySet(models.QuerySet["RateCount"]):
    def take(self, *, key: str, action: str, start: int, end: int, limit: int) -> bool:
        """Count one more in one statement, or nothing when there are `limit` in this window."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(TAKE, [key, action, start, end, limit])
            return cursor.fetchone() is not None


class RateCount(models.Model):
    """How often something was done in one window of time. Times are seconds since 1970.

    `key` is a keyed hash with a salt of the day: rows of two days cannot be joined.
    """

    key = models.CharField(_("fingerprint"), max_length=64)
    action = models.CharField(_("action"), max_length=32)
    window_start = models.BigIntegerField(_("from"))
    window_end = models.BigIntegerField(_("to"), db_index=True)
    count = models.PositiveIntegerField(_("number"), default=0)

    objects = RateCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("counter of a limit")
        verbose_name_plural = _("counters of limits")
        constraints = [
            models.UniqueConstraint(fields=["key", "window_start"], name="people_ratecount_once")
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.count}"


class FormTokenQuerySet(models.QuerySet["FormToken"]):
    def spend(self, fingerprint: str) -> bool:
        """True for exactly one caller, in its transaction: what failed may be sent again."""
        _row, created = self.get_or_create(fingerprint=fingerprint)
        return created


class FormToken(models.Model):
    """A form that was sent. Holds no content and nobody's name."""

    fingerprint = models.CharField(_("fingerprint"), max_length=64, primary_key=True)
    used_at = models.DateTimeField(_("used at"), default=timezone.now, db_index=True)

    objects = FormTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return self.fingerprint[:8]
