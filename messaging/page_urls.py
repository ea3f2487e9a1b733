"""Addresses below the language prefix."""

from __future__ import annotations

from django.urls import path

from messaging import phone_views, views

app_name = "messaging"
urlpatterns = [
    path("stop/<str:token>/", views.StopView.as_view(), name="stop"),
    path("account/phones/", phone_views.show_phones, name="phones"),
    path("account/phones/<int:pk>/", phone_views.enter_code, name="confirm_phone"),
    path("account/phones/<int:pk>/again/", phone_views.send_code_again, name="send_code_again"),
    path("account/phones/<int:pk>/remove/", phone_views.remove_phone, name="remove_phone"),
]
