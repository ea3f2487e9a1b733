"""Words that people meet on letters."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from translation.cache import locale_by_id
from translation.locales import direction, html_lang


class GlossaryTerm(index.Indexed, TranslatableMixin, models.Model):
    """A term in the reader's language, the word that stands on the letter, and what it means."""

    term = models.CharField(
        _("term"), max_length=120, help_text=_("As people say it in this language.")
    )
    original = models.CharField(
        _("official German term"),
        max_length=120,
        help_text=_("As it stands on letters and signs. It is the same in all languages."),
    )
    explanation = models.TextField(
        _("explanation"), max_length=600, help_text=_("Two or three short sentences.")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("term"),
        FieldPanel("original"),
        FieldPanel("explanation"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("term", boost=2),
        index.AutocompleteField("term"),
        index.SearchField("original", boost=2),
        index.AutocompleteField("original"),
        index.SearchField("explanation"),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("original", overridable=False)
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ("term",)
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.term

    @property
    def lang(self) -> str:
        return html_lang(locale_by_id(self.locale_id).language_code)

    @property
    def dir(self) -> str:
        return direction(locale_by_id(self.locale_id).language_code)

    @property
    def shows_original(self) -> bool:
        return self.original.casefold() != self.term.casefold()
