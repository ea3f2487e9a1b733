"""'Something is wrong here': a form on a URL of its own, so that content pages stay storable."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import Page

from people.limits import limited
from trust.forms import ReportForm
from trust.services import file_report

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def page_in(request: HttpRequest) -> Page | None:
    """The public page that `?page=` names; None for anything else."""
    number = request.GET.get("page", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return Page.objects.live().public().filter(pk=int(number)).first()


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("report")
def report_problem(request: HttpRequest) -> HttpResponse:
    """Show the form, take the message, and go to a page of thanks.

    No cookie is needed, so none is asked for: nobody is signed in here whose rights a foreign
    page could borrow, and the form's signed time and limits stand against machines.
    """
    page = page_in(request)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        file_report(
            page=page,
            path=urlsplit(page.get_url(request) or "").path if page else "",
            language=get_language() or "",
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            email=form.cleaned_data["email"],
            key=form.cleaned_data["key"],
        )
        return redirect("trust:report_received")
    status = 422 if form.is_bound else 200
    context = {"form": form, "reported_page": page}
    return render(request, "trust/report_problem.html", context, status=status)


@require_GET
def report_received(request: HttpRequest) -> HttpResponse:
    return render(request, "trust/report_received.html")
