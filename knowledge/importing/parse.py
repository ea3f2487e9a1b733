"""Read one file into a ParsedArticle. Nothing here touches the database."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from knowledge.importing.body import ImagePart, Part, parse_body
from knowledge.importing.front_matter import (
    Document,
    read_date,
    read_document,
    read_headline,
    read_language,
    read_slug,
)
from knowledge.importing.pictures import Places, digest, find_picture
from knowledge.importing.problems import ArticleError, Problem

T = TypeVar("T")
MAX_FILE_BYTES = 1024 * 1024
# Characters that the columns hold; `headline` is the title of the page.
MAX_LENGTHS = {"headline": 255, "subtitle": 255, "author": 160, "image_alt": 255}


@dataclass(frozen=True)
class Rules:
    """What a run allows: `languages` maps lower-case tags to codes; sizes in bytes and pixels."""

    languages: Mapping[str, str]
    media_root: Path | None
    max_image_bytes: int
    max_image_pixels: int


@dataclass(frozen=True)
class ParsedArticle:
    """One language of one article. `pictures` maps the names in the file to files on disk."""

    label: str
    language: str
    slug: str
    headline: str
    subtitle: str
    teaser: str
    author: str
    date: date | None
    image: str
    image_alt: str
    parts: tuple[Part, ...]
    pictures: Mapping[str, Path]
    sha256: str
    title_line: int


def parse_file(path: Path, label: str, rules: Rules) -> ParsedArticle | list[Problem]:
    """Read `path`; `label` is what messages call it. Returns every problem that can be told."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            message = _("The file has %(size)s; at most %(limit)s are allowed.")
            limit = filesizeformat(MAX_FILE_BYTES)
            raise ArticleError(1, message % {"size": filesizeformat(size), "limit": limit})
        raw = path.read_bytes()
        document = read_document(raw)
    except ArticleError as error:
        return [Problem(label, error.line, error.message)]
    except OSError as error:
        return [Problem(label, 1, _("The file cannot be read: %s.") % error.strerror)]
    return _Reader(path, label, rules, raw, document).read()


class _Reader:
    """Collects problems while it reads the keys, so that one run names all of them."""

    def __init__(
        self, path: Path, label: str, rules: Rules, raw: bytes, document: Document
    ) -> None:
        self.label, self.rules, self.raw, self.document = label, rules, raw, document
        self.places = Places(
            path.parent, rules.media_root, rules.max_image_bytes, rules.max_image_pixels
        )
        self.problems: list[Problem] = []
        self.pictures: dict[str, Path] = {}

    def read(self) -> ParsedArticle | list[Problem]:
        document = self.document
        language = self._try(lambda: read_language(document, self.rules.languages)) or ""
        slug = self._try(lambda: read_slug(document)) or ""
        headline = self._try(lambda: read_headline(document)) or ""
        published = self._try(lambda: read_date(document))
        image = document.text("image")
        if image:
            self._add_picture(image, document.line("image"))
        parts = parse_body(document.body)
        for part in parts:
            if isinstance(part, ImagePart):
                self._add_picture(part.name, self._line_in_body(part.name))
        self._check_lengths()
        if self.problems:
            return self.problems
        return ParsedArticle(
            label=self.label,
            language=language,
            slug=slug,
            headline=headline,
            subtitle=document.text("subtitle"),
            teaser=document.text("teaser"),
            author=document.text("author"),
            date=published,
            image=image,
            image_alt=document.text("image_alt"),
            parts=parts,
            pictures=self.pictures,
            sha256=self._fingerprint(),
            title_line=document.line("title"),
        )

    def _try(self, step: Callable[[], T]) -> T | None:
        try:
            return step()
        except ArticleError as error:
            self.problems.append(Problem(self.label, error.line, error.message))
            return None

    def _add_picture(self, name: str, line: int) -> None:
        found = self._try(lambda: find_picture(name, line, self.places))
        if found:
            self.pictures[name] = found

    def _line_in_body(self, name: str) -> int:
        """First line of the body that names the image: Markdown escapes some letters of names."""
        for number, text in enumerate(self.document.body.split("\n")):
            if name in text or name.replace("%20", " ") in text:
                return self.document.body_line + number
        return self.document.body_line

    def _check_lengths(self) -> None:
        for key, limit in MAX_LENGTHS.items():
            if len(self.document.text(key)) > limit:
                message = _("“%(key)s” is longer than %(limit)d characters.")
                message %= {"key": key, "limit": limit}
                self.problems.append(Problem(self.label, self.document.line(key), message))

    def _fingerprint(self) -> str:
        """Changes with the file and with each of its images."""
        whole = hashlib.sha256(self.raw)
        for name in sorted(self.pictures):
            whole.update(f"\0{name}\0{digest(self.pictures[name])}".encode())
        return whole.hexdigest()
