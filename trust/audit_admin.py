"""The audit log in the admin: to read, filter and take along; there is nothing to press."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from messaging.export import SafeExportMixin
from trust.models import AuditEntry


class AuditPermissionHelper(PermissionHelper):
    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: AuditEntry) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: AuditEntry) -> bool:
        return False


class AuditIndexView(SafeExportMixin, IndexView):
    """Who may read all may take all along."""


class AuditAdmin(ModelAdmin):
    model = AuditEntry
    base_url_path = "trust/audit"
    menu_label = _("Audit log")
    menu_icon = "list-ul"
    menu_order = 900
    add_to_settings_menu = True
    permission_helper_class = AuditPermissionHelper
    index_view_class = AuditIndexView
    inspect_view_enabled = True
    inspect_view_fields = ("at", "actor", "verb", "object_type", "object_id", "detail")
    history_view_enabled = False
    list_display = ("at", "who", "verb", "object_type", "object_id")
    list_filter = ("verb", "at")
    list_select_related = ("actor",)
    list_per_page = 100
    search_fields = ("verb", "object_type", "object_id", "actor__email", "actor__name")
    ordering = ("-at", "-pk")
    list_export = ("at", "actor", "verb", "object_type", "object_id", "detail")
    export_filename = "audit-log"

    def who(self, entry: AuditEntry) -> str:
        return str(entry.actor or "–")

    who.short_description = _("Who")  # type: ignore[attr-defined]
