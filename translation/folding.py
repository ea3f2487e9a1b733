"""One folding for index and query, so that a word is found however it was typed.

Arabic and Persian keyboards give different letters for the same word, many people leave out
marks, dots and umlauts. Marks go by Unicode category, not by a range: ranges miss some.
"""

import unicodedata
from itertools import pairwise

# By code point, because many of these look the same in an editor.
_LETTERS = str.maketrans(
    {
        # alef with hamza, with madda, with wasla -> alef
        **dict.fromkeys("\u0622\u0623\u0625\u0671\u0672\u0673", "\u0627"),
        # alef maksura, Persian yeh, yeh barree -> yeh
        **dict.fromkeys("\u0649\u06cc\u06d2", "\u064a"),
        # Persian kaf -> kaf
        "\u06a9": "\u0643",
        # teh marbuta, heh with yeh, heh goal, ae -> heh
        **dict.fromkeys("\u0629\u06c0\u06c2\u06c1\u06c3\u06d5\u06be", "\u0647"),
        # Cyrillic io -> ie
        "\u0451": "\u0435",
        # Latin letters that no decomposition takes apart
        "\u0131": "i",
        "\u00f8": "o",
        "\u0142": "l",
        "\u0111": "d",
        "\u00e6": "ae",
        "\u0153": "oe",
        # apostrophes: typographic, modifier letters, primes
        **dict.fromkeys("\u02bc\u2019\u2018\u02bb\u02b9\u2032", "'"),
    }
)
_TATWEEL = "\u0640"
_UMLAUT_BASES = "aou"


def fold(text: str) -> str:
    """Fold a text for the search index or for a query; folding twice changes nothing."""
    return fold_with_map(text)[0]


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset it came from.

    The offsets never fall and lie inside `text`: highlights are drawn in the original with them.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(text):
        for character in _fold_cluster(text[start:end]):
            if character == "e" and characters and characters[-1] in _UMLAUT_BASES:
                continue  # ae, oe and ue are another spelling of ä, ö and ü: all become a, o, u
            characters.append(character)
            offsets.append(start)
    return "".join(characters), offsets


def _clusters(text: str) -> list[tuple[int, int]]:
    """Ranges of one character with the marks on it, which NFKC may join to one."""
    starts = [
        offset
        for offset, character in enumerate(text)
        if offset == 0 or not unicodedata.combining(character)
    ]
    return list(pairwise([*starts, len(text)]))


def _fold_cluster(cluster: str) -> str:
    if cluster.isascii():
        return cluster.lower()
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(map(_fold_character, composed))


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or character == _TATWEEL:
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\u00c0" <= character <= "\u024f" or "\u1e00" <= character <= "\u1eff":
        character = unicodedata.normalize("NFKD", character)[0]
    return character.translate(_LETTERS)
