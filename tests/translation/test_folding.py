"""One folding for index and query finds a word in every spelling (2.17)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation.folding import fold, fold_with_map

pytestmark = pytest.mark.row("J5")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("آسفي", "اسفي"),
        ("مَرَّاكُش", "مراكش"),
        ("أحمد", "احمد"),
        ("إقامة", "اقامه"),
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("على", "علي"),
        ("کتاب‌های", "کتابهای"),
        ("مـــدرسة", "مدرسة"),
        ("ещё", "еще"),
        ("сім'я", "сім’я"),
        ("сімʼя", "сім'я"),
        ("Übergang", "Uebergang"),
        ("Übergang", "ubergang"),
        ("Häuser", "Haeuser"),
        ("Häuser", "Hauser"),
        ("HÄUSER", "ha\u0308user"),
        ("Straße", "STRASSE"),
        ("Öl", "oel"),
        ("IŞIK", "ışık"),
        ("İstanbul", "istanbul"),
        ("État", "etat"),
        ("۲۱٫۱۱", "21٫11"),
        ("١٢٣", "123"),
        ("ﻻ", "لا"),
    ],
)
def test_spellings_of_one_word_fold_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ґрати", "грати"), ("мій", "мии"), ("їжа", "іжа"), ("Haus", "Hase"), ("پدر", "بدر")],
)
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aeouäöüAEÄßıİIi\u0308\u200cكکىيیةه'’ʼـ\u064e١۱ х"))
def test_folding_twice_changes_nothing_in_hard_letters(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_offsets_rise_and_stay_in_range(text: str) -> None:
    folded, offsets = fold_with_map(text)
    assert len(folded) == len(offsets)
    assert all(before <= after for before, after in pairwise(offsets))
    assert all(0 <= offset < len(text) for offset in offsets)


def test_offsets_point_at_the_letter_in_the_original() -> None:
    text = "Die Häuser in مَرَّاكُش"
    folded, offsets = fold_with_map(text)
    assert text[offsets[folded.index("hauser")]] == "H"
    assert text[offsets[folded.index("مراكش")]] == "م"
    assert text[offsets[folded.index("ر")]] == "ر"
