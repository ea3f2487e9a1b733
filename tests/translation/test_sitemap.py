"""sitemap.xml names every public version with all its alternates (2.14)."""

from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from translation.sitemaps import PageSitemap

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def entries(client) -> dict[str, dict[str, str]]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.find("s:loc", NAMES).text: {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
        }
        for url in root.findall("s:url", NAMES)
    }


def test_versions_are_named_with_their_alternates_reciprocally(client, make_page, translate):
    page = make_page("Seite")
    translate(page, "fa-af")
    translate(page, "kmr")
    make_page("Allein")
    found = entries(client)
    versions = {
        "de": "http://localhost/de/seite/",
        "fa-AF": "http://localhost/fa-af/seite/",
        "ku": "http://localhost/kmr/seite/",
        "x-default": "http://localhost/de/seite/",
    }
    for url in versions.values():
        assert found[url] == versions
    assert "http://localhost/ar/seite/" not in found
    assert found["http://localhost/de/allein/"].keys() == {"de", "x-default"}


def test_drafts_and_closed_pages_are_left_out(client, make_page):
    make_page("Entwurf").unpublish()
    closed = make_page("Geschlossen")
    make_page("Darunter", closed)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert entries(client).keys() == {"http://localhost/de/"}


def test_the_number_of_statements_does_not_grow(
    client, make_page, translate, django_assert_max_num_queries
):
    translate(make_page("Seite"), "ar")
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(3):
        client.get("/sitemap.xml")
    for number in range(12):
        make_page(f"Seite {number}")
    with django_assert_max_num_queries(3):
        assert len(entries(client)) == 15


def test_a_long_list_has_several_files_and_robots_names_them(client, make_page, monkeypatch):
    make_page("A")
    make_page("B")
    monkeypatch.setattr(PageSitemap, "limit", 2)
    assert len(entries(client)) == 2
    assert client.get("/sitemap.xml?p=2").content.count(b"<loc>") == 1
    assert client.get("/sitemap.xml?p=3").status_code == 404
    robots = client.get("/robots.txt").content.decode()
    assert "sitemap.xml?p=2" in robots
    assert "sitemap.xml?p=3" not in robots
