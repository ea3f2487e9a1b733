"""A reader's browser: German and Arabic, phone and desk, without JavaScript, watched.

Every context a journey opens is watched: a request that leaves the site, or anything the Content
Security Policy had to block, fails the test at its end.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from home.identity import identities
from knowledge.demo.loading import load_demo
from tests.conftest import FIRST_STATE, forget_audit_log, restore_first_state
from tests.tools.programs import find_chromium, in_ci
from translation import cache as language_cache

# Playwright runs an event loop in the thread of the test; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True)
class Screen:
    """Who reads: a language code, the direction of its script, a width in CSS pixels."""

    language: str
    direction: str
    width: int

    @property
    def context(self) -> dict[str, Any]:
        """Arguments of a browser context for this reader."""
        return {"viewport": {"width": self.width, "height": 720}, "locale": self.language}


SCREENS = [
    Screen(language, direction, width)
    for language, direction in (("de", "ltr"), ("ar", "rtl"))
    for width in (320, 1280)
]


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen.language}-{screen.width}px")
def screen(request: pytest.FixtureRequest) -> Screen:
    """Run the test once for every language and width."""
    return request.param


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start Debian's Chromium, and let it talk to nobody but the page under test."""
    chromium = find_chromium()
    if chromium is None:
        if in_ci():
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed (CHROMIUM=… names another place)")
    return {"executable_path": chromium, "args": QUIET}


@pytest.fixture(autouse=True)
def assert_no_third_party(live_server: LiveServer) -> Iterator[list[str]]:
    """Collect what a journey's browser must not do; fail at the end if there was any."""
    offences: list[str] = []
    yield offences
    assert not offences, "\n".join(offences)


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    assert_no_third_party: list[str],
) -> Callable[..., BrowserContext]:
    """Open browser contexts that are watched."""
    own_host = urlsplit(live_server.url).netloc

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == own_host:
            route.continue_()
        else:
            assert_no_third_party.append(f"third-party request: {route.request.url}")
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            assert_no_third_party.append(f"blocked by the policy: {message.text}")

    def open_context(**arguments: Any) -> BrowserContext:
        context = new_context(**arguments)
        context.route("**/*", guard)
        context.on("console", listen)
        return context

    return open_context


@pytest.fixture
def reader(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, screen: Screen
) -> Page:
    """Return a page of a reader without JavaScript; `reader.goto("/de/")` works."""
    context = new_context(**screen.context, base_url=live_server.url, java_script_enabled=False)
    return context.new_page()


@pytest.fixture(scope="session")
def demo_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Iterator[sqlite3.Connection]:
    """Keep a copy of the database with the sample content, loaded once for all journeys."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("home.tasks.prepare_renditions", lambda image_id: 0)
        load_demo()
        connection.connection.backup(copy)
        forget_audit_log()
        restore_first_state(pytestconfig.stash[FIRST_STATE])
    yield copy
    copy.close()


@pytest.fixture
def demo(live_server: LiveServer, demo_database: sqlite3.Connection) -> None:
    """Put the sample content where the live server looks, in a fraction of loading it."""
    connection.ensure_connection()
    demo_database.backup(connection.connection)
    ContentType.objects.clear_cache()
    language_cache.clear()
    identities.clear()


def find_violations(page: Page) -> str:
    """Return axe's report on the page as it stands; empty without a violation."""
    options = {
        "runOnly": {"type": "tag", "values": WCAG},
        "rules": {"target-size": {"enabled": True}},  # WCAG 2.2 AA, off by default in axe
    }
    results = Axe().run(page, options=options)
    return results.generate_report() if results.violations_count else ""


@pytest.fixture
def axe(
    new_context: Callable[..., BrowserContext], live_server: LiveServer
) -> Callable[[str, Screen], None]:
    """Return `axe(url, screen)`: no violation of WCAG 2.2 A and AA on the page.

    Axe is JavaScript, so it looks at the page in a context of its own, past the page's policy.
    """

    def check(url: str, screen: Screen) -> None:
        context = new_context(**screen.context, base_url=live_server.url, bypass_csp=True)
        page = context.new_page()
        page.goto(url)
        report = find_violations(page)
        context.close()
        assert not report, f"{url}\n{report}"

    return check


@pytest.fixture
def assert_no_sideways_scroll() -> Callable[[Page], None]:
    """Return a check that the page is not wider than the screen (works without JavaScript)."""

    def check(page: Page) -> None:
        size = page.viewport_size
        assert size is not None
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{page.url} is {width} px wide on {size['width']} px"

    return check
