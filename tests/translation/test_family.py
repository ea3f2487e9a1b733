"""One query for a page in all languages; rows of locales and sites without any (stack 7)."""

import pytest
from django.test import RequestFactory
from wagtail.models import Locale, Page, PageViewRestriction, Site

from translation import cache
from translation.family import content_language, page_family, page_path, page_url

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def test_one_statement_whatever_the_number_of_pages(
    make_page, in_language, django_assert_num_queries
):
    page = make_page("Seite")
    for number in range(10):
        make_page(f"Nachbar {number}")
    arabic = in_language(page, "ar")
    Site.get_site_root_paths()
    cache.locales.rows()
    with django_assert_num_queries(1):
        family = page_family(arabic)
        assert [member.code for member in family.originals()] == ["de"]
        assert family.originals()[0].url == "http://localhost/de/seite/"
        assert content_language(arabic).code == "de"
        assert page_family(arabic) is family


def test_originals_are_live_public_and_no_aliases(make_page, in_language, translate):
    page = make_page("Seite")
    translate(page, "ar")
    translate(page, "uk").unpublish()
    restricted = translate(page, "fr")
    PageViewRestriction.objects.create(
        page=restricted.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    codes = [member.code for member in page_family(page).originals()]
    assert codes == ["de", "ar"]


def test_source_follows_a_chain_of_aliases(make_page, in_language):
    page = make_page("Seite")
    dari, persian = in_language(page, "fa-af"), in_language(page, "fa")
    dari.alias_of = persian
    dari.save(clean=False)
    assert content_language(dari).code == "de"


def test_default_is_the_source_or_the_first_there_is(make_page, in_language, translate):
    page = make_page("Seite")
    translate(page, "uk")
    assert page_family(in_language(page, "ar")).default().code == "de"
    Page.objects.filter(pk=page.pk).update(live=False)
    assert page_family(in_language(page, "ar")).default().code == "uk"


def test_paths_are_those_of_wagtail(make_page, in_language):
    page = make_page("Kind", make_page("Seite"))
    for code in ("de", "fa-af", "kmr"):
        version = in_language(page, code)
        assert page_path(version.url_path, version.locale) == version.url
        assert page_url(version.url_path, code) == version.full_url
    assert page_path("/elsewhere/", "de") is None
    assert page_url("/elsewhere/", "de") is None


def test_locales_and_sites_are_kept_and_follow_changes(site, django_assert_num_queries):
    german = Locale.objects.get(language_code="de")
    assert cache.locale_by_id(german.pk) == german
    request = RequestFactory().get("/")
    assert cache.site_for_request(request) == site
    with django_assert_num_queries(0):
        assert cache.locale_by_id(german.pk) == german
        assert cache.current_locale() == german
        assert cache.site_for_request(RequestFactory().get("/")) == site
    site.site_name = "Other"
    site.save()
    assert cache.site_for_request(RequestFactory().get("/")).site_name == "Other"


def test_a_locale_of_another_process_is_found_on_a_miss(site):
    assert cache.locale_by_code("ti") is None
    Locale.objects.bulk_create([Locale(language_code="ti")])  # sends no signal
    assert cache.locale_by_code("ti").language_code == "ti"
    with pytest.raises(Locale.DoesNotExist):
        cache.locale_by_id(99_999)


def test_with_two_sites_wagtail_decides(site):
    Site.objects.create(hostname="other.example", port=80, root_page=site.root_page)
    request = RequestFactory().get("/", headers={"host": "other.example"})
    assert cache.site_for_request(request).hostname == "other.example"


def test_the_site_of_one_request_keeps_nothing_for_the_next(site):
    one, two = RequestFactory().get("/"), RequestFactory().get("/")
    assert cache.site_for_request(one).root_page is not cache.site_for_request(two).root_page
