"""The Atom feed of a list: its own language, nothing behind a login, however much is aliased."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction

from knowledge.models import ArticleIndexPage, ArticlePage
from knowledge.models.articles import ARTICLES_IN_FEED
from translation.tree import sync_aliases

pytestmark = [pytest.mark.django_db, pytest.mark.row("G10")]

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def in_english_and_quickly(quick_import):
    """As for the import: nothing is prepared in the background."""


def add_article(index: ArticleIndexPage, slug: str, day: int) -> ArticlePage:
    date = dt.date(2026, 1, 1) + dt.timedelta(days=day)
    page = ArticlePage(title=slug, slug=slug, date=date, locale=index.locale)
    index.add_child(instance=page)
    sync_aliases(page)
    return page


def titles(client, index: ArticleIndexPage, code: str) -> list[str]:
    localized = index.get_translations(inclusive=True).get(locale__language_code=code)
    answer = client.get(f"{localized.url}feed/")
    assert answer.status_code == 200
    feed = ElementTree.fromstring(answer.content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == code
    return [str(title.text) for title in feed.iterfind("a:entry/a:title", ATOM)]


def test_newer_posts_without_a_translation_do_not_crowd_out_translated_ones(client, article_index):
    old = add_article(article_index, "old", 0)
    arabic = Page.objects.get(translation_key=old.translation_key, locale__language_code="ar")
    arabic.alias_of = None
    arabic.save(clean=False)
    for number in range(ARTICLES_IN_FEED):
        add_article(article_index, f"new-{number}", number + 1)
    assert titles(client, article_index, "ar") == ["old"]
    assert len(titles(client, article_index, "de")) == ARTICLES_IN_FEED


def test_a_post_behind_a_login_is_not_in_the_feed(client, article_index):
    add_article(article_index, "open", 0)
    closed = add_article(article_index, "closed", 1)
    assert titles(client, article_index, "de") == ["closed", "open"]
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client, article_index, "de") == ["open"]
