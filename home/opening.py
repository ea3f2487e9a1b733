"""Is somebody there now, until when, and when next? Pure: no database, no clock, no language.

One definition carries everything: the instant of a wall-clock time is the first instant at which
a clock on the wall shows that time or a later one. So 02:30 on the night when clocks go forward
is 03:00, and 02:30 on the night when they go back is the first of the two. Nothing that was
entered gets lost, overlaps or runs backwards.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = dt.timedelta(days=1)
WEEK: Final = dt.timedelta(days=7)
HORIZON: Final = dt.timedelta(days=400)
"""Nobody plans their next call further ahead; it also bounds every search."""

Period = tuple[dt.time, dt.time]
"""(opens, closes) on the wall. `closes` ≤ `opens` means past midnight, on the day after."""


@dataclass(frozen=True)
class Hours:
    """One period of every week. `weekday` 0 is Monday."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class SpecialDay:
    """Replaces everything on one date, also what began the evening before. Empty means closed."""

    date: dt.date
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """Opening hours on the wall of one time zone (a name of the IANA data base)."""

    zone: str
    hours: tuple[Hours, ...] = ()
    special: tuple[SpecialDay, ...] = ()

    @cached_property
    def special_by_date(self) -> dict[dt.date, SpecialDay]:
        return {day.date: day for day in self.special}

    def periods_on(self, date: dt.date) -> list[Period]:
        """The periods that begin on this date, in order."""
        if date in self.special_by_date:
            return sorted(self.special_by_date[date].periods)
        weekday = date.weekday()
        return sorted((row.opens, row.closes) for row in self.hours if row.weekday == weekday)


@dataclass(frozen=True)
class OpeningState:
    """`until`: end of being open, None when no end is in sight. `next`: the next opening while
    closed, None when none is known. Both in UTC.
    """

    open: bool
    until: dt.datetime | None = None
    next: dt.datetime | None = None

    @property
    def changes_at(self) -> dt.datetime | None:
        """Until then a stored page may say what this state says."""
        return self.until if self.open else self.next


Interval = tuple[dt.datetime, dt.datetime]


def state_at(schedule: Schedule, now: dt.datetime) -> OpeningState:
    """Raises ValueError when `now` is naive, ZoneInfoNotFoundError for an unknown zone."""
    if now.tzinfo is None:
        raise ValueError("An opening state needs an aware time.")
    now = now.astimezone(dt.UTC)
    zone = ZoneInfo(schedule.zone)
    first = now.astimezone(zone).date() - DAY
    last = _horizon(schedule, first)
    for start, end in _merged(schedule, zone, first, last):
        if end <= now:
            continue
        if start > now:
            return OpeningState(open=False, next=start)
        reaches_horizon = end >= instant_of(dt.datetime.combine(last, dt.time()), zone)
        return OpeningState(open=True, until=None if reaches_horizon else end)
    return OpeningState(open=False)


def _horizon(schedule: Schedule, first: dt.date) -> dt.date:
    """After the last special day one week tells everything."""
    special = [day.date for day in schedule.special if day.date <= first + HORIZON]
    return max([first, *special]) + WEEK + 2 * DAY


def _merged(
    schedule: Schedule, zone: ZoneInfo, first: dt.date, last: dt.date
) -> Iterator[Interval]:
    """Intervals of being open, in order, without gaps of no length and without overlaps."""
    current: Interval | None = None
    for start, end in _intervals(schedule, zone, first, last):
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current


def _intervals(
    schedule: Schedule, zone: ZoneInfo, first: dt.date, last: dt.date
) -> Iterator[Interval]:
    """One per period, by start. A special day cuts what began the evening before at midnight."""
    for offset in range((last - first).days + 1):
        date = first + offset * DAY
        midnight = dt.datetime.combine(date + DAY, dt.time())
        cut = date + DAY in schedule.special_by_date
        for opens, closes in schedule.periods_on(date):
            start = dt.datetime.combine(date, opens)
            end = dt.datetime.combine(date if closes > opens else date + DAY, closes)
            interval = (
                instant_of(start, zone),
                instant_of(min(end, midnight) if cut else end, zone),
            )
            if interval[0] < interval[1]:
                yield interval


def instant_of(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first instant, in UTC, at which the clocks of `zone` show `wall` or later."""
    both = [wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    early, late = sorted(both)
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early
    # The clocks skipped this time: find the second in which they jumped (PEP 495).
    seconds = int((late - early).total_seconds())
    shown, skipped = seconds, 0
    while shown - skipped > 1:
        middle = (shown + skipped) // 2
        at = (early + dt.timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None)
        shown, skipped = (middle, skipped) if at >= wall else (shown, middle)
    return early + dt.timedelta(seconds=shown)


def is_always_open(schedule: Schedule) -> bool:
    """Around the clock on every day of the week, without a special day to come."""
    any_time = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    state = state_at(schedule, any_time)
    return state.open and state.until is None and not schedule.special


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def overlapping(hours: Iterable[Hours]) -> bool:
    """Whether two periods of a week are open at the same time, Sunday night included."""
    spans = sorted(
        (start, start + ((_minutes(row.closes) - _minutes(row.opens)) % 1440 or 1440))
        for row in hours
        for start in [row.weekday * 1440 + _minutes(row.opens)]
    )
    if len(spans) < 2:
        return False
    first_again = (spans[0][0] + 7 * 1440, spans[0][1] + 7 * 1440)
    return any(end > start for (_start, end), (start, _end) in pairwise([*spans, first_again]))
