"""Public addresses; the admin's are in `wagtail_hooks.py`."""

from django.urls import path

from trust.views.report import report_problem, report_received

app_name = "trust"
urlpatterns = [
    path("report/", report_problem, name="report_problem"),
    path("report/thanks/", report_received, name="report_received"),
]
