"""A reader's way through the sample site: German and Arabic, phone and desk, no JavaScript."""

import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from home.models import Contact
from knowledge.models import ArticlePage, InformationPage
from tests.journeys.conftest import Screen
from trust.models import Report

FOCUSED = "document.activeElement.getAttribute('href') || document.activeElement.tagName"
TOPIC, CHECKED, UNTRANSLATED = "arrival", "register-address", "official-letters"


@pytest.fixture
def words(screen: Screen):
    """Return gettext in the language of the reader."""

    def say(msgid: str, **values: object) -> str:
        with translation.override(screen.language):
            return gettext(msgid) % values

    return say


@pytest.fixture
def page_of(screen: Screen, live_server, demo):
    """Return a function that finds a page of the reader's language by its slug."""

    def find(slug: str) -> InformationPage:
        return InformationPage.objects.get(slug=slug, locale__language_code=screen.language)

    return find


@pytest.mark.row("J1")
def test_somebody_reads_a_page_and_trusts_it(
    reader: BrowserPage, screen: Screen, page_of, words, axe, assert_no_sideways_scroll
):
    reader.goto(f"/{screen.language}/")
    html = reader.locator("html")
    expect(html).to_have_attribute("lang", screen.language)
    expect(html).to_have_attribute("dir", screen.direction)
    assert_no_sideways_scroll(reader)
    page = page_of(CHECKED)
    reader.locator("main").get_by_role("link", name=page.title, exact=True).first.click()
    expect(reader.locator("h1")).to_have_text(page.title)
    strip = reader.locator(".strip")
    expect(strip.locator("time").first).to_have_attribute(
        "datetime", str(page.fact_check().checked_at)
    )
    expect(strip).to_contain_text(page.fact_check().organisation)
    expect(strip).to_contain_text(page.fact_check().place)
    assert_no_sideways_scroll(reader)
    axe(page.url, screen)
    axe(f"/{screen.language}/", screen)


@pytest.mark.row("J1")
def test_an_untranslated_page_says_so_in_the_readers_language(
    reader: BrowserPage, screen: Screen, page_of, words, assert_no_sideways_scroll, axe
):
    page = page_of(UNTRANSLATED)
    reader.goto(page.url)
    if screen.language == "de":
        expect(reader.locator("main [lang]:not(bdi):not([lang=de])")).to_have_count(0)
        return
    title = reader.locator("h1")
    assert title.evaluate("e => e.closest('[lang]').lang") == "de"
    assert title.evaluate("e => getComputedStyle(e).direction") == "ltr"
    notice = reader.locator("main .notice").first
    assert notice.evaluate("e => getComputedStyle(e).direction") == "rtl"
    expect(notice.get_by_role("link", name="English")).to_be_visible()
    assert_no_sideways_scroll(reader)
    axe(page.url, screen)


@pytest.mark.row("J1")
def test_switching_the_language_stays_on_the_page_and_sticks(
    reader: BrowserPage, screen: Screen, page_of
):
    page = page_of(CHECKED)
    reader.goto(page.url)
    reader.locator(".languages summary").click()
    reader.locator(".languages").get_by_role("link", name="Українська").click()
    expect(reader).to_have_url(re.compile(rf"/uk/{TOPIC}/{CHECKED}/$"))
    expect(reader.locator("html")).to_have_attribute("lang", "uk")
    reader.goto("/")
    expect(reader).to_have_url(re.compile(r"/uk/$"))


@pytest.mark.row("G12")
def test_a_hotline_says_whether_somebody_answers(
    reader: BrowserPage, screen: Screen, page_of, assert_no_sideways_scroll
):
    contact = Contact.objects.filter(
        locale__language_code=screen.language, point__phone__gt=""
    ).first()
    assert contact is not None
    reader.goto(f"/{screen.language}/")
    line = reader.locator(".hotline").first
    expect(line.locator(".opening__now")).not_to_be_empty()
    number = line.locator("a[href^='tel:'] bdi").first
    expect(number).to_have_attribute("dir", "ltr")
    # The first digit stands at the left in every language: the number is dialled as written.
    first, last = number.evaluate(
        """e => { const text = e.firstChild, at = i => { const r = document.createRange();
            r.setStart(text, i); r.setEnd(text, i + 1); return r.getClientRects()[0].x; };
            return [at(1), at(text.length - 1)]; }"""
    )
    assert first < last
    assert_no_sideways_scroll(reader)


@pytest.mark.row("J1")
def test_search_finds_what_is_written_otherwise(
    reader: BrowserPage, screen: Screen, page_of, axe, assert_no_sideways_scroll
):
    # Written without umlaut, and without hamza: the letters that a phone offers first.
    query = {"de": "Buergerbuero", "ar": "الايام الاولى"}[screen.language]
    reader.goto(f"/{screen.language}/search/")
    reader.locator("main input[type=search]").fill(query)
    reader.locator("main form button").click()
    expect(reader.locator(".results > li").first).to_be_visible()
    expect(reader.locator(".results mark").first).to_be_visible()
    assert_no_sideways_scroll(reader)
    axe(f"/{screen.language}/search/?q={query}", screen)
    reader.goto(f"/{screen.language}/search/?q=qqqqqqq")
    expect(reader.locator("main [role=status]")).to_contain_text("qqqqqqq")
    axe(f"/{screen.language}/search/?q=qqqqqqq", screen)


@pytest.mark.row("J1")
def test_a_mistake_is_reported_without_an_account(
    reader: BrowserPage, screen: Screen, page_of, axe, assert_no_sideways_scroll
):
    page = page_of(CHECKED)
    reader.goto(page.url)
    reader.locator(f"main a[href*='/report/?page={page.pk}']").click()
    assert_no_sideways_scroll(reader)
    axe(reader.url, screen)
    reader.locator("main form button[type=submit]").click()
    errors = reader.locator(".errors")
    expect(errors).to_be_visible()
    text = {"de": "Die Öffnungszeit stimmt nicht.", "ar": "ساعات العمل غير صحيحة."}
    reader.locator("main textarea:visible").first.fill(text[screen.language])
    reader.locator("input[name=kind]:visible").first.check()
    reader.locator("main form button[type=submit]").click()
    expect(reader.locator("main h1")).to_be_visible()
    report = Report.objects.get(page=page, language=screen.language)
    assert report.text == text[screen.language]
    assert report.email == ""


@pytest.mark.row("J11")
def test_a_page_is_shared_by_plain_links(reader: BrowserPage, screen: Screen, page_of):
    page = page_of(CHECKED)
    reader.goto(page.url)
    soup = BeautifulSoup(reader.content(), "html.parser")
    links = [link["href"] for link in soup.select(".share a")]
    for start in ("https://wa.me/?text=", "https://t.me/share/url?", "sms:?&body=", "mailto:?"):
        found = next(link for link in links if link.startswith(start))
        assert page.title in unquote(found) or start == "mailto:?"
        assert page.url in unquote(found)
    answer = reader.request.get(f"/{screen.language}/qr/{page.pk}.svg")
    assert answer.ok
    assert answer.headers["content-type"].startswith("image/svg+xml")


@pytest.mark.row("G10")
def test_posts_are_listed_read_and_fed(
    reader: BrowserPage, screen: Screen, page_of, axe, assert_no_sideways_scroll
):
    article = ArticlePage.objects.filter(
        locale__language_code=screen.language, alias_of=None
    ).latest("date")
    reader.goto(article.get_parent().url)
    axe(article.get_parent().url, screen)
    reader.get_by_role("link", name=article.title).click()
    expect(reader.locator("h1")).to_have_text(article.title)
    expect(reader.locator("main time").first).to_have_attribute("datetime", str(article.date))
    assert_no_sideways_scroll(reader)
    axe(article.url, screen)
    feed = reader.request.get(f"{article.get_parent().url}feed/")
    assert f'xml:lang="{screen.language}"' in feed.text()
    assert article.title in feed.text()


@pytest.mark.row("J1")
def test_everything_is_reached_by_keyboard(reader: BrowserPage, screen: Screen, page_of):
    reader.goto(page_of(CHECKED).url)
    reader.keyboard.press("Tab")
    skip = reader.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    reached = set()
    for _step in range(60):
        reader.keyboard.press("Tab")
        reached.add(reader.evaluate(FOCUSED))
    assert "SUMMARY" in reached
    assert f"/{screen.language}/search/" in reached
