from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from people import signals

        signals.connect(self)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens about users, with our forms."""

    user_viewset = "people.admin_views.PersonViewSet"
