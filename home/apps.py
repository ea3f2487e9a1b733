from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Website")

    def ready(self) -> None:
        from home import signals
        from home.search import signals as search_signals

        signals.connect()
        search_signals.connect()
