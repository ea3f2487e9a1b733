from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from translation.catalogues import compile_catalogue
from translation.locales import LANGUAGES


class Command(BaseCommand):
    help = "Write django.mo of every language where the words are newer; needs no gettext."
    # The check of the languages fails until this has run.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where nothing is newer")

    def handle(self, *args: Any, **options: Any) -> None:
        written = [
            language.code
            for language in LANGUAGES
            if compile_catalogue(language, force=options["force"])
        ]
        if written and options["verbosity"] > 0:
            self.stdout.write(f"Catalogues compiled: {', '.join(written)}")
