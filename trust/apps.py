from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "trust"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Trust")

    def ready(self) -> None:
        from trust import signals

        signals.connect(self)
