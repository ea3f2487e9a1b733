"""Sentences that weigh and search like real ones, the same ones at every run.

Words follow Zipf's law (the word of rank r comes about 1/r as often as the first one), as in any
natural text. The stock of a language is its plain words and their combinations, some thousand.
"""

import random
import tomllib
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final

STOCKS: Final = Path(__file__).with_name("stocks.toml")
COMMON: Final = "en"
"""The stock of a language that has none of its own."""
VOCABULARY: Final = 4_000
SHIFT: Final = 90
"""Mandelbrot's constant, set so that 1,500 words weigh no less than real prose, gzipped
(demo texts: German 2.9 bytes a word, Arabic 3.4, Ukrainian 3.9)."""
SENTENCE: Final = (6, 16)


@cache
def vocabulary(code: str) -> tuple[list[str], list[float]]:
    """Words of a language, commonest first, and their cumulative weights."""
    stocks = tomllib.loads(STOCKS.read_text(encoding="utf-8"))
    plain = list(dict.fromkeys(stocks.get(code, stocks[COMMON]).split()))
    chance = random.Random(code)  # noqa: S311 no secret
    joined = [first + second.lower() for first in plain for second in plain if first != second]
    chance.shuffle(joined)
    words = [*plain, *joined][:VOCABULARY]
    return words, list(accumulate(1 / (rank + SHIFT) for rank in range(len(words))))


def sentence(code: str, chance: random.Random) -> str:
    """One sentence of 6 to 16 words."""
    words, weights = vocabulary(code)
    text = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(*SENTENCE)))
    return f"{text[0].upper()}{text[1:]}."


def paragraphs(code: str, words: int, chance: random.Random) -> list[str]:
    """Paragraphs of some 60 words, `words` in all or a few more."""
    found: list[str] = []
    while words > 0:
        part = " ".join(sentence(code, chance) for _ in range(5))
        words -= len(part.split())
        found.append(part)
    return found
