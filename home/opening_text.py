"""Opening hours in the words of the reader: whole sentences, no dashes between times.

Weekdays and times come from CLDR, because Django knows no weekday in Tigrinya or Kurmanji.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, get_timezone_location
from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.opening import OpeningState, Period, Schedule, is_always_open, state_at
from translation.locales import get_language as language_of

SPECIAL_DAYS_AHEAD = dt.timedelta(days=28)
NEAR = dt.timedelta(days=6)
"""So long a weekday names one day only."""


@dataclass(frozen=True)
class DayLine:
    """One day and what is written beside it: one sentence per period, "closed" without any."""

    name: str
    periods: tuple[SafeString | str, ...]


def _babel() -> Locale:
    return Locale.parse(language_of(get_language() or "").babel)


def _time(value: dt.time) -> SafeString:
    text = format_time(value, "short", locale=_babel())
    return format_html('<time datetime="{}">{}</time>', value.strftime("%H:%M"), text)


def _clock(moment: dt.datetime) -> SafeString:
    """The time of a moment, in its own zone."""
    text = format_time(moment, "short", tzinfo=moment.tzinfo, locale=_babel())
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


def _day_and_clock(moment: dt.datetime, today: dt.date) -> SafeString:
    """Weekday, or date when it is further away, and time, joined as the language joins them."""
    babel = _babel()
    if moment.date() - today <= NEAR:
        day = get_day_names("wide", "stand-alone", babel)[moment.weekday()]
    else:
        day = format_date(moment, "full", locale=babel)
    clock = format_time(moment, "short", tzinfo=moment.tzinfo, locale=babel)
    text = str(babel.datetime_formats["medium"]).replace("'", "").format(clock, day)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)


def state_sentence(state: OpeningState, zone: str, now: dt.datetime) -> SafeString:
    """Whether somebody is there now, until when, and when next, on the clock of `zone`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if state.changes_at is None:
        return escape(_("Somebody is there now.") if state.open else _("Nobody is there now."))
    moment = state.changes_at.astimezone(ZoneInfo(zone))
    if moment.date() == today:
        sentence = (
            _("Somebody is there now, until {time}.")
            if state.open
            else _("Nobody is there now. Somebody will be there today at {time}.")
        )
        return format_html(sentence, time=_clock(moment))
    sentence = (
        _("Somebody is there now. Until: {day_and_time}.")
        if state.open
        else _("Nobody is there now. Next time: {day_and_time}.")
    )
    return format_html(sentence, day_and_time=_day_and_clock(moment, today))


def _period(period: Period) -> SafeString:
    opens, closes = period
    if opens == closes:
        return format_html(_("from {opens}, for 24 hours"), opens=_time(opens))
    return format_html(_("from {opens} to {closes}"), opens=_time(opens), closes=_time(closes))


def _periods(periods: list[Period]) -> tuple[SafeString | str, ...]:
    return tuple(_period(period) for period in periods) or (_("closed"),)


def week(schedule: Schedule) -> list[DayLine]:
    """Monday to Sunday; empty when no hours of a week were entered."""
    if not schedule.hours:
        return []
    names = get_day_names("wide", "stand-alone", _babel())
    by_day: dict[int, list[Period]] = {day: [] for day in range(7)}
    for row in schedule.hours:
        by_day[row.weekday].append((row.opens, row.closes))
    return [DayLine(names[day], _periods(sorted(by_day[day]))) for day in range(7)]


def special_days(schedule: Schedule, today: dt.date) -> list[DayLine]:
    """What differs within the next four weeks, by date."""
    coming = sorted(
        (day for day in schedule.special if today <= day.date <= today + SPECIAL_DAYS_AHEAD),
        key=lambda day: day.date,
    )
    babel = _babel()
    return [
        DayLine(format_date(day.date, "full", locale=babel), _periods(sorted(day.periods)))
        for day in coming
    ]


def zone_sentence(zone: str) -> str:
    """Names the place whose clock counts, when it is not the clock of this site."""
    if zone == settings.TIME_ZONE:
        return ""
    city = get_timezone_location(zone, locale=_babel(), return_city=True)
    return _("All times are those of this place: {city}.").format(city=city)


class OpeningWords:
    """What `includes/opening_hours.html` says, in the language that is active when it asks."""

    def __init__(self, schedule: Schedule, now: dt.datetime) -> None:
        self.schedule = schedule
        self.now = now
        self.state = state_at(schedule, now)

    @property
    def sentence(self) -> SafeString:
        return state_sentence(self.state, self.schedule.zone, self.now)

    @property
    def always(self) -> bool:
        return is_always_open(self.schedule)

    @property
    def week(self) -> list[DayLine]:
        return week(self.schedule)

    @property
    def special_days(self) -> list[DayLine]:
        today = self.now.astimezone(ZoneInfo(self.schedule.zone)).date()
        return special_days(self.schedule, today)

    @property
    def zone_sentence(self) -> str:
        return zone_sentence(self.schedule.zone)
