"""Say in the admin why a page was not published, instead of an error page.

The editor's own 'Publish' is stopped earlier, by a hook. This is for every other way: bulk actions,
the approval in a workflow (undone by its transaction), translations, buttons of other packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.modal_workflow import render_modal_workflow

from trust.publishing import missing_facts, refused_page, tell_why

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class PublishRefusedMiddleware:
    """Needs the messages of Django, so it stands behind their middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        page = refused_page(error) if isinstance(error, ValidationError) else None
        if page is None or page.pk is None:
            return None
        tell_why(request, page, missing_facts(page))
        back = reverse("wagtailadmin_pages:edit", args=[page.pk])
        match = request.resolver_match
        if match and match.url_name == "workflow_action":  # answered inside a dialogue
            return render_modal_workflow(
                request, "", None, {}, json_data={"step": "success", "redirect": back}
            )
        return redirect(back)
