"""Front matter: every value keeps its line, and every mistake names one."""

import datetime
from contextlib import suppress

import pytest
import yaml
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.front_matter import (
    parse_date,
    read_date,
    read_document,
    read_headline,
    read_language,
    read_slug,
)
from knowledge.importing.problems import ArticleError

pytestmark = pytest.mark.row("J1")
LANGUAGES = {"de": "de", "ar": "ar", "fa-af": "fa-af", "prs": "fa-af"}
KEYS = ["headline", "subtitle", "author", "teaser", "date", "title"]


def document(front: str, body: str = "Text\n"):
    return read_document(f"---\n{front}\n---\n{body}".encode())


def test_values_keep_their_lines():
    found = document("language: de\n\nteaser: >\n  one\n  two\nheadline: H", "\n\nBody\n")
    assert found.text("teaser") == "one two"
    assert (found.line("language"), found.line("teaser"), found.line("headline")) == (2, 4, 7)
    assert found.body.strip() == "Body"
    assert found.body_line + found.body.split("\n").index("Body") == 11


def test_no_value_is_taken_for_another_type():
    found = document("language: no\nheadline: 2018-02-30\nauthor: ~\nsubtitle: 'yes'")
    assert found.text("language") == "no"
    assert found.text("headline") == "2018-02-30"
    assert found.text("author") == ""
    assert found.text("subtitle") == "yes"


def test_keys_that_are_not_read_may_hold_lists():
    assert document("tags: [a, b]\nheadline: H").text("headline") == "H"


def test_windows_line_ends_and_byte_order_mark_are_read():
    found = read_document(b"\xef\xbb\xbf---\r\nheadline: H\r\n---\r\nBody\r\n")
    assert (found.text("headline"), found.body) == ("H", "\nBody\n")


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"No front matter", 1, "front matter"),
        (b"", 1, "front matter"),
        (b"Text\n---\na: b\n---\n", 1, "front matter"),
        (b"---\nheadline: H\n", 1, "closing"),
        (b"---\nheadline: H\nauthor: a: b\n---\n", 3, "YAML"),
        (b"---\nheadline: H\n- a\n---\n", 3, "YAML"),
        (b"---\nheadline: 'H\n---\n", 3, "YAML"),
        (b"---\nheadline: A\nheadline: B\n---\n", 3, "twice"),
        (b"---\nheadline: [A]\n---\n", 2, "text"),
        (b"---\njust words\n---\n", 1, "key"),
        (b"---\n---\nBody", 1, "key"),
        (b"---\nheadline: a\x07b\n---\n", 2, "character"),
        (b"---\nheadline: a\nauthor: \xff\n---\n", 3, "UTF-8"),
        ("---\nheadline: ä\n---\n".encode("utf-16"), 1, "UTF-8"),
    ],
)
def test_broken_front_matter_names_the_line(raw, line, words, in_english):
    with pytest.raises(ArticleError) as caught:
        read_document(raw)
    assert caught.value.line == line
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01.05.2018", (2018, 5, 1)),
        ("1.5.2018", (2018, 5, 1)),
        ("29. 02. 2020", (2020, 2, 29)),
        ("2018-05-01", (2018, 5, 1)),
        ("2018-05-01T09:30:00", (2018, 5, 1)),
        ("2018-05-01 09:30", (2018, 5, 1)),
    ],
)
def test_dates_are_read(text, expected):
    assert parse_date(text) == datetime.date(*expected)


@pytest.mark.parametrize(
    "text", ["30.02.2018", "2018-13-01", "05/01/2018", "1.5.18", "tomorrow", "20180501", "2018-5-1"]
)
def test_impossible_dates_name_the_line(text):
    with pytest.raises(ArticleError) as caught:
        read_date(document(f"headline: H\ndate: {text}"))
    assert caught.value.line == 3


def test_a_missing_date_is_no_mistake():
    assert read_date(document("headline: H")) is None


@settings(deadline=None)
@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_is_read_from_both_spellings(day):
    assert parse_date(f"{day:%d.%m.%Y}") == day
    assert parse_date(day.isoformat()) == day


@settings(deadline=None)
@given(st.text(max_size=20))
def test_a_date_is_read_or_refused_with_value_error(text):
    with suppress(ValueError):
        assert isinstance(parse_date(text), datetime.date)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_line_of_the_file(raw):
    for content in (raw, b"---\n" + raw + b"\n---\n"):
        line = 1
        try:
            read_document(content)
        except ArticleError as error:
            line = error.line
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        assert 1 <= line <= lines + 1


TEXT = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=40)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), TEXT, min_size=1), TEXT)
def test_what_yaml_writes_is_read_back_in_its_lines(values, body):
    front = yaml.safe_dump(values, allow_unicode=True, width=30, sort_keys=False)
    found = read_document(f"---\n{front}---\n{body}".encode())
    lines = f"---\n{front}".split("\n")
    for key, value in values.items():
        assert found.text(key) == " ".join(value.split())
        assert lines[found.line(key) - 1].startswith(f"{key}:")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("wohnung-finden", "wohnung-finden"), ("Wohnung finden", "wohnung-finden"), ("2018", "2018")],
)
def test_the_title_becomes_the_slug(title, slug):
    assert read_slug(document(f"title: {title}")) == slug


@pytest.mark.parametrize("title", ["", "شقة", "???", "a" * 256])
def test_a_title_without_an_address_names_the_line(title):
    with pytest.raises(ArticleError) as caught:
        read_slug(document(f"headline: H\ntitle: {title}"))
    assert caught.value.line == 3


@pytest.mark.parametrize(("tag", "code"), [("DE", "de"), ("fa_AF", "fa-af"), ("prs", "fa-af")])
def test_languages_are_found_by_their_tags(tag, code):
    assert read_language(document(f"language: {tag}"), LANGUAGES) == code


@pytest.mark.parametrize("tag", ["xx", "german", ""])
def test_an_unknown_language_names_the_line(tag):
    with pytest.raises(ArticleError) as caught:
        read_language(document(f"headline: H\nlanguage: {tag}"), LANGUAGES)
    assert caught.value.line == 3


def test_a_headline_is_needed():
    with pytest.raises(ArticleError):
        read_headline(document("title: a"))


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield
