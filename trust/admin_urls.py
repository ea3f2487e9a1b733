"""Addresses inside the admin, below `trust/`."""

from django.urls import path

from trust.views.check import CheckView, ConfirmView
from trust.views.due import ChecksDueView
from trust.views.health import HealthView
from trust.views.links import BrokenLinksView, ReplaceLinkView
from trust.views.pages import DraftsView, UntranslatedView
from trust.views.reports import change_state

app_name = "trust_admin"
LISTS = {
    "checks-due": (ChecksDueView, "checks_due"),
    "broken-links": (BrokenLinksView, "broken_links"),
    "drafts": (DraftsView, "drafts"),
    "untranslated": (UntranslatedView, "untranslated"),
}
urlpatterns = [
    path("check/<int:page_id>/", CheckView.as_view(), name="check"),
    path("check/<int:page_id>/confirm/", ConfirmView.as_view(), name="confirm"),
    path("broken-links/replace/", ReplaceLinkView.as_view(), name="replace_link"),
    path("report/<int:report_id>/state/", change_state, name="change_report_state"),
    path("health/", HealthView.as_view(), name="health"),
]
for address, (view, name) in LISTS.items():
    results = view.as_view(results_only=True)
    urlpatterns.append(path(f"{address}/", view.as_view(), name=name))
    urlpatterns.append(path(f"{address}/results/", results, name=f"{name}_results"))
