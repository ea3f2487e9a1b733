"""Digits, separators and marks as phones really send them (2.9, 2.15)."""

import pytest

from people.typed import first_strong_direction, normalise_digits, strip_bidi_controls

pytestmark = pytest.mark.row("J1")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("۲۱.۱۱.۲۰۲۶", "21.11.2026"),
        ("٢١/١١/٢٠٢٦", "21/11/2026"),
        ("۱۲٫۵", "12.5"),
        ("١٬٢٣٤٫٥٠", "1234.50"),
        ("\u200f۱۲\u200e ", "12"),
        ("\u2067+٤٩ ٣٠\u2069", "+49 30"),
        ("12,5", "12,5"),
        ("على ی ك ک", "على ی ك ک"),
        ("", ""),
    ],
)
def test_digits_become_latin_and_words_stay(typed: str, meant: str):
    assert normalise_digits(typed) == meant


def test_a_name_cannot_turn_the_text_around_it():
    assert strip_bidi_controls("user\u202etxt.exe\u2066!") == "usertxt.exe!"
    assert strip_bidi_controls("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria K. (3)", "ltr"),
        ("(3) مريم", "rtl"),
        ("שלום", "rtl"),
        ("123 + 4", None),
        ("", None),
        ("ትግርኛ", "ltr"),
        ("۱۲۳", None),
    ],
)
def test_direction_of_the_first_strong_letter(text: str, expected: str | None):
    assert first_strong_direction(text) == expected
