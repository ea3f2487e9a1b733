"""Split a Markdown file into front matter and body, and keep the line of every value.

YAML is composed, never constructed: every value stays the text that was typed. So `language: no`
is a language and not False, and 30.02.2018 is our message and not a ValueError of the library.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _
from frontmatter.default_handlers import YAMLHandler

from knowledge.importing.problems import ArticleError

NULL_TAG = "tag:yaml.org,2002:null"
GERMAN_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?")


@dataclass(frozen=True)
class Value:
    """One value of the front matter and the line of its key in the file."""

    text: str
    line: int


@dataclass(frozen=True)
class Document:
    """`values` by lower-case key; `body` is Markdown, from line `body_line` of the file on."""

    values: Mapping[str, Value]
    body: str
    body_line: int

    def text(self, key: str) -> str:
        """Value on one line, without the breaks of a folded block; empty when the key is absent."""
        value = self.values.get(key)
        return " ".join(value.text.split()) if value else ""

    def line(self, key: str) -> int:
        """Line of the key, or 1 when the file does not have it."""
        value = self.values.get(key)
        return value.line if value else 1


def read_document(raw: bytes) -> Document:
    """Decode and split a file. Raises ArticleError: not UTF-8, no front matter, bad YAML."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ArticleError(line, _("The file is not UTF-8 text.")) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    handler = YAMLHandler()
    if not handler.detect(text):
        message = _("There is no front matter: the file must begin with a block between --- lines.")
        raise ArticleError(1, message)
    try:
        front, body = handler.split(text)
    except ValueError as error:
        raise ArticleError(1, _("The front matter has no closing --- line.")) from error
    # The boundary swallows blank lines after it, so both offsets are measured, not assumed.
    front_line = text.count("\n", 0, text.index(front, 3)) + 1 if front else 1
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return Document(_values(front, front_line), body, body_line)


def _values(front: str, first_line: int) -> dict[str, Value]:
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        message = _("The front matter is not valid YAML: %(reason)s.") % {"reason": error.problem}
        raise ArticleError(line, message) from error
    except yaml.reader.ReaderError as error:
        line = first_line + front.count("\n", 0, error.position)
        message = _("The front matter has a character that YAML does not allow.")
        raise ArticleError(line, message) from error
    if not isinstance(root, yaml.MappingNode):
        raise ArticleError(first_line, _("The front matter has no “key: value” lines."))
    values: dict[str, Value] = {}
    for key_node, value_node in root.value:
        line = first_line + key_node.start_mark.line
        _add_value(values, key_node, value_node, line)
    return values


def _add_value(
    values: dict[str, Value], key_node: yaml.Node, value_node: yaml.Node, line: int
) -> None:
    """Lists and mappings under keys we do not read (tags, layout …) are skipped, not refused."""
    if not isinstance(key_node, yaml.ScalarNode):
        raise ArticleError(line, _("A key in the front matter must be a word."))
    key = key_node.value.strip().lower()
    if key in values:
        raise ArticleError(line, _("The key “%(key)s” is there twice.") % {"key": key})
    if isinstance(value_node, yaml.ScalarNode):
        empty = value_node.tag == NULL_TAG
        values[key] = Value("" if empty else value_node.value, line)
    elif key in KEYS:
        raise ArticleError(line, _("The value of “%(key)s” must be a text.") % {"key": key})


KEYS = frozenset(
    {"language", "title", "headline", "subtitle", "author", "date", "image", "image_alt", "teaser"}
)


def parse_date(text: str) -> date:
    """Read `01.05.2018` or ISO 8601, with or without a time. Raises ValueError for all else."""
    text = text.strip()
    german = GERMAN_DATE.fullmatch(text)
    if german:
        day, month, year = (int(part) for part in german.groups())
        return date(year, month, day)
    if ISO_DATE.fullmatch(text):
        return datetime.fromisoformat(text).date()
    raise ValueError(text)


def read_date(document: Document) -> date | None:
    """Date of the article, None when the file has none. Raises ArticleError."""
    text = document.text("date")
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        message = _("“%(text)s” is not a date. Write 01.05.2018 or 2018-05-01.") % {"text": text}
        raise ArticleError(document.line("date"), message) from error


def read_slug(document: Document) -> str:
    """Web address of the page: ASCII, the same in all languages. Raises ArticleError."""
    title = document.text("title")
    if not title:
        raise ArticleError(document.line("title"), _("The key “title” is missing."))
    slug = slugify(title)
    if not slug or len(slug) > 255:
        message = _("“%(title)s” cannot be a web address: use letters a–z, digits and hyphens.")
        raise ArticleError(document.line("title"), message % {"title": title[:60]})
    return slug


def read_language(document: Document, languages: Mapping[str, str]) -> str:
    """Code of the file's language.

    `languages` maps every tag a file may use, in lower case, to the code of the locale table.
    Raises ArticleError for a language that the table does not have.
    """
    tag = document.text("language")
    if not tag:
        raise ArticleError(document.line("language"), _("The key “language” is missing."))
    code = languages.get(tag.lower().replace("_", "-"))
    if code is None:
        message = _("The language “%(tag)s” is not known here.") % {"tag": tag}
        raise ArticleError(document.line("language"), message)
    return code


def read_headline(document: Document) -> str:
    """Headline, which every article needs. Raises ArticleError."""
    headline = document.text("headline")
    if not headline:
        raise ArticleError(document.line("headline"), _("The key “headline” is missing."))
    return headline
