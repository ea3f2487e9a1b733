from django.apps import AppConfig
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from translation import fallback
from translation.locales import LANGUAGES


class TranslationConfig(AppConfig):
    name = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for language in LANGUAGES:
            LANG_INFO[language.code] = {
                "bidi": language.bidi,
                "code": language.code,
                "name": language.name,
                "name_local": language.name_local,
            }
        fallback.install()
        from translation import checks, signals

        checks.register_all()
        signals.connect()
