"""Caps, quiet hours and budget as pure functions, over zones and across changes of the clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from messaging import rules
from messaging.rules import Budget, Decision, QuietHours, decide

pytestmark = pytest.mark.row("G5")

ZONES = [
    "Europe/Berlin", "Europe/Kyiv", "Africa/Asmara", "Asia/Kabul", "Asia/Tehran", "Asia/Kathmandu",
    "Africa/Cairo", "Asia/Beirut", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca", "UTC",
]  # fmt: skip
HOME = frozenset({"DE", "AT"})
NIGHT = QuietHours()
START, END = dt.datetime(2010, 1, 1, tzinfo=dt.UTC), dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def changes_of(zone, first=START, last=END):
    """Instants around which a zone puts its clocks forward or back."""
    found, moment = [], first
    while moment < last:
        after = moment + dt.timedelta(hours=12)
        if moment.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found.append(moment)
        moment = after
    return found


CHANGES = {name: changes_of(ZoneInfo(name)) for name in ZONES}


@st.composite
def moments(draw):
    """A zone and an instant, half of them within a day of a change of its clocks."""
    name = draw(st.sampled_from(ZONES))
    seconds = draw(st.integers(0, int((END - START).total_seconds())))
    if CHANGES[name] and draw(st.booleans()):
        near = draw(st.sampled_from(CHANGES[name]))
        return ZoneInfo(name), near + dt.timedelta(seconds=seconds % (48 * 3600) - 24 * 3600)
    return ZoneInfo(name), START + dt.timedelta(seconds=seconds)


quiet_hours = st.one_of(
    st.just(NIGHT),
    st.builds(
        QuietHours,
        st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0)),
        st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0)),
    ),
)


def ask(now, zone, *, sent_today=0, purpose="service", quiet=NIGHT, **values):
    defaults = {"channel": "sms", "country": "DE", "countries": HOME}
    return decide(
        now=now, zone=zone, purpose=purpose, sent_today=sent_today, quiet=quiet, **defaults | values
    )


def wall_is_quiet(moment, zone, quiet):
    """Independent of the code: which minute of the day does the wall show?"""
    wall = moment.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    start, end = (t.hour * 60 + t.minute for t in (quiet.start, quiet.end))
    length = (end - start) % 1440
    return (minute - start) % 1440 < length


@given(moments(), quiet_hours)
def test_never_sends_in_quiet_hours(moment, quiet):
    zone, now = moment
    decision = ask(now, zone, quiet=quiet)
    assert (decision.action == "send") == (not wall_is_quiet(now, zone, quiet))


@given(moments(), quiet_hours, st.booleans(), st.lists(st.floats(0, 1), max_size=30))
def test_a_hold_ends_at_the_first_allowed_instant(moment, quiet, capped, shares):
    zone, now = moment
    count = rules.rule_for("sms", "service").per_day if capped else 0
    decision = ask(now, zone, quiet=quiet, sent_today=count)
    if decision.action != "hold":
        assert not capped
        return

    def allowed(instant):
        day_is_over = instant.astimezone(zone).date() > now.astimezone(zone).date()
        return not wall_is_quiet(instant, zone, quiet) and (day_is_over or not capped)

    assert decision.until > now
    assert allowed(decision.until)
    just_before = decision.until - dt.timedelta(microseconds=1)
    for instant in [just_before, *(now + share * (just_before - now) for share in shares)]:
        assert not allowed(instant)


@given(moments(), st.integers(0, 200), st.sampled_from(["account", "service", "callout", "new"]))
def test_never_beyond_the_cap(moment, sent_today, purpose):
    zone, now = moment
    decision = ask(now, zone, sent_today=sent_today, purpose=purpose)
    if decision.action == "send":
        assert sent_today < rules.rule_for("sms", purpose).per_day


@given(moments(), quiet_hours)
def test_a_day_of_requests_stays_within_the_cap(moment, quiet):
    """Everything that is held comes back when it is told to; each local day keeps the cap."""
    zone, now = moment
    cap = rules.rule_for("sms", "service").per_day
    sent: dict[dt.date, int] = {}
    for _number in range(3 * cap):
        when, day = now, now.astimezone(zone).date()
        decision = ask(when, zone, sent_today=sent.get(day, 0), quiet=quiet)
        while decision.action == "hold":
            when, day = decision.until, decision.until.astimezone(zone).date()
            decision = ask(when, zone, sent_today=sent.get(day, 0), quiet=quiet)
        assert not wall_is_quiet(when, zone, quiet)
        sent[day] = sent.get(day, 0) + 1
    assert max(sent.values()) <= cap
    assert sum(sent.values()) == 3 * cap


def test_the_oracle_finds_a_rule_that_forgets_the_change_of_clocks():
    """Negative control: adding hours to the wall is an hour off on the night of a change."""
    zone = ZoneInfo("Europe/Berlin")
    now = dt.datetime(2026, 3, 28, 22, 0, tzinfo=dt.UTC)  # 23:00, clocks go forward that night
    naive = now + dt.timedelta(hours=9)
    right = ask(now, zone).until
    assert right == dt.datetime(2026, 3, 29, 6, 0, tzinfo=dt.UTC)
    assert naive != right


@pytest.mark.parametrize(
    ("wall", "action", "until"),
    [
        ("2026-07-01 20:59:59", "send", None),
        ("2026-07-01 21:00", "hold", "2026-07-02 08:00"),
        ("2026-07-02 07:59:59", "hold", "2026-07-02 08:00"),
        ("2026-07-02 08:00", "send", None),
        ("2026-10-24 23:00", "hold", "2026-10-25 08:00"),
    ],
)
def test_quiet_hours_in_berlin(wall, action, until):
    zone = ZoneInfo("Europe/Berlin")
    decision = ask(dt.datetime.fromisoformat(wall).replace(tzinfo=zone), zone)
    wanted = until and dt.datetime.fromisoformat(until).replace(tzinfo=zone)
    assert (decision.action, decision.until) == (action, wanted)


def test_a_code_rings_at_night_and_is_refused_beyond_its_cap():
    zone = ZoneInfo("Europe/Berlin")
    night = dt.datetime(2026, 7, 1, 1, 0, tzinfo=dt.UTC)
    assert ask(night, zone, purpose="account").action == "send"
    assert ask(night, zone, purpose="account", sent_today=10) == Decision("refuse", "cap")


def test_mail_is_never_held_at_night():
    night = dt.datetime(2026, 7, 1, 1, 0, tzinfo=dt.UTC)
    decision = ask(night, ZoneInfo("Europe/Berlin"), channel="email", country="")
    assert decision.action == "send"


@pytest.mark.parametrize("country", ["US", "", "GB"])
def test_other_countries_are_refused_before_anything_is_held(country):
    night = dt.datetime(2026, 7, 1, 1, 0, tzinfo=dt.UTC)
    decision = ask(night, ZoneInfo("UTC"), country=country)
    assert decision == Decision("refuse", "country")


@given(
    st.integers(0, 10**9), st.integers(0, 2 * 10**9), st.integers(0, 10**7),
    st.sampled_from(["account", "service", "callout"]),
)  # fmt: skip
def test_the_budget_stops(limit, spent, cost, purpose):
    noon = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC)
    budget = Budget(limit=limit, spent=spent)
    decision = ask(noon, ZoneInfo("UTC"), purpose=purpose, budget=budget, cost=cost)
    assume(cost > 0)
    end = limit * 12 // 10 if purpose == "account" else limit
    assert (decision.action == "send") == (spent + cost <= end)


@pytest.mark.parametrize(
    ("spent", "percent"), [(0, 0), (79, 0), (80, 80), (99, 80), (100, 100), (130, 100)]
)
def test_alarm(spent, percent):
    assert rules.alarm_for(Budget(limit=100, spent=spent)) == percent


def test_a_naive_time_is_an_error():
    with pytest.raises(ValueError, match="aware"):
        ask(dt.datetime(2026, 1, 1), ZoneInfo("UTC"))  # noqa: DTZ001 - that is the mistake
