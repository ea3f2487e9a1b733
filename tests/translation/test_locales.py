"""The locale table: directions, tags, negotiation (1.5, 2.2, 2.6, 2.13)."""

import datetime as dt

import pytest
from django.utils import formats, translation
from wagtail.models import Locale

from translation.locales import (
    LANGUAGES,
    Language,
    direction,
    get_language,
    html_lang,
    language_of_path,
    negotiate,
)

pytestmark = pytest.mark.row("J1")
by_code = pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)


def test_languages_are_named_by_themselves():
    assert [language.name_local for language in LANGUAGES] == [
        "Deutsch", "English", "العربية", "فارسی", "Українська", "Русский",
        "Türkçe", "Français", "دری", "پښتو", "ትግርኛ", "Kurmancî",
    ]  # fmt: skip


@by_code
def test_everybody_agrees_on_the_direction(language: Language):
    with translation.override(language.code):
        assert translation.get_language_bidi() is language.bidi
    assert translation.get_language_info(language.code)["bidi"] is language.bidi
    assert Locale(language_code=language.code).is_bidi is language.bidi
    assert translation.get_language_info(language.code)["name_local"] == language.name_local


def test_dari_and_kurmanji_speak_two_letters_to_the_web():
    assert (html_lang("fa-af"), html_lang("kmr"), html_lang("uk")) == ("fa-AF", "ku", "uk")
    assert (direction("fa-af"), direction("kmr"), direction("ps")) == ("rtl", "ltr", "rtl")
    assert get_language("de-at").code == "de"
    assert get_language("xx").code == "de"


@pytest.mark.parametrize(
    ("header", "cookie", "code"),
    [
        ("", None, "de"),
        ("*", None, "de"),
        ("prs", None, "fa-af"),
        ("fa-AF,fa;q=0.9", None, "fa-af"),
        ("fa-IR,fa;q=0.9", None, "fa"),
        ("ku", None, "kmr"),
        ("ku-TR,tr;q=0.9", None, "kmr"),
        ("kmr-Latn", None, "kmr"),
        ("de-AT", None, "de"),
        ("xx,uk;q=0.2,ar;q=0.8", None, "ar"),
        ("en;q=0, tr ; q=0.5", None, "tr"),
        ("ar;q=0.5,ru", None, "ru"),
        ("ar;q=x,ru;q=0.1", None, "ru"),
        ("de", "ti", "ti"),
        ("uk", "nonsense", "uk"),
        ("," * 100_000 + "ar", None, "de"),
    ],
)
def test_negotiation(header: str, cookie: str | None, code: str):
    assert negotiate(header, cookie) == code


def test_only_an_exact_first_segment_names_a_language():
    assert language_of_path("/fa-af/hilfe/") == get_language("fa-af")
    assert language_of_path("/fa/") == get_language("fa")
    assert language_of_path("/ti") == get_language("ti")
    assert language_of_path("/farm/") is None
    assert language_of_path("/") is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("de", "21. November 2026"),
        ("en", "21 November 2026"),
        ("fa-af", "21 نومبر 2026"),
        ("ps", "2026 نومبر 21"),
        ("ti", "21 ሕዳር 2026"),
        ("kmr", "21ê mijdara 2026an"),
        ("uk", "21 листопада 2026 р."),
        ("tr", "21 Kasım 2026"),
        ("fr", "21 novembre 2026"),
        ("ru", "21 ноября 2026 г."),
        ("ar", "21 نوفمبر 2026"),
        ("fa", "21 نوامبر 2026"),
    ],
)
def test_dates_are_in_the_language_with_latin_digits(code: str, shown: str):
    with translation.override(code):
        assert formats.date_format(dt.date(2026, 11, 21)) == shown


@by_code
def test_times_have_24_hours(language: Language):
    with translation.override(language.code):
        assert formats.time_format(dt.time(18, 5)).startswith(("18:05", "18.05"))
