"""The segment counter against a slow oracle that knows only the standard's tables."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messaging.segments import count, is_gsm, normalise, split

pytestmark = pytest.mark.row("G2")

# 3GPP TS 23.038, table 6.2.1: rows of b4..b1 over the columns of b7..b5; None is the escape.
TABLE = [
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
]
SEPTET = {
    character: bytes([row * 16 + column])
    for row, characters in enumerate(TABLE)
    for column, character in enumerate(characters)
    if character != "\x1b"
}
ESCAPED = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\"} | {
    0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"
}  # fmt: skip
SEPTET |= {character: bytes([0x1B, code]) for code, character in ESCAPED.items()}


def oracle(text):
    """Encode every character on its own, then find the fewest parts by trying every cut."""
    if all(character in SEPTET for character in text):
        atoms, single, several, size = [SEPTET[c] for c in text], 160, 153, 1
    else:
        atoms, single, several, size = [c.encode("utf-16-be") for c in text], 70, 67, 2
    lengths = [len(atom) // size for atom in atoms]
    total = sum(lengths)
    if total <= single:
        return total, min(1, total)
    best = [0] + [10**9] * len(lengths)
    for end in range(1, len(lengths) + 1):
        used, start = 0, end
        while start and used + lengths[start - 1] <= several:
            used += lengths[start - 1]
            start -= 1
            best[end] = min(best[end], best[start] + 1)
    return total, best[-1]


GSM = "".join(SEPTET)
texts = st.one_of(
    st.text(alphabet=GSM, max_size=700),
    st.text(alphabet="aé€[😀ا–", max_size=300),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200),
    st.builds(lambda n, tail: "a" * n + tail, st.integers(140, 170), st.text("€{a", max_size=20)),
    st.builds(lambda n, tail: "ا" * n + tail, st.integers(60, 72), st.text("😀ا", max_size=20)),
)


def test_the_table_has_every_character_once():
    assert len(SEPTET) == 127 + 10
    assert {c for c in SEPTET if is_gsm(c)} == set(SEPTET)


@given(texts)
@example("")
@example("a" * 160)
@example("a" * 161)
@example("a" * 152 + "€" + "a" * 20)
@example("ا" * 66 + "😀" + "ا" * 20)
def test_counts_as_the_oracle(text):
    counted = count(text)
    assert (counted.units, counted.parts) == oracle(text)


@given(texts)
def test_no_character_is_torn_or_lost(text):
    parts = split(text)
    assert "".join(parts) == text
    limit = 153 if is_gsm(text) else 67
    for part in parts if len(parts) > 1 else ():
        assert part
        assert oracle_units(part, gsm=is_gsm(text)) <= limit


def oracle_units(part, *, gsm):
    return sum(len(SEPTET[c]) if gsm else len(c.encode("utf-16-be")) // 2 for c in part)


@given(texts)
def test_left_is_what_still_fits(text):
    left = count(text).left
    filler = "a" if is_gsm(text) else "ا"
    parts = max(count(text).parts, 1)
    assert count(text + filler * left).parts == parts
    assert count(text + filler * (left + 1)).parts > parts or parts == 1


@given(texts)
def test_normalising_never_costs_and_is_done_once(text):
    once = normalise(text)
    assert count(once).parts <= count(text).parts
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Heute 17–19 Uhr – hilfst du?", "Heute 17-19 Uhr - hilfst du?"),
        ("„Ja“ ‚nein‘ «si» …", '"Ja" \'nein\' "si" ...'),
        ("10\u00a0Uhr\u202fbis\u200b 12", "10 Uhr bis 12"),
        ("u\u0308ber", "über"),
    ],
)
def test_normalises_to_the_gsm_alphabet(typed, sent):
    assert normalise(typed) == sent
    assert count(sent).encoding == "GSM-7"


def test_one_dash_triples_the_parts_unless_normalised():
    text = "a" * 130 + " – Uhr"
    assert count(text).parts == 3
    assert count(normalise(text)).parts == 1


def test_a_text_that_stays_ucs2_does_not_grow():
    text = "ا" * 60 + "…" * 10
    assert count(text).parts == 1
    assert normalise(text) == text


@pytest.mark.parametrize(("text", "parts"), [("ا" * 70, 1), ("ا" * 71, 2), ("ሀ" * 134, 2)])
def test_ucs2_limits(text, parts):
    assert count(text).parts == parts
