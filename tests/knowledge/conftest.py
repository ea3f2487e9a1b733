"""Fixtures for the import of articles."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from wagtail.models import Locale
from wagtail_localize.models import LocaleSynchronization

from home.models import HomePage
from knowledge.models import ArticleIndexPage
from translation.tree import sync_aliases


@pytest.fixture
def quick_import(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In English, and without renditions, which take seconds for each image."""
    monkeypatch.setattr("home.signals.async_task", lambda *args, **kwargs: None)
    with translation.override("en"):
        yield


@pytest.fixture
def article_index(home_page: HomePage) -> ArticleIndexPage:
    """A list of articles in four languages: the twelve of a real site only take longer."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "ar", "uk")]
    LocaleSynchronization.objects.bulk_create(
        LocaleSynchronization(locale=locale, sync_from=home_page.locale) for locale in locales
    )
    sync_aliases(home_page)
    page = home_page.add_child(
        instance=ArticleIndexPage(title="Aktuelles", slug="aktuelles", locale=home_page.locale)
    )
    sync_aliases(page)
    return page


@pytest.fixture
def article_folder(tmp_path: Path) -> Path:
    """A copy of the sample articles: three of them, in German and in Arabic."""
    shutil.copytree(Path(__file__).parent / "articles", tmp_path / "articles")
    return tmp_path / "articles"
