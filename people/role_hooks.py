"""Where roles meet Wagtail's admin. `wagtail_hooks.py` imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people import admin_urls
from people.granting import GRANTED, TAKEN
from people.guards import guard_new_snippet, guard_snippets, visible_pages
from people.permissions import is_administrator
from people.translations_report import OwnTranslationsReport

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

# Same addresses as wagtail-localize's, found first; its names lead here, too.
report = [
    path("reports/translations/", OwnTranslationsReport.as_view(), name="own_translations"),
    path(
        "reports/translations/results/",
        OwnTranslationsReport.as_view(results_only=True),
        name="own_translations_results",
    ),
]


@hooks.register("register_admin_urls", order=-1)
def register_role_urls() -> list[Any]:
    return [path("roles/", include(admin_urls)), path("localize/", include(report))]


class RolesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def register_roles() -> MenuItem:
    return RolesMenuItem(_("Roles"), reverse("people_roles:index"), icon_name="group", order=590)


@hooks.register("register_log_actions")
def register_role_actions(actions: LogActionRegistry) -> None:
    actions.register_action(GRANTED, _("Give a role"), _("Role given"))
    actions.register_action(TAKEN, _("Take a role away"), _("Role taken away"))


@hooks.register("before_create_snippet", order=-1)
def refuse_new_snippet(request: HttpRequest, model: type[Model]) -> None:
    guard_new_snippet(request, model)


@hooks.register("before_edit_snippet", order=-1)
def refuse_editing_snippet(request: HttpRequest, instance: Any) -> None:
    guard_snippets(request, [instance], "change")


@hooks.register("before_delete_snippet", order=-1)
def refuse_deleting_snippets(request: HttpRequest, instances: list[Any]) -> None:
    guard_snippets(request, instances, "delete")


@hooks.register("construct_page_chooser_queryset")
def hide_foreign_drafts(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return visible_pages(request.user, pages)
