"""Start-up refuses a language with a gap; each gap is shown to be found (2.1, 2.6)."""

from dataclasses import replace
from pathlib import Path

import polib
import pytest
from django.conf.locale import LANG_INFO
from django.utils.translation import trans_real

from translation import checks
from translation.locales import by_code

pytestmark = pytest.mark.row("J1")


def problems() -> list[str]:
    return [error.msg for error in checks.check_languages()]


def test_there_is_no_gap():
    assert problems() == []


def test_a_language_missing_in_settings_is_found(settings):
    settings.LANGUAGES = [pair for pair in settings.LANGUAGES if pair[0] != "ti"]
    settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch")]
    assert "ti: not in LANGUAGES" in problems()
    assert "ps: not in WAGTAIL_CONTENT_LANGUAGES" in problems()


def test_a_language_missing_in_lang_info_is_found(monkeypatch):
    monkeypatch.delitem(LANG_INFO, "ps")
    assert "ps: not in django.conf.locale.LANG_INFO" in problems()


def test_a_wrong_direction_in_each_of_the_three_tables_is_found(settings, monkeypatch):
    settings.LANGUAGES_BIDI = ["ar", "fa"]
    found = problems()
    assert "ps: get_language_bidi() says bidi=False, the table says True" in found
    assert "fa-af: Wagtail's Locale.is_bidi says bidi=False, the table says True" in found
    monkeypatch.setitem(LANG_INFO, "fa-af", {**LANG_INFO["fa-af"], "bidi": False})
    assert "fa-af: get_language_info() says bidi=False, the table says True" in problems()


def test_a_missing_catalogue_is_found(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    found = [problem for problem in problems() if "no compiled catalogue" in problem]
    assert len(found) == len(by_code)


def test_wrong_plural_forms_are_found(settings, tmp_path: Path):
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    assert "ar: plural forms of django.mo differ from the table" in problems()


def test_american_dates_are_found(settings, monkeypatch):
    monkeypatch.setattr(checks, "LANGUAGES", [by_code["ti"]])
    monkeypatch.setattr("django.utils.formats.get_format", lambda *args: "N j, Y")
    assert "ti: no formats: dates come out as in the United States" in problems()


def test_english_months_are_found(settings, tmp_path, monkeypatch):
    folder = tmp_path / "kmr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    polib.POFile().save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(checks, "LANGUAGES", [by_code["kmr"]])
    monkeypatch.setattr(trans_real, "_translations", {})
    assert any(problem.startswith("kmr: no names of months") for problem in problems())


def test_a_locale_unknown_to_cldr_is_found():
    dari = replace(by_code["fa-af"], babel="prs")
    assert list(checks.unknown_to_cldr(dari)) == ["Babel knows no locale 'prs'"]


def test_a_chain_that_cannot_work_is_found():
    assert list(checks.broken_chain(replace(by_code["ps"], fallback=("xx",))))
    assert list(checks.broken_chain(replace(by_code["ps"], fallback=("fa", "de"))))


def test_an_invalid_plural_rule_is_found():
    assert list(checks.wrong_plural_forms(replace(by_code["ps"], plural="plural=(n n);")))


def test_a_script_without_fonts_is_found(monkeypatch):
    monkeypatch.setattr(checks, "STYLE_SHEET", "css/print.css")
    assert "ti: css/print.css names no fonts for :lang(ti)" in problems()
    assert "ps: css/print.css names no fonts for [dir=rtl]" in problems()
    assert "de: css/print.css names no fonts" not in " ".join(problems())
