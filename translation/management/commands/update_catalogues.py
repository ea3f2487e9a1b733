from typing import Any

from django.core.management.base import BaseCommand, CommandError

from translation.catalogues import gaps, update_catalogue
from translation.extraction import can_extract, collect_strings
from translation.locales import LANGUAGES


class Command(BaseCommand):
    help = "Bring the strings of code and templates into the catalogue of every language."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not can_extract():
            raise CommandError("xgettext is needed: install the package gettext.")
        strings = collect_strings()
        for language in LANGUAGES:
            update_catalogue(language, strings)
            missing = len(gaps(language, strings))
            self.stdout.write(f"{language.code}: {len(strings)} strings, {missing} to translate")
