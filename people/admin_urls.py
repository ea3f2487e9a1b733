"""Addresses inside the admin, below `roles/`."""

from django.urls import path

from people.roles_admin import PersonView, RolesView, TakeView

app_name = "people_roles"
urlpatterns = [
    path("", RolesView.as_view(), name="index"),
    path("results/", RolesView.as_view(results_only=True), name="index_results"),
    path("<int:user_id>/", PersonView.as_view(), name="person"),
    path("<int:user_id>/take/<slug:role>/", TakeView.as_view(), name="take"),
    path("<int:user_id>/take/<slug:role>/<int:scope_id>/", TakeView.as_view(), name="take_limited"),
]
