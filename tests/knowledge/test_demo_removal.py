"""The demo goes without a trace, and takes nothing along that is not its own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from home.models import Image, SiteIdentity
from knowledge.demo.loading import load_demo
from knowledge.demo.pictures import PICTURES
from knowledge.demo.removing import remove_demo
from knowledge.models import ArticlePage, DemoObject, InformationPage
from tests.knowledge.demo_state import as_at_first_start, row_counts

pytestmark = pytest.mark.row("J1")


@pytest.fixture
def media(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    as_at_first_start(monkeypatch)
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_reset_renews_it_and_removing_leaves_no_row_and_no_file(
    db: None, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    before = row_counts()
    root_before = Site.objects.get(is_default_site=True).root_page_id
    load_demo()
    assert row_counts() != before
    article = ArticlePage.objects.get(slug="one-year", locale__language_code="de")
    article.title = "Changed"
    article.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_demo", "--reset", verbosity=0)
    article = ArticlePage.objects.get(slug="one-year", locale__language_code="de")
    assert article.title == "Ein Jahr in Zahlen"
    image = Image.objects.first()
    assert image
    image.get_rendition("width-100|format-jpeg")
    assert len(files(media)) == len(PICTURES) + 2  # the checklist and the rendition
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_demo()
    after = row_counts()
    assert {
        name: (before[name], after[name]) for name in after if after[name] != before[name]
    } == {}
    assert files(media) == []
    assert Site.objects.get(is_default_site=True).root_page_id == root_before
    assert not remove_demo()


def test_removing_keeps_what_is_not_of_the_demo(db: None, media: Path, site: Site) -> None:
    own = site.root_page.specific
    SiteIdentity.objects.update_or_create(site=site, defaults={"name": "Our own"})
    load_demo()
    own.refresh_from_db()
    later = own.add_child(
        instance=InformationPage(title="Later", slug="later", locale=own.locale, live=False)
    )
    remove_demo()
    assert Page.objects.filter(pk=later.pk).exists()
    assert SiteIdentity.objects.get(site=site).name == "Our own"
    assert not SiteIdentity.objects.get(site=site).sample
    assert Site.objects.get(pk=site.pk).root_page_id == own.pk
    assert not DemoObject.objects.exists()
