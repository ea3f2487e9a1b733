"""Catalogues: no noise, compiled without gettext, complete where they must be (2.3)."""

from dataclasses import replace
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

from translation import catalogues, extraction
from translation.locales import LANGUAGES, by_code
from translation.management.commands import check_catalogues

pytestmark = pytest.mark.row("J1")


def string(msgid: str, file: str = "knowledge/models.py", **fields: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, occurrences=[(file, "")], **fields)


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


@pytest.fixture
def strings(monkeypatch) -> polib.POFile:
    """Return what the code is made to contain: a word for staff, one for readers, a plural."""
    strings = polib.POFile()
    strings.append(string("Ledger"))
    strings.append(string("Search", "templates/base.html"))
    strings.append(
        string("%(n)d page", "templates/search.html", msgid_plural="%(n)d pages",
               flags=["python-format"])
    )  # fmt: skip
    monkeypatch.setattr(check_catalogues, "collect_strings", lambda: strings)
    monkeypatch.setattr(check_catalogues, "can_extract", lambda: True)
    return strings


def translate_all(strings: polib.POFile) -> None:
    for language in LANGUAGES:
        catalogue = catalogues.update_catalogue(language, strings)
        for entry in catalogue:
            if language.complete or catalogues.is_core(entry):
                entry.msgstr = "" if entry.msgid_plural else "Wort"
                entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "%(n)d Wörter")
        catalogue.save()


def test_there_is_a_catalogue_for_every_language():
    for language in LANGUAGES:
        assert catalogues.catalogue_path(language).is_file(), language.code
    assert catalogues.catalogue_path(by_code["fa-af"]).parts[-3] == "fa_AF"


def test_a_new_catalogue_has_header_and_forms_and_no_noise(folder, strings):
    catalogues.update_catalogue(by_code["ar"], strings)
    text = catalogues.catalogue_path(by_code["ar"]).read_text(encoding="utf-8")
    assert "nplurals=6" in text
    assert "msgstr[5]" in text
    assert "POT-Creation-Date" not in text
    assert "#: templates/base.html\n" in text


def test_words_stay_new_strings_come_and_old_ones_go(folder, strings):
    german = by_code["de"]
    catalogue = catalogues.update_catalogue(german, strings)
    catalogue.find("Search").msgstr = "Suche"
    catalogue.save()
    strings.remove(strings.find("Ledger"))
    strings.append(string("Campaign"))
    catalogues.update_catalogue(german, strings)
    again = catalogues.read_catalogue(german)
    assert again.find("Search").msgstr == "Suche"
    assert again.find("Campaign").msgstr == ""
    assert again.find("Ledger") is None


def test_english_needs_no_words_because_the_strings_are_english(folder, strings):
    assert len(catalogues.update_catalogue(by_code["en"], strings)) == 0
    assert catalogues.gaps(by_code["en"], strings) == []


def test_updating_twice_changes_no_byte(folder, strings):
    path = catalogues.catalogue_path(by_code["uk"])
    catalogues.update_catalogue(by_code["uk"], strings)
    before = path.read_bytes()
    catalogues.update_catalogue(by_code["uk"], strings)
    assert path.read_bytes() == before


def test_compiling_writes_only_what_is_newer(folder, strings):
    language = by_code["kmr"]
    catalogues.update_catalogue(language, strings)
    assert catalogues.compile_catalogue(language)
    assert not catalogues.compile_catalogue(language)
    assert catalogues.compile_catalogue(language, force=True)


def test_months_come_from_cldr_where_django_has_none(folder):
    assert catalogues.needs_calendar(by_code["fa-af"])
    assert not catalogues.needs_calendar(by_code["fa"])
    catalogues.compile_catalogue(by_code["ti"])
    compiled = polib.mofile(str(folder / "ti" / "LC_MESSAGES" / "django.mo"))
    assert compiled.find("November").msgstr == "ሕዳር"
    assert compiled.find("Monday").msgstr == "ሰኑይ"


def test_complete_catalogues_pass(folder, strings, capsys):
    translate_all(strings)
    call_command("check_catalogues")
    assert "nothing missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "msgid", "allowed"),
    [
        ("de", "Ledger", False),
        ("ar", "Search", False),
        ("ps", "Search", False),
        ("ps", "Ledger", True),
    ],
)
def test_a_gap_fails_where_the_language_must_have_it(
    folder, strings, capsys, code: str, msgid: str, allowed: bool
):
    translate_all(strings)
    catalogue = catalogues.read_catalogue(by_code[code])
    catalogue.find(msgid).msgstr = ""
    catalogue.save(str(catalogues.catalogue_path(by_code[code])))
    if allowed:
        call_command("check_catalogues")
        return
    with pytest.raises(SystemExit) as failure:
        call_command("check_catalogues")
    assert failure.value.code == 1
    assert f"{code}: no words for {msgid!r}" in capsys.readouterr().err


def test_a_fuzzy_or_half_counted_string_is_a_gap(folder, strings):
    translate_all(strings)
    arabic = catalogues.read_catalogue(by_code["ar"])
    arabic.find("Ledger").flags.append("fuzzy")
    arabic.find("%(n)d page").msgstr_plural[4] = ""
    arabic.save(str(catalogues.catalogue_path(by_code["ar"])))
    assert sorted(catalogues.gaps(by_code["ar"], strings)) == ["%(n)d page", "Ledger"]


def test_a_lost_placeholder_is_found(folder, strings, capsys):
    strings.append(string("Hello %(name)s"))
    translate_all(strings)
    german = catalogues.read_catalogue(by_code["de"])
    german.find("Hello %(name)s").msgstr = "Hallo %(nome)s"
    german.find("%(n)d page").msgstr_plural[0] = "eine Seite"
    german.save(str(catalogues.catalogue_path(by_code["de"])))
    assert catalogues.broken_placeholders(by_code["de"]) == ["Hello %(name)s"]
    with pytest.raises(SystemExit):
        call_command("check_catalogues")
    assert "de: placeholders differ in 'Hello %(name)s'" in capsys.readouterr().err


def test_a_language_with_other_plurals_gets_its_forms(folder, strings):
    one_form = replace(by_code["tr"], plural="nplurals=1; plural=0;")
    catalogue = catalogues.update_catalogue(one_form, strings)
    assert list(catalogue.find("%(n)d page").msgstr_plural) == [0]


@pytest.mark.skipif(not extraction.can_extract(), reason="gettext is not installed")
def test_strings_are_collected_from_code_and_templates_without_touching_catalogues():
    before = {
        language.code: catalogues.catalogue_path(language).read_bytes() for language in LANGUAGES
    }
    strings = extraction.collect_strings()
    notice = strings.find("This page has not been translated into your language yet.")
    assert notice.occurrences == [("templates/includes/fallback_notice.html", "")]
    assert catalogues.is_core(notice)
    assert not any(
        file.startswith(("tests/", ".venv/")) for entry in strings for file, _ in entry.occurrences
    )
    assert before == {
        language.code: catalogues.catalogue_path(language).read_bytes() for language in LANGUAGES
    }
