"""Staff change the words of a message, see what they do, and can go back."""

import datetime as dt
import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from messaging.budget_admin import SmsBudgetAdmin
from messaging.models import MessageText, SmsBudget
from people.models import User
from tests.people.signing_in import sign_in_staff
from trust.models import AuditEntry

pytestmark = [pytest.mark.row("G2"), pytest.mark.django_db]

WHERE = ["consent.confirm_phone", "sms", "ar"]
GOOD = "{code} رمزك في {site}، {minutes} دقائق"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """The second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]


@pytest.fixture
def staff():
    user = User.objects.create_user("staff@example.org", is_staff=True, language="en")
    wanted = ["access_admin", "change_messagetext"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


@pytest.fixture
def admin(staff):
    client = Client(headers={"Accept-Language": "en"})
    sign_in_staff(client, staff)
    return client


def url(where=WHERE):
    return reverse("message_texts:text", args=where)


def test_the_list_shows_every_text(admin, django_assert_max_num_queries):
    MessageText.objects.create(key=WHERE[0], channel="sms", language="ar", text=GOOD)
    MessageText.objects.create(key=WHERE[0], channel="sms", language="fa", text="{oops}")
    with django_assert_max_num_queries(30):
        page = admin.get(reverse("message_texts:texts")).content.decode()
    assert url() in page
    assert page.count('<span class="w-status">') == 1
    assert page.count("w-status--label") == 1


def test_the_editor_starts_with_the_words_that_hold(admin):
    page = admin.get(url(["account.login_code", "email", "en"]))
    assert page.status_code == 200
    assert "Your code to sign in" in page.context["form"]["text"].value()
    srcdoc = re.search(r'srcdoc="([^"]*)"', page.content.decode())[1]
    assert html.unescape(srcdoc) == page.context["preview"].html


def test_saving_changes_what_is_sent(admin, staff):
    assert admin.post(url(), {"text": GOOD, "save": ""}).status_code == 302
    row = MessageText.objects.get()
    assert (row.text, row.updated_by, row.language) == (GOOD, staff, "ar")
    admin.post(url(), {"text": GOOD + "!", "save": ""})
    assert MessageText.objects.get().text == GOOD + "!"


def test_the_preview_counts_parts_and_cost_and_saves_nothing(admin, settings):
    settings.SMS_PRICES = {"DE": 75_000, "AT": 60_000}
    settings.SMS_COUNTRIES = ["DE", "AT"]
    page = admin.post(url(), {"text": GOOD + "ا" * 50, "preview": ""})
    assert not MessageText.objects.exists()
    length = page.context["length"]
    assert (length["segments"].encoding, length["segments"].parts) == ("UCS-2", 2)
    assert length["costs"] == [("DE", 15.0), ("AT", 12.0)]
    assert 'class="message-preview" lang="ar" dir="rtl"' in page.content.decode()


@pytest.mark.parametrize(
    "text", ["{code}", "{code} {minutes} {x}", "{code", "", "{code}{minutes}" + "ا" * 300]
)
def test_broken_words_are_refused_and_kept_in_the_form(admin, text):
    page = admin.post(url(), {"text": text, "save": ""})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["form"]["text"].value() == text
    assert page.context["preview"] is None
    assert not MessageText.objects.exists()


def test_back_to_the_first_words(admin):
    admin.post(url(), {"text": GOOD, "save": ""})
    assert admin.post(url(), {"reset": ""}).status_code == 302
    assert not MessageText.objects.exists()
    assert admin.post(url(), {"reset": ""}).status_code == 302
    acts = AuditEntry.objects.order_by("pk")
    assert [act.verb for act in acts] == ["messaging.text.changed", "messaging.text.reset"]
    assert acts[0].detail == {"key": WHERE[0], "channel": "sms", "language": "ar"}


@pytest.mark.parametrize(
    "where", [["no.such", "sms", "ar"], ["account.login_code", "sms", "ar"], [*WHERE[:2], "xx"]]
)
def test_what_does_not_exist(admin, where):
    assert admin.get(url(where)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not(admin, staff, method):
    staff.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    assert getattr(admin, method)(url()).status_code in (302, 403)
    assert getattr(admin, method)(reverse("message_texts:texts")).status_code in (302, 403, 405)
    assert not MessageText.objects.exists()


def test_the_limit_of_a_month_is_changed_and_nothing_else(admin, staff):
    month = SmsBudget.objects.create(month=dt.date(2026, 7, 1), spent_micros=1_250_000)
    urls = SmsBudgetAdmin().url_helper
    listing, edit = urls.get_action_url("index"), urls.get_action_url("edit", month.pk)
    assert admin.get(edit).status_code in (302, 403)
    staff.user_permissions.add(Permission.objects.get(codename="change_smsbudget"))
    assert "1.25" in admin.get(listing).content.decode()
    assert admin.post(edit, {"limit_euros": "80", "spent_micros": "0"}).status_code == 302
    month.refresh_from_db()
    assert (month.limit_micros, month.spent_micros) == (80_000_000, 1_250_000)
    act = AuditEntry.objects.get()
    assert (act.verb, act.actor, act.detail) == (
        "messaging.budget.changed",
        staff,
        {"limit_euros": 80},
    )
    staff.user_permissions.set(Permission.objects.filter(codename__contains="smsbudget"))
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert admin.post(urls.get_action_url("delete", month.pk)).status_code in (302, 403)
    assert SmsBudget.objects.exists()
