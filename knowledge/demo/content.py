"""The words of the demo, read from the YAML files in `content/`.

A text is a mapping from language code to words. German is the source. A page says with `languages`
into which languages it is translated; without it, into all of `TARGETS`.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Text = dict[str, str]
SOURCE = "de"
TARGETS = ("en", "ar", "uk")
CONTENT = Path(__file__).parent / "content"
NAMESPACE = uuid.UUID("6f1c1d2e-7a53-5c0b-9b1e-4a6d0f6b8c11")


def demo_uuid(*parts: object) -> uuid.UUID:
    """The same name always has the same key, on every machine."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))


@dataclass(frozen=True)
class Entry:
    """One page or snippet as it stands in a file."""

    key: str
    data: dict[str, Any]

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(self.data.get("languages", TARGETS))

    @property
    def translation_key(self) -> uuid.UUID:
        return demo_uuid("translation", self.key)


def front_matter() -> dict[str, Any]:
    """The front page, the topics and the list of articles, each with its pages in their order."""
    return _read(CONTENT / "home.yaml")


def pages() -> dict[str, Entry]:
    return _folder("pages")


def articles() -> dict[str, Entry]:
    return _folder("articles")


def contacts() -> list[Entry]:
    return _list("contacts")


def glossary() -> list[Entry]:
    return _list("glossary")


def reports() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(CONTENT / "reports.yaml")
    return found


def texts(node: object) -> Iterator[Text]:
    """Every text below a node, to check that none lacks a language."""
    if isinstance(node, dict):
        if SOURCE in node:
            yield node
        else:
            for value in node.values():
                yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def _folder(name: str) -> dict[str, Entry]:
    paths = sorted((CONTENT / name).glob("*.yaml"))
    return {path.stem: Entry(path.stem, _read(path)) for path in paths}


def _list(name: str) -> list[Entry]:
    return [Entry(row["key"], row) for row in _read(CONTENT / f"{name}.yaml")]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
