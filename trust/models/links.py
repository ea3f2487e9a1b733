"""Links in live content that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet


class BrokenLinkQuerySet(models.QuerySet["BrokenLink"]):
    def on(self, pages: PageQuerySet) -> BrokenLinkQuerySet:
        """Links on one of `pages`, and those in snippets, which belong to no page."""
        return self.filter(Q(page__isnull=True) | Q(page__in=pages.order_by().values("pk")))


class BrokenLink(models.Model):
    """One address, in one content, that did not work when it was last tried."""

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("Other website")
        PAGE = "page", _("Page of this site")
        DOCUMENT = "document", _("Document")
        PHONE = "phone", _("Phone number")
        EMAIL = "email", _("E-mail address")

    class Problem(models.TextChoices):
        HTTP = "http", _("The server answers with an error")
        TIMEOUT = "timeout", _("No answer in time")
        UNREACHABLE = "unreachable", _("The server cannot be reached")
        REDIRECTS = "redirects", _("Too many redirects")
        REFUSED = "refused", _("The address is not public and was not tried")
        INVALID = "invalid", _("The address is not valid")
        MISSING = "missing", _("The target was deleted or is not published")

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    content_type = models.ForeignKey(
        "contenttypes.ContentType",
        verbose_name=_("kind of content"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    object_id = models.CharField(_("content"), max_length=255)
    content = GenericForeignKey("content_type", "object_id")
    title = models.CharField(_("found in"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    url = models.CharField(_("address (URL)"), max_length=1000)
    problem = models.CharField(_("problem"), max_length=16, choices=Problem.choices)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    first_seen = models.DateTimeField(_("broken since"), default=timezone.now)
    last_checked = models.DateTimeField(_("last checked"), default=timezone.now)

    objects = BrokenLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["first_seen", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "url"], name="trust_one_row_per_link"
            )
        ]

    def __str__(self) -> str:
        return self.url
