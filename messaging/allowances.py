"""The counts behind `rules.py`: taken before a message goes out, given back if it did not.

Each count is one conditional UPDATE, so two workers that ask at the same moment cannot both get
the last one. A worker that dies keeps what it took: the error is always on the side of silence.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.utils import timezone

from messaging import rules
from messaging.channels.sms import cost_micros, country_of, get_channel
from messaging.models.budget import DayCount, SmsBudget
from messaging.services import send_message

if TYPE_CHECKING:
    from messaging.models import Message

logger = logging.getLogger(__name__)
MAY_CHANGE_BUDGET = "messaging.change_smsbudget"


@dataclass(frozen=True)
class Allowance:
    """What was taken for one attempt; hand it to `give_back` or `settle`."""

    address_hash: str = ""
    purpose: str = ""
    day: dt.date | None = None
    month: dt.date | None = None
    micros: int = 0


def zone_of(message: Message) -> ZoneInfo:
    """The person's time zone; the site's where there is no person or no such zone."""
    name = message.user.time_zone if message.user else settings.TIME_ZONE
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return ZoneInfo(settings.TIME_ZONE)


def quiet_hours() -> rules.QuietHours:
    return rules.QuietHours(dt.time(settings.SMS_QUIET_FROM), dt.time(settings.SMS_QUIET_UNTIL))


def budget_of(month: dt.date) -> rules.Budget:
    """The state of a month; its row is made when it is first asked for."""
    row, _created = SmsBudget.objects.get_or_create(month=month)
    return rules.Budget(limit=row.limit_micros, spent=row.spent_micros)


def month_of(now: dt.datetime) -> dt.date:
    return timezone.localdate(now, ZoneInfo(settings.TIME_ZONE)).replace(day=1)


def take_allowance(
    *, message: Message, now: dt.datetime | None = None
) -> tuple[rules.Decision, Allowance]:
    """Ask and, for "send", take. The allowance is empty for "hold" and "refuse".

    An SMS needs `message.parts` as `segments.count` tells them.
    """
    now = now or timezone.now()
    is_sms = message.channel == "sms"
    rule = rules.rule_for(message.channel, message.purpose)
    if not is_sms and rule.per_day is None:
        return rules.SEND, Allowance()
    cost = cost_micros(message.parts, message.to_address, get_channel().name) if is_sms else 0
    month = month_of(now)
    with transaction.atomic():
        zone = zone_of(message)
        day = rules.local_day(now, zone)
        wanted = Allowance(
            address_hash=message.address_hash,
            purpose=f"{message.channel}:{message.purpose}",
            day=None if rule.per_day is None else day,
            month=month if is_sms else None,
            micros=cost,
        )
        decision = rules.decide(
            now=now,
            zone=zone,
            channel=cast("rules.Channel", message.channel),
            purpose=message.purpose,
            sent_today=_sent(wanted),
            quiet=quiet_hours(),
            country=country_of(message.to_address) if is_sms else "",
            countries=frozenset(settings.SMS_COUNTRIES),
            budget=budget_of(month) if is_sms else None,
            cost=cost,
        )
        if decision.action != "send":
            return decision, Allowance()
        refusal = _take(wanted, rule, now, zone)
    if is_sms:
        raise_alarm(month)
    return (refusal, Allowance()) if refusal else (decision, wanted)


def _sent(wanted: Allowance) -> int:
    if wanted.day is None:
        return 0
    row = DayCount.objects.filter(
        address_hash=wanted.address_hash, purpose=wanted.purpose, day=wanted.day
    )
    return row.values_list("count", flat=True).first() or 0


def _take(
    wanted: Allowance, rule: rules.Rule, now: dt.datetime, zone: ZoneInfo
) -> rules.Decision | None:
    """Take both counts, or neither; the decision that somebody else was faster otherwise."""
    if wanted.day and rule.per_day is not None:
        taken = DayCount.objects.take(
            address_hash=wanted.address_hash,
            purpose=wanted.purpose,
            day=wanted.day,
            cap=rule.per_day,
        )
        if not taken:
            return rules.when_capped(now=now, zone=zone, rule=rule, quiet=quiet_hours())
    if wanted.month and wanted.micros:
        limit = rules.budget_limit(rule, budget_of(wanted.month).limit)
        if not SmsBudget.objects.spend(month=wanted.month, micros=wanted.micros, limit=limit):
            _return_day(wanted)
            return rules.Decision("refuse", "budget")
    return None


def _return_day(allowance: Allowance) -> None:
    if allowance.day:
        DayCount.objects.give_back(
            address_hash=allowance.address_hash, purpose=allowance.purpose, day=allowance.day
        )


@transaction.atomic
def give_back(*, allowance: Allowance) -> None:
    """The message surely did not go out: neither the day nor the month has had it."""
    _return_day(allowance)
    if allowance.month:
        SmsBudget.objects.correct(month=allowance.month, micros=-allowance.micros)


@transaction.atomic
def settle(*, allowance: Allowance, micros: int) -> None:
    """The message went out and cost `micros`, as the provider says or as was estimated."""
    if allowance.month and micros != allowance.micros:
        SmsBudget.objects.correct(month=allowance.month, micros=micros - allowance.micros)


def raise_alarm(month: dt.date) -> int:
    """Tell those who may change the budget, once per step. Returns the step just reached, or 0."""
    percent = rules.alarm_for(budget_of(month))
    row = SmsBudget.objects.filter(month=month, alarm_percent__lt=percent)
    if not percent or not row.update(alarm_percent=percent):
        return 0
    logger.error("%s %% of the SMS budget of %s is used up.", percent, f"{month:%Y-%m}")
    try:
        with transaction.atomic():
            _tell_those_in_charge(month, percent)
    except Exception:  # the SMS that is about to go out must not wait for the mail about it
        logger.exception("Nobody could be told about the SMS budget.")
    return percent


def _tell_those_in_charge(month: dt.date, percent: int) -> None:
    for person in ModelBackend().with_perm(MAY_CHANGE_BUDGET):
        send_message(
            key="staff.budget_alarm",
            channel="email",
            to=person.email,
            language=person.language,
            context={"percent": percent, "month": f"{month:%Y-%m}"},
            user=person,
            purpose="service",
            dedupe_key=f"budget:{month}:{percent}:{person.pk}",
        )
