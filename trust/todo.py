"""What is to be done, on the admin's front page (requirement 6.12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from trust.access import editable_pages, edits_pages
from trust.admin import ReportAdmin, reports_for
from trust.models import FactCheck
from trust.views.links import links_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import Promise


@dataclass(frozen=True)
class Task:
    """One line: how many, of what, and where to work on them."""

    label: str | Promise
    count: int
    url: str


def tasks_for(user: Any) -> Iterator[Task]:
    """Only what `user` may do. One statement per line, whatever there is to do."""
    if edits_pages(user):
        pages = editable_pages(user)
        keys = pages.order_by().values("translation_key")
        overdue = FactCheck.objects.overdue().filter(subject__in=keys).count()
        due = f"{reverse('trust_admin:checks_due')}?due=overdue"
        yield Task(_("Content checks overdue"), overdue, due)
        links = reverse("trust_admin:broken_links")
        yield Task(_("Broken links"), links_for(user).count(), links)
        drafts = pages.filter(Q(live=False) | Q(has_unpublished_changes=True))
        drafts = drafts.filter(alias_of=None).order_by()
        yield Task(_("Drafts not published"), drafts.count(), reverse("trust_admin:drafts"))
        missing = pages.exclude(alias_of=None).order_by().count()
        yield Task(_("Translations missing"), missing, reverse("trust_admin:untranslated"))
    if user.has_perm("trust.view_report") or user.has_perm("trust.change_report"):
        inbox = ReportAdmin().url_helper.index_url
        open_reports = reports_for(user).open().count()
        yield Task(_("Readers' reports open"), open_reports, inbox)


class TodoPanel(Component):
    name = "trust_todo"
    template_name = "trust/admin/todo_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"tasks": list(tasks_for(parent_context["request"].user))}
