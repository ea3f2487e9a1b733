"""The command: real files become pages, translations and images; again, and nothing changes."""

import json
import shutil
from io import BytesIO, StringIO
from pathlib import Path

import piexif
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from PIL import Image as Pillow
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import Image
from knowledge.models import ArticleIndexPage, ArticlePage, ImportedFile
from translation.tree import ensure_locales, sync_aliases

pytestmark = [pytest.mark.row("J1"), pytest.mark.django_db]
ARTICLES = Path(__file__).parent / "articles"
FRONT = "language: {}\ntitle: {}\nheadline: {}\ndate: 2018-05-01\n"


@pytest.fixture(autouse=True)
def quick_and_in_english(monkeypatch):
    """The worker draws renditions, which takes seconds for each image and is tested elsewhere."""
    monkeypatch.setattr("home.signals.async_task", lambda *args, **kwargs: None)
    with translation.override("en"):
        yield


@pytest.fixture
def index(home_page) -> ArticleIndexPage:
    ensure_locales()
    page = home_page.add_child(
        instance=ArticleIndexPage(title="Aktuelles", slug="aktuelles", locale=home_page.locale)
    )
    sync_aliases(page)
    return page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ARTICLES, tmp_path / "articles")
    return tmp_path / "articles"


def run(*paths: Path, **options) -> str:
    out = StringIO()
    options.setdefault("media_root", paths[0] / "media" if paths[0].is_dir() else None)
    if options["media_root"] and not options["media_root"].is_dir():
        options["media_root"] = None
    call_command("import_articles", *map(str, paths), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def run_broken(*paths: Path, **options) -> tuple[str, str]:
    """What a failing run writes to its two outputs."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_articles", *map(str, paths), stdout=out, stderr=err, **options)
    assert caught.value.returncode == 1
    return out.getvalue(), err.getvalue()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def article(slug: str, code: str = "de") -> ArticlePage:
    return ArticlePage.objects.get(slug=slug, locale__language_code=code)


def everything() -> dict[str, int]:
    """How many rows there are of all that an import writes."""
    models = (
        Page, Revision, Image, ImportedFile, Translation, StringTranslation, TranslationSource,
        PageLogEntry, ModelLogEntry,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def body(page: ArticlePage) -> list[dict]:
    return json.loads(json.dumps(page.body.get_prep_value()))


def test_three_articles_in_two_languages(index, folder):
    out = run(folder)
    assert "6 pages created" in out
    assert "3 new images" in out
    assert "ar/fahrrad.md: the text is built differently" in out
    german, arabic = article("wohnung-finden"), article("wohnung-finden", "ar")
    assert german.translation_key == arabic.translation_key
    assert german.get_parent().specific == index
    assert arabic.get_parent().translation_key == index.translation_key
    assert (german.live, arabic.live, arabic.alias_of) == (True, True, None)
    assert german.title == "Eine Wohnung finden"
    assert german.teaser == "Die Suche dauert oft lange. Diese Schritte machen sie kürzer."
    assert f"{german.date:%Y-%m-%d}" == f"{arabic.date:%Y-%m-%d}" == "2018-05-01"
    assert [block["type"] for block in body(german)] == [
        "rich_text", "heading", "rich_text", "heading", "table", "image", "quote", "heading",
        "rich_text",
    ]  # fmt: skip
    assert [block["id"] for block in body(german)] == [block["id"] for block in body(arabic)]
    assert arabic.body[1].value["text"] == "الأوراق التي تحتاجها"
    assert article("wohnung-finden", "uk").alias_of_id == german.pk


def test_running_it_again_changes_nothing(index, folder):
    run(folder)
    before = everything()
    out = run(folder)
    assert "6 files unchanged" in out
    assert "0 new images" in out
    assert everything() == before


def test_a_changed_file_becomes_one_new_revision_of_its_page(index, folder):
    run(folder)
    before = everything()
    revisions = {page.pk: page.revisions.count() for page in ArticlePage.objects.all()}
    path = folder / "de" / "sprachcafe.md"
    path.write_text(path.read_text().replace("17 Uhr", "18 Uhr"))
    assert "1 page updated" in run(folder)
    german = article("sprachcafe")
    revisions[german.pk] += 1
    assert {page.pk: page.revisions.count() for page in ArticlePage.objects.all()} == revisions
    assert "18 Uhr" in str(german.body)
    assert german.live_revision == german.latest_revision
    assert not german.has_unpublished_changes
    assert everything()["Image"] == before["Image"]
    assert "18 Uhr" in str(article("sprachcafe", "uk").body)


def test_a_changed_image_is_a_change_of_the_article(index, folder):
    run(folder)
    Pillow.new("RGB", (50, 50), "navy").save(folder / "de" / "images" / "treffen.png")
    out = run(folder)
    assert "1 page updated" in out
    assert "1 new image" in out


def test_a_translation_that_comes_later_joins_its_page(index, folder):
    for path in (folder / "ar").glob("*.md"):
        path.unlink()
    assert "3 pages created" in run(folder)
    write(folder, "uk/x.md", f"---\n{FRONT.format('uk', 'sprachcafe', 'Кафе')}---\nТекст\n")
    out = run(folder)
    assert "1 page created" in out
    page = article("sprachcafe", "uk")
    assert page.translation_key == article("sprachcafe").translation_key
    assert (page.title, page.alias_of_id) == ("Кафе", None)


@pytest.mark.parametrize("languages", [["en", "ar"], ["ar", "en"]])
def test_without_german_the_first_of_the_locale_table_is_the_source(index, tmp_path, languages):
    for code in languages:
        write(tmp_path, f"{code}.md", f"---\n{FRONT.format(code, 'a', f'Title {code}')}---\nT\n")
    run(tmp_path)
    source = TranslationSource.objects.get()
    assert source.locale.language_code == "en"
    assert article("a", "ar").title == "Title ar"
    assert article("a", "en").get_parent().translation_key == index.translation_key


def test_the_words_of_a_translation_survive_the_translators_editor(index, folder):
    run(folder)
    page = article("wohnung-finden", "ar")
    before = (page.title, page.subtitle, page.teaser, page.lead_image_alt, body(page))
    record = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    assert record.enabled
    done, total = reversed(record.get_progress())
    assert done == total > 15
    record.save_target(publish=False)
    page = article("wohnung-finden", "ar").get_latest_revision_as_object()
    assert before == (page.title, page.subtitle, page.teaser, page.lead_image_alt, body(page))
    # The negative control: without the imported strings the German words come back.
    StringTranslation.objects.all().delete()
    record.save_target(publish=False)
    page = article("wohnung-finden", "ar").get_latest_revision_as_object()
    assert page.subtitle == article("wohnung-finden").subtitle
    assert body(page) != before[-1]


def test_another_structure_keeps_a_body_of_its_own(index, folder):
    run(folder)
    german, arabic = article("fahrrad"), article("fahrrad", "ar")
    record = Translation.objects.get(
        source__object_id=german.translation_key, target_locale=arabic.locale
    )
    assert not record.enabled
    assert len(arabic.body) == 1
    assert "الورشة" in str(arabic.body)


def test_translations_of_untouched_blocks_stay_when_the_source_grows(index, folder):
    run(folder)
    path = folder / "de" / "wohnung-finden.md"
    path.write_text(path.read_text().replace("## An wen", "## Neu\n\nNeues.\n\n## An wen"))
    run(folder)
    record = Translation.objects.get(
        source__object_id=article("wohnung-finden").translation_key,
        target_locale=Locale.objects.get(language_code="ar"),
    )
    total, done = record.get_progress()
    assert total - done == 2
    assert article("wohnung-finden", "ar").title == "البحث عن شقة"


def test_images_are_stored_once_and_without_a_place(index, folder):
    original = folder / "de" / "images" / "bruecke.jpg"
    assert piexif.load(str(original))["GPS"]
    run(folder)
    german, arabic = article("wohnung-finden"), article("wohnung-finden", "ar")
    assert german.lead_image_id == arabic.lead_image_id
    assert (german.lead_image_alt, german.lead_image_decorative) == (
        "Eine Brücke über einen Fluss",
        False,
    )
    assert article("sprachcafe").lead_image_decorative
    with german.lead_image.file.open("rb") as file:
        content = file.read()
    assert not Pillow.open(BytesIO(content)).getexif()
    assert b"Exif" not in content


def test_an_image_without_alt_is_decorative(index, folder):
    path = write(
        folder, "de/x.md", f"---\n{FRONT.format('de', 'x', 'X')}---\n![](images/treffen.png)"
    )
    run(path)
    (block,) = body(article("x"))
    assert block["value"]["decorative"] is True
    with translation.override("de"):
        (german,) = [
            block
            for block in body(article("wohnung-finden") if run(folder) else None)
            if block["type"] == "image"
        ]
    assert german["value"]["alt_text"] == "Menschen sitzen um einen Tisch"
    assert german["value"]["decorative"] is False


def test_a_dry_run_reports_the_same_and_writes_nothing(index, folder):
    before = everything()
    dry = run(folder, dry_run=True)
    assert everything() == before
    real = run(folder)
    for line in ("6 pages created", "0 pages updated", "ar/fahrrad.md: the text is built"):
        assert line in dry
        assert line in real


BROKEN = {
    "no_front.md": (b"Only text\n", 1),
    "bad_yaml.md": (b"---\nlanguage: de\ntitle: a: b\n---\n", 3),
    "language.md": (b"---\nlanguage: xx\ntitle: a\nheadline: H\n---\n", 2),
    "image.md": (b"---\nlanguage: de\ntitle: a\nheadline: H\nimage: no.png\n---\n", 5),
    "date.md": (b"---\nlanguage: de\ntitle: a\nheadline: H\ndate: 31.02.2018\n---\n", 5),
    "latin.md": (b"---\nlanguage: de\ntitle: a\nheadline: M\xfcll\n---\n", 4),
    "outside.md": (b"---\nlanguage: de\ntitle: a\nheadline: H\nimage: ../../x.png\n---\n", 5),
    "text.md": (b"---\nlanguage: de\ntitle: a\nheadline: H\nimage: text.md\n---\n", 5),
    "double.md": (b"---\nlanguage: de\ntitle: fahrrad\nheadline: H\n---\n", 3),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_and_the_others_are_imported(index, folder, name):
    content, line = BROKEN[name]
    path = folder / "zz" / name
    path.parent.mkdir()
    path.write_bytes(content)
    out, err = run_broken(folder, media_root=folder / "media")
    assert err.startswith(f"{path}:{line}: ")
    assert err.count("\n") == 1
    assert "6 pages created" in out
    assert ImportedFile.objects.count() == 6
    assert not ArticlePage.objects.filter(slug="a").exists()


def test_one_broken_language_does_not_keep_the_others_out(index, folder):
    path = folder / "ar" / "sprachcafe.md"
    path.write_text(path.read_text().replace("2018-09-12", "soon"))
    out, err = run_broken(folder, media_root=folder / "media")
    assert f"{path}:6: " in err
    assert "5 pages created" in out
    assert article("sprachcafe", "ar").alias_of == article("sprachcafe").page_ptr
    path.write_text(path.read_text().replace("soon", "2018-09-12"))
    assert "1 page created" in run(folder)


def test_a_page_written_by_hand_is_not_replaced(index, folder):
    index.add_child(instance=ArticlePage(title="Von Hand", slug="fahrrad", locale=index.locale))
    _out, err = run_broken(folder, media_root=folder / "media")
    assert err.count("was not imported") == 2
    assert article("fahrrad").title == "Von Hand"


def test_a_failure_while_writing_leaves_nothing_of_the_article(index, folder, monkeypatch):
    def refuse(**_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("knowledge.importing.load.record_translation", refuse)
    before = everything()
    storage = Image._meta.get_field("file").storage
    stored = (
        set(storage.listdir("original_images")[1]) if storage.exists("original_images") else set()
    )
    with pytest.raises(RuntimeError):
        run(folder)
    assert everything() == before
    assert set(storage.listdir("original_images")[1]) == stored


def test_the_address_may_change_later(index, folder):
    run(folder)
    page = article("fahrrad")
    page.slug = "rad"
    page.save_revision().publish()
    path = folder / "de" / "fahrrad.md"
    path.write_text(path.read_text() + "\nNoch etwas.\n")
    assert "1 page updated" in run(folder)
    assert "Noch etwas." in str(article("rad").body)


def test_a_deleted_page_can_be_imported_again(index, folder):
    run(folder)
    article("fahrrad").delete()
    out = run(folder)
    assert "2 pages created" in out
    assert "4 files unchanged" in out


def test_the_parent_is_found_or_asked_for(index, folder, home_page):
    with pytest.raises(CommandError, match="no list"):
        run(folder, parent="gone")
    other = home_page.add_child(
        instance=ArticleIndexPage(title="Blog", slug="blog", locale=home_page.locale)
    )
    with pytest.raises(CommandError, match="several"):
        run(folder)
    run(folder, parent="blog")
    assert article("fahrrad").get_parent().pk == other.pk
    with pytest.raises(CommandError, match="nothing at"):
        run(folder / "gone", parent=str(other.pk))


def test_the_page_is_read_by_visitors(index, folder, client):
    run(folder)
    response = client.get(article("wohnung-finden", "ar").get_url())
    assert response.status_code == 200
    text = response.content.decode()
    for words in ("البحث عن شقة", "580 يورو", "سميرة", "https://example.org/ar/beratung"):
        assert words in text
