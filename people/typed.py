"""What people really type: digits of their script, marks of direction, names in any script."""

import unicodedata
from typing import Literal

# U+0660-9 (Arabic) and U+06F0-9 (Persian, Pashto) with their decimal (U+066B) and thousands
# (U+066C) separators. Django accepts such digits for integers only, not for dates or decimals.
_DIGITS = {
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
    0x066B: ".",
    0x066C: None,
}
# Marks (LRM, RLM, ALM), embeddings and overrides, isolates: Unicode Annex 9, table 1.
_MARKS = "\u200e\u200f\u061c"
_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NO_CONTROLS = dict.fromkeys(map(ord, _CONTROLS))


def normalise_digits(text: str) -> str:
    """Turn Arabic and Persian digits and separators into Latin ones; letters stay as they are.

    Invisible marks of direction, which phones and chats paste along, are cut off at both ends.
    """
    return text.translate(_DIGITS).strip(_MARKS + _CONTROLS + " \t\r\n")


def strip_bidi_controls(text: str) -> str:
    """Remove the characters that reorder text (U+202A-E, U+2066-9): in a name they only spoof."""
    return text.translate(_NO_CONTROLS)


def first_strong_direction(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction of the first strong character (Unicode Annex 9, P2); None without one."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return None
