"""Where trust meets Wagtail's admin: addresses, menus, buttons, and the refusal to publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from trust import admin_urls
from trust.access import edits_pages
from trust.admin import ReportAdmin
from trust.audit_admin import AuditAdmin
from trust.publishing import missing_facts, needs_fact_check, tell_why, unchecked
from trust.todo import TodoPanel
from trust.views.health import may_see_health

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.ui.components import Component
    from wagtail.log_actions import LogActionRegistry

modeladmin_register(ReportAdmin)
modeladmin_register(AuditAdmin)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("trust/", include(admin_urls))]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "trust.report.state", _("Change the state of a report"), _("State of the report changed")
    )


class EditorMenuItem(MenuItem):
    """For people who may edit at least one page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return edits_pages(request.user)


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_health(request.user)


@hooks.register("register_reports_menu_item")
def register_checks_due() -> MenuItem:
    url = reverse("trust_admin:checks_due")
    return EditorMenuItem(_("Checks due"), url, icon_name="calendar-check", order=100)


@hooks.register("register_reports_menu_item")
def register_broken_links() -> MenuItem:
    url = reverse("trust_admin:broken_links")
    return EditorMenuItem(_("Broken links"), url, icon_name="link", order=110)


@hooks.register("register_reports_menu_item")
def register_health() -> MenuItem:
    url = reverse("trust_admin:health")
    return HealthMenuItem(_("Health"), url, icon_name="circle-check", order=2000)


@hooks.register("construct_homepage_panels")
def add_todo_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(TodoPanel())


def check_button(page: Page, user: Any, priority: int) -> Iterator[Button]:
    if needs_fact_check(page) and page.permissions_for_user(user).can_edit():
        url = reverse("trust_admin:check", args=[page.pk])
        yield Button(_("Check the content"), url=url, icon_name="success", priority=priority)


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    yield from check_button(page, user, 12)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from check_button(page, user, 5)


def drop_field(request: Any, name: str) -> None:
    """Go on as if the form had not asked for this."""
    data = request.POST.copy()
    del data[name]
    request.POST = data


@hooks.register("before_create_page")
def create_as_draft(request: Any, parent: Page, page_class: type[Page]) -> None:
    """'Publish' on a new page: Wagtail would create it live before anybody may object."""
    if getattr(page_class, "needs_fact_check", False) and "action-publish" in request.POST:
        drop_field(request, "action-publish")
        request.wanted_to_publish = True


@hooks.register("after_create_page")
def say_it_is_a_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_in_editor(request, page) if hasattr(request, "wanted_to_publish") else None


@hooks.register("before_publish_page")
def refuse_in_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """'Publish' in the editor. The draft is saved at this moment, so nothing typed is lost."""
    missing = missing_facts(page)
    if not missing:
        return None
    tell_why(request, page, missing)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Page], action: Any
) -> HttpResponse | None:
    """'Publish' for many pages at once: all of them or none."""
    if action_type != "publish" or request.method != "POST" or not issubclass(action.model, Page):
        return None
    chosen = list(objects)
    if request.POST.get("include_descendants"):
        below = [page.get_descendants().not_live().specific() for page in chosen]
        chosen += [page for pages in below for page in pages]
    refused = unchecked(chosen)
    if not refused:
        return None
    text = gettext("Nothing was published, because nobody has checked the content of: %(titles)s")
    titles = ", ".join(page.get_admin_display_title() for page in refused)
    messages.error(request, text % {"titles": titles})
    return redirect(action.next_url)


@hooks.register("before_copy_page")
def copy_as_draft(request: HttpRequest, page: Page) -> None:
    """A copy is another content: nobody has checked it, so it starts as a draft."""
    if request.method != "POST" or "publish_copies" not in request.POST:
        return
    tree = page.get_descendants(inclusive=True).specific()
    if any(needs_fact_check(copied) for copied in tree):
        drop_field(request, "publish_copies")
        text = gettext("The copies are drafts: check their content before you publish them.")
        messages.warning(request, text)
