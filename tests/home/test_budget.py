"""What a page may cost: counted, never timed."""

import gzip

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from home.models import HomePage
from knowledge.models import InformationPage
from knowledge.scale.pages import build_pages
from tests.home.factories import make_image
from translation.locales import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]

STATEMENTS = 12
BYTES = 13_000
"""Ten TCP segments, headers included: what arrives in the first round trip after the handshake."""
CODES = [language.code for language in LANGUAGES]


def page_in(code: str, position: int = 4) -> InformationPage:
    return InformationPage.objects.filter(locale__language_code=code).order_by("path")[position]


@pytest.mark.parametrize(("siblings", "languages"), [(10, 2), (10, 12), (1000, 2)])
def test_an_information_page_costs_the_same_everywhere(
    client: Client,
    home_page: HomePage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    siblings: int,
    languages: int,
) -> None:
    build_pages(pages=siblings, codes=CODES[:languages], per_topic=siblings, words=60)
    page = page_in("de")
    url = page.get_url()
    client.get(url)
    with django_assert_max_num_queries(STATEMENTS):
        assert client.get(url).status_code == 200


def test_siblings_and_languages_change_no_number(client: Client, home_page: HomePage) -> None:
    """The same number, not only fewer than the limit; a lead picture adds at most two."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    build_pages(pages=6, codes=["de", "en"], words=20)
    page = page_in("de", 2)
    url = page.get_url()
    client.get(url)
    with CaptureQueriesContext(connection) as plain:
        client.get(url)
    InformationPage.objects.filter(pk=page.pk).update(
        lead_image=make_image(), lead_image_decorative=True
    )
    client.get(url)
    with CaptureQueriesContext(connection) as pictured:
        client.get(url)
    assert len(plain) <= len(pictured) <= len(plain) + 2 <= STATEMENTS + 2


@pytest.mark.parametrize("code", ["de", "uk", "ar"])
def test_the_first_view_fits_into_the_first_round_trip(
    client: Client, home_page: HomePage, code: str
) -> None:
    build_pages(pages=6, codes=CODES, words=1500)
    html = client.get(page_in(code, 2).get_url()).content
    assert len(html.decode().split()) > 1500
    assert b"<style>" in html
    assert len(gzip.compress(html, 6)) <= BYTES
