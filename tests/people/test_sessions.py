"""Where somebody is signed in: a list, a way to end each, and what a session may remember."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from messaging.models import Message
from people.accounts.devices import describe_device
from people.models import User

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
SESSIONS = "/de/account/sessions/"


@pytest.fixture(autouse=True)
def _tree(site):
    """The pages around the forms need a front page."""


@pytest.fixture
def member():
    user = User.objects.create_user("samira@example.org", language="de")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(member, **headers) -> Client:
    client = Client(**headers)
    client.post("/de/account/login/", {"login": member.email, "password": ""})
    code = re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0]
    client.post("/de/account/login/code/confirm/", {"code": code})
    assert is_signed_in(client)
    return client


def is_signed_in(client) -> bool:
    return client.get("/de/account/").status_code == 200


def test_sessions_are_listed_with_device_and_time(member):
    client = sign_in(member)
    sign_in(member, HTTP_USER_AGENT=PHONE)
    page = client.get(SESSIONS).content.decode()
    assert "Firefox, Android" in page
    assert len(re.findall("<time", page)) == 2
    assert "203.0.113" not in page


def test_no_full_address_is_kept(member):
    sign_in(member, REMOTE_ADDR="203.0.113.77")
    sign_in(member, REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    kept = set(UserSession.objects.values_list("ip", flat=True))
    assert kept == {"203.0.113.0", "2001:db8:1::"}


def test_one_session_is_ended_and_the_others_stay(member):
    here, there, elsewhere = sign_in(member), sign_in(member), sign_in(member)
    ended = UserSession.objects.get(session_key=there.session.session_key)
    here.post(SESSIONS, {"session": ended.pk})
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert is_signed_in(elsewhere)


def test_all_others_are_ended_at_once(member):
    here, there = sign_in(member), sign_in(member)
    here.post(SESSIONS)
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_nobody_ends_the_session_of_somebody_else(member):
    stranger = User.objects.create_user("stranger@example.org")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    mine, theirs = sign_in(member), sign_in(stranger)
    number = UserSession.objects.get(user=stranger).pk
    mine.post(SESSIONS, {"session": number})
    mine.post(SESSIONS, {"session": "no number"})
    assert is_signed_in(theirs)


def test_a_new_password_ends_all_other_sessions(member):
    here, there = sign_in(member), sign_in(member)
    new = "another long pass phrase"
    here.post("/de/account/password/set/", {"password1": new, "password2": new})
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_signing_out_tells_the_browser_to_forget_us(member):
    client = sign_in(member)
    response = client.post("/de/account/logout/")
    assert response.url == "/de/"
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_signed_in(client)


def test_a_link_signs_nobody_out(member):
    client = sign_in(member)
    client.get("/de/account/logout/")
    assert is_signed_in(client)


def test_signing_out_of_the_administration_is_the_same(member):
    client = sign_in(member)
    response = client.post("/admin/logout/")
    assert "Clear-Site-Data" in response.headers
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (PHONE, "Firefox, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604",
            "Safari, iOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_as_its_owner_would(user_agent, expected):
    assert describe_device(user_agent) == expected
