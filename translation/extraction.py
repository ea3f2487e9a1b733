"""Collects the strings of code and templates with Django's own makemessages and xgettext."""

import contextlib
import shutil
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

IGNORED = ("var", "tests", "benchmarks", "docs", "site/static", "node_modules")


def can_extract() -> bool:
    """Whether gettext's programs are installed."""
    return all(shutil.which(program) for program in ("xgettext", "msguniq"))


def collect_strings() -> polib.POFile:
    """All strings of the project, each with the files it stands in.

    Raises CommandError when a template or file cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(settings.BASE_DIR):
        command = _Collector(Path(folder))
        call_command(
            command,
            all=True,
            verbosity=0,
            keep_pot=True,
            add_location="file",
            ignore_patterns=list(IGNORED),
        )
        template = Path(folder) / "django.pot"
        return (
            polib.pofile(template.read_text(encoding="utf-8"))
            if template.is_file()
            else polib.POFile()
        )


class _Collector(makemessages.Command):
    """Writes the one template file into a folder of its own and touches no catalogue."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = str(folder)

    def build_potfiles(self) -> list[str]:
        self.locale_paths = [self._folder]
        self.default_locale_path = self._folder
        found: list[str] = super().build_potfiles()
        return found

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Catalogues are written by `translation.catalogues`, without dates and line numbers."""
