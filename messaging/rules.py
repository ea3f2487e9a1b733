"""May this message go out now? Pure functions here; `messaging/allowances.py` keeps the counts.

Nobody is woken by an SMS, nobody gets more than a few a day, and a month cannot cost more than was
agreed. Sign-in and confirmation codes (purpose "account") were asked for a moment ago, so they may
ring at night; and they may still go out when the budget is used up, for nobody should be locked
out of their account by a busy month. But a fifth more than the budget is the end for them too:
somebody who makes us send codes to numbers of their own must not find an open purse.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

Action = Literal["send", "hold", "refuse"]
Reason = Literal["", "country", "cap", "quiet", "budget"]
Channel = Literal["email", "sms"]
MINUTE: Final = dt.timedelta(minutes=1)
LONGEST_HOLD: Final = dt.timedelta(days=3)
ALARM_PERCENTS: Final = (80, 100)


@dataclass(frozen=True)
class Rule:
    """What holds for one purpose on one channel. `per_day` None means as many as there are."""

    per_day: int | None
    quiet: bool = False
    budget_percent: int = 100
    hold_when_capped: bool = True


# What a day may bring to one address. A second code is useless the day after, so it is refused.
RULES: Final[dict[tuple[str, str], Rule]] = {
    ("sms", "account"): Rule(10, budget_percent=120, hold_when_capped=False),
    ("sms", "service"): Rule(5, quiet=True),
    ("sms", "callout"): Rule(1, quiet=True),
    ("sms", "digest"): Rule(1, quiet=True),
    ("email", "account"): Rule(None),
    ("email", "service"): Rule(None),
    ("email", "callout"): Rule(5),
    ("email", "digest"): Rule(2),
}


@dataclass(frozen=True)
class QuietHours:
    """Hours on the wall; `start` > `end` goes across midnight, `start` == `end` means none."""

    start: dt.time = dt.time(21)
    end: dt.time = dt.time(8)

    def cover(self, wall: dt.time) -> bool:
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


@dataclass(frozen=True)
class Budget:
    """One month, in millionths of a euro."""

    limit: int
    spent: int


@dataclass(frozen=True)
class Decision:
    """`until` (UTC) is set for a hold only: the first instant at which to ask again."""

    action: Action
    reason: Reason = ""
    until: dt.datetime | None = None


SEND: Final = Decision("send")


def rule_for(channel: str, purpose: str) -> Rule:
    """An unknown purpose is a service message: neither woken up for nor without end."""
    return RULES.get((channel, purpose)) or RULES[channel, "service"]


def is_quiet(now: dt.datetime, zone: ZoneInfo, quiet: QuietHours) -> bool:
    return quiet.cover(now.astimezone(zone).time())


def local_day(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    return now.astimezone(zone).date()


def first_free(now: dt.datetime, blocked: Callable[[dt.datetime], bool]) -> dt.datetime:
    """The first instant from `now` on that is not blocked, in UTC.

    Goes minute by minute (1 ms for a night): walls change and clocks are put forward or back on
    whole minutes only, so nothing is jumped over, whatever a zone does at two in the morning.
    """
    if not blocked(now):
        return now
    moment = now.replace(second=0, microsecond=0)
    while blocked(moment) and moment < now + LONGEST_HOLD:
        moment += MINUTE
    return moment


def within_budget(rule: Rule, budget: Budget, cost: int) -> bool:
    """Exact in integers. What costs nothing always fits."""
    return cost <= 0 or budget.spent + cost <= budget_limit(rule, budget.limit)


def budget_limit(rule: Rule, limit: int) -> int:
    return limit * rule.budget_percent // 100


def alarm_for(budget: Budget) -> int:
    """The highest percentage of ALARM_PERCENTS that is reached; 0 for none."""
    return max((p for p in ALARM_PERCENTS if budget.spent * 100 >= budget.limit * p), default=0)


def decide(
    *,
    now: dt.datetime,
    zone: ZoneInfo,
    channel: Channel,
    purpose: str,
    sent_today: int,
    quiet: QuietHours,
    country: str = "",
    countries: frozenset[str] = frozenset(),
    budget: Budget | None = None,
    cost: int = 0,
) -> Decision:
    """`sent_today`: messages of this purpose and channel on this person's calendar day.

    What will never be right is refused before anything is held. Raises ValueError for a naive time.
    """
    if now.tzinfo is None:
        raise ValueError("A decision needs an aware time.")
    now = now.astimezone(dt.UTC)
    rule = rule_for(channel, purpose)
    if channel == "sms" and country not in countries:
        return Decision("refuse", "country")
    if budget is not None and not within_budget(rule, budget, cost):
        return Decision("refuse", "budget")
    if rule.per_day is not None and sent_today >= rule.per_day:
        return when_capped(now=now, zone=zone, rule=rule, quiet=quiet)
    return _hold_or_send(now, zone, rule, quiet, capped=False)


def when_capped(*, now: dt.datetime, zone: ZoneInfo, rule: Rule, quiet: QuietHours) -> Decision:
    """Tomorrow, or never for what is useless tomorrow."""
    if not rule.hold_when_capped:
        return Decision("refuse", "cap")
    return _hold_or_send(now.astimezone(dt.UTC), zone, rule, quiet, capped=True)


def _hold_or_send(
    now: dt.datetime, zone: ZoneInfo, rule: Rule, quiet: QuietHours, *, capped: bool
) -> Decision:
    today = local_day(now, zone)

    def blocked(moment: dt.datetime) -> bool:
        if capped and local_day(moment, zone) <= today:
            return True
        return rule.quiet and is_quiet(moment, zone, quiet)

    until = first_free(now, blocked)
    if until == now:
        return SEND
    return Decision("hold", "cap" if capped else "quiet", until)
