"""Which checks are due: the editor's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from messaging.export import SafeExportMixin
from trust.access import editable_pages, edits_pages
from trust.models import FactCheck

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from trust.models import FactCheckQuerySet


class DayColumn(Column):
    """A day as it is written where the reader is; Wagtail's own column knows only the past."""

    def get_value(self, instance: Any) -> str:
        return date_format(super().get_value(instance), "SHORT_DATE_FORMAT")


class DueFilterSet(WagtailFilterSet):
    due = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("overdue", _("Overdue")), ("soon", _("Due within 30 days"))],
        method="filter_due",
    )

    class Meta:
        model = FactCheck
        fields = ["organisation", "place"]

    def filter_due(self, queryset: FactCheckQuerySet, name: str, value: str) -> FactCheckQuerySet:
        return queryset.overdue() if value == "overdue" else queryset.due_soon()


class ChecksDueView(SafeExportMixin, ReportView):
    """Current checks of the pages that this editor may edit, the most urgent first.

    Statements: a fixed number, whatever the number of checks.
    """

    model = FactCheck
    page_title = _("Checks due")
    header_icon = "calendar-check"
    filterset_class = DueFilterSet
    index_url_name = "trust_admin:checks_due"
    index_results_url_name = "trust_admin:checks_due_results"
    default_ordering = "review_by"
    is_searchable = True
    search_fields = ["organisation", "place", "checker_role", "checker_name"]
    columns = [
        TitleColumn(
            "page_title",
            label=_("Page"),
            get_url=lambda check: reverse("trust_admin:check", args=[check.page_id]),
        ),
        Column("state", label=_("State")),
        DayColumn("review_by", label=_("Next check due"), sort_key="review_by"),
        DayColumn("checked_at", label=_("Checked on"), sort_key="checked_at"),
        Column("organisation", label=_("Responsible organisation"), sort_key="organisation"),
        Column("place", label=_("Place it applies to"), sort_key="place"),
    ]
    list_export = [
        "page_title",
        "state",
        "review_by",
        "checked_at",
        "organisation",
        "place",
        "checker_role",
        "page_url",
    ]
    export_headings = {
        "page_title": _("Page"),
        "state": _("State"),
        "page_url": _("Address of the page"),
    }
    export_filename = "checks-due"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not edits_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> FactCheckQuerySet:
        keys = editable_pages(self.request.user).order_by().values("translation_key")
        return FactCheck.objects.current().filter(subject__in=keys)

    def search_queryset(self, queryset: QuerySet[FactCheck]) -> QuerySet[FactCheck]:
        """Also by the title of the page."""
        if not self.is_searching:
            return queryset
        titles = editable_pages(self.request.user).filter(draft_title__icontains=self.search_query)
        query = Q(subject__in=titles.order_by().values("translation_key"))
        for field in self.search_fields:
            query |= Q(**{f"{field}__icontains": self.search_query})
        return queryset.filter(query)

    def decorate_paginated_queryset(self, object_list: Iterable[FactCheck]) -> list[FactCheck]:
        """Give each check the one page that this editor would open: the source before aliases."""
        checks = list(object_list)
        pages = editable_pages(self.request.user).filter(
            translation_key__in=[check.subject for check in checks]
        )
        aliases_first = F("alias_of").asc(nulls_last=True)  # the last one stays in the dict
        by_key = {page.translation_key: page for page in pages.order_by(aliases_first, "-pk")}
        for check in checks:
            page = by_key[check.subject]
            row: Any = check
            row.page_id, row.page_url = page.pk, page.url_path
            row.page_title = page.get_admin_display_title()
            row.state = _("Overdue") if check.is_overdue() else _("In order")
        return checks
