"""Caps and budget as the database keeps them: exact, also when everybody asks at once."""

import datetime as dt
import logging

import pytest
from django.db.models import F
from django.utils import timezone
from freezegun import freeze_time

from messaging import allowances, rules
from messaging.models import DayCount, Message, SmsBudget
from messaging.models.budget import DayCountQuerySet
from people.addresses import hash_address
from people.models import User
from people.services import run_retention

pytestmark = [pytest.mark.row("G5"), pytest.mark.django_db]

TO = "+4915228817386"
NOON = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC)
JULY = dt.date(2026, 7, 1)


@pytest.fixture(autouse=True)
def prices(settings):
    settings.SMS_PRICES = {"DE": 100_000}
    settings.SMS_BUDGET = 1


def sms(purpose="callout", to=TO, parts=1, user=None, channel="sms"):
    return Message(
        channel=channel, purpose=purpose, to_address=to, address_hash=hash_address(to), user=user,
        parts=parts, language="de",
    )  # fmt: skip


def ask(message, now=NOON):
    decision, allowance = allowances.take_allowance(message=message, now=now)
    return decision.action, decision.reason, allowance


def spent():
    return SmsBudget.objects.get(month=JULY).spent_micros


def test_one_callout_a_day_and_the_next_in_the_morning():
    assert ask(sms())[:2] == ("send", "")
    decision, allowance = allowances.take_allowance(message=sms(), now=NOON)
    assert (decision.action, decision.reason) == ("hold", "cap")
    assert decision.until == dt.datetime(2026, 7, 2, 6, 0, tzinfo=dt.UTC)
    assert allowance == allowances.Allowance()
    assert ask(sms(to="+4915228895456"))[0] == "send"
    assert ask(sms(purpose="service"))[0] == "send"
    assert ask(sms(), now=decision.until)[0] == "send"


def test_the_day_is_the_one_of_the_person():
    kabul = User.objects.create_user("k@example.org", time_zone="Asia/Kabul")
    evening = dt.datetime(2026, 7, 1, 18, 0, tzinfo=dt.UTC)  # 22:30 in Kabul, 20:00 in Berlin
    assert ask(sms(user=kabul), now=evening)[:2] == ("hold", "quiet")
    assert ask(sms(), now=evening)[0] == "send"


def test_a_zone_that_does_not_exist_is_the_one_of_the_site():
    lost = User.objects.create_user("l@example.org", time_zone="Mars/Olympus")
    assert ask(sms(user=lost), now=NIGHT)[:2] == ("hold", "quiet")


def test_a_held_message_takes_nothing():
    assert ask(sms(), now=NIGHT)[0] == "hold"
    assert not DayCount.objects.filter(count__gt=0).exists()
    assert spent() == 0


def test_the_budget_stops_at_its_end_and_codes_a_fifth_later():
    for number in range(10):
        assert ask(sms("service", to=f"+491522881{number:04d}"))[0] == "send"
    assert ask(sms("service", to="+4915228899999"))[:2] == ("refuse", "budget")
    assert ask(sms("account"))[0] == "send"
    assert ask(sms("account"))[0] == "send"
    assert ask(sms("account"))[:2] == ("refuse", "budget")
    assert spent() == 1_200_000
    assert ask(sms("service"), now=NOON + dt.timedelta(days=31))[0] == "send"


def test_the_limit_of_one_month_can_be_raised():
    SmsBudget.objects.create(month=JULY, limit_euros=0)
    assert ask(sms("service"))[:2] == ("refuse", "budget")
    SmsBudget.objects.update(limit_euros=1)
    assert ask(sms("service"))[0] == "send"


def test_what_did_not_go_out_is_given_back():
    _action, _reason, allowance = ask(sms(parts=3))
    assert spent() == 300_000
    allowances.give_back(allowance=allowance)
    assert spent() == 0
    assert ask(sms())[0] == "send"


def test_what_it_really_cost_is_settled():
    _action, _reason, allowance = ask(sms())
    allowances.settle(allowance=allowance, micros=75_000)
    assert spent() == 75_000
    allowances.give_back(allowance=allowances.Allowance())
    assert spent() == 75_000


def test_the_alarm_is_raised_once_per_step(caplog):
    caplog.set_level(logging.ERROR)
    boss = User.objects.create_superuser("boss@example.org", "password-123")
    User.objects.create_user("member@example.org")
    for number in range(10):
        ask(sms("service", to=f"+491522881{number:04d}"))
    lines = [record.getMessage() for record in caplog.records if "budget" in record.getMessage()]
    assert lines == [f"{p} % of the SMS budget of 2026-07 is used up." for p in (80, 100)]
    mails = Message.objects.filter(key="staff.budget_alarm")
    assert [mail.to_address for mail in mails] == [boss.email] * 2


def test_mail_costs_nothing_and_is_capped_by_purpose(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask(sms("service", to="a@example.org", channel="email"))[0] == "send"
    for _time in range(5):
        assert ask(sms(to="a@example.org", channel="email"))[0] == "send"
    assert ask(sms(to="A@example.org", channel="email"))[:2] == ("hold", "cap")
    assert not SmsBudget.objects.exists()


def test_other_countries_are_refused():
    assert ask(sms(to="+12025550143"))[:2] == ("refuse", "country")


def test_counts_are_forgotten():
    ask(sms())
    for days, gone in ((2, 0), (5, 1)):
        with freeze_time(NOON + dt.timedelta(days=days)):
            assert run_retention()["messaging.DayCount"] == gone
    assert not DayCount.objects.exists()


@pytest.fixture
def stale_reads(monkeypatch):
    """Everybody has looked before anybody has taken: the worst order that a race can have."""
    monkeypatch.setattr(allowances, "_sent", lambda wanted: 0)
    real = allowances.budget_of

    def before_all(month):
        return rules.Budget(limit=real(month).limit, spent=0)

    monkeypatch.setattr(allowances, "budget_of", before_all)


def test_nobody_gets_two_in_a_race(stale_reads):
    assert [ask(sms())[0] for _number in range(5)] == ["send"] + ["hold"] * 4
    assert spent() == 100_000


def test_the_budget_holds_in_a_race(stale_reads):
    SmsBudget.objects.create(month=JULY, limit_euros=1, spent_micros=700_000)
    people = [f"+49152288100{number:02d}" for number in range(6)]
    assert [ask(sms("callout", to=to))[0] for to in people] == ["send"] * 3 + ["refuse"] * 3
    assert spent() == 1_000_000
    assert DayCount.objects.filter(count=1).count() == 3  # a refused one keeps its day


def test_a_count_without_its_condition_would_send_two(stale_reads, monkeypatch):
    """Negative control: with an UPDATE that asks for nothing, the race shows."""

    def careless(self, *, address_hash, purpose, day, cap):
        self.get_or_create(address_hash=address_hash, purpose=purpose, day=day)
        return self.filter(address_hash=address_hash).update(count=F("count") + 1) == 1

    monkeypatch.setattr(DayCountQuerySet, "take", careless)
    assert [ask(sms())[0] for _number in range(3)] == ["send"] * 3


def test_now_is_the_default():
    assert allowances.month_of(timezone.now()).day == 1
    assert ask(sms("account"), now=None)[0] == "send"
