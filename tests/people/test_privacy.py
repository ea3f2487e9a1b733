"""The pages about one's own data, what the team has looked at, and what goes by itself."""

import datetime as dt
import json
import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_q.models import Schedule
from freezegun import freeze_time

from people.contact_views import log_contact_view
from people.forms import PublicForm
from people.models import ContactView, FormToken, User
from people.privacy_forms import DeleteAccountForm, confirm_word
from people.services import run_retention
from people.tasks import SCHEDULES
from tests.people.signing_in import sign_in_staff
from trust.models import AuditEntry, Report
from trust.services import change_report_state, file_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, home_page):
    """A member without a password, signed in: there is nothing to ask them again for."""
    user = User.objects.create_user("rana@example.org", name="Rana")
    client.force_login(user)
    return user


@pytest.fixture
def boss():
    return User.objects.create_superuser("boss@example.org", "a long pass phrase", nickname="Bo")


def page(client, name: str) -> str:
    with translation.override("en"):
        response = client.get(reverse(f"people:{name}"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def test_only_who_is_signed_in(client, home_page):
    for name in ("privacy", "delete_account"):
        assert client.get(reverse(f"people:{name}")).status_code == 302
    for name in ("export_json", "export_html"):
        assert client.post(reverse(f"people:{name}")).status_code == 302


def test_both_files_are_there(client, member):
    data = client.post(reverse("people:export_json"))
    assert "attachment" in data["Content-Disposition"]
    assert "rana@example.org" in json.dumps(json.loads(data.content))
    html = client.post(reverse("people:export_html"))
    assert "attachment" in html["Content-Disposition"]
    assert "rana@example.org" in html.content.decode()
    assert client.get(reverse("people:export_json")).status_code == 405


def test_who_has_a_password_is_asked_for_it_again(client, home_page):
    user = User.objects.create_user("a@example.org", "a long pass phrase")
    client.force_login(user)
    for name in ("export_json", "delete_account"):
        response = client.post(reverse(f"people:{name}"), {"word": "delete"})
        assert response.status_code == 302
        assert "reauthenticate" in response.url
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_account_goes_with_the_right_word_only(client, member, language):
    with translation.override(language):
        address = reverse("people:delete_account")
        form = {"opened": DeleteAccountForm.sign_time(), "word": "no"}
        assert client.post(address, form).status_code == 422
        assert User.objects.filter(pk=member.pk).exists()
        response = client.post(address, form | {"word": confirm_word().upper()})
        assert response.status_code == 302
        assert client.get(response.url).status_code == 200
    assert not User.objects.filter(pk=member.pk).exists()
    assert client.get(reverse("people:privacy")).status_code == 302
    assert AuditEntry.objects.get().verb == "people.person.deleted"


def test_the_person_reads_who_looked_and_never_an_address_of_the_team(client, member, boss, rf):
    request = rf.get("/")
    request.user = boss
    log_contact_view(request, person=member, what="email")
    assert re.search(r"Bo\b", page(client, "privacy"))
    User.objects.filter(pk=boss.pk).update(nickname="", name="")
    html = page(client, "privacy")
    assert "A member of the team" in html
    assert "boss@example.org" not in html


def test_one_view_and_fifty_need_the_same_statements(client, member, boss):
    ContactView.objects.create(viewer=boss, person=member, what="email")
    page(client, "privacy")
    with CaptureQueriesContext(connection) as one:
        page(client, "privacy")
    for number in range(49):
        viewer = User.objects.create_user(f"v{number}@example.org")
        ContactView.objects.create(viewer=viewer, person=member, what="phone")
    with CaptureQueriesContext(connection) as fifty:
        page(client, "privacy")
    assert len(one) == len(fifty) <= 15


def test_opening_a_person_in_the_admin_is_a_view(client, boss):
    member = User.objects.create_user("rana@example.org")
    sign_in_staff(client, boss)
    for user in (member, boss):
        assert client.get(reverse("wagtailusers_users:edit", args=[user.pk])).status_code == 200
    view = ContactView.objects.get()
    assert (view.viewer, view.person, view.what) == (boss, member, "email")


def test_nobody_and_oneself_leave_no_line(rf, boss):
    request = rf.get("/")
    request.user = boss
    log_contact_view(request, what="report", address="")
    log_contact_view(request, what="report", address="Boss@example.org")
    log_contact_view(request, what="email", person=boss)
    assert not ContactView.objects.exists()


def test_the_admin_deletes_through_the_same_door(client, boss):
    member = User.objects.create_user("rana@example.org")
    sign_in_staff(client, boss)
    assert client.post(reverse("wagtailusers_users:delete", args=[member.pk])).status_code == 302
    assert not User.objects.filter(pk=member.pk).exists()
    entry = AuditEntry.objects.get(verb="people.person.deleted")
    assert entry.actor == boss


def settled_report(user) -> Report:
    values = {"page": None, "path": "/", "language": "de", "kind": "wrong", "text": "x"}
    report = file_report(**values, key=uuid.uuid4())
    change_report_state(report=report, state="in_progress", user=user)
    return change_report_state(report=report, state="done", user=user)


def test_a_dry_run_counts_and_deletes_nothing(boss, capsys):
    settled_report(boss)
    with freeze_time(timezone.now() + dt.timedelta(days=181)):
        call_command("run_retention", "--dry-run")
        assert re.search(r"1 trust.Report", capsys.readouterr().out)
        assert Report.objects.exists()
        call_command("run_retention")
        assert not Report.objects.exists()


def test_what_is_not_over_stays(boss):
    settled_report(boss)
    open_one = settled_report(boss)
    change_report_state(report=open_one, state="in_progress", user=boss)
    FormToken.objects.create(fingerprint="x")
    ContactView.objects.create(viewer=boss, person=boss, what="email")
    with freeze_time(timezone.now() + dt.timedelta(days=179)):
        counts = run_retention()
    assert counts["trust.Report"] == 0
    assert counts["people.FormToken"] == 1
    assert counts["people.ContactView"] == 0
    with freeze_time(timezone.now() + dt.timedelta(days=400)):
        assert run_retention()["trust.Report"] == 1
    assert list(Report.objects.all()) == [open_one]


def test_accounts_nobody_uses_go_but_never_those_of_the_team(boss):
    now = timezone.now()
    old = now - dt.timedelta(days=4 * 365)
    User.objects.create_user("gone@example.org", last_login=old)
    User.objects.create_user("staff@example.org", last_login=old, is_staff=True)
    User.objects.create_user("here@example.org", last_login=now)
    User.objects.create_user("invited@example.org", date_joined=old)
    unconfirmed = User.objects.create_user(
        "typo@example.org", date_joined=now - dt.timedelta(days=15)
    )
    EmailAddress.objects.create(user=unconfirmed, email=unconfirmed.email, verified=False)
    run_retention()
    left = set(User.objects.values_list("email", flat=True))
    assert left == {
        "boss@example.org",
        "staff@example.org",
        "here@example.org",
        "invited@example.org",
    }


def test_it_runs_every_night():
    assert Schedule.objects.filter(name__in=SCHEDULES).count() == len(SCHEDULES)


def test_the_form_of_deletion_is_a_public_form():
    assert issubclass(DeleteAccountForm, PublicForm)
