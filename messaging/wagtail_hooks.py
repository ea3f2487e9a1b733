"""Where messages meet Wagtail's admin; the screens of the texts register themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from messaging import budget_admin, decisions, texts_admin
from messaging.admin import MessageAdmin, SuppressionAdmin

__all__ = ["budget_admin", "texts_admin"]

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

modeladmin_register(MessageAdmin)
modeladmin_register(SuppressionAdmin)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("messaging/message/", include(decisions, namespace="messaging_admin"))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "messaging.retry", _("Send a message again"), _("Message was put back to be sent again")
    )
    actions.register_action(
        "messaging.confirm_arrival", _("Settle a message"), _("Message was settled as sent")
    )
