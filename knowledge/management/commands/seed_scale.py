"""Many pages to measure with: `manage.py seed_scale --pages 10000 --locales 8`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from knowledge.scale.pages import WORDS, build_pages
from knowledge.scale.removal import holds_real_content, remove_pages
from translation.locales import LANGUAGES


class Command(BaseCommand):
    help = (
        "Write many information pages, each with a translation in every one of the languages, to"
        " measure the site with. Wagtail's own search index (admin) is left to update_index."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", type=int, default=10_000, help="pages in each language")
        parser.add_argument("--locales", type=int, default=8, help="how many languages")
        parser.add_argument("--words", type=int, default=WORDS, help="words on a page")
        parser.add_argument("--remove", action="store_true", help="remove them all again")
        parser.add_argument(
            "--force", action="store_true", help="also beside content that is no sample"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            with self._progress(None) as bar:
                removed = remove_pages(advance=bar.update)
            self.stdout.write(f"Removed {removed} pages.")
            return
        if not 1 <= options["locales"] <= len(LANGUAGES) or options["pages"] < 1:
            raise CommandError(f"Give at least one page, and 1 to {len(LANGUAGES)} languages.")
        if holds_real_content() and not options["force"]:
            raise CommandError(
                "This database holds content that is no sample. Use another one, or say --force."
            )
        codes = [language.code for language in LANGUAGES[: options["locales"]]]
        try:
            with self._progress(options["pages"] * len(codes)) as bar:
                written = build_pages(
                    pages=options["pages"],
                    codes=codes,
                    words=options["words"],
                    advance=bar.update,
                )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {written} pages in {len(codes)} languages.")

    def _progress(self, total: int | None) -> "tqdm[Any]":
        return tqdm(total=total, unit=" pages", file=sys.stderr, disable=None)
