"""Members: no password, digits of any script, and nobody learns who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from messaging.models import Message
from people.accounts.totp import enrol_app, secret_from
from people.models import User
from tests.people.signing_in import sign_in_staff

pytestmark = pytest.mark.django_db

LOGIN = "/de/account/login/"
CODE = "/de/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def _tree(site):
    """The pages around the forms need a front page."""


@pytest.fixture
def member():
    user = User.objects.create_user("samira@example.org", name="Samira", language="ar")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def last_code() -> str:
    return re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0]


def ask_for_code(client, email="samira@example.org", language="de"):
    return client.post(f"/{language}/account/login/", {"login": email, "password": ""})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_member_signs_in_by_code_and_arrives_in_their_language(client, member):
    response = ask_for_code(client)
    assert response.status_code == 302
    assert response.url == CODE
    assert not is_signed_in(client)
    message = Message.objects.latest("pk")
    assert (message.to_address, message.language, message.key) == (
        member.email,
        "ar",
        "account.login_code",
    )
    response = client.post(CODE, {"code": last_code()})
    assert is_signed_in(client)
    assert response.url == "/ar/account/"
    page = client.get(response.url).content.decode()
    assert 'dir="rtl"' in page
    assert "Samira" in page


@pytest.mark.parametrize("zero", ["٠", "۰"])
def test_a_code_may_be_typed_in_the_digits_of_ones_script(client, member, zero):
    ask_for_code(client)
    typed = "".join(chr(ord(zero) + int(sign)) if sign.isdigit() else " " for sign in last_code())
    client.post(CODE, {"code": typed})
    assert is_signed_in(client)


def test_a_wrong_code_signs_nobody_in_and_three_end_the_try(client, member):
    ask_for_code(client)
    right = last_code()
    for _number in range(3):
        client.post(CODE, {"code": "0000-0000"})
    client.post(CODE, {"code": right})
    assert not is_signed_in(client)


def test_a_new_person_joins_with_an_address_only(client):
    page = client.get("/ar/account/signup/").content.decode()
    assert 'type="password"' not in page
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    response = client.post(
        "/ar/account/signup/", {"email": "neu@example.org", "opened": opened, "website": ""}
    )
    assert response.url == "/ar/account/confirm-email/"
    assert not is_signed_in(client)
    response = client.post(response.url, {"code": last_code()})
    user = User.objects.get(email="neu@example.org")
    assert is_signed_in(client)
    assert user.language == "ar"
    assert not user.has_usable_password()
    assert not user.is_staff


def test_the_trap_keeps_robots_out(client):
    page = client.get("/de/account/signup/").content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    data = {"email": "robot@example.org", "opened": opened, "website": "https://example.org"}
    client.post("/de/account/signup/", data)
    assert not User.objects.filter(email="robot@example.org").exists()
    client.post("/de/account/signup/", {**data, "website": ""})
    assert User.objects.filter(email="robot@example.org").exists()  # the trap alone stopped it


def same_page(response) -> tuple[int, str, str]:
    body = re.sub(r'value="[^"]{20,}"', "", response.content.decode())
    return response.status_code, response.headers.get("Location", ""), body


def test_known_and_unknown_addresses_get_the_same_answers(client, member):
    known, unknown = ask_for_code(client), ask_for_code(type(client)(), "nobody@example.org")
    assert same_page(known) == same_page(unknown)
    assert Message.objects.latest("pk").key == "account.no_account"
    assert Message.objects.latest("pk").to_address == "nobody@example.org"


@pytest.mark.parametrize("email", ["samira@example.org", "nobody@example.org"])
def test_joining_tells_nobody_who_has_joined_before(client, member, email):
    page = client.get("/de/account/signup/").content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    response = client.post("/de/account/signup/", {"email": email, "opened": opened, "website": ""})
    assert (response.status_code, response.url) == (302, "/de/account/confirm-email/")
    expected = "already_exists" if email == member.email else "confirm_email_code"
    assert Message.objects.latest("pk").key == f"account.{expected}"


@pytest.mark.parametrize("email", ["samira@example.org", "nobody@example.org"])
def test_the_eleventh_wrong_password_is_refused_for_anybody(client, member, email):
    wrong = {"login": email, "password": "not the pass phrase"}
    answers = [client.post(LOGIN, wrong).status_code for _number in range(11)]
    assert answers == [200] * 10 + [429]
    assert int(client.post(LOGIN, wrong).headers["Retry-After"]) <= 15 * 60


def test_a_lock_leaves_the_owner_the_code(client, member):
    member.set_password("a long pass phrase")
    member.save()
    for _number in range(11):
        client.post(LOGIN, {"login": member.email, "password": "wrong"})
    right = {"login": member.email, "password": "a long pass phrase"}
    assert client.post(LOGIN, right).status_code == 429
    ask_for_code(client)
    client.post(CODE, {"code": last_code()})
    assert is_signed_in(client)


def test_a_stranger_cannot_use_up_somebodys_codes(client, member):
    strangers = [type(client)(REMOTE_ADDR="203.0.113.9") for _number in range(6)]
    assert [ask_for_code(one).status_code for one in strangers] == [302] * 5 + [429]
    assert ask_for_code(client).status_code == 302


def test_the_profile_keeps_names_language_and_zone(client, member):
    client.force_login(member)
    form = {
        "name": "سميرة",
        "nickname": "Sam\u202e",
        "language": "uk",
        "time_zone": "Europe/Kyiv",
    }
    response = client.post("/ar/account/", form)
    assert response.url == "/uk/account/"
    assert response.cookies["jisr_language"].value == "uk"
    member.refresh_from_db()
    assert (member.name, member.nickname) == ("سميرة", "Sam")
    assert (member.language, member.time_zone) == ("uk", "Europe/Kyiv")
    assert client.post("/ar/account/", {**form, "time_zone": "Mars"}).status_code == 422


def test_the_profile_is_for_its_owner_only(client):
    response = client.get("/ar/account/")
    assert response.url == "/ar/account/login/?next=/ar/account/"


def test_signing_in_does_not_lead_to_another_site(client, member):
    client.post(f"{LOGIN}?next=https://evil.example/", {"login": member.email, "password": ""})
    response = client.post(f"{CODE}?next=https://evil.example/", {"code": last_code()})
    assert response.url.startswith("/")


def test_an_address_changes_only_with_its_own_code(client, member):
    ask_for_code(client)
    client.post(CODE, {"code": last_code()})
    address = reverse("account_email")
    client.post(address, {"action_add": "", "email": "neu@example.org"})
    member.refresh_from_db()
    assert member.email == "samira@example.org"
    client.post("/de/account/confirm-email/", {"code": last_code()})
    member.refresh_from_db()
    assert member.email == "neu@example.org"
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["neu@example.org"]


@pytest.mark.parametrize(
    "address", ["login/", "signup/", "login/code/", "password/reset/", "signup/passkey/"]
)
def test_sign_in_pages_need_few_statements(client, address):
    with translation.override("de"):
        client.get(f"/de/account/{address}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/de/account/{address}").status_code == 200
    assert len(captured) <= 15, [query["sql"] for query in captured]


def test_sending_and_checking_a_code_needs_few_statements(client, member):
    ask_for_code(client, "somebody@example.org")
    client.get("/de/account/signup/")  # gives the unfinished sign-in up
    with CaptureQueriesContext(connection) as captured:
        client.get(CODE)
    assert len(captured) <= 15
    ask_for_code(client)
    with CaptureQueriesContext(connection) as captured:
        client.get(CODE)
    assert len(captured) <= 15


def test_account_pages_are_stored_by_nobody(client, member):
    for address in (LOGIN, "/de/account/signup/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
    client.force_login(member)
    assert "no-store" in client.get("/de/account/").headers["Cache-Control"]


def test_no_account_page_holds_a_script_or_style_of_its_own(client, member):
    pages = [client.get(LOGIN), client.get("/de/account/signup/")]
    client.force_login(member)
    pages += [
        client.get(f"/de/account/{address}")
        for address in (
            "",
            "email/",
            "2fa/",
            "sessions/",
            "2fa/totp/activate/",
            "2fa/webauthn/add/",
        )
    ]
    for page in pages:
        assert page.status_code == 200
        html = page.content.decode()
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/))", html)
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html)


def test_account_pages_are_valid_html(client, member, check_html):
    pages = {LOGIN: client.get(LOGIN), "signup": client.get("/ar/account/signup/")}
    ask_for_code(client)
    pages[CODE] = client.get(CODE)
    sign_in_staff(client, member)
    enrolment = client.get("/de/account/2fa/totp/activate/")
    enrol_app(user=member, secret=secret_from("a test"))
    for address in ("", "email/", "2fa/", "sessions/", "2fa/webauthn/", "2fa/webauthn/add/"):
        pages[address] = client.get(f"/ar/account/{address}")
    for address in ("2fa/totp/deactivate/", "2fa/recovery-codes/generate/", "password/set/"):
        pages[address] = client.get(f"/de/account/{address}")
    client.post("/de/account/2fa/recovery-codes/generate/")
    pages["codes"] = client.get("/de/account/2fa/recovery-codes/")
    pages["enrolment"] = enrolment
    assert {page.status_code for page in pages.values()} == {200}
    assert check_html({name: page.content.decode() for name, page in pages.items()}) == []
