"""The inbox of readers' reports, in wagtail-modeladmin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, IndexView, InspectView, InstanceSpecificView

from messaging.export import SafeExportMixin
from people.acts import record_act
from people.contact_views import log_contact_view, log_contact_views
from people.models import ContactView
from trust.access import editable_pages
from trust.models import Report

if TYPE_CHECKING:
    from django.http import HttpRequest

    from trust.models import ReportQuerySet


def reports_for(user: Any) -> ReportQuerySet:
    """Reports about pages that `user` may edit, and those about no page."""
    return Report.objects.about(editable_pages(user))


class ReportPermissionHelper(PermissionHelper):
    """Reports come from readers: nobody writes or rewrites one. Deleting is for data protection."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Report) -> bool:
        return False


class ReportIndexView(SafeExportMixin, IndexView):
    """The listing shows only their own reports, so no row is asked for again."""

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """A list that leaves the house is written down, for the team and for those in it."""
        addresses = list(queryset.exclude(email="").values_list("email", flat=True))
        log_contact_views(self.request, what=ContactView.What.EXPORT, addresses=addresses)
        record_act(
            actor=self.request.user,
            verb="trust.reports.exported",
            detail={"rows": queryset.count(), "format": spreadsheet_format},
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)


class OwnReportView(InstanceSpecificView):
    """A single report is opened only by those whose listing shows it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not reports_for(request.user).filter(pk=self.instance.pk).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReportInspectView(OwnReportView, InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_change = self.request.user.has_perm("trust.change_report")
        steps = self.instance.next_states if may_change else ()
        log_contact_view(self.request, what=ContactView.What.REPORT, address=self.instance.email)
        return super().get_context_data(next_states=steps, **kwargs)


class ReportDeleteView(OwnReportView, DeleteView):
    """For requests of data protection; who may delete is a permission of its own."""

    def delete_instance(self) -> None:
        record_act(actor=self.request.user, verb="trust.report.deleted", target=self.instance)
        super().delete_instance()


class ReportAdmin(ModelAdmin):
    model = Report
    base_url_path = "trust/reports"
    menu_label = _("Readers' reports")
    menu_icon = "mail"
    menu_order = 250
    permission_helper_class = ReportPermissionHelper
    index_view_class = ReportIndexView
    inspect_view_class = ReportInspectView
    delete_view_class = ReportDeleteView
    inspect_view_enabled = True
    inspect_template_name = "trust/admin/report_inspect.html"
    history_view_enabled = False
    list_display = ("created_at", "kind", "excerpt", "page_link", "language", "state")
    list_filter = ("state", "kind", "language", "created_at")
    list_select_related = ("page", "handled_by")
    list_per_page = 50
    search_fields = ("text", "path", "email", "page__title")
    ordering = ("-created_at",)
    list_export = (
        "created_at",
        "kind",
        "state",
        "language",
        "path",
        "text",
        "email",
        "handled_at",
    )
    export_filename = "reports"
    inspect_view_fields = (
        "created_at",
        "kind",
        "state",
        "page",
        "path",
        "language",
        "text",
        "email",
        "handled_by",
        "handled_at",
    )

    def get_queryset(self, request: HttpRequest) -> ReportQuerySet:
        return reports_for(request.user)

    def excerpt(self, report: Report) -> str:
        return report.text if len(report.text) <= 80 else f"{report.text[:80]}…"

    excerpt.short_description = _("Message")  # type: ignore[attr-defined]

    def page_link(self, report: Report) -> str:
        if report.page is None:
            return report.path
        url = reverse("wagtailadmin_pages:edit", args=[report.page_id])
        return format_html('<a href="{}">{}</a>', url, report.page.get_admin_display_title())

    page_link.short_description = _("Page")  # type: ignore[attr-defined]
