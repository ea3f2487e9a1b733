"""Whom to turn to: edited once, shown wherever it is chosen."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import ReferenceIndex, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.models.contact_point import ContactPoint, OpeningException, OpeningHours
from home.opening import OpeningState
from home.opening_text import OpeningWords
from translation.cache import locale_by_id
from translation.locales import direction, html_lang

__all__ = ["Contact", "ContactPoint", "ContactQuerySet", "OpeningException", "OpeningHours"]


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contacts with all that a card shows, in three statements however many there are."""

    def with_hours(self) -> Self:
        return self.select_related("point").prefetch_related(
            "point__opening_hours", "point__opening_exceptions"
        )

    def in_bulk(self, *args: Any, **kwargs: Any) -> dict[Any, "Contact"]:
        """Chooser blocks load the contacts of a page through this."""
        return super(ContactQuerySet, self.with_hours()).in_bulk(*args, **kwargs)

    def with_usage(self) -> Self:
        """Adds `usage`: how many pages and other things show this contact."""
        used_by = (
            ReferenceIndex.objects.filter(
                to_content_type__app_label="home",
                to_content_type__model="contact",
                to_object_id=Cast(models.OuterRef("pk"), models.CharField()),
            )
            .order_by()
            .values("to_object_id")
            .annotate(count=models.Count("object_id", distinct=True))
        )
        return self.annotate(usage=Coalesce(models.Subquery(used_by.values("count")), 0))


class Contact(index.Indexed, TranslatableMixin, models.Model):
    """A contact in the words of one language."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What one can ask there, in one or two sentences."),
    )
    languages_spoken = models.CharField(
        _("languages spoken"),
        max_length=255,
        blank=True,
        help_text=_("For example: German, Arabic and Ukrainian."),
    )
    point = models.ForeignKey(
        ContactPoint,
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name=_("contact point"),
        help_text=_("Phone, address and opening hours are edited there, once for all languages."),
    )

    objects = ContactQuerySet.as_manager()
    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("languages_spoken"),
        FieldPanel("point"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.SearchField("languages_spoken"),
        index.RelatedFields("point", [index.SearchField("phone"), index.SearchField("address")]),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("point", overridable=False)
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ("name",)
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name

    @property
    def lang(self) -> str:
        return html_lang(locale_by_id(self.locale_id).language_code)

    @property
    def dir(self) -> str:
        return direction(locale_by_id(self.locale_id).language_code)

    @cached_property
    def hours(self) -> OpeningWords | None:
        """None when no hours are known: then nothing is said about them."""
        schedule = self.point.schedule
        return (
            OpeningWords(schedule, timezone.now()) if schedule.hours or schedule.special else None
        )

    @property
    def opening_state(self) -> OpeningState | None:
        return self.hours.state if self.hours else None
