"""What readers report: something is wrong, outdated, hard to understand, or a barrier."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        return self.filter(state__in=Report.OPEN_STATES)

    def about(self, pages: PageQuerySet) -> ReportQuerySet:
        """Reports about one of `pages`, and those about no page in particular."""
        return self.filter(Q(page__isnull=True) | Q(page__in=pages.order_by().values("pk")))


class Report(models.Model):
    """One message of one reader. `key` comes from the form, so a double click is one row."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("Something is wrong")
        OUTDATED = "outdated", _("It is outdated")
        UNCLEAR = "unclear", _("It is hard to understand")
        BARRIER = "barrier", _("I cannot use the page (a barrier)")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        REJECTED = "rejected", _("Rejected")

    OPEN_STATES = (State.NEW, State.IN_PROGRESS)
    NEXT_STATES: dict[str, tuple[State, ...]] = {
        State.NEW: (State.IN_PROGRESS,),
        State.IN_PROGRESS: (State.DONE, State.REJECTED),
        State.DONE: (State.IN_PROGRESS,),
        State.REJECTED: (State.IN_PROGRESS,),
    }

    key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    path = models.CharField(_("address on the site"), max_length=500, blank=True)
    language = models.CharField(_("language of the reader"), max_length=16)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    text = models.TextField(_("message"), max_length=4000)
    email = models.EmailField(_("e-mail for an answer"), blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="trust_report_inbox")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} · {self.get_kind_display()}"

    @property
    def next_states(self) -> tuple[State, ...]:
        return self.NEXT_STATES[self.state]
