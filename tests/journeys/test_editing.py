"""An editor's way through the admin: write, check, publish, translate; then keep it true."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from knowledge.models import InformationIndexPage, InformationPage
from people.granting import grant_role
from people.models import User
from tests.home.factories import SECRET, picture_bytes
from tests.journeys.conftest import SCREENS
from tests.people.signing_in import sign_in_staff
from trust.models import Report

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
    content = picture_bytes()
    assert SECRET.encode() in content
    photo = {"name": "rad.jpg", "mimeType": "image/jpeg", "buffer": content}
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
    page.get_by_role("region", name="Content check").get_by_role(
        "link", name="Check the content"
    ).click()
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


def translate_and_publish(page: BrowserPage) -> None:
    """Give every string of the page an Arabic one, the title its own."""
    expect(page.get_by_role("heading", name="Title", exact=True)).to_be_visible()
    untranslated = page.get_by_role("button", name="Translate", exact=True)
    for left in range(untranslated.count(), 0, -1):
        expect(untranslated).to_have_count(left)
        untranslated.first.click()
        page.get_by_role("textbox").last.fill(TITLE_AR)
        page.get_by_role("button", name="Save", exact=True).click()
    expect(untranslated).to_have_count(0)
    page.get_by_role("button", name="Publish in العربية").click()
    expect(page.get_by_role("status")).to_contain_text("Published")


def read(page: BrowserPage, url: str, *, title: str, direction: str) -> str | None:
    """Look at the public page; returns the day on which its content was checked."""
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator("h1")).to_have_text(title)
    return page.locator(".strip time").first.get_attribute("datetime")


@pytest.mark.row("J1")
def test_an_editor_writes_checks_publishes_and_translates(desk: BrowserPage):
    topic = InformationIndexPage.objects.get(slug="arrival", locale__language_code="de")
    desk.goto(reverse("wagtailadmin_pages:add_subpage", args=[topic.pk]))
    desk.get_by_role("link", name=re.compile("Information page", re.I)).first.click()
    write_page(desk)
    press_in_footer(desk, "Publish")
    expect(desk.get_by_role("status")).to_contain_text("was saved as a draft but not published")
    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.locator("iframe[title='Preview']").last.content_frame
    expect(preview.locator("h1")).to_have_text(TITLE)
    desk.get_by_role("textbox", name="Subtitle").fill("Es kostet nichts")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_role("status")).to_contain_text("has been updated")
    check_content(desk)
    german = InformationPage.objects.get(title=TITLE, locale__language_code="de")
    submit_for_arabic(desk)
    translate_and_publish(desk)
    arabic = InformationPage.objects.get(title=TITLE_AR)
    assert german.url.startswith("/de/")
    assert arabic.url.startswith("/ar/")
    days = [
        read(desk, german.url, title=TITLE, direction="ltr"),
        read(desk, arabic.url, title=TITLE_AR, direction="rtl"),
    ]
    assert days == [str(timezone.localdate())] * 2
    pictures = [german.lead_image, *german.lead_image.renditions.all()]
    assert len(pictures) > 1
    for picture in pictures:
        assert SECRET.encode() not in Path(picture.file.path).read_bytes()
        assert not Pillow.open(picture.file.path).getexif()


@pytest.mark.row("J1")
def test_only_still_correct_moves_the_date_of_the_check(desk: BrowserPage):
    page = InformationPage.objects.get(slug="register-address", locale__language_code="de")
    before = page.fact_check()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    desk.goto(edit)
    desk.get_by_role("textbox", name="Subtitle").fill("Es kostet nichts")
    press_in_footer(desk, "Publish")
    expect(desk.get_by_role("status")).to_contain_text("has been published")
    assert page.fact_check() == before
    desk.goto(edit)
    desk.get_by_role("link", name="Check the content").click()
    desk.get_by_role("button", name="Still correct").click()
    expect(desk.get_by_role("status")).to_contain_text("the content is still correct")
    after = page.fact_check()
    assert before.checked_at < after.checked_at == timezone.localdate()
    assert before.review_by < after.review_by
    assert read(desk, page.url, title=page.title, direction="ltr") == str(after.checked_at)


@pytest.mark.row("J1")
def test_an_editor_takes_a_readers_report_and_closes_it(desk: BrowserPage):
    page = InformationPage.objects.get(slug="register-address", locale__language_code="de")
    text = "Das Bürgerbüro ist umgezogen."
    desk.goto(page.url)
    desk.get_by_role("link", name="Ist etwas falsch oder veraltet?").click()
    desk.get_by_role("radio", name="Es ist veraltet").check()
    desk.get_by_role("textbox", name="Was sollen wir wissen?").fill(text)
    desk.locator("main form").get_by_role("button").last.click()
    expect(desk).to_have_url(re.compile("/de/report/"))
    desk.goto("/admin/")
    desk.get_by_role("link", name="Readers' reports open").click()
    row = desk.get_by_role("row").filter(has_text=text)
    row.get_by_role("link", name="Inspect").click()
    for step, state in (("In progress", "in_progress"), ("Done", "done")):
        desk.get_by_role("button", name=step, exact=True).click()
        expect(desk.get_by_role("status")).to_contain_text("was changed")
        assert Report.objects.get(text=text).state == state
    assert Report.objects.get(text=text).handled_by.email == "editor@example.org"
