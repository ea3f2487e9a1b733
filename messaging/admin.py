"""The outbox in wagtail-modeladmin: what goes out, what did not, what a person must decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import DjangoORMSearchHandler, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from messaging.export import SafeExportMixin
from messaging.models import Message, Suppression
from people.addresses import hash_address
from people.contact_views import log_contact_view
from people.models import ContactView

if TYPE_CHECKING:
    from messaging.models import MessageQuerySet


class ReadOnlyPermissionHelper(PermissionHelper):
    """Rows that the machine writes: nobody makes, changes or deletes one."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class AddressSearch(DjangoORMSearchHandler):
    """A whole address or number finds its messages by the fingerprint, also emptied ones.

    Parts of addresses find nothing: a listing of everybody at one host is nobody's business.
    """

    def search_queryset(
        self, queryset: MessageQuerySet, search_term: str, **kwargs: Any
    ) -> MessageQuerySet:
        if "@" in search_term or search_term.lstrip().startswith("+"):
            return queryset.filter(address_hash=hash_address(search_term))
        return super().search_queryset(queryset, search_term, **kwargs)


class MessageIndexView(SafeExportMixin, IndexView):
    """Without text and HTML: a page of the listing would load fifty mails."""

    def get_queryset(self, request: Any = None) -> Any:
        return super().get_queryset(request).defer("text", "html")


class MessageInspectView(InspectView):
    """The decisions about a message of unknown fate are buttons here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.instance
        log_contact_view(
            self.request,
            what=ContactView.What.MESSAGE,
            person=message.user,
            address="" if message.user else message.to_address,
        )
        may_change = self.request.user.has_perm("messaging.change_message")
        unknown = self.instance.state == Message.State.UNKNOWN
        failed = self.instance.state == Message.State.FAILED
        emptied = not self.instance.text
        return super().get_context_data(
            can_retry=may_change and not emptied and (unknown or failed),
            can_confirm=may_change and unknown,
            reports=self.instance.reports.all()[:50],
            **kwargs,
        )


class MessageAdmin(ModelAdmin):
    model = Message
    base_url_path = "messaging/messages"
    menu_label = _("Outbox")
    menu_icon = "mail"
    menu_order = 260
    permission_helper_class = ReadOnlyPermissionHelper
    search_handler_class = AddressSearch
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    inspect_view_enabled = True
    inspect_template_name = "messaging/admin/message_inspect.html"
    history_view_enabled = False
    list_display = (
        "created_at",
        "state",
        "channel",
        "address",
        "key",
        "purpose",
        "language",
        "attempts",
        "error_excerpt",
    )
    list_filter = ("state", "channel", "purpose", "language", "created_at")
    list_per_page = 50
    search_fields = ("key", "foreign_id", "provider_id", "subject")
    ordering = ("-created_at",)
    list_export = (
        "created_at",
        "state",
        "channel",
        "short_address",
        "key",
        "purpose",
        "language",
        "attempts",
        "parts",
        "cost_micros",
        "sent_at",
        "delivered_at",
        "error",
    )
    export_filename = "messages"
    inspect_view_fields = (
        "created_at",
        "state",
        "channel",
        "short_address",
        "key",
        "purpose",
        "language",
        "subject",
        "text",
        "attempts",
        "next_try_at",
        "error",
        "sent_at",
        "delivered_at",
        "provider",
        "provider_id",
        "foreign_id",
        "parts",
        "cost_micros",
    )

    def address(self, message: Message) -> str:
        return message.short_address or "–"

    address.short_description = _("Address")  # type: ignore[attr-defined]

    def error_excerpt(self, message: Message) -> str:
        return message.error if len(message.error) <= 80 else f"{message.error[:80]}…"

    error_excerpt.short_description = _("Error")  # type: ignore[attr-defined]


class SuppressionAdmin(ModelAdmin):
    """Who wants no messages; found by the whole address, for nobody can read the fingerprint."""

    model = Suppression
    base_url_path = "messaging/stops"
    menu_label = _("Stopped addresses")
    menu_icon = "circle-xmark"
    menu_order = 261
    permission_helper_class = ReadOnlyPermissionHelper
    search_handler_class = AddressSearch
    history_view_enabled = False
    list_display = ("created_at", "channel", "purpose", "reason", "lifted_at")
    list_filter = ("channel", "purpose", "reason", "created_at")
    search_fields = ("address_hash",)
    ordering = ("-created_at",)
