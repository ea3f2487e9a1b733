"""Whether the machine runs, for probes and for people; and the worker's regular jobs."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone, translation
from django_q.models import OrmQ, Schedule, Success
from django_q.tasks import async_task
from wagtail.users.models import UserProfile

from tests.messaging.parts import put
from tests.people.signing_in import sign_in_staff
from trust import health, tasks
from trust.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def tick(minutes_ago: float = 0) -> None:
    at = timezone.now() - minutes_ago * MINUTE
    Heartbeat.objects.update_or_create(job="tick", defaults={"at": at})


@pytest.mark.parametrize(
    ("minutes_ago", "status"), [(None, 503), (0, 200), (9.9, 200), (10.1, 503), (600, 503)]
)
def test_the_probe_fails_when_the_worker_is_silent_for_ten_minutes(client, minutes_ago, status):
    if minutes_ago is not None:
        tick(minutes_ago)
    response = client.get("/health/")
    assert response.status_code == status
    assert response.json()["worker"] is (status == 200)
    assert response.json()["database"] is True
    assert client.get("/health/?only=web").status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_the_probe_says_when_migrations_are_missing(client, monkeypatch):
    tick()
    health._migrated.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_args: ["one"])
    response = client.get("/health/?only=web")
    assert (response.status_code, response.json()["migrations"]) == (503, False)
    monkeypatch.undo()
    assert client.get("/health/?only=web").status_code == 200  # a failure is not remembered


def test_the_probe_survives_a_lost_database(client, monkeypatch):
    def lost():
        raise DatabaseError

    monkeypatch.setattr(health, "migrations_done", lost)
    response = client.get("/health/")
    assert (response.status_code, response.json()["status"]) == (503, "failing")


@pytest.mark.parametrize(
    ("minutes_ago", "words"),
    [(None, "has never run"), (25, "has not run for 25 minutes"), (0, "The worker runs.")],
)
def test_the_page_says_it_in_words(client, admin_user, minutes_ago, words):
    if minutes_ago is not None:
        tick(minutes_ago)
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    sign_in_staff(client, admin_user)
    assert words in client.get(reverse("trust_admin:health")).content.decode()


def test_the_page_is_for_those_who_run_the_site(client, make_editor, make_page):
    sign_in_staff(client, make_editor(make_page()))
    assert client.get(reverse("trust_admin:health")).status_code == 302


def test_the_page_shows_waiting_and_failed_tasks(client, admin_user, settings):
    since = timezone.now() - dt.timedelta(hours=2)
    OrmQ.objects.create(key="jisr", payload="x", lock=since)
    Success._base_manager.create(
        id="f" * 32,
        name="bad",
        func="trust.tasks.nothing",
        started=since,
        stopped=since,
        success=False,
        result="Traceback: it broke",
        attempt_count=3,
    )
    sign_in_staff(client, admin_user)
    html = client.get(reverse("trust_admin:health")).content.decode()
    assert "Traceback: it broke" in html
    state = health.worker_state()
    assert (state.waiting, state.failed, state.oldest_waiting) == (1, 1, since)


def test_the_page_tells_about_the_outbox(client, admin_user):
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    sign_in_staff(client, admin_user)
    tick()
    address = reverse("trust_admin:health")
    assert "help-critical" not in client.get(address).content.decode()
    put(1, next_try_at=timezone.now() - 11 * MINUTE)
    put(2, state="unknown")
    html = client.get(address).content.decode().partition("<h3>Outbox</h3>")[2]
    assert "help-critical" in html
    assert re.search(r"Waiting</th><td>1<", html)
    assert re.search(r"Unknown whether sent</th><td>1<", html)


def test_schedules_exist_once_and_keep_what_the_operator_changed():
    names = set(Schedule.objects.values_list("name", flat=True))
    assert set(tasks.SCHEDULES) <= names
    Schedule.objects.filter(name="trust: link check").update(schedule_type=Schedule.MONTHLY)
    tasks.ensure_schedules()
    assert Schedule.objects.filter(name__in=tasks.SCHEDULES).count() == len(tasks.SCHEDULES)
    assert Schedule.objects.get(name="trust: link check").schedule_type == Schedule.MONTHLY


def test_every_scheduled_function_runs(settings):
    for fields in tasks.SCHEDULES.values():
        async_task(fields["func"], sync=True)
    assert set(Heartbeat.objects.values_list("job", flat=True)) == set(Heartbeat.Job.values)


def test_old_successes_are_forgotten_and_failures_stay():
    def make(name: str, days: int, success: bool) -> None:
        at = timezone.now() - dt.timedelta(days=days)
        Success._base_manager.create(
            id=name * 32, name=name, func="x", started=at, stopped=at, success=success
        )

    make("a", 8, True)
    make("b", 6, True)
    make("c", 8, False)
    tasks.purge_successes()
    assert set(Success._base_manager.values_list("name", flat=True)) == {"b", "c"}
