"""For people: does the machine run, and since when not?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_q.models import Failure
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from messaging.health import outbox_health
from trust.health import migrations_done, worker_state

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class HealthView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "messaging/admin/health.html"
    page_title = _("Health")
    header_icon = "circle-check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_health(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            worker=worker_state(),
            migrated=migrations_done(),
            outbox=outbox_health(),
            failures=Failure.objects.order_by("-stopped")[:20],
            **kwargs,
        )


def may_see_health(user: Any) -> bool:
    """Those who run the site: they may see failed jobs, whose errors can name people."""
    return bool(user.is_superuser or user.has_perm("django_q.view_failure"))
