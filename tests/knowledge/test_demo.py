"""The demo: complete in four languages, marked as a sample, and gone without a trace."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation

from home.models import HomePage, SiteIdentity
from knowledge.demo import content
from knowledge.demo.catalogue import Catalogue
from knowledge.demo.loading import load_demo
from knowledge.demo.people import demo_logins, secret_of
from knowledge.demo.pictures import PICTURES, draw
from knowledge.demo.removing import remove_demo
from knowledge.demo.tree import HOME_SLUG
from knowledge.models import InformationPage
from people.accounts.totp import claim_code, current_code
from people.models import User
from tests.knowledge.demo_state import as_at_first_start, row_counts
from trust.models import FactCheck, Report

pytestmark = pytest.mark.row("J1")
COMPLETE = ("en", "ar", "uk")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load it once for the tests that only read: it takes seconds."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        as_at_first_start(patch)
        assert load_demo()
        yield
        assert remove_demo()


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """The demo; what a test changes is rolled back."""


def all_entries() -> Iterator[content.Entry]:
    front = content.front_matter()
    yield content.Entry("home", front["home"])
    yield content.Entry("news", front["news"])
    yield from (content.Entry(topic["key"], topic) for topic in front["topics"])
    yield from content.pages().values()
    yield from content.articles().values()
    yield from content.contacts()
    yield from content.glossary()


def test_every_text_is_there_in_every_promised_language() -> None:
    for entry in all_entries():
        for text in content.texts(entry.data):
            assert set(text) == {content.SOURCE, *entry.targets}, (entry.key, text)
            assert all(words.strip() for words in text.values()), (entry.key, text)


def test_numbers_and_addresses_are_those_kept_for_fiction() -> None:
    """Bundesnetzagentur, numbers for films: 030 23125 000-999 and 069 90009 000-999."""
    for entry in content.contacts():
        prefix, number = entry.data["phone"].rsplit(" ", 1)
        assert prefix in {"+49 30 23125", "+49 69 90009"}
        assert len(number) == 3
        assert entry.data["email"].endswith("@example.org")


def test_a_missing_translation_is_refused() -> None:
    catalogue = Catalogue(("en",))
    catalogue.plain({"de": "Ja", "en": "Yes"})
    assert catalogue.translate("Ja", "en") == "Yes"
    with pytest.raises(LookupError):
        catalogue.translate("Nein", "en")
    with pytest.raises(ValueError, match="Two translations"):
        catalogue.plain({"de": "Ja", "en": "Aye"})


def test_pictures_are_the_same_at_every_drawing() -> None:
    assert len(PICTURES) >= 8
    assert draw("bridge") == draw("bridge")
    assert len({draw(name) for name in PICTURES}) == len(PICTURES)


def test_all_segments_are_translated(demo: None) -> None:
    translations = Translation.objects.select_related("target_locale", "source")
    languages = {translation.target_locale.language_code for translation in translations}
    assert languages == set(COMPLETE)
    for translation in translations:
        total, done = translation.get_progress()
        assert total == done > 0, (translation.source.object_repr, translation.target_locale)


def test_untranslated_pages_are_aliases_in_every_other_language(demo: None) -> None:
    languages = set(Locale.objects.values_list("language_code", flat=True))
    for entry in (content.pages() | content.articles()).values():
        pages = Page.objects.filter(translation_key=entry.translation_key).select_related("locale")
        assert {page.locale.language_code for page in pages} == languages
        real = {page.locale.language_code for page in pages if page.alias_of_id is None}
        assert real == {content.SOURCE, *entry.targets}
        assert all(page.live for page in pages)
        assert {page.slug for page in pages} == {entry.key}


def test_translated_pages_show_their_language(demo: None) -> None:
    page = InformationPage.objects.get(slug="register-address", locale__language_code="ar")
    body = page.body.render_as_block()
    assert page.title == "تسجيل عنوان السكن"
    assert "في أربع خطوات" in body
    assert "Unterschrift vom Vermieter holen" not in body
    table = InformationPage.objects.get(slug="emergency-numbers", locale__language_code="uk")
    assert "Пожежа" in table.body.render_as_block()
    assert "112" in table.body.render_as_block()


def test_links_lead_to_the_page_in_the_same_language(demo: None, client: Client) -> None:
    html = client.get("/uk/health/find-doctor/").content.decode()
    assert 'href="/uk/health/emergency-numbers/"' in html


def test_facts_are_checked_and_some_are_due(demo: None) -> None:
    subjects = set(InformationPage.objects.values_list("translation_key", flat=True))
    current = FactCheck.objects.current()
    assert set(current.values_list("subject", flat=True)) == subjects
    assert current.overdue().count() == 1
    assert current.due_soon(days=14).count() == 1


def test_it_says_that_it_is_a_sample(demo: None) -> None:
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.slug == HOME_SLUG
    assert SiteIdentity.objects.get(site=site).sample


def test_reports_are_in_every_state(demo: None) -> None:
    assert set(Report.objects.values_list("state", flat=True)) == set(Report.State.values)


def test_everybody_can_log_in_and_open_the_admin(demo: None) -> None:
    logins = demo_logins()
    assert [role for role, _email, _password in logins] == [
        "administrator",
        "editor",
        "translator-ar",
        "translator-uk",
        "moderator",
        "treasurer",
        "auditor",
    ]
    for _role, email, password in logins:
        user = authenticate(username=email, password=password)
        assert isinstance(user, User)
        assert user.has_perm("wagtailadmin.access_admin")
        app = Authenticator.objects.get(user=user, type="totp")
        assert claim_code(authenticator=app, code=current_code(secret_of(email)))


def test_translators_may_only_change_their_own_language(demo: None) -> None:
    translator = User.objects.get(email__startswith="translator-ar@")
    mine = HomePage.objects.get(locale__language_code="ar", slug__startswith=HOME_SLUG)
    others = HomePage.objects.get(locale__language_code="uk", slug__startswith=HOME_SLUG)
    assert mine.permissions_for_user(translator).can_edit()
    assert not others.permissions_for_user(translator).can_edit()


def test_pages_are_shown(demo: None, client: Client) -> None:
    for language in ("de", *COMPLETE, "fa"):
        for path in ("", "arrival/register-address/", "news/one-year/"):
            assert client.get(f"/{language}/{path}").status_code == 200


def test_loading_again_changes_nothing(demo: None) -> None:
    before = row_counts()
    call_command("load_demo", verbosity=0)
    assert row_counts() == before
