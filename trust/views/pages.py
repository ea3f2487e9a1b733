"""Two lists behind the to-do panel: drafts, and pages without a translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Locale, Page

from messaging.export import SafeExportMixin
from trust.access import editable_pages, edits_pages

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from wagtail.query import PageQuerySet


class LocaleFilterSet(WagtailFilterSet):
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), empty_label=_("All"), queryset=Locale.objects.all()
    )

    class Meta:
        model = Page
        fields = ["locale"]


class OwnPagesView(SafeExportMixin, PageReportView):
    """Pages that this editor may edit; a fixed number of statements per screen.

    With columns of its own: Wagtail's template for pages asks for the permissions of each row.
    """

    results_template_name = "wagtailadmin/reports/base_report_results.html"
    columns = [
        TitleColumn(
            "draft_title",
            label=_("Title"),
            sort_key="draft_title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("locale", label=_("Language"), sort_key="locale"),
        Column("page_type_display_name", label=_("Type")),
        Column("status_string", label=_("Status")),
        DateColumn(
            "latest_revision_created_at", label=_("Changed"), sort_key="latest_revision_created_at"
        ),
    ]
    filterset_class = LocaleFilterSet
    default_ordering = "-latest_revision_created_at"
    is_searchable = True
    search_backend_name = None
    search_fields = ["draft_title"]
    list_export = ["draft_title", "locale", "latest_revision_created_at", "status_string"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not edits_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> PageQuerySet:
        pages = editable_pages(self.request.user).select_related("content_type", "locale")
        return pages.annotate_approved_schedule().prefetch_workflow_states()


class DraftsView(OwnPagesView):
    page_title = _("Drafts not published")
    header_icon = "edit"
    index_url_name = "trust_admin:drafts"
    index_results_url_name = "trust_admin:drafts_results"
    export_filename = "drafts"

    def get_base_queryset(self) -> PageQuerySet:
        drafts = Q(live=False) | Q(has_unpublished_changes=True)
        return super().get_base_queryset().filter(drafts, alias_of=None)


class UntranslatedView(OwnPagesView):
    """An alias shows the words of another language until somebody translates them."""

    page_title = _("Translations missing")
    header_icon = "globe"
    index_url_name = "trust_admin:untranslated"
    index_results_url_name = "trust_admin:untranslated_results"
    export_filename = "translations-missing"

    def get_base_queryset(self) -> PageQuerySet:
        return super().get_base_queryset().exclude(alias_of=None)
