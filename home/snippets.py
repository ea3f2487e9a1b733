"""What editors write once and place on many pages. Registered in `wagtail_hooks.py`."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models.contact import Contact
from home.models.contact_point import ContactPoint
from home.models.glossary import GlossaryTerm


class ContactViewSet(SnippetViewSet):
    model = Contact
    icon = "user"
    menu_label = _("Contacts")
    list_display: ClassVar[list[Any]] = [
        "name",
        "languages_spoken",
        Column("point", label=_("Contact point")),
        Column("usage", label=_("Used"), sort_key="usage"),
        UpdatedAtColumn(),
    ]
    list_filter: ClassVar[dict[str, list[str]]] = {"point": ["exact"]}
    list_export: ClassVar[list[str]] = ["name", "description", "languages_spoken", "point"]
    inspect_view_enabled = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        return Contact.objects.select_related("point").with_usage()


class ContactPointViewSet(SnippetViewSet):
    model = ContactPoint
    icon = "mobile-alt"
    menu_label = _("Contact points")
    list_display: ClassVar[list[Any]] = ["name", "phone", "email", "time_zone", UpdatedAtColumn()]
    list_filter: ClassVar[list[str]] = ["time_zone"]
    list_export: ClassVar[list[str]] = ["name", "phone", "email", "website", "address"]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "info-circle"
    menu_label = _("Glossary")
    list_display: ClassVar[list[Any]] = ["term", "original", UpdatedAtColumn()]
    list_filter: ClassVar[dict[str, list[str]]] = {"original": ["icontains"]}
    list_export: ClassVar[list[str]] = ["term", "original", "explanation"]
    ordering = "term"


class BuildingBlocks(SnippetViewSetGroup):
    items = (ContactViewSet, ContactPointViewSet, GlossaryTermViewSet)
    menu_label = _("Building blocks")
    menu_icon = "snippet"
    menu_order = 300
