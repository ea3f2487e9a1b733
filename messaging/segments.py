"""How many parts an SMS has, before it is sent: each part is paid for.

GSM 03.38 (3GPP TS 23.038, 6.2.1): 160 septets, or 153 in each part of several. One character
outside of that alphabet turns the whole text into UCS-2: 70 units, or 67. A character of the
extension table is two septets (escape and character), one outside of the basic plane two units;
neither pair is ever torn apart (TS 23.040, 9.2.3.24.1), so a part may end one short.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
LIMITS = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
Encoding = Literal["GSM-7", "UCS-2"]

# What a word processor or a phone writes, and what means the same in the GSM alphabet.
FRIENDLY = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u00b7", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2039\u203a", "'"),
        **dict.fromkeys("\u00a0\u202f\u205f\u3000\t", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", None),
        "\u2026": "...",
        "\u00d7": "x",
    }
)


@dataclass(frozen=True)
class Segments:
    """`units` are septets or 16-bit units; `left` are those that still fit into the last part."""

    encoding: Encoding
    units: int
    parts: int
    left: int


def is_gsm(text: str) -> bool:
    return all(character in BASIC or character in EXTENSION for character in text)


def _width(character: str, encoding: Encoding) -> int:
    wide = character in EXTENSION if encoding == "GSM-7" else ord(character) > 0xFFFF
    return 2 if wide else 1


def split(text: str) -> tuple[str, ...]:
    """The text of every part. An empty text has none."""
    encoding: Encoding = "GSM-7" if is_gsm(text) else "UCS-2"
    single, several = LIMITS[encoding]
    widths = [_width(character, encoding) for character in text]
    if sum(widths) <= single:
        return (text,) if text else ()
    parts: list[str] = []
    start = used = 0
    for position, width in enumerate(widths):
        if used + width > several:
            parts.append(text[start:position])
            start, used = position, 0
        used += width
    return (*parts, text[start:])


def count(text: str) -> Segments:
    encoding: Encoding = "GSM-7" if is_gsm(text) else "UCS-2"
    single, several = LIMITS[encoding]
    parts = split(text)
    units = sum(_width(character, encoding) for character in text)
    last = sum(_width(character, encoding) for character in parts[-1]) if parts else 0
    return Segments(encoding, units, len(parts), (single if len(parts) < 2 else several) - last)


def normalise(text: str) -> str:
    """Write dashes, quotes, blanks and dots so that they fit into the GSM alphabet.

    Measured: one en-dash in a German text makes three parts of one. Where it does not help (Arabic
    with an ellipsis would only grow), the text stays as it is. Doing it twice changes nothing.
    """
    composed = unicodedata.normalize("NFC", text).translate(FRIENDLY)
    friendly = unicodedata.normalize("NFC", composed)
    return friendly if count(friendly).parts <= count(text).parts else text
