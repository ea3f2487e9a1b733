"""An address that leads nowhere still helps on, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.context import site_context


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", site_context(request), status=404)
