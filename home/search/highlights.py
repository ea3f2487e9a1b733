"""Shows a reader why a page was found: the words in question, marked.

Everything here yields pieces of plain text with a flag. The template escapes each piece and puts
`<mark>` around the flagged ones, so no markup from a page can come through.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from home.search.words import ARTICLE, WORD, fold_chunk, stem
from translation.folding import fold_with_map

BEFORE: Final = 80
"""Characters shown before the first hit, and after it: about three lines on a phone."""
AFTER: Final = 160
_CHUNK: Final = re.compile(r"\S+")


class Piece(NamedTuple):
    """Some text, and whether somebody looked for it."""

    text: str
    hit: bool


def mark_terms(text: str, terms: Sequence[str]) -> list[Piece]:
    """Cut a text into pieces; a word that begins with a term is marked as a whole.

    Whole words, because Arabic letters join and a mark inside a word would part them.
    """
    if not terms:
        return [Piece(text, hit=False)] if text else []
    folded, offsets = fold_with_map(text)
    pieces: list[Piece] = []
    done = 0
    for word in WORD.finditer(folded):
        if not _matches(word.group(), terms):
            continue
        start = max(offsets[word.start()], done)
        end = _after_marks(text, offsets[word.end() - 1] + 1)
        if end <= start:
            continue
        if start > done:
            pieces.append(Piece(text[done:start], hit=False))
        pieces.append(Piece(text[start:end], hit=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], hit=False))
    return pieces


def excerpt(text: str, terms: Sequence[str]) -> list[Piece]:
    """The surroundings of the first hit, marked; empty when no word of the text matches."""
    if not terms:
        return []
    any_term = _pattern(terms)
    for line in text.split("\n"):
        for chunk in _CHUNK.finditer(line):
            if any_term.search(fold_chunk(chunk.group())):
                return mark_terms(_cut(line, chunk.start()), terms)
    return []


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    prefixes = "|".join(re.escape(term) for term in terms)
    return re.compile(rf"(?<![^\W_])(?:{ARTICLE})?(?:{prefixes})")


def _matches(word: str, terms: Sequence[str]) -> bool:
    stemmed = stem(word)
    return any(word.startswith(term) or stemmed.startswith(term) for term in terms)


def _after_marks(text: str, end: int) -> int:
    """Vowel signs and joiners after the last letter belong to it, though folding drops them."""
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Me", "Cf"}:
        end += 1
    return end


def _cut(line: str, position: int) -> str:
    """Some text around a position, between blanks where there are any nearby."""
    start, end = max(0, position - BEFORE), min(len(line), position + AFTER)
    if start > 0:
        blank = line.find(" ", start, position)
        start = blank + 1 if blank >= 0 else start
    if end < len(line):
        blank = line.rfind(" ", position, end)
        end = blank if blank > position else _after_marks(line, end)
    return ("… " if start > 0 else "") + line[start:end] + (" …" if end < len(line) else "")
