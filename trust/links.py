"""Find and replace addresses in stored content: rich text, stream fields and plain fields alike.

Works on the serialised form of an object (dicts, lists, strings; stream fields are JSON strings),
so new blocks and fields need no code here.
"""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ADDRESS = re.compile(r"(?:https?://|tel:|mailto:)\S+", re.IGNORECASE)
IN_ANCHOR = re.compile(r"(?:https?://|tel:|mailto:).+", re.IGNORECASE)  # also with blanks: broken
INTERNAL = ("page", "document")
HREF = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)(")', re.IGNORECASE)


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            return
        values = {name: (value or "").strip() for name, value in attrs}
        if values.get("linktype") in INTERNAL:
            self.found.append(f"{values['linktype']}:{values.get('id', '')}")
        elif IN_ANCHOR.fullmatch(values.get("href", "")):
            self.found.append(values["href"])


def find_addresses(data: Any) -> Iterator[str]:
    """Every http(s), tel: and mailto: address in serialised content, with repetitions.

    Links of rich text to something inside come as `page:3` and `document:5`.
    """
    if isinstance(data, dict):
        for value in data.values():
            yield from find_addresses(value)
    elif isinstance(data, list):
        for value in data:
            yield from find_addresses(value)
    elif isinstance(data, str):
        yield from _find_in_text(data)


def _find_in_text(text: str) -> Iterator[str]:
    if (inner := _as_json(text)) is not None:
        yield from find_addresses(inner)
    elif ADDRESS.fullmatch(text.strip()):
        yield text.strip()
    elif "<a" in text.casefold():
        parser = _Anchors()
        parser.feed(text)
        yield from parser.found


def replace_address(data: Any, old: str, new: str) -> Any:
    """A copy of `data` in which links to `old` lead to `new`. Visible words stay as they are."""
    if isinstance(data, dict):
        return {key: replace_address(value, old, new) for key, value in data.items()}
    if isinstance(data, list):
        return [replace_address(value, old, new) for value in data]
    if isinstance(data, str):
        return _replace_in_text(data, old, new)
    return data


def _replace_in_text(text: str, old: str, new: str) -> str:
    if (inner := _as_json(text)) is not None:
        changed = replace_address(inner, old, new)
        return text if changed == inner else json.dumps(changed)
    if text.strip() == old:
        return new
    return HREF.sub(_swap(old, new), text)


def _swap(old: str, new: str) -> Callable[[re.Match[str]], str]:
    def swap(match: re.Match[str]) -> str:
        if html.unescape(match[2]).strip() != old:
            return match[0]
        return match[1] + html.escape(new) + match[3]

    return swap


def _as_json(text: str) -> Any:
    """The list or dict that a stream field was written as, or None for ordinary text."""
    if text[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
