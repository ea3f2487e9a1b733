import sys
from collections.abc import Iterator
from typing import Any

import polib
from django.core.management.base import BaseCommand

from translation.catalogues import broken_placeholders, gaps, read_catalogue
from translation.extraction import can_extract, collect_strings
from translation.locales import LANGUAGES, SOURCE_LANGUAGE, by_code


class Command(BaseCommand):
    help = (
        "Fail where a complete language lacks a string of the project, or another one a string of "
        "the reader's core. Without gettext the German catalogue stands for code and templates."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        strings = self._strings()
        problems = list(_problems(strings))
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            self.stderr.write(f"{len(problems)} problems. First run manage.py update_catalogues.")
            sys.exit(1)
        self.stdout.write(f"{len(strings)} strings, nothing missing in {len(LANGUAGES)} languages")

    def _strings(self) -> polib.POFile:
        if can_extract():
            return collect_strings()
        self.stderr.write("gettext is not installed: strings new in code are not seen.")
        return read_catalogue(by_code[SOURCE_LANGUAGE])


def _problems(strings: polib.POFile) -> Iterator[str]:
    for language in LANGUAGES:
        for msgid in gaps(language, strings):
            yield f"{language.code}: no words for {msgid!r}"
        for msgid in broken_placeholders(language):
            yield f"{language.code}: placeholders differ in {msgid!r}"
