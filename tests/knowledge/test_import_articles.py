"""The command: real files become pages, translations and images; again, and nothing changes."""

from io import BytesIO

import piexif
import pytest
from django.core.management import CommandError
from PIL import Image as Pillow
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from knowledge.models import ArticleIndexPage, ArticlePage
from tests.knowledge.import_steps import article, body, everything, run, write

pytestmark = [
    pytest.mark.row("J1"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_import"),
]
FRONT = "language: {}\ntitle: {}\nheadline: {}\ndate: 2018-05-01\n"


def test_three_articles_in_two_languages(article_index, article_folder):
    out = run(article_folder)
    assert "6 pages created" in out
    assert "3 new images" in out
    assert "ar/fahrrad.md: the text is built differently" in out
    german, arabic = article("wohnung-finden"), article("wohnung-finden", "ar")
    assert german.translation_key == arabic.translation_key
    assert german.get_parent().specific == article_index
    assert arabic.get_parent().translation_key == article_index.translation_key
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


def test_running_it_again_changes_nothing(article_index, article_folder, capfd):
    run(article_folder)
    assert capfd.readouterr().err == ""  # no progress bar without a terminal
    before = everything()
    out = run(article_folder)
    assert "6 files unchanged" in out
    assert "0 new images" in out
    assert everything() == before


def test_a_changed_file_becomes_one_new_revision_of_its_page(article_index, article_folder):
    run(article_folder)
    before = everything()
    revisions = {page.pk: page.revisions.count() for page in ArticlePage.objects.all()}
    path = article_folder / "de" / "sprachcafe.md"
    path.write_text(path.read_text().replace("17 Uhr", "18 Uhr"))
    assert "1 page updated" in run(article_folder)
    german = article("sprachcafe")
    revisions[german.pk] += 1
    assert {page.pk: page.revisions.count() for page in ArticlePage.objects.all()} == revisions
    assert "18 Uhr" in str(german.body)
    assert german.live_revision == german.latest_revision
    assert not german.has_unpublished_changes
    assert everything()["Image"] == before["Image"]
    assert "18 Uhr" in str(article("sprachcafe", "uk").body)


def test_a_changed_image_is_a_change_of_the_article(article_index, article_folder):
    run(article_folder)
    Pillow.new("RGB", (50, 50), "navy").save(article_folder / "de" / "images" / "treffen.png")
    out = run(article_folder)
    assert "1 page updated" in out
    assert "1 new image" in out


def test_a_translation_that_comes_later_joins_its_page(article_index, article_folder):
    for path in (article_folder / "ar").glob("*.md"):
        path.unlink()
    assert "3 pages created" in run(article_folder)
    write(article_folder, "uk/x.md", f"---\n{FRONT.format('uk', 'sprachcafe', 'Кафе')}---\nТекст\n")
    out = run(article_folder)
    assert "1 page created" in out
    page = article("sprachcafe", "uk")
    assert page.translation_key == article("sprachcafe").translation_key
    assert (page.title, page.alias_of_id) == ("Кафе", None)


@pytest.mark.parametrize("languages", [["en", "ar"], ["ar", "en"]])
def test_without_german_the_first_of_the_locale_table_is_the_source(
    article_index, tmp_path, languages
):
    for code in languages:
        write(tmp_path, f"{code}.md", f"---\n{FRONT.format(code, 'a', f'Title {code}')}---\nT\n")
    run(tmp_path)
    source = TranslationSource.objects.get()
    assert source.locale.language_code == "en"
    assert article("a", "ar").title == "Title ar"
    assert article("a", "en").get_parent().translation_key == article_index.translation_key


def test_the_words_of_a_translation_survive_the_translators_editor(article_index, article_folder):
    run(article_folder)
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


def test_another_structure_keeps_a_body_of_its_own(article_index, article_folder):
    run(article_folder)
    german, arabic = article("fahrrad"), article("fahrrad", "ar")
    record = Translation.objects.get(
        source__object_id=german.translation_key, target_locale=arabic.locale
    )
    assert not record.enabled
    assert len(arabic.body) == 1
    assert "الورشة" in str(arabic.body)


def test_translations_of_untouched_blocks_stay_when_the_source_grows(article_index, article_folder):
    run(article_folder)
    path = article_folder / "de" / "wohnung-finden.md"
    path.write_text(path.read_text().replace("## An wen", "## Neu\n\nNeues.\n\n## An wen"))
    run(article_folder)
    record = Translation.objects.get(
        source__object_id=article("wohnung-finden").translation_key,
        target_locale=Locale.objects.get(language_code="ar"),
    )
    total, done = record.get_progress()
    assert total - done == 2
    assert article("wohnung-finden", "ar").title == "البحث عن شقة"


def test_images_are_stored_once_and_without_a_place(article_index, article_folder):
    original = article_folder / "de" / "images" / "bruecke.jpg"
    assert piexif.load(str(original))["GPS"]
    run(article_folder)
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


def test_an_image_without_alt_is_decorative(article_index, article_folder):
    text = "![](images/treffen.png)\n\n![Ein Tisch](images/treffen.png)"
    path = write(article_folder, "de/x.md", f"---\n{FRONT.format('de', 'x', 'X')}---\n{text}\n")
    run(path)
    first, second = (block["value"] for block in body(article("x")))
    assert (first["alt_text"], first["decorative"]) == ("", True)
    assert (second["alt_text"], second["decorative"]) == ("Ein Tisch", False)
    assert first["image"] == second["image"]


def test_a_dry_run_reports_the_same_and_writes_nothing(article_index, article_folder):
    before = everything()
    dry = run(article_folder, dry_run=True)
    assert everything() == before
    real = run(article_folder)
    for line in ("6 pages created", "0 pages updated", "ar/fahrrad.md: the text is built"):
        assert line in dry
        assert line in real


def test_the_address_may_change_later(article_index, article_folder):
    run(article_folder)
    page = article("fahrrad")
    page.slug = "rad"
    page.save_revision().publish()
    path = article_folder / "de" / "fahrrad.md"
    path.write_text(path.read_text() + "\nNoch etwas.\n")
    assert "1 page updated" in run(article_folder)
    assert "Noch etwas." in str(article("rad").body)


def test_a_deleted_page_can_be_imported_again(article_index, article_folder):
    run(article_folder)
    article("fahrrad").delete()
    out = run(article_folder)
    assert "2 pages created" in out
    assert "4 files unchanged" in out


def test_the_parent_is_found_or_asked_for(article_index, article_folder, home_page):
    with pytest.raises(CommandError, match="no list"):
        run(article_folder, parent="gone")
    other = home_page.add_child(
        instance=ArticleIndexPage(title="Blog", slug="blog", locale=home_page.locale)
    )
    with pytest.raises(CommandError, match="several"):
        run(article_folder)
    run(article_folder, parent="blog")
    assert article("fahrrad").get_parent().pk == other.pk
    with pytest.raises(CommandError, match="nothing at"):
        run(article_folder / "gone", parent=str(other.pk))


def test_the_page_is_read_by_visitors(article_index, article_folder, client):
    run(article_folder)
    response = client.get(article("wohnung-finden", "ar").get_url())
    assert response.status_code == 200
    text = response.content.decode()
    for words in ("البحث عن شقة", "580 يورو", "سميرة", "https://example.org/ar/beratung"):
        assert words in text
