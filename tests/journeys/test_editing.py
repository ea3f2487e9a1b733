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
    page.get_by_role("button", name="Choose an image").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    photo = {"name": "rad.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()}
    dialog.locator("input[type=file]").set_input_files(photo)
    dialog.get_by_label("Title").fill("Fahrrad")
    dialog.get_by_label("People shown").select_option("none")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_be_hidden()


@pytest.mark.row("J1")
def test_an_editor_writes_checks_publishes_and_translates(desk: BrowserPage):
    topic = InformationIndexPage.objects.get(slug="arrival", locale__language_code="de")
    desk.goto(reverse("wagtailadmin_pages:add_subpage", args=[topic.pk]))
    desk.get_by_role("link", name=re.compile("Information page", re.I)).first.click()
    desk.get_by_label("Title*").fill(TITLE)
    desk.screenshot(path="/tmp/j/ed/t1.png", full_page=True)
    open("/tmp/j/ed/t1.txt","w").write(desk.locator("body").aria_snapshot())
    choose_lead_picture(desk)
