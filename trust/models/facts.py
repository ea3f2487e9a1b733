"""Who checked a content, when, from which sources, and until when that holds.

One row is one check by one person. Rows are never changed: a new check is a new row, and the former
one only loses its mark `current`. So the date a reader sees cannot move by accident, and the
history of a page is complete. A check belongs to `subject`, the `translation_key` that
all languages of a page share.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

IMMUTABLE = _("A content check is never changed or deleted. Record a new one.")


class FactCheckQuerySet(models.QuerySet["FactCheck"]):
    def current(self) -> FactCheckQuerySet:
        return self.filter(current=True)

    def for_subject(self, subject: uuid.UUID) -> FactCheckQuerySet:
        return self.filter(subject=subject)

    def overdue(self, today: dt.date | None = None) -> FactCheckQuerySet:
        """Checks whose next check was due before `today` (local date)."""
        return self.current().filter(review_by__lt=today or timezone.localdate())

    def due_soon(self, today: dt.date | None = None, days: int = 30) -> FactCheckQuerySet:
        """Checks due within `days` from `today`, not yet overdue."""
        today = today or timezone.localdate()
        return self.current().filter(review_by__range=(today, today + dt.timedelta(days=days)))

    def with_sources(self) -> FactCheckQuerySet:
        """Sources of all rows in one further statement."""
        return self.prefetch_related("sources")

    def update(self, **kwargs: Any) -> int:
        raise ValidationError(IMMUTABLE)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ValidationError(IMMUTABLE)


class FactCheck(models.Model):
    """One check of one content by one person, append-only."""

    subject = models.UUIDField(
        _("content"), help_text=_("The key that all languages of a page share.")
    )
    checked_at = models.DateField(
        _("checked on"),
        help_text=_("The day on which a person compared the text with its sources."),
    )
    review_by = models.DateField(
        _("next check due"),
        help_text=_("After this day readers see that the text may be outdated."),
    )
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    checker_name = models.CharField(
        _("name of the checker"),
        max_length=150,
        help_text=_("Kept for the record; readers see the role, not the name."),
    )
    checker_role = models.CharField(
        _("role of the checker"),
        max_length=150,
        help_text=_("For example: legal adviser, counsellor, editor."),
    )
    organisation = models.CharField(
        _("responsible organisation"),
        max_length=200,
        help_text=_("Who answers for this content towards readers."),
    )
    place = models.CharField(
        _("place it applies to"),
        max_length=200,
        help_text=_("For example: all of Germany, Bavaria, the city of Nuremberg."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        max_length=2000,
        help_text=_("For other editors; readers do not see it."),
    )
    current = models.BooleanField(_("current"), default=True, editable=False)
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("content check")
        verbose_name_plural = _("content checks")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-created_at"], name="trust_check_history"),
            models.Index(fields=["review_by"], condition=Q(current=True), name="trust_check_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(current=True), name="trust_one_current_check"
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("checked_at")),
                name="trust_review_after_check",
                violation_error_message=_("The next check must be later than this one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d} · {self.organisation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(IMMUTABLE)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(IMMUTABLE)

    @property
    def interval(self) -> dt.timedelta:
        """How long this check was meant to hold."""
        return self.review_by - self.checked_at

    def is_overdue(self, today: dt.date | None = None) -> bool:
        return self.days_overdue(today) > 0

    def days_overdue(self, today: dt.date | None = None) -> int:
        """Whole days since the next check was due; 0 on the day itself and before."""
        return max(((today or timezone.localdate()) - self.review_by).days, 0)


class SourceQuerySet(models.QuerySet["Source"]):
    def update(self, **kwargs: Any) -> int:
        raise ValidationError(IMMUTABLE)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ValidationError(IMMUTABLE)


class Source(models.Model):
    """Where the checker looked it up. As unchangeable as the check it belongs to."""

    fact_check = models.ForeignKey(
        FactCheck, verbose_name=_("content check"), on_delete=models.CASCADE, related_name="sources"
    )
    title = models.CharField(_("title"), max_length=255)
    publisher = models.CharField(
        _("publisher"), max_length=200, help_text=_("For example: Federal Office for Migration.")
    )
    url = models.URLField(_("address (URL)"), max_length=1000)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(IMMUTABLE)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(IMMUTABLE)


def current_checks(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, FactCheck]:
    """Current checks with sources for many pages, in two statements however many there are."""
    checks = FactCheck.objects.current().filter(subject__in=list(subjects)).with_sources()
    return {check.subject: check for check in checks}
