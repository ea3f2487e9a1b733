"""Parts of a body as the raw data of a StreamField, with ids that stay the same."""

import json
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypedDict
from uuid import UUID, uuid5

from knowledge.importing.body import HeadingPart, ImagePart, Part, QuotePart, TablePart

NAMESPACE = UUID("6f0c3a52-9b1e-5d0f-8a47-2f1f7c1d9e60")


class RawBlock(TypedDict):
    """One block as StreamField stores it. An image is named, until it has a primary key."""

    type: str
    value: Any
    id: str


def raw_blocks(parts: Iterable[Part]) -> list[RawBlock]:
    """Blocks without ids."""
    return [RawBlock(type=kind, value=value, id="") for kind, value in map(_raw, parts)]


def _raw(part: Part) -> tuple[str, Any]:
    if isinstance(part, HeadingPart):
        return "heading", {"text": part.text, "level": "h2"}
    if isinstance(part, ImagePart):
        return "image", {"image": part.name, "alt_text": part.alt, "decorative": not part.alt}
    if isinstance(part, TablePart):
        return "table", {
            "data": [list(row) for row in part.rows],
            "first_row_is_table_header": part.header,
            "first_col_is_header": False,
            "table_header_choice": "row" if part.header else "neither",
            "table_caption": "",
        }
    if isinstance(part, QuotePart):
        return "quote", {"text": part.text, "source": part.attribution}
    return "rich_text", part.html


def with_ids(blocks: Sequence[RawBlock], existing: Sequence[RawBlock], slug: str) -> list[RawBlock]:
    """Blocks with ids: those of the blocks they continue, else derived from slug and position.

    wagtail-localize keeps the words of translators under the id of a block, so a paragraph added
    on top must not move all ids below it.
    """
    ids: dict[int, str] = {}
    matcher = SequenceMatcher(None, [_key(b) for b in existing], [_key(b) for b in blocks], False)
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            for old, new in zip(range(old_start, old_end), range(start, end), strict=False):
                if existing[old]["type"] == blocks[new]["type"]:
                    ids[new] = existing[old]["id"]
    taken = set(ids.values())
    for position, block in enumerate(blocks):
        if position not in ids:
            ids[position] = _new_id(slug, position, block["type"], taken)
    return [
        RawBlock(type=block["type"], value=block["value"], id=ids[position])
        for position, block in enumerate(blocks)
    ]


def _key(block: RawBlock) -> str:
    """Equal for blocks that say the same; the primary key of an image is not in the file."""
    value = block["value"]
    if block["type"] == "image":
        value = value.get("alt_text", "")
    return json.dumps([block["type"], value], sort_keys=True)


def _new_id(slug: str, position: int, kind: str, taken: set[str]) -> str:
    attempt = 0
    while True:
        found = str(uuid5(NAMESPACE, f"{slug}/{position}/{kind}/{attempt}"))
        if found not in taken:
            taken.add(found)
            return found
        attempt += 1
