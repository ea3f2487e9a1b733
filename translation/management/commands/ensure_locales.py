from typing import Any

from django.core.management.base import BaseCommand

from translation.tree import ensure_locales


class Command(BaseCommand):
    help = "Create the locales of the table and the page tree of each; may be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_locales()
        codes = ", ".join(locale.language_code for locale in made)
        self.stdout.write(f"Languages added: {codes or 'none, all are there'}")
