"""Ours first: what stands here twice is answered by us and keeps allauth's name."""

from django.urls import include, path

from people.accounts import views

urlpatterns = [
    path("", views.show_profile, name="account_profile"),
    path("logout/", views.SignOutView.as_view(), name="account_logout"),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    path("2fa/totp/activate/", views.EnrolAppView.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("", include("allauth.urls")),
]
