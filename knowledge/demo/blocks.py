"""Turns the blocks of a file into the stored form of a StreamField, in German."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from knowledge.demo.catalogue import Catalogue
from knowledge.demo.content import Text, demo_uuid

Raw = dict[str, Any]


@dataclass
class Known:
    """Primary keys of what blocks point to, by the key in the files."""

    pages: dict[str, int] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)


class BlockBuilder:
    """Builds the body of one page. Ids are stable, as translations are bound to them."""

    def __init__(self, owner: str, catalogue: Catalogue, known: Known) -> None:
        self.owner = owner
        self.catalogue = catalogue
        self.known = known
        self._count = 0

    def build(self, blocks: list[dict[str, Any]]) -> list[Raw]:
        return [self._block(kind, value) for block in blocks for kind, value in block.items()]

    def _block(self, kind: str, value: Any) -> Raw:
        make: Callable[[Any], Any] = getattr(self, f"_{kind}")
        name = "rich_text" if kind == "text" else kind
        return {"type": name, "value": make(value), "id": self._id()}

    def _id(self) -> str:
        self._count += 1
        return str(demo_uuid("block", self.owner, self._count))

    def _items(self, values: list[Any]) -> list[Raw]:
        return [{"type": "item", "value": value, "id": self._id()} for value in values]

    def _plain(self, text: Text | None) -> str:
        return self.catalogue.plain(text) if text else ""

    def _paragraph(self, text: Text | None) -> str:
        return f"<p>{self.catalogue.rich(text, self.known.pages)}</p>" if text else ""

    def _text(self, parts: list[dict[str, Any]]) -> str:
        return "".join(self._part(tag, value) for part in parts for tag, value in part.items())

    def _part(self, tag: str, value: Any) -> str:
        if tag not in {"ul", "ol"}:
            return f"<{tag}>{self.catalogue.rich(value, self.known.pages)}</{tag}>"
        points = (self.catalogue.rich(text, self.known.pages) for text in value)
        return f"<{tag}>{''.join(f'<li>{point}</li>' for point in points)}</{tag}>"

    def _heading(self, text: Text) -> Raw:
        return {"text": self._plain(text), "level": "h2"}

    def _callout(self, value: Raw) -> Raw:
        return {"kind": value["kind"], **self._titled(value)}

    def _titled(self, value: Raw) -> Raw:
        return {"title": self._plain(value["title"]), "text": self._paragraph(value["text"])}

    def _steps(self, steps: list[Raw]) -> Raw:
        return {"steps": self._items([self._titled(step) for step in steps])}

    def _accordion(self, items: list[Raw]) -> Raw:
        return {"items": self._items([self._titled(item) for item in items])}

    def _contact(self, key: str) -> Raw:
        return {"contact": self.known.contacts[key]}

    _hotline = _contact

    def _glossary(self, key: str) -> Raw:
        return {"term": self.known.terms[key]}

    def _image(self, value: Raw) -> Raw:
        return {
            "image": self.known.images[value["image"]],
            "decorative": False,
            "alt_text": self._plain(value["alt"]),
        }

    def _gallery(self, pictures: list[Raw]) -> Raw:
        items = [
            {"image": self._image(picture), "caption": self._plain(picture["caption"])}
            for picture in pictures
        ]
        return {"title": "", "pictures": self._items(items)}

    def _video(self, value: Raw) -> Raw:
        return {
            "title": self._plain(value["title"]),
            "url": value["url"],
            "document": None,
            "poster": {"image": None, "alt_text": None, "decorative": None},
            "caption": "",
            "transcript": self._paragraph(value["transcript"]),
        }

    def _download(self, value: Raw) -> Raw:
        return {
            "document": self.known.documents[value["document"]],
            "title": self._plain(value["title"]),
            "note": "",
        }

    def _table(self, value: Raw) -> Raw:
        rows = [
            [cell if isinstance(cell, str) else self._plain(cell) for cell in row]
            for row in value["rows"]
        ]
        return {
            "data": rows,
            "cell": [],
            "mergeCells": [],
            "table_caption": self._plain(value["caption"]),
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        }

    def _quote(self, value: Raw) -> Raw:
        return {"text": self._plain(value["text"]), "source": self._plain(value["source"])}

    def _page_list(self, value: str | Raw) -> Raw:
        """A bare key lists three pages."""
        key, limit = (value, 3) if isinstance(value, str) else (value["page"], value["limit"])
        return {"title": "", "page": self.known.pages[key], "limit": limit}
