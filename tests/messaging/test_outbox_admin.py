"""The outbox in the admin, the numbers about it, and what comes in from outside."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging.admin import MessageAdmin
from messaging.health import outbox_health
from messaging.models import Message, Suppression
from people.models import User
from tests.messaging.parts import put
from tests.people.signing_in import sign_in_staff

pytestmark = [pytest.mark.django_db, pytest.mark.row("G2")]
State = Message.State


def member(*permissions: str) -> User:
    """Somebody of the team with exactly these permissions."""
    user = User.objects.create_user("team@example.org", "password-123", is_staff=True)
    group = Group.objects.create(name="team")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        group.permissions.add(
            Permission.objects.get(codename=codename, content_type__app_label="messaging")
        )
    user.groups.add(group)
    return user


@pytest.fixture
def sign_in(client, settings):
    """These tests are about rows; that staff need a second factor is tested with the accounts."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]

    def do(user) -> Client:
        sign_in_staff(client, user)
        return client

    return do


def url(action: str, *args) -> str:
    helper = MessageAdmin().url_helper
    return helper.get_action_url(action, *args) if args else helper.index_url


def test_the_listing_needs_the_permission(sign_in):
    assert sign_in(member()).get(url("index")).status_code in (302, 403)


def test_listing_search_export_and_text(sign_in):
    message = put(1, state=State.FAILED, error="=cmd()", subject="Hello")
    put(2)
    client = sign_in(member("view_message"))
    page = client.get(url("index")).content.decode()
    assert message.to_address not in page
    assert message.short_address in page
    found = client.get(url("index"), {"q": message.to_address}).content.decode()
    assert found.count("/messages/inspect/") > 0
    assert found.count(f"/inspect/{message.pk}/") == found.count("/messages/inspect/")
    export = client.get(url("index"), {"export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert "'=cmd()" in text
    assert message.to_address not in text
    assert message.text in client.get(url("inspect", message.pk)).content.decode()


def test_the_listing_costs_the_same_for_one_and_for_fifty(sign_in):
    client = sign_in(member("view_message"))

    def statements() -> int:
        assert client.get(url("index")).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(url("index"))
        return len(queries)

    put(0)
    one = statements()
    for number in range(1, 50):
        put(number)
    assert statements() == one


def test_who_may_only_look_decides_nothing(sign_in):
    message = put(channel="sms", state=State.UNKNOWN)
    client = sign_in(member("view_message"))
    decide = reverse("messaging_admin:decide", args=[message.pk])
    page = client.get(url("inspect", message.pk))
    assert page.status_code == 200
    assert decide not in page.content.decode()
    client.post(decide, {"decision": "arrived"})
    message.refresh_from_db()
    assert message.state == State.UNKNOWN


@pytest.mark.parametrize(
    ("decision", "states"),
    [
        ("retry", {State.WAITING, State.SENT, State.DELIVERED, State.HELD}),
        ("arrived", {State.SENT}),
    ],
)
def test_the_team_decides_about_an_unknown_sms(sign_in, decision, states):
    message = put(channel="sms", state=State.UNKNOWN)
    client = sign_in(member("view_message", "change_message"))
    decide = reverse("messaging_admin:decide", args=[message.pk])
    assert decide in client.get(url("inspect", message.pk)).content.decode()
    client.post(decide, {"decision": decision})
    message.refresh_from_db()
    assert message.state in states


def test_health_says_what_waits_and_since_when():
    since = timezone.now() - dt.timedelta(minutes=20)
    put(1, next_try_at=since)
    put(2, next_try_at=timezone.now() + dt.timedelta(hours=1), state=State.HELD)
    put(3, state=State.UNKNOWN)
    put(4, state=State.FAILED)
    health = outbox_health()
    assert (health.waiting, health.held, health.unknown, health.failed_today) == (1, 1, 1, 1)
    assert health.oldest_due == since
    assert health.is_stuck
    assert health.last_sweep is None


def test_health_of_an_empty_outbox_is_good():
    assert not outbox_health().is_stuck


# --- One click stops it (RFC 8058) -----------------------------------------------------------
@pytest.fixture
def stop_url(site):
    put(purpose="digest", state=State.SENT, list_unsubscribe_token="abc")
    return "/en/stop/abc/"


def test_looking_changes_nothing_and_leaves_no_cookie(client, stop_url):
    for _scan in range(3):
        answer = client.get(stop_url)
        assert answer.status_code == 200
        assert client.head(stop_url).status_code == 200
    assert not Suppression.objects.exists()
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"


def test_one_click_without_session_or_csrf_stops(stop_url):
    strict = Client(enforce_csrf_checks=True)
    for _again in range(2):
        answer = strict.post(stop_url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    stop = Suppression.objects.get()
    assert (stop.purpose, stop.reason) == ("digest", "stopped")


def test_a_wrong_token_is_not_found(client, site):
    assert client.get("/en/stop/nonsense/").status_code == 404
    assert client.post("/en/stop/nonsense/").status_code == 404


# --- Webhooks --------------------------------------------------------------------------------
@pytest.fixture
def gateway(settings):
    settings.SMS_URL = "http+json://127.0.0.1:9/send?_secret=s3cret"
    return Client(enforce_csrf_checks=True)


def hook(client, kind: str, data: dict, secret: str = "s3cret"):  # noqa: S107
    return client.post(
        f"/messaging/gateway/{kind}/",
        json.dumps(data),
        content_type="application/json",
        headers={"X-Webhook-Secret": secret},
    )


def test_a_report_of_the_gateway_counts_if_it_knows_the_secret(gateway):
    message = put(channel="sms", state=State.SENT)
    data = {"foreign_id": message.foreign_id, "status": "delivered"}
    assert hook(gateway, "report", data, secret="wrong").status_code == 403
    message.refresh_from_db()
    assert message.state == State.SENT
    assert hook(gateway, "report", data).status_code == 204
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_an_answer_with_a_stop_word_counts(gateway):
    assert hook(gateway, "inbound", {"from": "+4915112345678", "text": "Stopp"}).status_code == 204
    assert Suppression.objects.count() == 1


def test_only_the_gateway_in_use_is_listened_to(gateway):
    assert gateway.post("/messaging/twilio/report/").status_code == 404
    assert gateway.get("/messaging/gateway/report/").status_code == 405
