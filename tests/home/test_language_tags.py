"""Languages in templates: attributes, isolation, switcher, hreflang, notices (1.5-1.7, 2.5-2.8)."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from translation.locales import LANGUAGES
from translation.tree import ensure_locales, sync_aliases

pytestmark = pytest.mark.row("J1")


def render(source: str, **context: object) -> str:
    return Template("{% load language_tags %}" + source).render(Context(context))


@pytest.fixture
def housing(home_page: Page) -> Page:
    """Return a German page with an Arabic translation and aliases in the other languages."""
    ensure_locales()
    page = Page.objects.get(pk=home_page.pk).add_child(
        instance=Page(title="Wohnen", slug="wohnen", locale_id=home_page.locale_id)
    )
    sync_aliases(page)
    arabic = version(page, "ar")
    arabic.alias_of = None
    arabic.save(clean=False)
    return page


def version(page: Page, code: str) -> Page:
    return Page.objects.get(translation_key=page.translation_key, locale__language_code=code)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_document_says_its_language_and_direction(language):
    with translation.override(language.code):
        shown = render("<html {% html_attributes %}>")
    assert shown == f'<html lang="{language.html_lang}" dir="{language.direction}">'


@pytest.mark.django_db
def test_words_of_an_alias_are_in_the_language_of_their_source(housing: Page):
    with translation.override("fa-af"):
        alias = render("{% content_attributes page %}", page=version(housing, "fa-af"))
        own = render("{% content_attributes page %}", page=version(housing, "ar"))
    assert alias == 'lang="de" dir="ltr"'
    assert own == 'lang="ar" dir="rtl"'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Maria K. (3)", '<bdi dir="ltr">Maria K. (3)</bdi>'),
        ("مريم", '<bdi dir="rtl">مريم</bdi>'),
        ("(3)", '<bdi dir="auto">(3)</bdi>'),
        ("<b>x</b>", '<bdi dir="ltr">&lt;b&gt;x&lt;/b&gt;</bdi>'),
        ("a\u202eb", '<bdi dir="ltr">ab</bdi>'),
        ("", ""),
        (None, ""),
    ],
)
def test_what_a_person_typed_is_isolated(typed: str | None, shown: str):
    assert render("{{ typed|ubdi }}", typed=typed) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+49 30 123", '<a href="tel:+4930123"><bdi dir="ltr">+49 30 123</bdi></a>'),
        ("+49 (0)30 123", '<a href="tel:+4930123"><bdi dir="ltr">+49 (0)30 123</bdi></a>'),
        ("۱۱۲", '<a href="tel:112"><bdi dir="ltr">112</bdi></a>'),
        ("*100#", '<a href="tel:*100%23"><bdi dir="ltr">*100#</bdi></a>'),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_number_stays_in_order_and_can_be_tapped(number: str | None, shown: str):
    assert render("{{ number|phone }}", number=number) == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>اتصل +49 30 1234567</p>", '<p>اتصل <bdi dir="ltr">+49 30 1234567</bdi></p>'),
        ("(030) 23 12-50.", '<bdi dir="ltr">(030) 23 12-50</bdi>.'),
        ("DE02 0120 0300 0000 2020 51", '<bdi dir="ltr">DE02 0120 0300 0000 2020 51</bdi>'),
        ('<a href="tel:+49 30 1234567">x</a>', '<a href="tel:+49 30 1234567">x</a>'),
        ('<a title="> 030 1234567">x</a>', '<a title="> 030 1234567">x</a>'),
        ("112, 116117, 01.05.2018, 2018-05-01, 08 - 12", None),
        ("&lt;b&gt; 1,50 € 10 000", None),
    ],
)
def test_numbers_in_rich_text_stay_in_order(html: str, shown: str | None):
    assert render("{{ html|numbers_in_order }}", html=html) == (shown or html)


def test_an_iban_stays_in_order():
    shown = render("{{ iban|ltr }}", iban="DE02 1203 <")
    assert shown == '<bdi dir="ltr">DE02 1203 &lt;</bdi>'


@pytest.mark.django_db
def test_the_switcher_names_all_languages_by_themselves_and_stays_on_the_page(housing: Page):
    request = RequestFactory().get("/ar/wohnen/?q=x&page=2")
    with translation.override("ar"):
        shown = render("{% language_switcher %}", page=version(housing, "ar"), request=request)
    for language in LANGUAGES:
        target = f"/{language.code}/wohnen/%3Fq%3Dx%26page%3D2"
        with translation.override(language.code):
            choose = reverse("translation:choose_language")
        link = (
            f'<a href="{choose}?next={target}" rel="nofollow" lang="{language.html_lang}" '
            f'hreflang="{language.html_lang}" dir="{language.direction}"'
        )
        assert link in shown
        assert language.name_local in shown
    assert not re.search("[\U0001f1e6-\U0001f1ff]", shown)


@pytest.mark.django_db
def test_the_switcher_marks_what_is_not_translated(housing: Page):
    request = RequestFactory().get("/ar/wohnen/")
    with translation.override("en"):
        shown = render("{% language_switcher %}", page=version(housing, "ar"), request=request)
    assert ">Українська*</a>" in shown
    assert ">Deutsch</a>" in shown
    assert ">العربية</a>" in shown
    assert "marked with * show this page in its original language" in shown


@pytest.mark.django_db
def test_the_switcher_names_but_does_not_link_a_language_without_the_page(housing: Page):
    Page.objects.filter(pk=version(housing, "uk").pk).update(live=False)
    request = RequestFactory().get("/de/wohnen/")
    shown = render("{% language_switcher %}", page=housing, request=request)
    assert '<span lang="uk" dir="ltr">Українська</span>' in shown
    assert "/uk/" not in shown


def test_on_a_view_of_ours_the_switcher_keeps_path_and_query():
    request = RequestFactory().get("/de/search/?q=Müll")
    shown = render("{% language_switcher %}", request=request)
    assert "/fa-af/choose/?next=/fa-af/search/%3Fq%3DM%25C3%25BCll" in shown
    assert "*" not in shown


@pytest.mark.django_db
def test_a_page_has_the_same_number_of_statements_with_all_languages(
    housing: Page, django_assert_num_queries
):
    request = RequestFactory().get("/uk/wohnen/")
    alias = version(housing, "uk")
    tags = "{% hreflangs page %}{% language_switcher %}{% fallback_notice page %}"
    render(tags, page=housing, request=request)
    with translation.override("uk"), django_assert_num_queries(1):
        render(tags + "{% content_attributes page %}", page=alias, request=request)


@pytest.mark.django_db
def test_versions_name_each_other_and_themselves(housing: Page):
    shown = [render("{% hreflangs page %}", page=version(housing, code)) for code in ("de", "ar")]
    links = [set(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', text)) for text in shown]
    assert (
        links[0]
        == links[1]
        == {
            ("de", "http://localhost/de/wohnen/"),
            ("ar", "http://localhost/ar/wohnen/"),
            ("x-default", "http://localhost/de/wohnen/"),
        }
    )
    assert '<link rel="canonical" href="http://localhost/ar/wohnen/">' in shown[1]


@pytest.mark.django_db
def test_an_alias_only_says_where_its_words_belong(housing: Page):
    shown = render("{% hreflangs page %}", page=version(housing, "uk")).strip()
    assert shown == '<link rel="canonical" href="http://localhost/de/wohnen/">'
    assert render("{% hreflangs page %}", page=None).strip() == ""


@pytest.mark.django_db
def test_the_notice_speaks_to_the_reader_and_names_the_languages_there_are(housing: Page):
    with translation.override("en"):
        shown = render("{% fallback_notice page %}", page=version(housing, "en"))
    assert 'data-fallback="de" lang="en" dir="ltr"' in shown
    assert "has not been translated into your language yet" in shown
    assert "Its language: German." in shown
    assert '<a href="/de/wohnen/" lang="de" hreflang="de" dir="ltr">Deutsch</a>' in shown
    assert '<a href="/ar/wohnen/" lang="ar" hreflang="ar" dir="rtl">العربية</a>' in shown


@pytest.mark.django_db
def test_a_page_in_the_language_of_its_reader_has_no_notice(housing: Page):
    for code in ("de", "ar"):
        with translation.override(code):
            assert render("{% fallback_notice page %}", page=version(housing, code)).strip() == ""
