"""A small tree in German with all languages behind it."""

import pytest
from wagtail.models import Locale, Page

from translation.tree import ensure_locales, sync_aliases


@pytest.fixture
def trees(home_page: Page) -> Page:
    """Return the German front page; every language has its alias of it."""
    ensure_locales()
    return home_page


@pytest.fixture
def make_page(trees: Page):
    """Return a function that adds a live page with its aliases."""

    def make(title: str, parent: Page | None = None, **fields: object) -> Page:
        parent = Page.objects.get(pk=(parent or trees).pk)
        page = parent.add_child(instance=Page(title=title, locale_id=parent.locale_id, **fields))
        sync_aliases(page)
        return page

    return make


@pytest.fixture
def in_language():
    """Return a function that finds a page's version in a language, fresh from the database."""

    def find(page: Page, code: str) -> Page | None:
        locale = Locale.objects.get(language_code=code)
        return Page.objects.filter(translation_key=page.translation_key, locale=locale).first()

    return find


@pytest.fixture
def translate(in_language):
    """Return a function that turns a page's alias into a translation of its own."""

    def convert(page: Page, code: str, title: str = "") -> Page:
        version = in_language(page, code)
        version.alias_of = None
        version.title = version.draft_title = title or f"{page.title} {code}"
        version.save(clean=False)
        version.save_revision(clean=False).publish()
        return in_language(page, code)

    return convert
