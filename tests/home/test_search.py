"""What a reader types, and what the search answers."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction

from home.models import HomePage, SearchEntry
from home.search.index import index_page
from home.search.query import PER_PAGE
from knowledge.models import ArticleIndexPage, ArticlePage
from tests.home.factories import make_contact, make_point

pytestmark = [pytest.mark.django_db, pytest.mark.row("J5")]


@pytest.fixture
def news(home_page: HomePage) -> ArticleIndexPage:
    return home_page.add_child(instance=ArticleIndexPage(title="Aktuelles", slug="news"))


@pytest.fixture
def arabic_news(home_page: HomePage, news: ArticleIndexPage) -> ArticleIndexPage:
    locale, _created = Locale.objects.get_or_create(language_code="ar")
    home_page.copy_for_translation(locale).save_revision().publish()
    translated = news.copy_for_translation(locale)
    translated.save_revision().publish()
    return translated


def add(parent: Page, title: str, text: str = "", **fields: Any) -> ArticlePage:
    """An article in the language of its parent, indexed as a publication would do it."""
    body = [("rich_text", f"<p>{text}</p>")] if text else []
    page = ArticlePage(title=title, slug=f"a{Page.objects.count()}", body=body, **fields)
    page.locale = parent.locale
    parent.add_child(instance=page)
    index_page(page)
    return page


def ask(client: Client, query: str, code: str = "en", **more: Any) -> str:
    response = client.get(f"/{code}/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    """The titles of the results in order, without marks."""
    found = re.findall(r"<h2 lang=[^>]*><a [^>]*>(.*?)</a>", html, re.DOTALL)
    return [re.sub(r"</?mark>", "", title) for title in found]


def test_finds_words_of_title_and_text_and_marks_them(client: Client, news: Page) -> None:
    add(news, "Konto eröffnen", "Nehmen Sie Ihren Ausweis mit zur Bank.")
    add(news, "Wohnung finden", "Ein Termin im Rathaus.")
    html = ask(client, "ausweis", "de")
    assert titles(html) == ["Konto eröffnen"]
    assert "Nehmen Sie Ihren <mark>Ausweis</mark> mit" in html
    assert "<mark>Konto</mark> eröffnen" in ask(client, "konto", "de")


def test_every_word_must_be_there_and_each_may_be_a_beginning(client: Client, news: Page) -> None:
    add(news, "Kindergarten", "Anmeldung im Frühjahr")
    add(news, "Kinderarzt", "Impfung")
    assert titles(ask(client, "kinder anmeld", "de")) == ["Kindergarten"]
    assert len(titles(ask(client, "kinder", "de"))) == 2
    assert titles(ask(client, "garten", "de")) == []


def test_titles_come_before_text(client: Client, news: Page) -> None:
    add(news, "Anderes", "Sprachkurs " * 60)
    add(news, "Der lange Weg zu einem Sprachkurs in einer neuen Stadt", "Kein weiteres Wort.")
    assert titles(ask(client, "sprachkurs", "de"))[1:] == ["Anderes"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("آسفي", "اسفي"),
        ("مَرَّاكُش", "مراكش"),
        ("المدارس", "مدارس"),
        ("مدارس", "والمدارس"),
        ("کتاب‌های", "كتابهاي"),
        ("کتاب‌های", "کتاب های"),
        ("Straße", "strasse"),
        ("Übergang", "uebergang"),
        ("Übergang", "ubergang"),
        ("ёлка", "ЕЛКА"),
        ("сім’я", "сім'я"),
        ("Paragraf ۱۲۳", "123"),
    ],
)
def test_finds_a_word_however_it_is_written(
    client: Client, news: Page, written: str, typed: str
) -> None:
    add(news, "Seite", f"Vorher {written} nachher")
    assert titles(ask(client, typed, "de")) == ["Seite"]
    assert "<mark>" in ask(client, typed, "de")


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "a\0b", "x" * 100_000, "😀🎉", "%", "_%", "' OR 1=1 --", "(", "^", "NEAR(a b)",
     "AND", "-x", "a:b", "\\", "!", "&|", ":*", "<script>", "\u202e\u200f", "\ud800", " ", "ـ"],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(client: Client, news: Page, typed: str) -> None:
    add(news, "Seite", "Ein Text")
    assert titles(ask(client, typed.encode("utf-8", "replace").decode(), "de")) == []


def test_a_wildcard_is_no_wildcard(client: Client, news: Page) -> None:
    add(news, "Seite", "Ein Text")
    assert titles(ask(client, "t%xt", "de")) == []
    assert titles(ask(client, "text", "de")) == ["Seite"]


def test_markup_of_a_page_stays_text(client: Client, news: Page) -> None:
    add(news, "<img src=x> Gefahr", "&lt;script&gt;böse&lt;/script&gt; Gefahr")
    html = ask(client, "gefahr", "de")
    assert "&lt;img src=x&gt; <mark>Gefahr</mark>" in html
    assert "<script>böse" not in html


def test_what_was_typed_stays_text(client: Client, news: Page) -> None:
    assert "<script>alert" not in ask(client, "<script>alert(1)</script>")


def test_a_page_is_cut_around_the_first_hit(client: Client, news: Page) -> None:
    add(news, "Lang", "Anfang " * 200 + "Nadel " + "Ende " * 200)
    html = ask(client, "nadel", "de")
    shown = re.search(r"<p lang=[^>]*>(.*?)</p>", html)
    assert shown
    assert shown[1].startswith("… ")
    assert shown[1].endswith(" …")
    assert len(shown[1]) < 300
    assert "<mark>Nadel</mark>" in shown[1]


def test_drafts_and_unpublished_pages_are_not_found(client: Client, news: Page) -> None:
    page = ArticlePage(title="Geheimnis", slug="secret", live=False)
    news.add_child(instance=page)
    page.save_revision()
    assert titles(ask(client, "geheimnis", "de")) == []
    page.save_revision().publish()
    assert titles(ask(client, "geheimnis", "de")) == ["Geheimnis"]
    Page.objects.get(pk=page.pk).unpublish()
    assert titles(ask(client, "geheimnis", "de")) == []


def test_a_new_version_replaces_the_former_and_a_deleted_page_goes(
    client: Client, news: Page
) -> None:
    page = add(news, "Altes Wort")
    page.title = "Neues Wort"
    page.save_revision()
    assert titles(ask(client, "altes", "de")) == ["Altes Wort"]
    page.save_revision().publish()
    assert titles(ask(client, "altes", "de")) == []
    assert titles(ask(client, "neues", "de")) == ["Neues Wort"]
    Page.objects.get(pk=page.pk).delete()
    assert titles(ask(client, "neues", "de")) == []
    assert not SearchEntry.objects.exists()


def test_a_restricted_page_and_all_below_are_hidden(client: Client, news: Page) -> None:
    add(news, "Intern")
    assert titles(ask(client, "intern", "de")) == ["Intern"]
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    html = ask(client, "intern", "de")
    assert titles(html) == []
    assert "1 page" not in ask(client, "intern", "en")


def test_a_moved_page_is_found_at_its_new_address(client: Client, news: Page) -> None:
    page = add(news, "Umzug")
    other = news.get_parent().add_child(instance=ArticleIndexPage(title="B", slug="other"))
    page.move(other, pos="last-child")
    assert f'href="/de/other/{page.slug}/"' in ask(client, "umzug", "de")


def test_own_language_first_then_what_exists_only_in_another(
    client: Client, news: Page, arabic_news: Page
) -> None:
    only_german = add(news, "Impfung Termin", "Impfung")
    only_german.create_alias(
        parent=arabic_news, update_locale=arabic_news.locale, reset_translation_key=False
    )
    add(arabic_news, "صفحة", "Impfung")
    html = ask(client, "impfung", "ar")
    assert titles(html) == ["صفحة", "Impfung Termin"]
    assert f'<h2 lang="de" dir="ltr"><a href="/ar/news/{only_german.slug}/" hreflang="de">' in html
    assert '<h2 lang="ar" dir="rtl"><a href="/ar/' in html


def test_a_translated_page_is_shown_once_in_the_readers_language(
    client: Client, news: Page, arabic_news: Page
) -> None:
    german = add(news, "Covid Test")
    add(arabic_news, "Covid اختبار", translation_key=german.translation_key)
    assert titles(ask(client, "covid", "ar")) == ["Covid اختبار"]
    assert titles(ask(client, "covid", "de")) == ["Covid Test"]


def test_a_translation_turned_into_an_alias_is_no_longer_found_as_its_own(
    client: Client, news: Page, arabic_news: Page
) -> None:
    german = add(news, "Deutsch")
    arabic = add(arabic_news, "Einmalig", translation_key=german.translation_key)
    assert titles(ask(client, "einmalig", "ar")) == ["Einmalig"]
    arabic.alias_of_id = german.pk
    arabic.save(update_fields=["alias_of_id"], clean=False)
    assert titles(ask(client, "einmalig", "ar")) == []
    assert titles(ask(client, "deutsch", "ar")) == ["Deutsch"]


def test_nothing_found_leads_on(client: Client, news: Page, arabic_news: Page) -> None:
    add(arabic_news, "مدرسة", show_in_menus=False)
    Page.objects.filter(pk=news.pk).update(show_in_menus=True)
    english = Locale.objects.get_or_create(language_code="en")[0]
    make_contact("Night line", point=make_point(hours=((0, "09:00", "12:00"),)), locale=english)
    html = ask(client, "مدرسة", "en")
    assert "We found no page for <bdi>مدرسة</bdi>" in html
    assert "/ar/search/?q=%D9%85" in html
    assert "Night line" in html
    assert "tel:+49341123456" in html
    assert "/de/news/" in ask(client, "qwertz", "de")


def test_one_letter_is_asked_for_more(client: Client, news: Page) -> None:
    add(news, "Arzt")
    html = ask(client, "a")
    assert "Type at least two letters or digits." in html
    assert titles(html) == []


def test_pages_of_results_are_said_in_words(client: Client, news: Page) -> None:
    for number in range(PER_PAGE + 1):
        add(news, f"Kurs {number}")
    with translation.override("de"):
        first, second = ask(client, "kurs", "de"), ask(client, "kurs", "de", page=2)
    assert len(titles(first)) == PER_PAGE
    assert len(titles(second)) == 1
    assert not set(titles(first)) & set(titles(second))
    assert 'rel="next"' in first
    assert 'href="/de/search/?q=kurs&amp;page=2"' in first
    assert 'rel="prev"' in second
    assert 'start="11"' in second
    assert titles(ask(client, "kurs", "de", page="99999")) == titles(second)
    assert titles(ask(client, "kurs", "de", page="-1٣x")) == titles(first)


def test_says_page_one_of_two(client: Client, home_page: HomePage) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    home_page.copy_for_translation(english).save_revision().publish()
    parent = ArticleIndexPage(title="News", slug="news", locale=english)
    HomePage.objects.get(locale=english).add_child(instance=parent)
    for number in range(PER_PAGE + 1):
        add(parent, f"Course {number}")
    html = ask(client, "course", "en")
    assert "11 pages for <bdi>course</bdi>" in html
    assert "Page 1 of 2" in html


def test_the_number_of_statements_does_not_grow(
    client: Client, news: Page, django_assert_max_num_queries: Any
) -> None:
    def statements() -> int:
        with django_assert_max_num_queries(40) as captured:
            ask(client, "beratung", "de")
        return len(captured)

    add(news, "Beratung 0", "Beratung")
    ask(client, "beratung", "de")
    one = statements()
    for number in range(1, 50):
        add(news, f"Beratung {number}", "Beratung")
    assert statements() == one


def test_the_answer_is_the_same_for_everybody_and_not_indexed(client: Client, news: Page) -> None:
    response = client.get("/de/search/", {"q": "x"})
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_names_of_contacts_are_text_of_the_page(client: Client, news: Page) -> None:
    contact = make_contact("Zentrale Anlaufstelle")
    page = ArticlePage(
        title="Hilfe", slug="help", body=[("contact", {"contact": contact})], locale=news.locale
    )
    news.add_child(instance=page)
    page.save_revision().publish()
    assert titles(ask(client, "anlaufstelle", "de")) == ["Hilfe"]
    contact.name = "Rathaus"
    contact.save()
    assert titles(ask(client, "anlaufstelle", "de")) == []
    assert titles(ask(client, "rathaus", "de")) == ["Hilfe"]


def test_rebuild_search_adds_what_is_missing_and_forgets_what_is_gone(
    client: Client, news: Page
) -> None:
    missing, gone = add(news, "Fehlend"), add(news, "Verschwunden")
    SearchEntry.objects.filter(page=missing).delete()
    Page.objects.filter(pk=gone.pk).update(live=False)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER home_searchentry_added")
    call_command("rebuild_search")
    assert titles(ask(client, "fehlend", "de")) == ["Fehlend"]
    assert titles(ask(client, "verschwunden", "de")) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers are SQLite's part")
def test_the_triggers_survived_all_migrations() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        names = [row[0] for row in cursor.fetchall()]
    assert [name for name in names if name.startswith("home_searchentry")] == [
        "home_searchentry_added",
        "home_searchentry_changed",
        "home_searchentry_removed",
    ]
