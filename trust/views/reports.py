"""The steps of a report in the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from trust.admin import ReportAdmin, reports_for
from trust.services import change_report_state

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def change_state(request: HttpRequest, report_id: int) -> HttpResponse:
    """Move a report to the state in `state`, if it is still in the one in `former`."""
    if not request.user.has_perm("trust.change_report"):
        raise PermissionDenied
    report = get_object_or_404(reports_for(request.user), pk=report_id)
    try:
        if report.state != request.POST.get("former", report.state):
            raise ValidationError(
                _("Somebody else has changed this report meanwhile. Please look again.")
            )
        change_report_state(report=report, state=request.POST.get("state", ""), user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The state of the report was changed."))
    return redirect(ReportAdmin().url_helper.get_action_url("inspect", report.pk))
