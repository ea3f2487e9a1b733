"""How text becomes words, the same way for the index and for what somebody types.

Both full text engines get plain words parted by blanks, so that their own tokenisers have
nothing left to decide and SQLite and PostgreSQL find the same pages. Folding (script variants,
marks, umlauts) is `translation.folding`; here comes what only a search needs: the Arabic
article, which is written together with its word and would hide the word from a prefix match.
"""

import re
from functools import lru_cache
from typing import Final

from translation.folding import fold

MAX_TEXT: Final = 100_000
"""Characters of one page that are searched; PostgreSQL refuses a tsvector above 1 MiB."""
MAX_QUERY: Final = 200
MAX_TERMS: Final = 8
MIN_LETTERS: Final = 2

WORD: Final = re.compile(r"[^\W_]+")
ZWNJ: Final = "\u200c"
ARTICLE: Final = "(?:[وفبكک]?ال|[وف]?لل)"
_ARTICLE: Final = re.compile(rf"^{ARTICLE}(?=.{{3}})")
# Lone surrogates and NUL are text to Python and an error to both databases.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without the characters that no database stores."""
    return _UNSTORABLE.sub("", text)


def stem(word: str) -> str:
    """A folded word without the Arabic article: والمدارس and المدارس become مدارس."""
    return _ARTICLE.sub("", word)


@lru_cache(maxsize=32_768)
def fold_chunk(chunk: str) -> str:
    """Fold what stands between two blanks. A page repeats its words, so most are known."""
    return fold(chunk)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word for chunk in storable(text).split() for word in WORD.findall(fold_chunk(chunk))]


def index_text(text: str) -> str:
    """What the index keeps: every folded word, and beside it its stem where that differs.

    Folding joins what a zero-width non-joiner parts (Persian plurals); people also type a blank
    there, so the parts are kept too.
    """
    kept: list[str] = []
    for chunk in storable(text[:MAX_TEXT]).split():
        for word in WORD.findall(fold_chunk(chunk)):
            kept.append(word)
            stemmed = stem(word)
            if stemmed != word:
                kept.append(stemmed)
        if ZWNJ in chunk:
            kept.extend(words(chunk.replace(ZWNJ, " ")))
    return " ".join(kept)


def query_terms(typed: str) -> list[str]:
    """The different words somebody looks for, as prefixes; empty when there is nothing to find.

    Letters standing alone are left out: as a prefix they match nearly every page.
    """
    found = (stem(word) for word in words(typed[:MAX_QUERY]))
    terms = dict.fromkeys(term for term in found if len(term) >= MIN_LETTERS)
    return list(terms)[:MAX_TERMS]
