"""What somebody typed: a reader's report, and the content check of an editor."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from people.forms import PublicForm
from people.typed import strip_bidi_controls
from trust.models import FactCheck, Report, Source
from trust.services import SourceData

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_MONTHS = 6


class ReportForm(PublicForm):
    """No account and no contact data needed (requirement 1.4)."""

    autocomplete: ClassVar[dict[str, str]] = {"email": "email"}

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=Report.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What should we know?"),
        help_text=_("In any language. Please do not write anything private about yourself."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want an answer. We use it for nothing else."),
        required=False,
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean_text(self) -> str:
        return strip_bidi_controls(self.cleaned_data["text"])


def in_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class FactCheckForm(forms.ModelForm[FactCheck]):
    """The content check of a page, without its sources, which are a formset beside it."""

    publish = forms.BooleanField(
        label=_("Publish the page now"),
        help_text=_("The newest draft goes live as soon as the check is recorded."),
        required=False,
    )

    class Meta:
        model = FactCheck
        fields = ("organisation", "checker_role", "place", "review_by", "note")
        widgets: ClassVar[dict[str, Any]] = {
            "review_by": AdminDateInput(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_review_by(self) -> dt.date:
        day: dt.date = self.cleaned_data["review_by"]
        if day <= timezone.localdate():
            raise ValidationError(_("Choose a day in the future."), code="past")
        return day


class SourceForm(forms.ModelForm[Source]):
    class Meta:
        model = Source
        fields = ("title", "publisher", "url")

    url = forms.URLField(label=_("Address (URL)"), max_length=1000, assume_scheme="https")


class BaseSourceFormSet(forms.BaseFormSet[SourceForm]):
    def sources(self) -> list[SourceData]:
        """The rows that were filled in and not marked for deletion; only after `is_valid()`."""
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [
            SourceData(title=row["title"], publisher=row["publisher"], url=row["url"])
            for row in rows
            if row
        ]

    def clean(self) -> None:
        kept = [form for form in self.forms if form not in self.deleted_forms]
        if all(form.is_valid() for form in kept) and not self.sources():
            raise ValidationError(_("Name at least one source."), code="no_source")


SourceFormSet = forms.formset_factory(
    SourceForm,
    formset=BaseSourceFormSet,
    extra=2,
    can_delete=True,
    max_num=20,
    validate_max=True,
)


def source_rows(sources: Iterable[Source]) -> list[dict[str, str]]:
    """Initial data of the formset from the sources of the former check."""
    return [{"title": s.title, "publisher": s.publisher, "url": s.url} for s in sources]
