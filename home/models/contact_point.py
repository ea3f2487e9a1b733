"""Where a contact is reached, and when somebody is there: one row for all languages."""

import datetime as dt
import re
import zoneinfo
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from home import opening
from home.opening import Hours, Schedule, SpecialDay
from people.typed import normalise_digits, strip_bidi_controls

PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{1,38}")
# Marks of direction are dropped; dashes (U+2010 to U+2014) and minus (U+2212) become hyphens.
ODD_SIGNS: dict[int, str | None] = {
    **dict.fromkeys((0x200E, 0x200F, 0x061C)),
    **dict.fromkeys((*range(0x2010, 0x2015), 0x2212), "-"),
}
FAR_PAST = dt.timedelta(days=2)


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless the IANA data base knows the name."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("No time zone has this name. An example of a name is “Europe/Berlin”."),
            code="time_zone",
        )


def clean_phone(typed: str) -> str:
    """A phone number in Latin digits, with + instead of 00, and single spaces.

    Raises ValidationError when something else than a number is left.
    """
    text = strip_bidi_controls(normalise_digits(typed)).translate(ODD_SIGNS)
    text = " ".join(text.split())
    if text.startswith("00"):
        text = f"+{text[2:].lstrip()}"
    if text and not PHONE.fullmatch(text):
        raise ValidationError(
            {"phone": _("Write the number in digits, for example +49 341 123456.")}, code="phone"
        )
    return text


class ContactPointForm(WagtailAdminModelForm):
    """Looks at the rows together, which no row can do alone."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        hours = [Hours(row["weekday"], row["opens"], row["closes"]) for row in self._rows("hours")]
        if opening.overlapping(hours):
            self.add_error(None, _("Two opening hours of the week overlap. Join or change them."))
        by_date: dict[dt.date, list[dict[str, Any]]] = {}
        for row in self._rows("exceptions"):
            by_date.setdefault(row["date"], []).append(row)
        if any(_contradict(rows) for rows in by_date.values()):
            self.add_error(None, _("Two exceptions on one date contradict each other."))
        return dict(cleaned)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """The complete rows; what is wrong in a single row, the row itself says."""
        forms = self.formsets[f"opening_{name}"].forms if f"opening_{name}" in self.formsets else []
        needed = {"hours": "closes", "exceptions": "date"}[name]
        return [
            form.cleaned_data
            for form in forms
            if form.is_valid() and form.cleaned_data.get(needed) and not form.cleaned_data["DELETE"]
        ]


def _contradict(rows: list[dict[str, Any]]) -> bool:
    if len(rows) < 2:
        return False
    if any(row["closed"] or not row["opens"] for row in rows):
        return True
    return opening.overlapping(Hours(0, row["opens"], row["closes"]) for row in rows)


class ContactPoint(index.Indexed, ClusterableModel):
    """What does not differ by language: number, address, hours. All languages share one row."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("For editors, so that they find it again.")
    )
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("With country code: +49 341 123456")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    address = models.TextField(
        _("address"),
        blank=True,
        help_text=_("As on a letter. Never the address of a shelter that protects people."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="Europe/Berlin",
        validators=[validate_time_zone],
        help_text=_("The opening hours are on the clock of this place, for example Europe/Berlin."),
    )

    base_form_class = ContactPointForm
    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("website"),
                FieldPanel("address"),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "One row for each time of the week at which somebody is there. A time "
                        "that ends at or before its beginning goes past midnight. From 00:00 to "
                        "00:00 is the whole day."
                    )
                ),
                InlinePanel("opening_hours", label=_("Opening hours")),
                HelpPanel(
                    content=_(
                        "An exception replaces everything on its date, also what began the "
                        "evening before."
                    )
                ),
                InlinePanel("opening_exceptions", label=_("Exception")),
                FieldPanel("time_zone"),
            ],
            heading=_("When somebody is there"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("phone"),
        index.SearchField("email"),
        index.SearchField("address"),
    ]

    class Meta:
        ordering = ("name",)
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.phone = clean_phone(self.phone)

    @property
    def schedule(self) -> Schedule:
        """The hours as `home.opening` wants them, without exceptions that are over."""
        over = timezone.now().date() - FAR_PAST
        special: dict[dt.date, list[opening.Period]] = {}
        for row in self.opening_exceptions.all():
            if row.date >= over:
                periods = special.setdefault(row.date, [])
                if not row.closed and row.opens and row.closes:
                    periods.append((row.opens, row.closes))
        return Schedule(
            zone=self.time_zone,
            hours=tuple(
                Hours(row.weekday, row.opens, row.closes) for row in self.opening_hours.all()
            ),
            special=tuple(SpecialDay(date, tuple(periods)) for date, periods in special.items()),
        )


class OpeningHours(models.Model):
    """Somebody is there every week on this day."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    point = ParentalKey(ContactPoint, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])
    ]

    class Meta:
        ordering = ("weekday", "opens")
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}"


class OpeningException(models.Model):
    """One date on which it is different."""

    point = ParentalKey(ContactPoint, on_delete=models.CASCADE, related_name="opening_exceptions")
    date = models.DateField(_("date"))
    closed = models.BooleanField(_("closed"), default=False)
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("to"), null=True, blank=True)
    reason = models.CharField(
        _("reason"), max_length=120, blank=True, help_text=_("For editors. Readers do not see it.")
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("closed")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
        FieldPanel("reason"),
    ]

    class Meta:
        ordering = ("date", "opens")
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    def clean(self) -> None:
        super().clean()
        if self.closed and (self.opens or self.closes):
            raise ValidationError(_("Either it is closed, or there are times: not both."))
        if not self.closed and not (self.opens and self.closes):
            raise ValidationError(_("Say from when to when, or that it is closed."))
