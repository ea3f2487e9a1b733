"""Turn the Markdown of a body into parts that become StreamField blocks.

markdown-it renders, nh3 cleans, and only the cleaned tree is cut up: so HTML written by hand goes
the same way as Markdown, and nothing unsafe is ever looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdown_it import MarkdownIt

INLINE = {"a", "b", "strong", "i", "em", "br"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {"p", "ul", "ol", "li", "hr", "pre", "blockquote"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
SCHEMES = {"http", "https", "mailto", "tel"}
DASHES = ("— ", "– ", "-- ")
HEADING_LENGTH = 120
NAME_LENGTH = 160
BLANKS = re.compile(r"[ \t\n]+")


@dataclass(frozen=True)
class RichTextPart:
    """HTML in the form that Wagtail's rich text stores: h3, h4, p, ul, ol, hr, b, i, a, br."""

    html: str


@dataclass(frozen=True)
class HeadingPart:
    """A heading of the page's first level (h2): words alone, at most HEADING_LENGTH of them."""

    text: str


@dataclass(frozen=True)
class ImagePart:
    """An image by the name that the file uses; without `alt` it is decorative."""

    name: str
    alt: str


@dataclass(frozen=True)
class TablePart:
    """Rows of plain text, all of the same length; the first row is a header when `header`."""

    rows: tuple[tuple[str, ...], ...]
    header: bool


@dataclass(frozen=True)
class QuotePart:
    """Plain text, paragraphs parted by an empty line; who said it may be empty."""

    text: str
    attribution: str


Part = RichTextPart | HeadingPart | ImagePart | TablePart | QuotePart


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """An unsafe link must become one that nh3 takes the target from, not visible Markdown."""
        return True


@cache
def _markdown() -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": True, "linkify": True})
    return parser.enable(["table", "linkify"])


def clean_html(markdown: str) -> str:
    """Safe HTML of a Markdown text: scripts, handlers, styles and foreign schemes are gone."""
    return nh3.clean(
        _markdown().render(markdown),
        tags=INLINE | BLOCKS | TABLE | {"img"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )


def parse_body(markdown: str) -> tuple[Part, ...]:
    """Cut a body into parts, in reading order. An empty body has none.

    An image, a table or a quote inside of something else comes directly after it.
    """
    soup = BeautifulSoup(clean_html(markdown), "html.parser")
    _normalise(soup)
    parts: list[Part] = []
    for node in _blocks(soup):
        for part in _pieces(node):
            last = parts[-1] if parts else None
            if isinstance(part, RichTextPart) and isinstance(last, RichTextPart):
                parts[-1] = RichTextPart(last.html + part.html)
            else:
                parts.append(part)
    return tuple(parts)


def _pieces(node: Tag) -> list[Part]:
    if node.name in ("table", "blockquote"):
        return [*_own_part(node), *_pictures(node)]
    hoisted = _hoist(node)
    text = " ".join(node.get_text().split())
    if node.name == "h2" and text:
        if len(text) <= HEADING_LENGTH:
            return [HeadingPart(text), *hoisted]
        node.name = "h3"
    if node.name == "hr" or text:
        return [RichTextPart(str(node)), *hoisted]
    return hoisted


def _blocks(soup: BeautifulSoup) -> Iterator[Tag]:
    """Top-level blocks; text that stands loose (a `<div>` was around it) becomes a paragraph."""
    loose: list[PageElement] = []
    for node in list(soup.children):
        if isinstance(node, Tag) and node.name in BLOCKS | TABLE:
            yield from _paragraph(soup, loose)
            loose = []
            yield node
        else:
            loose.append(node)
    yield from _paragraph(soup, loose)


def _paragraph(soup: BeautifulSoup, nodes: list[PageElement]) -> Iterator[Tag]:
    paragraph = soup.new_tag("p")
    for node in nodes:
        paragraph.append(node.extract())
    _tidy_edges(paragraph)
    if paragraph.contents:
        yield paragraph


def _hoist(node: Tag) -> list[Part]:
    """Take images and tables out of a block, in their order."""
    found: list[Part] = []
    inner = node.find_all(["img", "table"])
    for tag in inner:
        found.extend(_own_part(tag) if tag.name == "table" else _pictures(tag))
    for tag in inner:
        tag.extract()
    for link in node.find_all("a"):
        if not link.get_text().strip():
            link.unwrap()
    _tidy(node)
    return found


def _pictures(node: Tag) -> list[ImagePart]:
    """Images in a block, or the block itself. One without a source was unsafe: nh3 took it."""
    images = [node] if node.name == "img" else node.find_all("img")
    return [
        ImagePart(str(image["src"]), " ".join(str(image.get("alt") or "").split()))
        for image in images
        if image.get("src")
    ]


def _own_part(node: Tag) -> list[Part]:
    if node.name == "table":
        part = _table(node)
        return [part] if part else []
    quote = _quote(node)
    return [quote] if quote else []


def _table(node: Tag) -> TablePart | None:
    rows = [
        tuple(_plain(cell) for cell in row.find_all(["th", "td"])) for row in node.find_all("tr")
    ]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return None
    filled = tuple(row + ("",) * (width - len(row)) for row in rows)
    first = node.find("tr")
    header = isinstance(first, Tag) and first.find("th") is not None
    return TablePart(filled, header)


def _quote(node: Tag) -> QuotePart | None:
    blocks = [child for child in node.children if isinstance(child, Tag)]
    texts = [text for block in blocks if (text := _plain(block))] or [_plain(node)]
    attribution = ""
    if len(texts) > 1 and texts[-1].startswith(DASHES) and len(texts[-1]) <= NAME_LENGTH:
        attribution = texts.pop().lstrip("—–- ")
    text = "\n\n".join(texts)
    return QuotePart(text, attribution) if text else None


def _plain(node: Tag) -> str:
    """Text of a cell or a paragraph; the target of a link that does not show it, in brackets."""
    pieces: list[str] = []
    for child in node.descendants:
        if isinstance(child, NavigableString):
            pieces.append(str(child))
            link = child.find_parent("a")
            if link is not None and child is list(link.strings)[-1]:
                pieces.append(_hidden_target(link))
        elif isinstance(child, Tag) and child.name in ("br", "li", "p"):
            pieces.append("\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _hidden_target(link: Tag) -> str:
    href = str(link.get("href") or "")
    shown = link.get_text()
    bare = href.removeprefix("mailto:").removeprefix("https://").removeprefix("http://")
    return f" ({href})" if href and bare not in shown else ""


def _normalise(soup: BeautifulSoup) -> None:
    """Bring the tree to the tags that Wagtail's rich text knows."""
    for old, new in (("strong", "b"), ("em", "i")):
        for tag in soup.find_all(old):
            tag.name = new
    levels = [int(tag.name[1]) for tag in soup.find_all(HEADINGS)]
    # The headline of the page is its h1: the topmost heading of the body becomes an h2.
    shift = 2 - min(levels, default=2)
    for tag in soup.find_all(HEADINGS):
        tag.name = f"h{min(4, int(tag.name[1]) + shift)}"
    for link in soup.find_all("a"):
        if not link.get("href"):
            link.unwrap()
    for tag in soup.find_all("pre"):
        _break_lines(soup, tag)
    for item in soup.find_all("li"):
        _flatten_item(soup, item)
    _tidy(soup)


def _tidy(tree: Tag) -> None:
    """One blank instead of many, and none where a block begins or ends."""
    tree.smooth()
    for text in tree.find_all(string=True):
        text.replace_with(BLANKS.sub(" ", str(text)))
    for tag in [tree, *tree.find_all(["p", "li", "ul", "ol", *HEADINGS])]:
        if not isinstance(tag, BeautifulSoup):
            _tidy_edges(tag)


def _break_lines(soup: BeautifulSoup, tag: Tag) -> None:
    lines = tag.get_text().rstrip("\n").split("\n")
    tag.clear()
    tag.name = "p"
    for number, line in enumerate(lines):
        if number:
            tag.append(soup.new_tag("br"))
        tag.append(NavigableString(line))


def _flatten_item(soup: BeautifulSoup, item: Tag) -> None:
    """Wagtail's list items hold no paragraphs: those of a loose list are parted by line breaks."""
    for block in item.find_all(["p", "blockquote", *HEADINGS], recursive=False):
        for inner in block.find_all(["p", *HEADINGS]):
            inner.unwrap()
        before = [node for node in block.previous_siblings if str(node).strip()]
        if before and not _is_break(before[0]):
            block.insert_before(soup.new_tag("br"))
        block.unwrap()


def _tidy_edges(tag: Tag) -> None:
    """Drop blanks and breaks at both ends, and the blanks beside inner lists and breaks."""
    for child in list(tag.children):
        if isinstance(child, NavigableString):
            text = "" if tag.name in ("ul", "ol") else _stripped(child)
            child.replace_with(text) if text else child.extract()
    for edge in (0, -1):
        while tag.contents and getattr(tag.contents[edge], "name", None) == "br":
            tag.contents[edge].extract()


def _stripped(text: NavigableString) -> str:
    before, after = text.previous_sibling, text.next_sibling
    found = str(text)
    if before is None or _is_break(before):
        found = found.lstrip(" ")
    return found.rstrip(" ") if after is None or _is_break(after) else found


def _is_break(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name in ("br", "ul", "ol")
