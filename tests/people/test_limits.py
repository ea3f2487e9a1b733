"""Limits that hold over several machines: exactly as many pass as may, also all at once."""

import threading
import time

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpResponse
from freezegun import freeze_time

from people.limits import LIMITS, Limit, TooMany, Window, fingerprint, hit, limited
from people.models import RateCount
from people.network import group_address, network_of
from people.services import run_retention

THREADS, MOST = 50, 20
ROW = {"key": "k", "action": "test", "start": 0, "end": 60, "limit": MOST}


def open_file_database(path) -> str:
    """A second alias to an SQLite file: threads share the one in memory, machines share a file."""
    options = connections.databases[DEFAULT_DB_ALIAS]
    connections.databases["counters"] = {**options, "NAME": str(path), "CONN_MAX_AGE": 0}
    with connections["counters"].schema_editor() as editor:
        editor.create_model(RateCount)
    return "counters"


@pytest.fixture
def shared(django_db_setup, django_db_blocker, tmp_path):
    """Return the alias of a database that many connections can reach at once; its rows go."""
    with django_db_blocker.unblock():
        alone = connection.vendor == "sqlite"
        alias = open_file_database(tmp_path / "counters.sqlite3") if alone else DEFAULT_DB_ALIAS
        try:
            yield alias
        finally:
            RateCount.objects.using(alias).all().delete()
            connections[alias].close()
            if alone:
                del connections[alias]
                del connections.databases[alias]


def run_at_once(work) -> int:
    """Run `work` in many threads that start together; returns how many said yes."""
    gate, passed = threading.Barrier(THREADS), []

    def run():
        gate.wait()
        try:
            if work():
                passed.append(1)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(passed)


def test_of_fifty_at_once_exactly_as_many_pass_as_may(shared):
    assert run_at_once(lambda: RateCount.objects.using(shared).take(**ROW)) == MOST
    assert RateCount.objects.using(shared).get().count == MOST


def test_reading_before_writing_lets_more_through(shared):
    """Negative control: with the obvious code instead of the one statement, the race shows."""
    rows = RateCount.objects.using(shared)
    rows.create(key="k", action="test", window_start=0, window_end=60, count=0)

    def careless():
        row = rows.get()
        if row.count >= MOST:
            return False
        time.sleep(0.05)
        rows.filter(pk=row.pk).update(count=row.count + 1)
        return True

    assert run_at_once(careless) > MOST


@pytest.fixture
def small(monkeypatch):
    limit = Limit(network=(Window(3, 60),), account=(Window(2, 60), Window(4, 3600)))
    monkeypatch.setitem(LIMITS, "test", limit)


@pytest.mark.django_db
def test_account_and_network_count_apart(small):
    with freeze_time("2026-01-01 12:00:10"):
        hit("test", account="a")
        hit("test", account="a")
        with pytest.raises(TooMany) as caught:
            hit("test", account="A")
        assert caught.value.retry_after == 50
        hit("test", account="b", network="n")
        hit("test", network="n")
        hit("test", network="n")
        with pytest.raises(TooMany):
            hit("test", network="n")


@pytest.mark.django_db
def test_a_refused_try_does_not_prolong_the_lock(small):
    """Requirement 4.23: nobody can lock the owner of an account out for good."""
    with freeze_time("2026-01-01 12:00:00") as clock:
        hit("test", account="a")
        hit("test", account="a")
        for _number in range(500):
            with pytest.raises(TooMany):
                hit("test", account="a")
        clock.tick(60)
        hit("test", account="a")


def test_no_lock_of_an_account_that_opens_it_lasts_longer_than_a_quarter_of_an_hour():
    for action in ("login", "second_factor"):
        assert max(window.seconds for window in LIMITS[action].account) <= 15 * 60


@pytest.mark.django_db
def test_no_address_is_kept_and_two_days_do_not_join():
    hit("report", network="203.0.113.0/24", account="rana@example.org")
    for row in RateCount.objects.values():
        assert "203.0.113" not in str(row)
        assert "rana" not in str(row)
    assert fingerprint("x", 0) != fingerprint("x", 86_400)
    assert fingerprint("x", 0) == fingerprint("X", 86_399)


@pytest.mark.django_db
def test_counters_go_at_night(small):
    with freeze_time("2026-01-01 12:00:00"):
        hit("test", account="a")
        assert run_retention(dry_run=True)["people.RateCount"] == 0
    with freeze_time("2026-01-01 14:00:00"):
        assert run_retention(dry_run=True)["people.RateCount"] == 2
        assert RateCount.objects.count() == 2
        assert run_retention()["people.RateCount"] == 2
        assert not RateCount.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_networks(address, network):
    assert group_address(address) == network


def test_only_our_own_proxy_is_believed(rf, settings):
    headers = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    settings.BEHIND_PROXY = False
    assert network_of(rf.get("/", **headers)) == "10.0.0.0/24"
    settings.BEHIND_PROXY = True
    assert network_of(rf.get("/", **headers)) == "203.0.113.0/24"


@pytest.mark.parametrize("window", [(0, 60), (5, 7)])
def test_a_window_divides_a_day(window):
    with pytest.raises(ValueError, match="divides"):
        Window(*window)


def test_an_unknown_action_is_a_mistake_at_import():
    with pytest.raises(KeyError):
        limited("nothing")


@pytest.mark.django_db
def test_the_door_says_when_to_come_back(rf, small, home_page):
    view = limited("test")(lambda request: HttpResponse("in"))
    answers = [view(rf.post("/en/report/")) for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert view(rf.get("/en/report/")).status_code == 200


@pytest.mark.django_db
def test_the_report_form_is_limited(client, home_page):
    most = LIMITS["report"].network[0].limit
    codes = [client.post("/en/report/", {"text": ""}).status_code for _number in range(most + 1)]
    assert set(codes[:-1]) == {422}
    assert codes[-1] == 429
    assert client.get("/en/report/").status_code == 200
    assert client.post("/en/report/", {"text": ""}, REMOTE_ADDR="198.51.100.1").status_code == 422
