"""One file: what is wrong with it is said with file and line, all of it at once."""

import os
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from knowledge.importing.collect import find_sources, group, read_source
from knowledge.importing.parse import MAX_FILE_BYTES, ParsedArticle, Rules, parse_file

pytestmark = pytest.mark.row("J1")
FRONT = "language: de\ntitle: a\nheadline: H\n"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    media = tmp_path / "media"
    media.mkdir()
    return Rules({"de": "de", "ar": "ar"}, media, 20_000, 10_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "articles"
    found.mkdir()
    Image.new("RGB", (20, 10), "red").save(found / "red.png")
    return found


def parse(folder: Path, rules: Rules, front: str = FRONT, body: str = "Text\n"):
    path = folder / "a.md"
    path.write_text(f"---\n{front}---\n{body}", encoding="utf-8")
    return parse_file(path, "a.md", rules)


def messages(result) -> list[str]:
    assert isinstance(result, list)
    return [str(problem) for problem in result]


def test_a_whole_file_is_read(folder, rules):
    Image.new("RGB", (20, 10), "blue").save(rules.media_root / "blue.png")
    front = FRONT + "date: 01.05.2018\nimage: /blue.png\nteaser: >\n  a\n  b\nauthor: N\n"
    found = parse(folder, rules, front, "\n![](red.png)\n")
    assert isinstance(found, ParsedArticle)
    assert (found.slug, found.headline, found.teaser, found.author) == ("a", "H", "a b", "N")
    assert found.pictures == {
        "/blue.png": rules.media_root / "blue.png",
        "red.png": folder / "red.png",
    }


def test_all_mistakes_of_a_file_are_told(folder, rules):
    front = "language: xx\ntitle: a\ndate: 31.02.2018\nimage: no.png\n"
    assert messages(parse(folder, rules, front, "a\n\n![](gone.png)\n")) == [
        "a.md:2: The language “xx” is not known here.",
        "a.md:1: The key “headline” is missing.",
        "a.md:4: “31.02.2018” is not a date. Write 01.05.2018 or 2018-05-01.",
        "a.md:5: The image “no.png” is missing.",
        "a.md:9: The image “gone.png” is missing.",
    ]


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("gone.png", "missing"),
        ("../secret.png", "outside"),
        ("sub/../../secret.png", "outside"),
        ("/../secret.png", "outside"),
        ("link.png", "outside"),
        ("text.png", "not an image"),
        ("cut.png", "not an image"),
        ("drawing.svg", "not an image"),
        ("heavy.png", "allowed"),
        ("wide.png", "pixels"),
        ("https://example.org/a.png", "another server"),
        ("a" * 300 + ".png", "missing"),
        (".", "missing"),
    ],
)
def test_broken_images_name_file_and_line(folder, rules, image, words):
    Image.new("RGB", (20, 10)).save(folder.parent / "secret.png")
    (folder / "sub").mkdir()
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / "text.png").write_text("no image")
    noise = Image.frombytes("RGB", (90, 90), os.urandom(90 * 90 * 3))
    noise.save(folder / "heavy.png")
    (folder / "cut.png").write_bytes((folder / "heavy.png").read_bytes()[:9000])
    (folder / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    Image.new("RGB", (101, 100)).save(folder / "wide.png")
    assert isinstance(parse(folder, rules, FRONT + "image: red.png\n"), ParsedArticle)
    (problem,) = messages(parse(folder, rules, f"{FRONT}image: {image}\n"))
    assert problem.startswith("a.md:5: ")
    assert words in problem
    (problem,) = messages(parse(folder, rules, FRONT, f"text\n\n![x]({image})\n"))
    assert problem.startswith("a.md:8: ")
    assert words in problem


def test_an_image_from_the_root_needs_a_media_root(folder, rules):
    bare = Rules(rules.languages, None, rules.max_image_bytes, rules.max_image_pixels)
    (problem,) = messages(parse(folder, bare, FRONT + "image: /a.png\n"))
    assert "--media-root" in problem


@pytest.mark.parametrize("key", ["subtitle", "author", "image_alt"])
def test_values_too_long_for_their_column_name_the_line(folder, rules, key):
    (problem,) = messages(parse(folder, rules, f"{FRONT}{key}: {'a' * 256}\n"))
    assert problem.startswith("a.md:5: ")
    assert isinstance(parse(folder, rules, f"{FRONT}{key}: {'a' * 160}\n"), ParsedArticle)


def test_a_file_too_large_is_refused(folder, rules):
    (problem,) = messages(parse(folder, rules, FRONT, "a" * MAX_FILE_BYTES))
    assert "at most" in problem


def test_the_fingerprint_changes_with_the_images(folder, rules):
    front = FRONT + "image: red.png\n"
    before = parse(folder, rules, front).sha256
    assert parse(folder, rules, front).sha256 == before
    Image.new("RGB", (20, 10), "green").save(folder / "red.png")
    assert parse(folder, rules, front).sha256 != before


def test_files_are_found_once_and_hidden_ones_are_not(folder):
    (folder / "b" / ".git").mkdir(parents=True)
    for name in ("z.md", "b/a.MD", "b/.git/c.md", "b/note.txt", ".d.md"):
        (folder / name).write_text("x")
    found = find_sources([folder, folder / "z.md"])
    assert [source.path.relative_to(folder).as_posix() for source in found] == ["b/a.MD", "z.md"]


def test_a_path_that_is_not_there_is_told(folder):
    with pytest.raises(FileNotFoundError):
        find_sources([folder / "gone"])


def test_a_link_out_of_the_folder_is_not_read(folder, rules):
    (folder.parent / "secret.md").write_text(f"---\n{FRONT}---\n")
    (folder / "link.md").symlink_to(folder.parent / "secret.md")
    (source,) = find_sources([folder])
    (problem,) = messages(read_source(source, rules))
    assert "outside" in problem


def test_the_second_file_of_a_title_and_language_is_a_duplicate(folder, rules):
    for name, language in (("1.md", "ar"), ("2.md", "de"), ("3.md", "de")):
        (folder / name).write_text(f"---\nlanguage: {language}\ntitle: a\nheadline: H\n---\n")
    articles = [parse_file(folder / name, name, rules) for name in ("1.md", "2.md", "3.md")]
    (family,), (problem,) = group(articles, ["de", "ar"])
    assert [article.label for article in family.articles.values()] == ["2.md", "1.md"]
    assert str(problem) == "3.md:3: “a” in the language “de” is already in 2.md."
