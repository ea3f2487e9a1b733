"""The site, and one view that does nothing: what Django itself costs, to divide by."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from config.urls import handler404 as handler404
from config.urls import urlpatterns as site_urlpatterns


def do_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns: list[URLPattern | URLResolver] = [path("nothing/", do_nothing), *site_urlpatterns]
