"""The trees of all languages follow the source's (1.7; stack: aliases, moves, slugs, deletion)."""

import pytest
from django.core.management import call_command
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization

from translation import tree
from translation.locales import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def titles(parent: Page) -> list[str]:
    return [page.title for page in Page.objects.get(pk=parent.pk).get_children()]


def test_every_language_has_its_tree(trees, in_language):
    assert Locale.objects.count() == len(LANGUAGES)
    assert LocaleSynchronization.objects.count() == len(LANGUAGES) - 1
    for language in LANGUAGES[1:]:
        assert in_language(trees, language.code).alias_of_id == trees.pk


def test_a_second_run_changes_nothing(trees, django_assert_max_num_queries, capsys):
    before = set(Page.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(60):
        call_command("ensure_locales")
    assert set(Page.objects.values_list("pk", flat=True)) == before
    assert "none, all are there" in capsys.readouterr().out


def test_pages_that_were_there_before_the_languages_get_aliases(home_page, in_language):
    parent = home_page.add_child(instance=Page(title="Arbeit", locale_id=home_page.locale_id))
    child = parent.add_child(instance=Page(title="Rechte", locale_id=home_page.locale_id))
    tree.ensure_locales()
    alias = in_language(child, "ti")
    assert alias.alias_of_id == child.pk
    assert alias.get_parent() == in_language(parent, "ti")
    assert alias.slug == child.slug


def test_a_page_made_in_code_gets_its_aliases_once(make_page, in_language):
    page = make_page("Wohnen")
    tree.sync_aliases(page)
    family = Page.objects.filter(translation_key=page.translation_key)
    assert family.count() == len(LANGUAGES)
    assert in_language(page, "fa-af").live


def test_an_alias_or_a_translation_makes_no_aliases(make_page, in_language):
    page = make_page("Wohnen")
    count = Page.objects.count()
    tree.sync_aliases(in_language(page, "ar"))
    assert Page.objects.count() == count


def test_a_move_takes_aliases_and_translations_along(make_page, in_language, translate):
    old, new = make_page("Alt"), make_page("Neu")
    page = make_page("Seite", old)
    translate(page, "ar")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=new.pk), pos="last-child")
    for code in ("ar", "uk", "ti"):
        moved = in_language(page, code)
        assert moved.get_parent() == in_language(new, code)
        assert moved.url_path == in_language(new, code).url_path + "seite/"


def test_a_new_order_is_the_order_everywhere(make_page, in_language, trees):
    for title in "ABCD":
        make_page(title)
    b, d = (
        Page.objects.get(title="B", locale=trees.locale),
        Page.objects.get(title="D", locale=trees.locale),
    )
    d.move(b, pos="left")
    arabic_home = in_language(trees, "ar")
    assert titles(trees) == titles(arabic_home) == ["A", "D", "B", "C"]
    Page.objects.get(pk=d.pk).move(Page.objects.get(pk=trees.pk), pos="first-child")
    assert titles(trees) == titles(arabic_home) == ["D", "A", "B", "C"]


def test_a_moved_translation_moves_nobody_else(make_page, in_language, translate):
    old, new = make_page("Alt"), make_page("Neu")
    page = make_page("Seite", old)
    arabic = translate(page, "ar")
    arabic.move(in_language(new, "ar"), pos="last-child")
    assert in_language(page, "de").get_parent() == in_language(old, "de")
    assert in_language(page, "uk").get_parent() == in_language(old, "uk")


def test_a_new_slug_is_the_slug_everywhere_with_redirects(
    make_page, in_language, translate, django_capture_on_commit_callbacks
):
    page = make_page("Seite")
    child = make_page("Kind", page)
    arabic = translate(page, "ar")
    with django_capture_on_commit_callbacks(execute=True):
        source = Page.objects.get(pk=page.pk)
        source.slug = "anders"
        source.save()
    for code in ("de", "ar", "uk"):
        assert in_language(page, code).slug == "anders"
        assert in_language(child, code).url_path.endswith("/anders/kind/")
    arabic.refresh_from_db()
    assert arabic.latest_revision.content["slug"] == "anders"
    assert Redirect.objects.filter(redirect_page=arabic, old_path="/ar/seite").exists()


def test_a_taken_slug_is_left_alone(
    make_page, in_language, trees, django_capture_on_commit_callbacks, caplog
):
    page = make_page("Seite")
    arabic_home = in_language(trees, "ar")
    arabic_home.add_child(
        instance=Page(title="عنوان", slug="anders", locale_id=arabic_home.locale_id)
    )
    with django_capture_on_commit_callbacks(execute=True):
        source = Page.objects.get(pk=page.pk)
        source.slug = "anders"
        source.save()
    assert in_language(page, "ar").slug == "seite"
    assert in_language(page, "uk").slug == "anders"
    assert "anders is taken" in caplog.text


def test_unpublishing_the_source_takes_all_off_the_site(make_page, in_language, translate):
    page = make_page("Seite")
    translate(page, "ar")
    Page.objects.get(pk=page.pk).unpublish()
    assert not in_language(page, "ar").live
    assert not in_language(page, "uk").live


def test_unpublishing_a_translation_leaves_the_others(make_page, in_language, translate):
    page = make_page("Seite")
    translate(page, "ar").unpublish()
    assert in_language(page, "de").live
    assert in_language(page, "uk").live


def test_deleting_the_source_leaves_no_orphan(make_page, translate):
    page = make_page("Seite")
    child = make_page("Kind", page)
    translate(page, "ar")
    translate(child, "ar")
    keys = [page.translation_key, child.translation_key]
    Page.objects.get(pk=page.pk).delete()
    assert not Page.objects.filter(translation_key__in=keys).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_deleting_a_translation_leaves_the_others(make_page, in_language, translate):
    page = make_page("Seite")
    translate(page, "ar").delete()
    assert in_language(page, "de").live
    assert in_language(page, "uk").live


def test_a_page_written_in_arabic_only_survives(make_page, in_language, translate):
    page = make_page("Seite")
    arabic = translate(page, "ar")
    own = arabic.add_child(instance=Page(title="لنا", slug="own", locale_id=arabic.locale_id))
    Page.objects.get(pk=page.pk).delete()
    assert Page.objects.filter(pk=own.pk).exists()
    assert not in_language(page, "ar").live
    assert in_language(page, "uk") is None


def test_a_page_copied_in_the_admin_gets_its_aliases(make_page, in_language, rf):
    page = make_page("Seite")
    make_page("Kind", page)
    source = Page.objects.get(pk=page.pk)
    copy = source.copy(recursive=True, update_attrs={"slug": "kopie"})
    for hook in hooks.get_hooks("after_copy_page"):
        hook(rf.post("/"), source, copy)
    assert in_language(copy, "ti").alias_of_id == copy.pk
    assert in_language(copy.get_children().get(), "uk") is not None
