"""Signing in as people do it: by a code without JavaScript, by an app, by a passkey."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from messaging.models import Message
from people.accounts.totp import current_code, enrol_app, secret_from
from people.models import User
from tests.journeys.conftest import SCREENS, Screen, find_violations
from tests.people.signing_in import sign_in_staff

PASSWORD = "a long pass phrase"
DESK = SCREENS[1]
SECRET = secret_from("a journey")


@pytest.fixture(autouse=True)
def _tree(live_server, site):
    """A front page, so that header and footer have somewhere to lead."""


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor@example.org", PASSWORD)


def press(page: Page) -> None:
    """Send the form of the page, whatever its language."""
    page.locator("main form button[type=submit]").first.click()


def last_code() -> str:
    return re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0]


def test_a_member_joins_leaves_and_comes_back_without_javascript(
    reader: Page, screen: Screen, assert_no_sideways_scroll
):
    reader.goto(f"/{screen.language}/account/signup/")
    expect(reader.locator("html")).to_have_attribute("dir", screen.direction)
    assert_no_sideways_scroll(reader)
    reader.fill("[name=email]", "samira@example.org")
    press(reader)
    assert_no_sideways_scroll(reader)
    reader.fill("[name=code]", "00000000")
    press(reader)
    expect(reader.locator(".errors")).to_be_focused()
    typed = last_code().translate({ord("0") + digit: chr(0x0660 + digit) for digit in range(10)})
    reader.fill("[name=code]", typed)
    press(reader)
    expect(reader).to_have_url(re.compile(rf"/{screen.language}/account/$"))
    assert_no_sideways_scroll(reader)
    reader.locator("main form button[type=submit]").last.click()
    expect(reader).to_have_url(re.compile(rf"/{screen.language}/$"))

    reader.goto(f"/{screen.language}/account/")
    reader.fill("[name=login]", "samira@example.org")
    press(reader)
    reader.fill("[name=code]", last_code())
    press(reader)
    expect(reader).to_have_url(re.compile(rf"/{screen.language}/account/$"))


def test_an_editor_is_stopped_and_sets_up_an_app(new_context, live_server, editor):
    page = new_context(
        **DESK.context, base_url=live_server.url, java_script_enabled=False
    ).new_page()
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/de/account/login/"))
    page.fill("[name=login]", editor.email)
    page.fill("[name=password]", PASSWORD)
    press(page)
    expect(page).to_have_url(re.compile("/de/account/2fa/$"))
    page.goto("/admin/pages/")
    expect(page).to_have_url(re.compile("/de/account/2fa/$"))
    page.goto("/de/account/2fa/totp/activate/")
    secret = page.locator("main code").inner_text()
    page.fill("[name=code]", current_code(secret))
    press(page)
    expect(page.locator("textarea")).to_be_visible()  # the recovery codes
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))


def test_a_passkey_opens_the_administration(new_context, live_server, editor):
    context = new_context(**DESK.context, base_url=live_server.url)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/de/account/login/")
    page.fill("[name=login]", editor.email)
    page.fill("[name=password]", PASSWORD)
    press(page)
    page.goto("/de/account/2fa/webauthn/add/")
    page.click("#mfa_webauthn_add")
    expect(page).to_have_url(re.compile("/recovery-codes/"))
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))
    page.goto("/de/account/logout/")
    press(page)
    expect(page).to_have_url(re.compile("/de/$"))
    page.goto("/de/account/login/")
    page.click("#passkey_login")
    expect(page).to_have_url(re.compile("/admin/$"))


@pytest.mark.parametrize("address", ["login/", "signup/", "login/code/", "password/reset/"])
def test_pages_before_signing_in_exclude_nobody(axe, screen, address):
    axe(f"/{screen.language}/account/{address}", screen)


def test_pages_of_the_account_exclude_nobody(
    new_context, live_server, client, screen, editor, assert_no_sideways_scroll
):
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    sign_in_staff(client, editor)
    context = new_context(**screen.context, base_url=live_server.url, bypass_csp=True)
    session = client.cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page = context.new_page()
    reports = []
    for address in ("", "email/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "sessions/"):
        assert page.goto(f"/{screen.language}/account/{address}").ok
        assert f"/account/{address}" in page.url
        assert_no_sideways_scroll(page)
        reports.append(find_violations(page))
    enrol_app(user=editor, secret=SECRET)
    for address in ("2fa/", "2fa/recovery-codes/generate/", "password/change/"):
        assert page.goto(f"/{screen.language}/account/{address}").ok
        assert_no_sideways_scroll(page)
        reports.append(find_violations(page))
    assert not any(reports), "\n".join(reports)
