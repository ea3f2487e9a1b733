"""What goes wrong is named, nothing of it is imported, and everything else is."""

import pytest

from home.models import Image
from knowledge.models import ArticlePage, ImportedFile
from tests.knowledge.import_steps import article, everything, run, run_broken

pytestmark = [
    pytest.mark.row("J1"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_import"),
]


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
def test_a_broken_file_is_named_and_the_others_are_imported(article_index, article_folder, name):
    for other in ("wohnung-finden", "sprachcafe"):
        (article_folder / "de" / f"{other}.md").unlink()
        (article_folder / "ar" / f"{other}.md").unlink()
    content, line = BROKEN[name]
    path = article_folder / "zz" / name
    path.parent.mkdir()
    path.write_bytes(content)
    out, err = run_broken(article_folder, media_root=article_folder / "media")
    assert err.startswith(f"{path}:{line}: ")
    assert err.count("\n") == 1
    assert "2 pages created" in out
    assert ImportedFile.objects.count() == 2
    assert not ArticlePage.objects.filter(slug="a").exists()


def test_one_broken_language_does_not_keep_the_others_out(article_index, article_folder):
    path = article_folder / "ar" / "sprachcafe.md"
    path.write_text(path.read_text().replace("2018-09-12", "soon"))
    out, err = run_broken(article_folder, media_root=article_folder / "media")
    assert f"{path}:6: " in err
    assert "5 pages created" in out
    assert article("sprachcafe", "ar").alias_of == article("sprachcafe").page_ptr
    path.write_text(path.read_text().replace("soon", "2018-09-12"))
    assert "1 page created" in run(article_folder)


def test_a_page_written_by_hand_is_not_replaced(article_index, article_folder):
    article_index.add_child(
        instance=ArticlePage(title="Von Hand", slug="fahrrad", locale=article_index.locale)
    )
    _out, err = run_broken(article_folder, media_root=article_folder / "media")
    assert err.count("was not imported") == 2
    assert article("fahrrad").title == "Von Hand"


def stored_pictures() -> set[str]:
    storage = Image._meta.get_field("file").storage
    folder = "original_images"
    return set(storage.listdir(folder)[1]) if storage.exists(folder) else set()


def test_a_failure_while_writing_leaves_nothing_of_the_article(
    article_index, article_folder, monkeypatch
):
    def refuse(**_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("knowledge.importing.load.record_translation", refuse)
    before = everything()
    stored = stored_pictures()
    with pytest.raises(RuntimeError):
        run(article_folder)
    assert everything() == before
    assert stored_pictures() == stored
