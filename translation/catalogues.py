"""Message catalogues in `site/locale`: where they are, how they are written and read."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
from babel import Locale as BabelLocale
from django.conf import settings
from django.utils import dates

from translation import locales
from translation.locales import Language

# What a reader meets on every page, whatever the language: complete in all of them.
CORE = (
    "templates/base.html",
    "templates/404.html",
    "templates/500.html",
    "templates/search.html",
    "templates/includes/",
    "home/opening_text.py",
    "people/forms.py",
    "templates/trust/report_",
    "trust/forms.py",
    "trust/models/reports.py",
    "translation/locales.py",
)
# The msgids are English, so its catalogue has a header and nothing else.
ENGLISH = "en"
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def catalogue_path(language: Language) -> Path:
    folder = Path(settings.LOCALE_PATHS[0]) / language.catalogue / "LC_MESSAGES"
    return folder / "django.po"


def read_catalogue(language: Language) -> polib.POFile:
    """The catalogue, or an empty one with the right header where there is no file yet.

    Raises OSError with the line when the file is not valid.
    """
    path = catalogue_path(language)
    catalogue = polib.pofile(str(path), encoding="utf-8") if path.is_file() else polib.POFile()
    catalogue.wrapwidth = 98
    catalogue.header = f"The words of Jisr in {language.name}."
    catalogue.metadata = {
        "Project-Id-Version": "Jisr",
        "Language": language.catalogue,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": language.plural,
    }
    return catalogue


def update_catalogue(language: Language, strings: polib.POFile) -> polib.POFile:
    """Take over new strings and drop those that are gone; words already there stay."""
    old = {key(entry): entry for entry in read_catalogue(language)}
    catalogue = read_catalogue(language)
    catalogue.clear()
    for string in () if language.code == ENGLISH else strings:
        entry = old.get(key(string)) or polib.POEntry(msgid=string.msgid, msgctxt=string.msgctxt)
        entry.msgid_plural = string.msgid_plural
        entry.occurrences = [
            (file, "") for file in sorted({file for file, _ in string.occurrences})
        ]
        entry.flags = [*string.flags, *(["fuzzy"] if entry.fuzzy else [])]
        entry.comment = string.comment
        _fit_plurals(entry, language)
        catalogue.append(entry)
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return catalogue


def compile_catalogue(language: Language, *, force: bool = False) -> bool:
    """Write `django.mo` when the words are newer; whether it was written."""
    source = catalogue_path(language)
    target = source.with_suffix(".mo")
    sources = (source, Path(__file__), Path(locales.__file__))
    newest = max(path.stat().st_mtime for path in sources if path.is_file())
    if not force and target.is_file() and target.stat().st_mtime >= newest:
        return False
    catalogue = read_catalogue(language)
    present = {key(entry) for entry in catalogue}
    for entry in calendar_entries(language):
        if key(entry) not in present:
            catalogue.append(entry)
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save_as_mofile(str(target))
    return True


def calendar_entries(language: Language) -> Iterator[polib.POEntry]:
    """Names of months and days from CLDR for the languages that Django does not know."""
    if not needs_calendar(language):
        return
    cldr = BabelLocale.parse(language.babel)
    months = cldr.months["format"]
    for number, (msgid, abbreviation) in enumerate(zip(_MONTHS, _MONTHS_AP, strict=True), 1):
        yield _entry(msgid, months["wide"][number])
        yield _entry(msgid, months["wide"][number], "alt. month")
        yield _entry(abbreviation, months["abbreviated"][number], "abbrev. month")
        yield _entry(msgid[:3].lower(), months["abbreviated"][number])
    days = cldr.days["format"]
    for number, msgid in enumerate(_WEEKDAYS):
        yield _entry(msgid, days["wide"][number])
        yield _entry(msgid[:3], days["abbreviated"][number])


def needs_calendar(language: Language) -> bool:
    """Django has no catalogue of exactly this language; Dari would get Iranian names."""
    django_locale = Path(dates.__file__).parents[1] / "conf" / "locale" / language.catalogue
    return not django_locale.is_dir()


def gaps(language: Language, strings: polib.POFile) -> list[str]:
    """The strings that this language must have and has not: missing, empty or fuzzy."""
    if language.code == ENGLISH:
        return []
    words = {key(entry): entry for entry in read_catalogue(language)}
    needed = [entry for entry in strings if language.complete or is_core(entry)]
    return [
        entry.msgid
        for entry in needed
        if key(entry) not in words or not words[key(entry)].translated()
    ]


def broken_placeholders(language: Language) -> list[str]:
    """Strings whose translation lost or invented a placeholder: a wrong one is a server error."""
    return [
        entry.msgid
        for entry in read_catalogue(language)
        for words in (entry.msgstr, *entry.msgstr_plural.values())
        if words and not _placeholders_fit(entry, words)
    ]


def is_core(entry: polib.POEntry) -> bool:
    return any(file.removeprefix("./").startswith(CORE) for file, _line in entry.occurrences)


def key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _placeholders_fit(entry: polib.POEntry, words: str) -> bool:
    """A plural form may leave its number out: "one page" needs no figure."""
    allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    used = _placeholders(words)
    return used <= allowed if entry.msgid_plural else used == allowed


def _entry(msgid: str, msgstr: str, context: str | None = None) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, msgctxt=context)


def _fit_plurals(entry: polib.POEntry, language: Language) -> None:
    """As many forms as the language counts; `nplurals` stands in its header."""
    if not entry.msgid_plural:
        entry.msgstr_plural = {}
        return
    count = int(language.plural.partition("nplurals=")[2].partition(";")[0])
    entry.msgstr_plural = {number: entry.msgstr_plural.get(number, "") for number in range(count)}


# The msgids of django.utils.dates, which offers them translated only.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS_AP = (
    "Jan.", "Feb.", "March", "April", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
