"""The audit log can only be added to, whatever somebody knows of SQL."""

import uuid

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import ContactView, User
from people.services import delete_person
from tests.people.signing_in import sign_in_staff
from trust.admin import ReportAdmin
from trust.audit import record
from trust.audit_admin import AuditAdmin
from trust.audit_triggers import INSTALL, REMOVE, run
from trust.models import AuditEntry
from trust.services import change_report_state, file_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return User.objects.create_user("actor@example.org", name="Actor")


@pytest.fixture
def entry(actor):
    return record(actor=actor, verb="test.thing.done", target=actor, detail={"rows": 3})


CHANGES = [
    "UPDATE trust_auditentry SET verb = 'test.other'",
    "UPDATE trust_auditentry SET at = '2020-01-01 00:00:00+00'",
    "UPDATE trust_auditentry SET detail = '{}'",
    "UPDATE trust_auditentry SET actor_id = actor_id + 1",
    "UPDATE trust_auditentry SET actor_id = NULL, verb = 'test.other'",
    "DELETE FROM trust_auditentry",
]


def change(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_sql_cannot_change_or_delete_a_line(entry, statement):
    before = AuditEntry.objects.values().get()
    with pytest.raises(DatabaseError, match="append-only"):
        change(statement)
    assert AuditEntry.objects.values().get() == before


@pytest.mark.parametrize("statement", [CHANGES[0], CHANGES[-1]])
def test_without_the_triggers_it_could(entry, statement):
    """Negative control: it is the triggers that refuse, and nothing else."""
    run(connection, REMOVE[connection.vendor])
    try:
        change(statement)
        assert not AuditEntry.objects.filter(pk=entry.pk, verb=entry.verb).exists()
    finally:
        run(connection, INSTALL[connection.vendor])


def test_neither_can_the_code(entry):
    entry.verb = "test.other"
    for refused in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(ValidationError):
            refused()
    with pytest.raises(ValidationError):
        AuditEntry.objects.update(verb="test.other")


def test_only_the_actor_is_forgotten_with_the_account(entry, actor):
    delete_person(user=actor)
    entry.refresh_from_db()
    assert entry.actor is None
    assert entry.verb == "test.thing.done"
    with pytest.raises(DatabaseError, match="append-only"):
        change("UPDATE trust_auditentry SET actor_id = 1")


@pytest.mark.parametrize("value", ["rana@example.org", "x" * 101, ["list"], 1.5])
def test_nothing_personal_goes_into_the_details(actor, value):
    with pytest.raises(ValueError, match="audit log"):
        record(actor=actor, verb="test.thing.done", detail={"x": value})


def report(email="reader@example.org"):
    return file_report(
        page=None, path="/", language="de", kind="wrong", text="t", email=email, key=uuid.uuid4()
    )


def test_a_step_of_a_report_is_written_down(actor):
    row = report()
    change_report_state(report=row, state="in_progress", user=actor)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == (actor, "trust.report.state")
    assert entry.object_id == str(row.pk)
    assert entry.detail == {"from": "new", "to": "in_progress"}


def test_a_refused_step_is_not_written_down(actor):
    with pytest.raises(ValidationError):
        change_report_state(report=report(), state="done", user=actor)
    assert not AuditEntry.objects.exists()


@pytest.fixture
def boss():
    return User.objects.create_superuser("boss@example.org", "a long pass phrase", name="Boss")


@pytest.fixture
def admin_client_of(client):
    """Return a function that signs somebody of the team in."""

    def sign_in(user):
        sign_in_staff(client, user)
        return client

    return sign_in


@pytest.fixture
def auditor():
    user = User.objects.create_user("auditor@example.org", name="Auditor", is_staff=True)
    group = Group.objects.create(name="test auditors")
    names = ("access_admin", "view_auditentry")
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    user.groups.add(group)
    return user


def test_auditors_read_and_nobody_can_press_anything(admin_client_of, auditor, entry):
    client = admin_client_of(auditor)
    index = AuditAdmin().url_helper.index_url
    page = client.get(index)
    assert page.status_code == 200
    assert "test.thing.done" in page.content.decode()
    for action in ("create", "edit", "delete"):
        assert f"/{action}/" not in page.content.decode().replace("/pages/", "")
    assert client.get(f"{index}delete/{entry.pk}/").status_code in (302, 403, 404)
    client.post(f"{index}delete/{entry.pk}/")
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_others_do_not_read_it(admin_client_of, entry):
    user = User.objects.create_user("editor@example.org", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    page = admin_client_of(user).get(AuditAdmin().url_helper.index_url)
    assert page.status_code in (302, 403)


def test_one_line_and_fifty_need_the_same_statements(admin_client_of, auditor, entry, actor):
    client = admin_client_of(auditor)
    index = AuditAdmin().url_helper.index_url
    client.get(index)
    with CaptureQueriesContext(connection) as one:
        client.get(index)
    for number in range(49):
        other = User.objects.create_user(f"a{number}@example.org")
        record(actor=other, verb="test.thing.done", target=other)
    with CaptureQueriesContext(connection) as fifty:
        client.get(index)
    assert len(one) == len(fifty)


def test_exporting_reports_is_written_down_for_the_team_and_for_the_readers(admin_client_of, boss):
    report()
    report(email="")
    client = admin_client_of(boss)
    answer = client.get(ReportAdmin().url_helper.index_url + "?export=csv")
    assert b"reader@example.org" in b"".join(answer.streaming_content)
    assert AuditEntry.objects.get().detail == {"rows": 2, "format": "csv"}
    assert ContactView.objects.get().what == "export"


def test_opening_a_report_is_a_view_of_contact_data(admin_client_of, boss):
    client = admin_client_of(boss)
    with_address, without = report(), report(email="")
    for row in (with_address, without):
        address = ReportAdmin().url_helper.get_action_url("inspect", row.pk)
        assert client.get(address).status_code == 200
    view = ContactView.objects.get()
    assert (view.viewer, view.what, view.person) == (boss, "report", None)
