"""Webhooks of providers. They stand outside the languages, and outside CSRF: signatures count."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from messaging import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:provider>/report/", views.receive_report, name="sms_report"),
    path("<slug:provider>/inbound/", views.receive_inbound, name="sms_inbound"),
]
# Without the secret anybody could tell us that an address bounces, and so silence a person.
if settings.ANYMAIL_PROVIDER and settings.ANYMAIL.get("WEBHOOK_SECRET"):
    urlpatterns.insert(0, path("anymail/", include("anymail.urls")))
