"""Start-up refuses a language with a gap (2.1, 2.6): `/ti/` without a catalogue is a 404, and a
language missing in LANG_INFO took a whole site and its admin down.
"""

import datetime as dt
import gettext
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from django.apps import AppConfig
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.staticfiles import finders
from django.core.checks import Error, register
from django.utils import formats, translation
from wagtail.models import Locale

from translation.locales import LANGUAGES, Language, by_code

Problems = Iterable[str]
STYLE_SHEET = "css/site.css"
_JANUARY = dt.date(2026, 1, 21)


def check_languages(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[Error]:
    """One error for each gap of each language, naming both."""
    return [
        Error(f"{language.code}: {problem}", hint=_HINT, id=f"translation.E{number:03}")
        for language in LANGUAGES
        for number, find in enumerate(_FINDERS, 1)
        for problem in find(language)
    ]


def register_all() -> None:
    register(check_languages, "translation")


def missing_settings(language: Language) -> Problems:
    if language.code not in dict(settings.LANGUAGES):
        yield "not in LANGUAGES"
    if language.code not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        yield "not in WAGTAIL_CONTENT_LANGUAGES"
    if language.code not in LANG_INFO:
        yield "not in django.conf.locale.LANG_INFO"


def differing_directions(language: Language) -> Problems:
    """Django looks in two tables and Wagtail in a third; all must say what ours says."""
    with translation.override(language.code):
        answers = {"get_language_bidi()": translation.get_language_bidi()}
    answers["Wagtail's Locale.is_bidi"] = Locale(language_code=language.code).is_bidi
    if language.code in LANG_INFO:
        info = translation.get_language_info(language.code)
        answers["get_language_info()"] = bool(info["bidi"])
    for who, answer in answers.items():
        if answer is not language.bidi:
            yield f"{who} says bidi={answer}, the table says {language.bidi}"


def missing_catalogue(language: Language) -> Problems:
    if catalogue_file(language) is None:
        yield "no compiled catalogue (django.mo) in LOCALE_PATHS: run manage.py compile_catalogues"


def wrong_plural_forms(language: Language) -> Problems:
    """The catalogue must count as the table says: Arabic has six forms."""
    try:
        wanted = gettext.c2py(language.plural.partition("plural=")[2].partition(";")[0])
    except ValueError as error:
        yield f"plural rule of the table is not valid: {error}"
        return
    path = catalogue_file(language)
    if path is None:
        return
    with path.open("rb") as file:
        found = gettext.GNUTranslations(file).plural  # type: ignore[attr-defined]
    if any(wanted(number) != found(number) for number in range(200)):
        yield f"plural forms of {path.name} differ from the table"


def american_formats(language: Language) -> Problems:
    """Without formats of its own a language shows "Nov. 21, 2026", with English months."""
    with translation.override(language.code):
        if formats.get_format("DATE_FORMAT", language.code) == "N j, Y":
            yield "no formats: dates come out as in the United States"
        elif language.code != "en" and "January" in formats.date_format(_JANUARY, "j F Y"):
            yield "no names of months: compile_catalogues takes them from CLDR"


def unknown_to_cldr(language: Language) -> Problems:
    try:
        BabelLocale.parse(language.babel)
    except (UnknownLocaleError, ValueError):
        yield f"Babel knows no locale {language.babel!r}"


def missing_fonts(language: Language) -> Problems:
    """Letters that no font of the sheet is named for fall back to boxes on a cheap phone."""
    wanted = {"arabic": "[dir=rtl]", "ethiopic": f":lang({language.html_lang})"}.get(language.font)
    sheet = finders.find(STYLE_SHEET)
    if wanted and (sheet is None or wanted not in Path(sheet).read_text(encoding="utf-8")):
        yield f"{STYLE_SHEET} names no fonts for {wanted}"


def broken_chain(language: Language) -> Problems:
    """Each catalogue attaches only the next one, so the rest must be the next one's chain."""
    first, *rest = language.fallback
    if first not in by_code:
        yield f"fallback {first!r} is not in the table"
        return
    following = [code for code in by_code[first].fallback if code != language.code]
    if rest != following:
        yield f"fallback chain {language.fallback} does not continue like that of {first!r}"


def catalogue_file(language: Language) -> Path | None:
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / language.catalogue / "LC_MESSAGES" / "django.mo"
        if path.is_file():
            return path
    return None


_HINT = "See docs/guides/languages.md."
_FINDERS: tuple[Callable[[Language], Problems], ...] = (
    missing_settings,
    differing_directions,
    missing_catalogue,
    wrong_plural_forms,
    american_formats,
    unknown_to_cldr,
    broken_chain,
    missing_fonts,
)
