"""A film loads nothing from anybody until a reader asks for it."""

import re
import uuid

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from home.models import HomePage
from home.video import find_film
from tests.home.factories import make_document, make_image

pytestmark = [pytest.mark.row("D7"), pytest.mark.django_db]
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk&t=5"
EXTERNAL = re.compile(r'(?:src|srcset|poster|data|action)="https?://', re.IGNORECASE)


@pytest.mark.parametrize(
    ("url", "embed"),
    [
        (YOUTUBE, "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0"),
        (
            "https://youtu.be/abcdefghijk",
            "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0",
        ),
        (
            "https://m.youtube.com/shorts/abcdefghijk",
            "https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0",
        ),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        (
            "https://vimeo.com/123456789/ab12cd34ef",
            "https://player.vimeo.com/video/123456789?dnt=1&h=ab12cd34ef",
        ),
        (
            "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
            "https://tube.example.org/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?p2p=0",
        ),
    ],
)
def test_known_providers_are_shown_in_their_careful_way(settings, url: str, embed: str) -> None:
    settings.PEERTUBE_HOSTS = ["tube.example.org"]
    film = find_film(url)
    assert film
    assert film.embed_url == embed
    assert embed.startswith(f"{film.origin}/")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=abc",
        'https://www.youtube.com/watch?v="><script>',
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/?youtube.com/watch?v=abcdefghijk",
        "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "https://vimeo.com/about",
        "javascript:alert(1)",
        "",
    ],
)
def test_everything_else_is_only_a_link(url: str) -> None:
    assert find_film(url) is None


@pytest.fixture
def film_page(home_page: HomePage) -> HomePage:
    value = {"title": "A letter", "url": YOUTUBE, "transcript": "<p>Spoken words</p>"}
    home_page.body = [("video", value)]
    home_page.save_revision().publish()
    return HomePage.objects.get(pk=home_page.pk)


def watch(client: Client, page: HomePage, block_id: object = None) -> object:
    with translation.override("en"):
        address = reverse("home:watch_video", args=[page.pk, block_id or page.body[0].id])
    return client.get(address)


def show(page: HomePage, **changed: object) -> str:
    block = page.body[0]
    block.value.update(changed)
    with translation.override("en"):
        context = {"value": block.value, "block": block, "page": page}
        return render_to_string("blocks/video_block.html", context)


def test_the_page_with_the_film_asks_first(film_page: HomePage) -> None:
    html = show(film_page, poster=make_image())
    assert f"/en/video/{film_page.pk}/{film_page.body[0].id}/" in html
    assert "YouTube (Google)" in html
    assert "learns your internet address" in html
    assert "<iframe" not in html
    assert not EXTERNAL.search(html)
    assert "Spoken words" in html


def test_the_viewer_alone_may_load_the_provider(client: Client, film_page: HomePage) -> None:
    response = watch(client, film_page)
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com" in policy
    assert response.content.decode().count("<iframe") == 1
    assert "Spoken words" in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies

    other = client.get(film_page.url)
    assert other.status_code == 200
    assert "youtube" not in other.headers["Content-Security-Policy"]


def test_a_film_from_elsewhere_is_a_plain_link(film_page: HomePage) -> None:
    html = show(film_page, url="https://films.example.org/7")
    assert 'href="https://films.example.org/7"' in html
    assert "/video/" not in html


def test_a_film_of_our_own_plays_in_its_place(film_page: HomePage) -> None:
    document = make_document(name="film.webm", content=b"\x1a\x45\xdf\xa3webm")
    html = show(film_page, url="", document=document)
    assert '<video controls preload="none"' in html
    assert 'type="video/webm"' in html
    assert "learns your internet address" not in html


def test_unknown_films_are_not_found(client: Client, film_page: HomePage) -> None:
    assert watch(client, film_page, uuid.uuid4()).status_code == 404
    with translation.override("en"):
        address = reverse("home:watch_video", args=[film_page.pk + 999, film_page.body[0].id])
    assert client.get(address).status_code == 404


def test_films_of_hidden_pages_are_not_found(client: Client, film_page: HomePage) -> None:
    restriction = PageViewRestriction.objects.create(
        page=film_page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert watch(client, film_page).status_code == 404
    restriction.delete()
    assert watch(client, film_page).status_code == 200
    film_page.unpublish()
    assert watch(client, film_page).status_code == 404


def test_a_film_of_an_unknown_provider_has_no_viewer(client: Client, film_page: HomePage) -> None:
    film_page.body[0].value["url"] = "https://films.example.org/7"
    film_page.save_revision().publish()
    assert watch(client, HomePage.objects.get(pk=film_page.pk)).status_code == 404
