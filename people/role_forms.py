"""What an administrator fills in to give a role or to take it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from people.roles import ROLES


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("It is written down with your name. Everybody who may read the log reads it."),
    )


class GrantForm(ReasonForm):
    role = forms.ChoiceField(label=_("Role"))
    page = forms.ModelChoiceField(
        label=_("Only below this page"),
        queryset=Page.objects.filter(depth__gt=1),
        required=False,
        widget=AdminPageChooser,
        help_text=_("Its translations are meant, too. Ambassadors and organisations need one."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Only in these languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice the role holds in all languages."),
    )
    field_order = ("role", "page", "languages", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(one.code, one.label) for one in ROLES]
