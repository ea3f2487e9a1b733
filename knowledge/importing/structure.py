"""Do two bodies have the same structure, so that one can be a translation of the other?

wagtail-localize builds a translation from the source's blocks and HTML, with other words. What it
cannot build that way (another number of paragraphs, a table with one more row) would be lost at
the translators' next save, so such a page keeps a body of its own.
"""

from collections.abc import Sequence
from typing import Any

from wagtail_localize.strings import extract_strings

from knowledge.importing.blocks import RawBlock


def same_structure(source: Sequence[RawBlock], target: Sequence[RawBlock]) -> bool:
    """Whether each block of `target` is the translation of the block of `source` beside it."""
    return len(source) == len(target) and all(map(_same_block, source, target))


def _same_block(source: RawBlock, target: RawBlock) -> bool:
    kind = source["type"]
    if kind != target["type"] or kind not in _SAME:
        return False
    return _SAME[kind](source["value"], target["value"])


def _same_html(source: str, target: str) -> bool:
    template, strings = extract_strings(source)
    other_template, other_strings = extract_strings(target)
    if template != other_template or len(strings) != len(other_strings):
        return False
    words: dict[str, str] = {}
    links: dict[str, str] = {}
    for (text, attrs), (other_text, other_attrs) in zip(strings, other_strings, strict=True):
        if attrs.keys() != other_attrs.keys():
            return False
        # One source string, or one link, of a block can have one translation only.
        if words.setdefault(text.data, other_text.data) != other_text.data:
            return False
        for key, values in attrs.items():
            other = other_attrs[key].get("href", "")
            if links.setdefault(values.get("href", ""), other) != other:
                return False
    return True


def _same_table(source: dict[str, Any], target: dict[str, Any]) -> bool:
    return _filled(source) == _filled(target)


def _filled(table: dict[str, Any]) -> list[Any]:
    """The shape of a table: which cells have words, what is a header, and the other cells."""
    return [
        [[_fixed(cell or "") for cell in row] for row in table.get("data") or []],
        bool(table.get("table_caption")),
        bool(table.get("first_row_is_table_header")),
        bool(table.get("first_col_is_header")),
    ]


def _fixed(cell: str) -> str | None:
    """Only cells with a letter are translated, so figures must be the same in both."""
    return None if any(map(str.isalpha, cell)) else cell


_SAME: dict[str, Any] = {
    "rich_text": _same_html,
    "table": _same_table,
    "heading": lambda a, b: a["level"] == b["level"],
    "image": lambda a, b: bool(a.get("alt_text")) == bool(b.get("alt_text")),
    "quote": lambda a, b: bool(a.get("source")) == bool(b.get("source")),
}
