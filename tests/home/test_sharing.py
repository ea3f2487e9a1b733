"""Passing a page on: plain links, a QR code, and what messengers and search engines read."""

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image as Pillow
from wagtail.models import Locale, Page, PageViewRestriction

from home.models import HomePage
from home.sharing import qr_svg, share_links
from home.structured import (
    IMAGE_BYTES,
    PageFacts,
    json_ld,
    og_locale,
    share_image,
    shorten,
)
from knowledge.models import ArticleIndexPage, ArticlePage
from tests.home.factories import make_image
from translation.locales import LANGUAGES

pytestmark = pytest.mark.row("J11")
TITLE = "Was tun? 100 % & mehr + مدرسة"
URL = "https://example.org/ar/was-tun/"


@pytest.fixture
def article(home_page: HomePage) -> ArticlePage:
    news = home_page.add_child(instance=ArticleIndexPage(title="Aktuelles", slug="news"))
    page = ArticlePage(title="Brücke & <Ufer>", slug="bridge", teaser="Ein Satz.", author="Samira")
    news.add_child(instance=page)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def head(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html):
        found.setdefault(name, []).append(content)
    return found


def data(html: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block
    return {item["@type"]: item for item in json.loads(block[1])["@graph"]}


def test_links_carry_title_and_address_and_nothing_else() -> None:
    links = {link.kind: link.url for link in share_links(f" {TITLE}\n", URL)}
    assert links["whatsapp"].startswith("https://wa.me/?text=")
    assert parse_qs(urlsplit(links["whatsapp"]).query) == {"text": [f"{TITLE}\n{URL}"]}
    assert links["telegram"].startswith("https://t.me/share/url?")
    assert parse_qs(urlsplit(links["telegram"]).query) == {"url": [URL], "text": [TITLE]}
    assert links["sms"].startswith("sms:?&body=")
    assert unquote(links["sms"].partition("body=")[2]) == f"{TITLE}\n{URL}"
    assert links["mail"].startswith("mailto:?subject=")
    assert unquote(links["mail"]) == f"mailto:?subject={TITLE}&body={URL}"


def test_links_are_plain_ascii_without_plus() -> None:
    for link in share_links(TITLE + "\ud800", URL):
        assert link.url.isascii()
        assert not re.search(r"[\s\"'<>+]", link.url)


@pytest.mark.django_db
def test_a_page_shows_its_links_and_its_address_as_text(
    client: Client, article: ArticlePage
) -> None:
    html = client.get("/de/news/bridge/").content.decode()
    assert "https://wa.me/?text=Br%C3%BCcke%20%26%20%3CUfer%3E%0Ahttp" in html
    assert f'href="/de/qr/{article.pk}.svg"' in html
    assert "<code>http://localhost/de/news/bridge/</code>" in html


def test_a_qr_code_is_still_svg_without_style_or_script() -> None:
    svg = qr_svg(URL).decode()
    assert svg.startswith("<svg")
    assert "viewBox" in svg
    assert "style=" not in svg
    assert "<script" not in svg
    assert svg != qr_svg(URL + "x").decode()


@pytest.mark.django_db
def test_the_qr_code_of_a_public_page(client: Client, article: ArticlePage) -> None:
    response = client.get(f"/de/qr/{article.pk}.svg")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "public" in response.headers["Cache-Control"]
    assert "max-age=86400" in response.headers["Cache-Control"]
    assert response.content == qr_svg("http://localhost/de/news/bridge/")
    assert not response.cookies


@pytest.mark.django_db
def test_no_qr_code_for_what_is_not_public(client: Client, article: ArticlePage) -> None:
    assert client.get("/de/qr/999999.svg").status_code == 404
    restriction = PageViewRestriction.objects.create(
        page=article.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(f"/de/qr/{article.pk}.svg").status_code == 404
    restriction.delete()
    assert client.get(f"/de/qr/{article.pk}.svg").status_code == 200
    Page.objects.get(pk=article.pk).unpublish()
    assert client.get(f"/de/qr/{article.pk}.svg").status_code == 404


@pytest.mark.django_db
def test_opengraph_and_json_ld_of_an_article(client: Client, article: ArticlePage) -> None:
    html = client.get("/de/news/bridge/").content.decode()
    meta = head(html)
    assert meta["og:type"] == ["article"]
    assert meta["og:title"] == ["Brücke &amp; &lt;Ufer&gt;"]
    assert meta["og:url"] == ["http://localhost/de/news/bridge/"]
    assert meta["og:locale"] == ["de_DE"]
    assert meta["og:image"] == ["http://localhost/static/img/share.jpg"]
    found = data(html)
    assert found["NewsArticle"]["headline"] == "Brücke & <Ufer>"
    assert found["NewsArticle"]["author"]["name"] == "Samira"
    assert found["NewsArticle"]["inLanguage"] == "de"
    trail = found["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in trail] == [1, 2, 3]
    assert trail[-1]["item"] == "http://localhost/de/news/bridge/"
    assert found["NewsArticle"]["publisher"]["url"] == "http://localhost/"


@pytest.mark.django_db
def test_languages_that_exist_are_named_and_an_alias_speaks_for_its_source(
    client: Client, article: ArticlePage, home_page: HomePage
) -> None:
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    home_page.copy_for_translation(arabic).save_revision().publish()
    news = article.get_parent().specific.copy_for_translation(arabic)
    news.save_revision().publish()
    article.create_alias(parent=news, update_locale=arabic, reset_translation_key=False)
    html = client.get("/ar/news/bridge/").content.decode()
    assert head(html)["og:url"] == ["http://localhost/de/news/bridge/"]
    assert head(html)["og:locale"] == ["de_DE"]
    assert head(client.get("/ar/news/").content.decode())["og:locale:alternate"] == ["de_DE"]


def test_json_ld_cannot_leave_its_script() -> None:
    nasty = "</script><script>alert(1)</script><!-- & \u2028"
    text = json_ld(
        PageFacts(
            title=nasty,
            description=nasty,
            url=URL,
            code="de",
            site_name=nasty,
            site_url="https://example.org/",
            image="https://example.org/x.jpg",
        )
    )
    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029]", inside)
    assert json.loads(inside)["@graph"][0]["name"] == nasty


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_every_language_has_a_territory_for_opengraph(code: str) -> None:
    assert re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", og_locale(code))


@pytest.mark.parametrize("length", [1, 60, 61, 500])
def test_long_words_are_cut_between_words(length: int) -> None:
    text = ("Wort " * 200)[:length].strip()
    short = shorten(text, 60)
    assert len(short) <= 60
    assert (short == text) == (len(text) <= 60)
    assert len(shorten("x" * length, 60)) <= 60


def test_the_fallback_picture_is_ours_and_light() -> None:
    path = finders.find("img/share.jpg")
    assert path
    with Pillow.open(path) as picture:
        assert picture.size == (1200, 630)
        assert picture.format == "JPEG"
    with open(path, "rb") as file:  # noqa: PTH123 a path of staticfiles
        assert len(file.read()) < IMAGE_BYTES


@pytest.mark.django_db
def test_even_noise_becomes_a_light_jpeg(
    settings: Any, tmp_path: Any, django_assert_max_num_queries: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    noise = Pillow.effect_noise((1300, 700), 200).convert("RGB")
    buffer = BytesIO()
    noise.save(buffer, "JPEG", quality=95)
    image = make_image(content=buffer.getvalue())
    url = share_image(image, "https://example.org/")
    assert url.startswith("https://example.org/")
    file = tmp_path / url.partition(settings.MEDIA_URL)[2]
    assert file.stat().st_size < IMAGE_BYTES
    with Pillow.open(file) as picture:
        assert picture.size == (1200, 630)
        assert picture.format == "JPEG"
    again = type(image).objects.get(pk=image.pk)
    with django_assert_max_num_queries(1):
        assert share_image(again, "https://example.org/") == url


def test_the_fallback_address_is_a_static_file() -> None:
    assert share_image(None, "https://example.org/x/y/") == (
        f"https://example.org{settings.STATIC_URL}img/share.jpg"
    )
