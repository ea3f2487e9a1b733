"""The data for measuring: complete, like real pages, and gone without a trace."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page

from home.models import HomePage, SearchEntry, SiteIdentity
from knowledge.models import ArticleIndexPage, InformationPage
from knowledge.scale.pages import build_pages
from trust.models import FactCheck

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def row_counts() -> dict[str, int]:
    tables = set(connection.introspection.table_names())
    models = (model for model in apps.get_models() if model._meta.db_table in tables)
    return {
        model._meta.label: model._base_manager.count()
        for model in models
        if model._meta.label != "contenttypes.ContentType"
    }


def test_pages_are_real_in_every_language(client: Client, home_page: HomePage) -> None:
    call_command("seed_scale", pages=7, locales=3, words=40)
    assert InformationPage.objects.count() == 21
    assert set(InformationPage.objects.values_list("locale__language_code", flat=True)) == {
        "de",
        "en",
        "ar",
    }
    assert FactCheck.objects.current().count() >= 7
    page = InformationPage.objects.filter(locale__language_code="ar").first()
    assert page
    assert page.get_translations().count() == 2
    assert page.get_parent().get_children().count() == 7
    response = client.get(page.get_url())
    assert response.status_code == 200
    assert page.title in response.content.decode()
    assert SearchEntry.objects.filter(page=page).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_removal_leaves_no_row(home_page: HomePage) -> None:
    before = row_counts()
    call_command("seed_scale", pages=60, locales=4, words=20)
    assert row_counts() != before
    call_command("seed_scale", remove=True)
    after = row_counts()
    assert {name: n for name, n in after.items() if n != before[name] and "Log" not in name} == {}
    assert Page.find_problems() == ([], [], [], [], [])
    assert Locale.objects.count() == before["wagtailcore.Locale"]


def test_refuses_beside_real_content(home_page: HomePage, site: Any) -> None:
    home_page.add_child(instance=ArticleIndexPage(title="Aktuelles", slug="news"))
    with pytest.raises(CommandError):
        call_command("seed_scale", pages=1, locales=1)
    assert not InformationPage.objects.exists()
    call_command("seed_scale", pages=1, locales=1, force=True)
    assert InformationPage.objects.count() == 1


def test_a_sample_may_be_measured(home_page: HomePage, site: Any) -> None:
    home_page.add_child(instance=ArticleIndexPage(title="Aktuelles", slug="news"))
    identity = SiteIdentity.for_site(site)
    identity.sample = True
    identity.save()
    call_command("seed_scale", pages=1, locales=1)
    assert InformationPage.objects.count() == 1


def test_refuses_a_second_time(home_page: HomePage) -> None:
    build_pages(pages=1, codes=["de"], words=10)
    with pytest.raises(CommandError):
        call_command("seed_scale", pages=1, locales=1)
