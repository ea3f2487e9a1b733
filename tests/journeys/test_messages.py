"""A phone that is proved by a code, and a message that nobody wants any more."""

import re

import pytest
from playwright.sync_api import Page, expect

from messaging.models import Message, Suppression
from messaging.services import send_message
from people.models import PhoneNumber, User
from tests.journeys.conftest import Screen


@pytest.fixture(autouse=True)
def _tree(live_server, site):
    """A front page, so that header and footer have somewhere to lead."""


def press(page: Page, form: int = 0) -> None:
    page.locator("main form").nth(form).locator("button[type=submit]").click()


@pytest.fixture
def member(reader: Page, screen: Screen) -> User:
    """Return a member who has just signed in by a code."""
    user = User.objects.create_user("samira@example.org", language=screen.language)
    reader.goto(f"/{screen.language}/account/login/")
    reader.fill("[name=login]", user.email)
    press(reader)
    reader.fill("[name=code]", re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0])
    press(reader)
    expect(reader).to_have_url(re.compile(rf"/{screen.language}/account/$"))
    return user


def test_a_phone_is_confirmed_by_the_code_of_an_sms(
    reader: Page, screen: Screen, member, assert_no_sideways_scroll
):
    reader.goto(f"/{screen.language}/account/phones/")
    assert_no_sideways_scroll(reader)
    reader.fill("[name=phone]", "12")
    press(reader)
    expect(reader.locator(".errors")).to_be_focused()
    expect(reader.locator("[name=phone]")).to_have_value("12")
    reader.fill("[name=phone]", "٠١٥١ ٢٣٤٥٦٧٨٩")
    press(reader)
    assert_no_sideways_scroll(reader)
    reader.fill("[name=code]", "000000")
    press(reader)
    expect(reader.locator(".errors")).to_be_focused()
    message = Message.objects.filter(channel="sms").latest("pk")
    assert message.to_address == "+4915123456789"
    code = re.search(r"\d{6}", message.text)[0]
    reader.fill("[name=code]", code.translate({48 + digit: 0x06F0 + digit for digit in range(10)}))
    press(reader)
    expect(reader).to_have_url(re.compile(r"/account/phones/$"))
    assert PhoneNumber.objects.get(user=member).confirmed_at


def test_a_message_is_stopped_with_one_click(reader: Page, screen: Screen):
    message = send_message(
        key="trust.report_received",
        channel="email",
        to="reader@example.org",
        language=screen.language,
        context={"page": "Wohnung anmelden"},
        purpose="digest",
    )
    reader.goto(f"/{screen.language}/stop/{message.list_unsubscribe_token}/")
    assert not Suppression.objects.exists()  # looking at the page stops nothing
    press(reader)
    assert Suppression.objects.count() == 1
    # What a mail program sends by itself (RFC 8058): no cookie, no token but that of the address.
    answer = reader.request.post(
        f"/{screen.language}/stop/{message.list_unsubscribe_token}/",
        form={"List-Unsubscribe": "One-Click"},
    )
    assert answer.ok
    assert Suppression.objects.count() == 1
