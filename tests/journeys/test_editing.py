"""An editor's way through the admin: write, check, publish, translate; then keep it true."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from home.models import Image
from knowledge.models import InformationIndexPage, InformationPage
from people.granting import grant_role
from people.models import User
from tests.home.factories import SECRET, picture_bytes
from tests.journeys.conftest import SCREENS
from tests.people.signing_in import sign_in_staff
from trust.models import FactCheck

TITLE, TITLE_AR = "Ein Fahrrad anmelden", "تسجيل دراجة"
DESK = next(screen for screen in SCREENS if screen.language == "de" and screen.width == 1280)


@pytest.fixture
def desk(new_context, live_server, demo, client):
    """Return the browser of somebody with the role of an editor, and no other."""
    boss = User.objects.create_superuser("boss@example.org", "password-123", name="Boss")
    editor = User.objects.create_user("editor@example.org", "password-123", name="Edith")
    grant_role(user=editor, role="editor", granted_by=boss, reason="a journey")
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "en"
    profile.save()
    sign_in_staff(client, editor)
    context = new_context(**DESK.context, base_url=live_server.url)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    context.add_cookies([cookie])
    return context.new_page()


def choose_lead_picture(page: BrowserPage) -> None:
    """Upload a photograph that knows where it was taken, in Wagtail's dialog."""
    page.get_by_role("button", name="Choose an image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    photo = {"name": "rad.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()}
    dialog.locator("input[type=file]").set_input_files(photo)
    dialog.get_by_role("textbox", name="Title").fill(TITLE)
    dialog.get_by_role("combobox", name="People shown").select_option("none")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_be_hidden()


def write_page(page: BrowserPage) -> None:
    """Fill in the form of a new information page, as far as a reader would miss something."""
    page.get_by_role("textbox", name="Title*").fill(TITLE)
    page.get_by_role("textbox", name="Subtitle").fill("Was kostet das?")
    page.get_by_role("textbox", name="Teaser").fill("Sie können Ihr Fahrrad anmelden.")
    choose_lead_picture(page)
    page.get_by_role("textbox", name="Description of the lead picture").fill("Ein Fahrrad")
    page.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Heading", exact=True).click()
    page.get_by_role("region", name="Heading").get_by_role("textbox").first.fill("So geht es")


def press_in_footer(page: BrowserPage, name: str) -> None:
    """Press a button of the menu that opens beside "Save draft"."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=name, exact=True).click()


def check_content(page: BrowserPage) -> None:
    """Say who checked the page against which source, and put it online with that."""
    page.get_by_role("region", name="Content check").get_by_role("link", name="Check").click()
    page.get_by_role("textbox", name="Responsible organisation").fill("Bürgerbüro")
    page.get_by_role("textbox", name="Role of the").fill("Leiterin")
    page.get_by_role("textbox", name="Place").fill("Musterstadt")
    source = page.get_by_role("group", name="Source 1")
    source.get_by_role("textbox", name="Title").fill("Satzung")
    source.get_by_role("textbox", name="Publisher").fill("Stadt")
    source.get_by_role("textbox", name="Address").fill("https://stadt.example/satzung")
    page.get_by_role("checkbox", name="Publish the page now").check()
    page.get_by_role("button", name="Record the check").click()
    expect(page.get_by_role("status")).to_contain_text("The page was published.")


def submit_for_arabic(page: BrowserPage) -> None:
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Translate this page").click()
    page.get_by_role("checkbox", name="العربية").check()
    page.get_by_role("button", name="Submit").click()


@pytest.mark.row("J1")
def test_an_editor_writes_checks_publishes_and_translates(desk: BrowserPage):
    topic = InformationIndexPage.objects.get(slug="arrival", locale__language_code="de")
    desk.goto(reverse("wagtailadmin_pages:add_subpage", args=[topic.pk]))
    desk.get_by_role("link", name=re.compile("Information page", re.I)).first.click()
    write_page(desk)
    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.locator("iframe[title='Preview']").last.content_frame
    expect(preview.locator("h1")).to_have_text(TITLE)
    press_in_footer(desk, "Publish")
    expect(desk.get_by_role("status")).to_contain_text("was saved as a draft but not published")
    desk.get_by_role("textbox", name="Subtitle").fill("Es kostet nichts")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_role("status")).to_contain_text("saved")
    check_content(desk)
    german = InformationPage.objects.get(title=TITLE, locale__language_code="de")
    assert german.live
    submit_for_arabic(desk)
