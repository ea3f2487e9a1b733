"""Opening hours against a clock that is read minute by minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from home.opening import (
    Hours,
    OpeningState,
    Schedule,
    SpecialDay,
    instant_of,
    is_always_open,
    overlapping,
    state_at,
)

pytestmark = pytest.mark.row("G12")
BERLIN = "Europe/Berlin"
NINE_TO_FIVE = tuple(Hours(day, dt.time(9), dt.time(17)) for day in range(5))
AROUND_THE_CLOCK = tuple(Hours(day, dt.time(), dt.time()) for day in range(7))


def at(text: str, zone: str = BERLIN, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def read_the_clock(schedule: Schedule, start: dt.datetime, minutes: int) -> list[bool]:
    """Open or not, minute by minute: watch the clock on the wall, never let it go back.

    Shares no code with `home.opening`; `start` is shown two days before the first answer.
    """
    zone = ZoneInfo(schedule.zone)
    special = {day.date: day.periods for day in schedule.special}
    weekly: dict[int, list[tuple[dt.time, dt.time]]] = {}
    for row in schedule.hours:
        weekly.setdefault(row.weekday, []).append((row.opens, row.closes))
    furthest = dt.datetime.min  # noqa: DTZ901 the clock on a wall has no zone
    answers = []
    for minute in range(-2880, minutes):
        now = start + dt.timedelta(minutes=minute)
        furthest = max(furthest, now.astimezone(zone).replace(tzinfo=None))
        if minute >= 0:
            answers.append(_is_open(special, weekly, furthest))
    return answers


def _is_open(special, weekly, wall: dt.datetime) -> bool:
    today, now = wall.date(), wall.time()
    yesterday = today - dt.timedelta(days=1)
    for opens, closes in special.get(today, weekly.get(today.weekday(), [])):
        if now >= opens and (closes <= opens or now < closes):
            return True
    if today in special:
        return False
    before = special.get(yesterday, weekly.get(yesterday.weekday(), []))
    return any(closes <= opens and now < closes for opens, closes in before)


times = st.integers(0, 95).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
night = st.integers(0, 16).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
some_time = st.one_of(times, night)
rows = st.lists(st.builds(Hours, st.integers(0, 6), some_time, some_time), max_size=9)
# Weeks in which clocks change: both of Berlin, and zones with other rules.
changes = st.sampled_from(
    [
        (BERLIN, dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC)),
        (BERLIN, dt.datetime(2026, 10, 24, 20, tzinfo=dt.UTC)),
        (BERLIN, dt.datetime(2026, 6, 10, tzinfo=dt.UTC)),
        ("Australia/Lord_Howe", dt.datetime(2026, 10, 3, 12, tzinfo=dt.UTC)),
        ("America/St_Johns", dt.datetime(2026, 10, 31, 20, tzinfo=dt.UTC)),
        ("Asia/Kabul", dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC)),
        ("Africa/Cairo", dt.datetime(2026, 4, 23, 18, tzinfo=dt.UTC)),
    ]
)


@st.composite
def weeks_of_change(draw) -> tuple[Schedule, dt.datetime]:
    zone, start = draw(changes)
    dates = draw(st.lists(st.integers(-1, 4), max_size=3, unique=True))
    special = tuple(
        SpecialDay(
            start.date() + dt.timedelta(days=offset),
            tuple(draw(st.lists(st.tuples(some_time, some_time), max_size=2))),
        )
        for offset in dates
    )
    return Schedule(zone, tuple(draw(rows)), special), start


@settings(max_examples=120, deadline=None)
@given(weeks_of_change())
def test_agrees_with_a_clock_read_minute_by_minute(case: tuple[Schedule, dt.datetime]) -> None:
    schedule, start = case
    answers = read_the_clock(schedule, start, 3 * 1440)
    moments = sorted({*range(0, 3 * 1440, 173), *range(240, 480, 15)})
    for minute in moments:
        now = start + dt.timedelta(minutes=minute)
        state = state_at(schedule, now)
        assert state.open is answers[minute]
        changed = next((m for m in range(minute, len(answers)) if answers[m] != state.open), None)
        expected = None if changed is None else start + dt.timedelta(minutes=changed)
        if expected is not None:
            assert state.changes_at == expected
        else:
            end = start + dt.timedelta(minutes=len(answers))
            assert state.changes_at is None or state.changes_at >= end


def test_the_oracle_would_notice_a_wrong_hour() -> None:
    """Negative control: an hour off in the change of clocks is seen."""
    schedule = Schedule(BERLIN, (Hours(6, dt.time(1), dt.time(4)),))
    start = dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC)
    wrong = start + dt.timedelta(hours=4) + dt.timedelta(hours=3)  # elapsed instead of wall time
    opened = read_the_clock(schedule, start, 1440)
    assert opened.index(True) == 4 * 60
    assert not opened[int((wrong - start).total_seconds()) // 60 - 1]


@settings(max_examples=60, deadline=None)
@given(weeks_of_change(), st.integers(0, 4000))
def test_nothing_changes_before_it_says(case: tuple[Schedule, dt.datetime], minute: int) -> None:
    schedule, start = case
    now = start + dt.timedelta(minutes=minute)
    state = state_at(schedule, now)
    if state.changes_at is None:
        return
    assert state.changes_at > now
    just_before = state.changes_at - dt.timedelta(microseconds=1)
    assert state_at(schedule, just_before).open is state.open
    assert state_at(schedule, state.changes_at).open is not state.open


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T12:00", OpeningState(open=True, until=utc("2026-11-20T16:00"))),
        ("2026-11-20T08:59:59", OpeningState(open=False, next=utc("2026-11-20T08:00"))),
        ("2026-11-20T09:00", OpeningState(open=True, until=utc("2026-11-20T16:00"))),
        ("2026-11-20T17:00", OpeningState(open=False, next=utc("2026-11-23T08:00"))),
    ],
)
def test_an_ordinary_friday(now: str, expected: OpeningState) -> None:
    assert state_at(Schedule(BERLIN, NINE_TO_FIVE), at(now)) == expected


def test_a_night_shift_over_both_changes_of_the_clock() -> None:
    nights = Schedule(BERLIN, (Hours(5, dt.time(22), dt.time(6)),))
    spring = state_at(nights, at("2026-03-28T23:00"))
    assert spring.until == utc("2026-03-29T04:00")  # seven hours of work
    autumn = state_at(nights, at("2026-10-24T23:00"))
    assert autumn.until == utc("2026-10-25T05:00")  # nine hours of work


def test_a_time_that_is_skipped_is_the_moment_of_the_change() -> None:
    zone = ZoneInfo(BERLIN)
    assert instant_of(dt.datetime.fromisoformat("2026-03-29T02:30"), zone) == utc(
        "2026-03-29T01:00"
    )
    inside = Schedule(BERLIN, (Hours(6, dt.time(2, 10), dt.time(2, 50)),))
    assert state_at(inside, at("2026-03-29T03:00")) == OpeningState(
        open=False, next=utc("2026-04-05T00:10")
    )


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    until_half = Schedule(BERLIN, (Hours(6, dt.time(1), dt.time(2, 30)),))
    assert state_at(until_half, at("2026-10-25T02:29")).open
    assert not state_at(until_half, at("2026-10-25T02:10", fold=1)).open


def test_around_the_clock_has_no_end_and_a_holiday_gives_it_one() -> None:
    assert state_at(Schedule(BERLIN, AROUND_THE_CLOCK), at("2026-11-20T12:00")) == OpeningState(
        open=True
    )
    assert is_always_open(Schedule(BERLIN, AROUND_THE_CLOCK))
    assert not is_always_open(Schedule(BERLIN, AROUND_THE_CLOCK[:-1]))
    with_holiday = Schedule(BERLIN, AROUND_THE_CLOCK, (SpecialDay(dt.date(2026, 12, 25)),))
    assert state_at(with_holiday, at("2026-12-01T12:00")).until == utc("2026-12-24T23:00")
    assert state_at(with_holiday, at("2026-12-25T12:00")).next == utc("2026-12-25T23:00")


def test_never_open_ends_and_knows_nothing_next() -> None:
    assert state_at(Schedule(BERLIN), at("2026-11-20T12:00")) == OpeningState(open=False)
    closed_only = Schedule(BERLIN, (), (SpecialDay(dt.date(2099, 1, 1)),))
    assert state_at(closed_only, at("2026-11-20T12:00")) == OpeningState(open=False)


def test_a_long_closure_is_looked_past() -> None:
    closed = tuple(SpecialDay(dt.date(2026, 8, day)) for day in range(1, 32))
    state = state_at(Schedule(BERLIN, NINE_TO_FIVE, closed), at("2026-07-31T18:00"))
    assert state.next == utc("2026-09-01T07:00")


def test_a_closed_day_also_ends_what_began_the_evening_before() -> None:
    nights = tuple(Hours(day, dt.time(20), dt.time(2)) for day in range(7))
    schedule = Schedule(BERLIN, nights, (SpecialDay(dt.date(2026, 12, 24)),))
    assert state_at(schedule, at("2026-12-23T21:00")).until == utc("2026-12-23T23:00")


def test_special_hours_replace_the_usual_ones() -> None:
    special = SpecialDay(dt.date(2026, 11, 20), ((dt.time(14), dt.time(15)),))
    schedule = Schedule(BERLIN, NINE_TO_FIVE, (special,))
    assert state_at(schedule, at("2026-11-20T10:00")).next == utc("2026-11-20T13:00")


def test_another_zone_answers_by_its_own_clock() -> None:
    kyiv = Schedule("Europe/Kyiv", NINE_TO_FIVE)
    assert state_at(kyiv, at("2026-11-20T08:30")).open
    assert not state_at(kyiv, at("2026-11-20T16:30")).open


def test_neighbours_are_one_opening() -> None:
    two = (Hours(4, dt.time(9), dt.time(12)), Hours(4, dt.time(12), dt.time(17)))
    assert state_at(Schedule(BERLIN, two), at("2026-11-20T10:00")).until == utc("2026-11-20T16:00")


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        state_at(Schedule(BERLIN), dt.datetime.fromisoformat("2026-01-01"))


def test_overlaps_are_found() -> None:
    def day(weekday: int, opens: int, closes: int) -> Hours:
        return Hours(weekday, dt.time(opens), dt.time(closes))

    assert overlapping([day(0, 9, 12), day(0, 11, 13)])
    assert overlapping([day(0, 20, 2), day(0, 23, 1)])
    assert overlapping([day(0, 20, 6), day(1, 5, 9)])
    assert overlapping([day(6, 20, 6), day(0, 5, 9)])
    assert not overlapping([day(0, 9, 12), day(0, 12, 13), day(1, 9, 12)])
    assert not overlapping(AROUND_THE_CLOCK)
    assert not overlapping([day(0, 0, 0)])
