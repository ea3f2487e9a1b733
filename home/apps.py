from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Website")

    def ready(self) -> None:
        from home import signals
        from home.search import signals as search_signals
        from home.site_address import follow_site_url

        signals.connect()
        post_migrate.connect(follow_site_url, sender=self)
        search_signals.connect()
