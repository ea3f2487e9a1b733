"""Bodies: Markdown becomes blocks, and nothing unsafe comes through."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail_localize.strings import extract_strings, restore_strings

from knowledge.importing.blocks import raw_blocks, with_ids
from knowledge.importing.body import (
    HeadingPart,
    ImagePart,
    QuotePart,
    RichTextPart,
    TablePart,
    parse_body,
)
from knowledge.importing.structure import same_structure

pytestmark = pytest.mark.row("J1")
TAGS = {"h3", "h4", "p", "ul", "ol", "li", "hr", "b", "i", "a", "br"}


def html(markdown: str) -> str:
    """All rich text of a body."""
    return "".join(p.html for p in parse_body(markdown) if isinstance(p, RichTextPart))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**b** and *i*", "<p><b>b</b> and <i>i</i></p>"),
        ("one  \ntwo\\\nthree\nfour", "<p>one<br/>two<br/>three four</p>"),
        ("[x](https://a.org/?a=1&b=2)", '<p><a href="https://a.org/?a=1&amp;b=2">x</a></p>'),
        ("see www.a.org", '<p>see <a href="http://www.a.org">www.a.org</a></p>'),
        ("see example.org.", '<p>see <a href="http://example.org">example.org</a>.</p>'),
        ("<me@a.org>", '<p><a href="mailto:me@a.org">me@a.org</a></p>'),
        (
            "1. a\n   - b\n     - c\n2. d",
            "<ol><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ol>",
        ),
        ("- a\n\n  b\n\n- c", "<ul><li>a<br/>b</li><li>c</li></ul>"),
        ("a\n\n---\n\nb", "<p>a</p><hr/><p>b</p>"),
        ("    code\n    more", "<p>code<br/>more</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("`x` and ~~y~~", "<p>x and ~~y~~</p>"),
    ],
)
def test_inline_markdown_becomes_rich_text(markdown, expected):
    assert html(markdown) == expected


def test_headings_begin_below_the_headline():
    parts = parse_body("# A *b*\n\ntext\n\n## B\n\n### C\n\n###### D")
    assert parts == (
        HeadingPart("A b"),
        RichTextPart("<p>text</p><h3>B</h3><h4>C</h4><h4>D</h4>"),
    )
    assert parse_body("### Only") == (HeadingPart("Only"),)


def test_a_heading_too_long_for_its_block_is_kept_as_text():
    assert parse_body("## " + "a" * 121) == (RichTextPart(f"<h3>{'a' * 121}</h3>"),)


def test_images_become_blocks_after_what_holds_them():
    parts = parse_body("a ![Alt *x*](one.png) b\n\n- c ![](<two 2.png>)\n\n[![d](e.png)](f)\n\ng")
    assert parts == (
        RichTextPart("<p>a b</p>"),
        ImagePart("one.png", "Alt x"),
        RichTextPart("<ul><li>c</li></ul>"),
        ImagePart("two%202.png", ""),
        ImagePart("e.png", "d"),
        RichTextPart("<p>g</p>"),
    )


def test_tables_become_blocks_of_plain_text():
    (table,) = parse_body("| a | b |\n|---|:-:|\n| **1** | [x](https://a.org) |\n| 2 |")
    assert table == TablePart((("a", "b"), ("1", "x (https://a.org)"), ("2", "")), header=True)


def test_quotes_become_blocks_with_who_said_it():
    assert parse_body("> a *b*\n>\n> c\n>\n> — Samira") == (QuotePart("a b\n\nc", "Samira"),)
    assert parse_body("> — only a dash") == (QuotePart("— only a dash", ""),)


def test_an_empty_body_has_no_blocks():
    assert parse_body(" \n\n<!-- note -->\n") == ()


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<img src=x onerror=alert(1)>",
        "![x](javascript:alert(1))",
        "<iframe src='https://a.org'></iframe>",
        "<style>p{}</style>",
        "<svg onload=alert(1)>",
        "<p style='color:red'>x</p>",
        "<scr<script>ipt>alert(1)</script>",
        "<a href='  java\nscript:alert(1)'>x</a>",
    ],
)
def test_unsafe_html_is_cleaned(markdown):
    parts = parse_body(f"before\n\n{markdown}\n\nafter")
    text = repr(parts).lower()
    assert "before" in text
    assert "after" in text
    for word in ("<script", "alert(1)'", "onclick", "onerror", "onload", "href=", "style", "data:"):
        assert word not in text
    assert "javascript:" not in "".join(p.name for p in parts if isinstance(p, ImagePart))


def test_the_text_of_an_unsafe_link_stays():
    assert html("[words](javascript:alert(1))") == "<p>words</p>"


@settings(deadline=None)
@given(st.text(alphabet="ab<>/=\"' \n*_[]()!#|-`&;:1.\\", max_size=120))
def test_any_markdown_becomes_known_tags_and_is_stable(markdown):
    parts = parse_body(markdown)
    assert parts == parse_body(markdown)
    for part in parts:
        if isinstance(part, RichTextPart):
            soup = BeautifulSoup(part.html, "html.parser")
            assert {tag.name for tag in soup.find_all(True)} <= TAGS
            assert all(tag.get("href") for tag in soup.find_all("a"))
            assert not any(isinstance(node, str) for node in soup.contents)


def blocks(markdown: str, existing=(), slug: str = "slug"):
    return with_ids(raw_blocks(parse_body(markdown)), existing, slug)


def test_ids_are_the_same_in_every_run_and_differ_between_articles():
    assert blocks("a\n\n## b\n\nc") == blocks("a\n\n## b\n\nc")
    assert len({block["id"] for block in blocks("a\n\n## b\n\nc")}) == 3
    assert blocks("a")[0]["id"] != blocks("a", slug="other")[0]["id"]


def test_blocks_keep_their_ids_when_others_come_before_them():
    old = blocks("## A\n\na\n\n## B\n\nb")
    new = blocks("## New\n\nnew\n\n## A\n\na\n\n## B\n\nb changed", old)
    assert [block["id"] for block in new[2:]] == [block["id"] for block in old]
    assert len({block["id"] for block in new}) == 6


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_ids_are_unique_whatever_changes(before, after):
    def body(letters):
        return "\n\n".join(f"## {letter}" if letter != "c" else "c\n\n> c" for letter in letters)

    new = blocks(body(after), blocks(body(before)))
    assert len({block["id"] for block in new}) == len(new)


@pytest.mark.parametrize(
    ("source", "target", "same"),
    [
        ("a **b** [c](https://a.org)", "x **y** [z](https://b.org)", True),
        ("a", "b\n\nc", False),
        ("a", "[b](https://a.org)", False),
        ("- a\n- b", "- x\n- y\n- z", False),
        ("## a\n\nb", "## x\n\ny", True),
        ("## a\n\nb", "x\n\ny", False),
        ("![a](b.png)", "![x](y.png)", True),
        ("![a](b.png)", "![](b.png)", False),
        ("|a|b|\n|-|-|\n|1||", "|x|y|\n|-|-|\n|1||", True),
        ("|a|b|\n|-|-|\n|1||", "|x|y|\n|-|-|\n|1|2|", False),
        ("|a|b|\n|-|-|\n|1||", "|x|y|\n|-|-|\n|2||", False),
        ("|a|b|\n|-|-|\n|c||", "|x|y|\n|-|-|\n|z||", True),
        ("> a\n>\n> — b", "> x\n>\n> — y", True),
        ("> a\n>\n> — b", "> x", False),
        ("- yes\n- yes", "- x\n- y", False),
        ("[a](q) b [c](q)", "[a](r) b [c](s)", False),
        ("", "", True),
    ],
)
def test_structures_are_compared(source, target, same):
    assert same_structure(blocks(source), blocks(target)) is same


def rebuilt(source: str, target: str) -> str:
    """What wagtail-localize makes of the source's HTML and the strings of the target."""
    template, ours = extract_strings(source)
    _template, theirs = extract_strings(target)
    strings = [
        (text, {key: {"href": other[key]["href"]} for key in attrs})
        for (_ours, attrs), (text, other) in zip(ours, theirs, strict=True)
    ]
    return restore_strings(template, strings)


MARKDOWN = st.text(alphabet="ab \n*_[]()#-`1.\\", max_size=80)
OTHER_WORDS = str.maketrans("ab", "xy")


@settings(deadline=None)
@given(MARKDOWN, MARKDOWN)
def test_what_is_called_the_same_structure_can_be_rebuilt_without_a_loss(markdown, other):
    source = blocks(markdown)
    translated = blocks(markdown.translate(OTHER_WORDS))
    for target in (translated, blocks(other)):
        if same_structure(source, target):
            for ours, theirs in zip(source, target, strict=True):
                if ours["type"] == "rich_text":
                    assert rebuilt(ours["value"], theirs["value"]) == theirs["value"]
