"""What every answer carries, so that a page loads nothing from anybody else."""

import re

import pytest
from django.urls import reverse


def policy(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


@pytest.mark.row("J1")
def test_a_public_page_allows_its_own_style_sheet_and_nothing_inline(client, home_page):
    response = client.get("/de/")
    rules = policy(response)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'"]
    assert [rule for rule in rules["style-src"] if rule.startswith("'sha256-")]
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]
    sources = {source for values in rules.values() for source in values}
    assert not [source for source in sources if re.match(r"https?:|\*", source)]


def test_the_hash_is_that_of_the_style_sheet_in_the_page(client, home_page):
    import base64
    import hashlib

    response = client.get("/de/")
    style = re.search(r"<style[^>]*>(.*?)</style>", response.content.decode(), re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy(response)["style-src"]


def test_the_admin_has_a_policy_of_its_own(client, home_page):
    rules = policy(client.get(reverse("wagtailadmin_login")))
    assert rules["default-src"] == ["'self'"]
    assert "'unsafe-inline'" in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "SAMEORIGIN"),
    ],
)
def test_a_page_carries_the_security_headers(client, home_page, header, value):
    assert client.get("/de/").headers[header] == value


def test_no_page_may_use_a_sensor(client, home_page):
    assert "geolocation=()" in client.get("/de/").headers["Permissions-Policy"]


def test_https_sites_ask_browsers_to_remember_it(client, home_page, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = client.get("/de/", secure=True)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    "path", ["/de/", "/ar/", "/de/search/?q=x", "/de/legal/imprint/", "/de/no/"]
)
def test_a_page_for_all_touches_no_session_and_no_cookie(client, home_page, path):
    from translation.tree import ensure_locales

    ensure_locales()
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()
