"""The buttons of the team on a message whose fate nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from messaging.admin import MessageAdmin
from messaging.models import Message
from messaging.services import confirm_arrival, retry_message

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def decide(request: HttpRequest, message_id: int) -> HttpResponse:
    """`decision` is `retry` (send it again) or `arrived` (it was sent)."""
    if not request.user.has_perm("messaging.change_message"):
        raise PermissionDenied
    message = get_object_or_404(Message, pk=message_id)
    try:
        if request.POST.get("decision") == "retry":
            retry_message(message=message, user=request.user)
        else:
            confirm_arrival(message=message, user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your decision is noted."))
    return redirect(MessageAdmin().url_helper.get_action_url("inspect", message.pk))


app_name = "messaging_admin"
urlpatterns = [path("<int:message_id>/decide/", decide, name="decide")]
