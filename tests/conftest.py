"""What every test may count on: its row, the source language, empty caches, a page tree."""

import json
from collections.abc import Callable, Generator, Iterator

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.utils import formats, translation
from django.utils.translation import trans_real
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Locale, Page, Site

from home.identity import identities
from home.models import HomePage
from knowledge.demo.loading import load_demo
from tests.rows import ROWS
from tests.tools import html_checker
from tests.tools.programs import in_ci
from translation import cache as language_cache
from trust.audit_triggers import INSTALL, REMOVE, run
from trust.models import AuditEntry

# A test that uses one of these commits for real, and Django empties every table after it.
COMMITTING_FIXTURES = {"transactional_db", "live_server"}
# Sequences go on counting, or the next insert would meet an id that was brought back.
EMPTY_ALL = {
    "interactive": False,
    "inhibit_post_migrate": True,
    "reset_sequences": False,
    "verbosity": 0,
}
FIRST_STATE = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--row J1`; a comma separates several."""
    parser.addoption("--row", help="only the tests that prove this row, journeys included")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse rows that do not exist, then keep the asked ones."""
    asked = set(filter(None, (config.getoption("--row") or "").upper().split(",")))
    proved = {
        item: {row for mark in item.iter_markers("row") for row in mark.args} for item in items
    }
    unknown = asked.union(*proved.values()) - ROWS.keys()
    if unknown:
        raise pytest.UsageError(f"not a row of tests/rows.py: {', '.join(sorted(unknown))}")
    if asked:
        config.hook.pytest_deselected(items=[item for item in items if not proved[item] & asked])
        items[:] = [item for item in items if proved[item] & asked]


def commits(item: pytest.Item) -> bool:
    """Say whether the test writes outside of a transaction that is rolled back."""
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(mark and mark.kwargs.get("transaction")) or bool(fixtures & COMMITTING_FIXTURES)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Remember what the migrations wrote, if a test will commit, while the test database lives.

    Content types first: a Wagtail page or task that is built without its type creates another.
    """
    stash = request.config.stash
    if any(commits(item) for item in request.session.items):
        with django_db_blocker.unblock():
            rows = json.loads(connection.creation.serialize_db_to_string())
        rows.sort(key=lambda row: row["model"] != "contenttypes.contenttype")
        stash[FIRST_STATE] = json.dumps(rows)
    yield
    if FIRST_STATE in stash:
        del stash[FIRST_STATE]  # from here on `connection` leads to the real database


def restore_first_state(state: str) -> None:
    """Empty all tables, then bring back what the migrations wrote.

    Django empties them after a committing test, but then recreates content types and
    permissions under new ids; so they go once more.
    """
    call_command("flush", **EMPTY_ALL)
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(state)
    connection.close()


def forget_audit_log() -> None:
    """On SQLite emptying a table is a DELETE, which the triggers of the audit log refuse."""
    run(connection, REMOVE[connection.vendor])
    AuditEntry._base_manager.all().delete()
    run(connection, INSTALL[connection.vendor])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Give the next test the Locale, root page, Site and groups that a committing test lost."""
    if commits(item) and FIRST_STATE in item.config.stash:
        with item.config.stash[blocking_manager_key].unblock():
            forget_audit_log()
    try:
        return (yield)
    finally:
        if commits(item) and FIRST_STATE in item.config.stash:
            with item.config.stash[blocking_manager_key].unblock():
                restore_first_state(item.config.stash[FIRST_STATE])


@pytest.fixture(autouse=True)
def fresh_process_state() -> Iterator[None]:
    """Start in the source language with empty caches: the last request of a test leaks both."""
    for cache in caches.all():
        cache.clear()
    language_cache.clear()
    identities.clear()
    ContentType.objects.clear_cache()
    # A test that changes LOCALE_PATHS leaves behind which languages Django believes it has.
    trans_real.translation_catalog_exists.cache_clear()
    formats.reset_format_cache()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def site(db: None) -> Site:
    """Return the default Site with a German front page directly below the root.

    The Site that the migrations made is changed, not joined by a second one: with two,
    Wagtail writes absolute links everywhere.
    """
    site = Site.objects.get(is_default_site=True)
    if not isinstance(site.root_page.specific, HomePage):
        locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        root = Page.get_first_root_node()
        site.root_page = root.add_child(
            instance=HomePage(title="Start", slug="start", locale=locale)
        )
        site.save()
    return site


@pytest.fixture
def home_page(site: Site) -> HomePage:
    """Return the German front page."""
    return site.root_page.specific


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the sample content; pictures in all sizes are left to whoever looks at them."""
    monkeypatch.setattr("home.tasks.prepare_renditions", lambda image_id: 0)
    load_demo()


@pytest.fixture
def check_html() -> Callable[[dict[str, str]], list[str]]:
    """Return the Nu checker: {name: HTML} in, one line per error out."""
    reason = html_checker.why_not()
    if reason and not in_ci():
        pytest.skip(reason)
    return html_checker.check_pages
