"""What the search knows of a page."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class SearchEntry(models.Model):
    """One live page in one language. Aliases have none: they are found through their source.

    The order of the fields matters on SQLite: what every hit is filtered by stands before the
    long texts, so that a filter never reads them. The full text index is `home.search.schema`.
    """

    page = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_entry",
        verbose_name=_("page"),
    )
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    translation_key = models.UUIDField(_("translation key"), default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=100)
    title = models.CharField(_("title"), max_length=255)
    teaser = models.TextField(_("teaser"), blank=True)
    folded_title = models.TextField(_("folded title"), blank=True)
    text = models.TextField(_("text"), blank=True)
    folded_text = models.TextField(_("folded text"), blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["translation_key", "locale"], name="search_entry_translation")
        ]

    def __str__(self) -> str:
        return self.title
