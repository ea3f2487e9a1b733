"""The path decides; only `/` asks; a choice sticks (1.6, 2.13)."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def test_the_root_sends_everybody_to_their_language(client):
    response = client.get("/?a=1", headers={"accept-language": "prs,en;q=0.5"})
    assert (response.status_code, response["Location"]) == (302, "/fa-af/?a=1")
    assert response["Vary"] == "Accept-Language, Cookie"


def test_an_explicit_choice_wins(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ti"
    assert client.get("/", headers={"accept-language": "uk"})["Location"] == "/ti/"


@pytest.mark.parametrize("code", ["ar", "fa-af", "ps", "ti", "kmr", "de"])
def test_deep_links_answer_in_the_language_of_their_path(client, make_page, code):
    make_page("Wohnen")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    response = client.get(f"/{code}/wohnen/", headers={"accept-language": "tr"})
    assert response.status_code == 200
    assert code == response.wsgi_request.LANGUAGE_CODE
    assert response["Content-Language"] == {"fa-af": "fa-AF", "kmr": "ku"}.get(code, code)
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_a_path_without_a_language_is_not_found_and_not_redirected(client, make_page):
    make_page("Wohnen")
    response = client.get("/wohnen/", headers={"accept-language": "ar"})
    assert response.status_code == 404
    assert "Content-Language" not in response.headers


def test_the_language_of_a_request_does_not_leak_into_the_next(client, make_page):
    make_page("Wohnen")
    client.get("/ar/wohnen/")
    assert translation.get_language() == "de"


def test_choosing_a_language_keeps_page_and_query_and_is_remembered(client):
    with translation.override("ar"):
        url = reverse("translation:choose_language")
    response = client.get(url, {"next": "/ar/search/?q=سكن&page=2"})
    assert response.status_code == 302
    assert response["Location"].startswith("/ar/search/?q=")
    assert response["Location"].endswith("&page=2")
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == ("ar", "Lax", 31_536_000)


@pytest.mark.parametrize(
    "target",
    [
        "", "/", "/de/x/", "//evil.example/ar/", "https://evil.example/ar/", "/ar", "ar/x/",
        "/ar/\\evil", "javascript:alert(1)", "///ar/",
    ],
)  # fmt: skip
def test_every_other_target_is_the_front_page_of_the_language(client, target: str):
    response = client.get("/ar/choose/", {"next": target})
    assert (response.status_code, response["Location"]) == (302, "/ar/")


def test_choosing_answers_reading_only(client):
    assert client.post("/ar/choose/").status_code == 405


def test_robots_are_told_what_to_leave(client, make_page):
    make_page("Wohnen")
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
