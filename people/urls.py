"""What somebody does about their own data; signing in is in `people/accounts/urls.py`."""

from django.urls import path

from people.views import consents, privacy

app_name = "people"
urlpatterns = [
    path("privacy/", privacy.show_privacy, name="privacy"),
    path("privacy/export.json", privacy.export_json, name="export_json"),
    path("privacy/export.html", privacy.export_html, name="export_html"),
    path("privacy/delete/", privacy.delete_account, name="delete_account"),
    path("privacy/deleted/", privacy.show_deleted, name="account_deleted"),
    path("consent/<str:token>/confirm/", consents.confirm, name="confirm_consent"),
    path("consent/<str:token>/withdraw/", consents.withdraw, name="withdraw_consent"),
]
