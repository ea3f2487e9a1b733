"""Addresses below the language prefix."""

from __future__ import annotations

from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [path("stop/<str:token>/", views.StopView.as_view(), name="stop")]
