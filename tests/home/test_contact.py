"""One contact, edited once: is somebody there now, until when, and when next?"""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from freezegun import freeze_time
from wagtail.models import Locale

from home.models import Contact, ContactPoint, OpeningException
from home.models.contact_point import clean_phone
from people.models import User
from tests.home.factories import make_contact, make_point, make_term
from tests.people.signing_in import sign_in_staff

pytestmark = [pytest.mark.row("G12"), pytest.mark.django_db]
WEEKDAYS = tuple((day, "09:00", "17:00") for day in range(5))
FRIDAY_NOON = "2026-11-20T11:00:00Z"


def show(block: str, language: str = "en", **value: object) -> str:
    with translation.override(language):
        html = render_to_string(f"blocks/{block}_block.html", {"value": value})
    return re.sub(r"\s+", " ", html)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\u202f", " "))).strip()


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (FRIDAY_NOON, "Somebody is there now, until 5:00 PM ."),
        ("2026-11-20T07:00:00Z", "Nobody is there now. Somebody will be there today at 9:00 AM ."),
        ("2026-11-20T17:00:00Z", "Nobody is there now. Next time: Monday, 9:00 AM ."),
    ],
)
def test_a_hotline_says_whether_somebody_is_there(now: str, sentence: str) -> None:
    contact = make_contact(point=make_point(hours=WEEKDAYS))
    with freeze_time(now):
        assert sentence in words(show("hotline", contact=contact))


def test_times_are_for_machines_too_and_no_dash_stands_between_them() -> None:
    contact = make_contact(point=make_point(hours=WEEKDAYS))
    with freeze_time(FRIDAY_NOON):
        html = show("hotline", "de", contact=contact)
    assert '<time datetime="2026-11-20T17:00:00+01:00">17:00</time>' in html
    assert "Montag" in html
    assert not re.search(r"</time>\s*[–-]\s*<time", html)


def test_a_night_ends_on_another_day() -> None:
    contact = make_contact(point=make_point(hours=((4, "20:00", "06:00"),)))
    with freeze_time("2026-11-20T22:00:00Z"):
        assert "Somebody is there now. Until: Saturday, 6:00 AM" in words(
            show("hotline", contact=contact)
        )


def test_around_the_clock_and_unknown_hours() -> None:
    always = make_point(hours=tuple((day, "00:00", "00:00") for day in range(7)))
    html = show("hotline", contact=make_contact(point=always))
    assert "at any time, day and night" in html
    assert "<table" not in html
    unknown = show("hotline", contact=make_contact())
    assert "opening" not in unknown
    assert make_contact().opening_state is None


def test_a_closed_day_is_announced() -> None:
    point = make_point(hours=WEEKDAYS, closed_on=(dt.date(2026, 11, 23),))
    with freeze_time("2026-11-20T17:00:00Z"):
        text = words(show("hotline", contact=make_contact(point=point)))
    assert "Next time: Tuesday, 9:00 AM" in text
    assert "Monday, November 23, 2026 closed" in text


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_language_has_its_weekdays_and_times(language: str) -> None:
    point = make_point(hours=(*WEEKDAYS, (5, "09:00", "09:00")), time_zone="Europe/Kyiv")
    with freeze_time("2026-11-20T17:00:00Z"):
        html = show("hotline", language, contact=make_contact(point=point))
    names = re.findall(r'<th scope="row">([^<]+)</th>', html)
    assert len(set(names)) == 7
    assert language == "en" or "Monday" not in names
    assert html.count("<time") == 1 + 2 * 5 + 1


def test_hours_without_a_next_time_say_so() -> None:
    point = make_point(closed_on=(dt.date(2026, 12, 24),))
    with freeze_time("2026-12-24T11:00:00Z"):
        assert "Nobody is there now. " in words(show("hotline", contact=make_contact(point=point)))


def test_another_time_zone_is_named() -> None:
    point = make_point(hours=WEEKDAYS, time_zone="Europe/Kyiv")
    with freeze_time("2026-11-20T14:30:00Z"):
        text = words(show("hotline", contact=make_contact(point=point)))
    assert "until 5:00 PM" in text
    assert "All times are those of this place: Kyiv." in text
    here = show("hotline", contact=make_contact(point=make_point(hours=WEEKDAYS)))
    assert "this place" not in here


def test_a_contact_in_arabic_keeps_the_number_in_order_and_names_its_own_language() -> None:
    html = show("contact", "ar", contact=make_contact("Beratung"))
    assert '<div class="contact" lang="ar" dir="rtl">' in html
    assert '<a href="tel:+49341123456"><bdi dir="ltr">+49 341 123456</bdi></a>' in html
    assert '<p class="contact__name" lang="de" dir="ltr">' in html


def test_all_languages_share_one_point() -> None:
    contact = make_contact()
    locale = Locale.objects.get_or_create(language_code="ar")[0]
    copy = contact.copy_for_translation(locale)
    copy.name = "استشارة"
    copy.save()
    contact.point.phone = "+49 341 999"
    contact.point.save()
    assert Contact.objects.get(pk=copy.pk).point.phone == "+49 341 999"
    with pytest.raises(ProtectedError):
        contact.point.delete()


def test_many_contacts_need_as_many_statements_as_one() -> None:
    def statements(many: int) -> int:
        keys = [
            make_contact(point=make_point(hours=WEEKDAYS, closed_on=(dt.date(2099, 1, 1),))).pk
            for _number in range(many)
        ]
        with CaptureQueriesContext(connection) as queries:
            for contact in Contact.objects.in_bulk(keys).values():
                show("hotline", contact=contact)
        return len(queries)

    statements(1)  # the table of languages is kept in the process from here on
    assert statements(1) == statements(50) == 3


def test_unused_contacts_can_be_told_from_used_ones(home_page) -> None:
    used, unused = make_contact("Used"), make_contact("Unused")
    home_page.body = [("contact", {"contact": used}), ("hotline", {"contact": used})]
    home_page.save_revision().publish()
    usage = dict(Contact.objects.with_usage().values_list("pk", "usage"))
    assert usage == {used.pk: 1, unused.pk: 0}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0049 341  123456", "+49 341 123456"),
        ("+٤٩ ٣٤١ ١٢٣٤٥٦", "+49 341 123456"),
        ("۰۳۴۱ ۱۲۳", "0341 123"),
        ("\u200e+49 341–123\u202c", "+49 341-123"),
        ("116117", "116117"),
        ("", ""),
    ],
)
def test_phone_numbers_are_stored_in_one_spelling(typed: str, stored: str) -> None:
    assert clean_phone(typed) == stored


@pytest.mark.parametrize("typed", ["call me", "+49 341 12 ext", "javascript:1", "+"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        ContactPoint(name="x", phone=typed).full_clean()


def test_a_zone_that_does_not_exist_is_refused() -> None:
    ContactPoint(name="x", time_zone="Asia/Damascus").full_clean()
    with translation.override("en"), pytest.raises(ValidationError, match="time zone"):
        ContactPoint(name="x", time_zone="Europe/Leipzig").full_clean()


@pytest.mark.parametrize(
    ("closed", "opens", "closes", "fits"),
    [
        (True, None, None, True),
        (False, dt.time(9), dt.time(10), True),
        (False, None, None, False),
        (False, dt.time(9), None, False),
        (True, dt.time(9), dt.time(10), False),
    ],
)
def test_an_exception_is_closed_or_has_hours(
    closed: bool, opens: dt.time | None, closes: dt.time | None, fits: bool
) -> None:
    row = OpeningException(date=dt.date(2026, 12, 24), closed=closed, opens=opens, closes=closes)
    if fits:
        row.clean()
    else:
        with pytest.raises(ValidationError):
            row.clean()


def post_point(client: Client, hours: list[tuple[int, str, str]], dates: list[str]) -> object:
    data = {"name": "Hotline", "phone": "٠٣٤١ ١٢٣", "time_zone": "Europe/Berlin"}
    for name, count in (("opening_hours", len(hours)), ("opening_exceptions", len(dates))):
        data |= {f"{name}-TOTAL_FORMS": count, f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    for number, (day, opens, closes) in enumerate(hours):
        prefix = f"opening_hours-{number}"
        data |= {f"{prefix}-weekday": day, f"{prefix}-opens": opens, f"{prefix}-closes": closes}
    for number, date in enumerate(dates):
        prefix = f"opening_exceptions-{number}"
        data |= {f"{prefix}-date": date, f"{prefix}-closed": "on"}
    return client.post(reverse("wagtailsnippets_home_contactpoint:add"), data)


@pytest.fixture
def admin(client: Client) -> Client:
    sign_in_staff(client, User.objects.create_superuser("admin@example.org", "a-long-password"))
    return client


def test_the_admin_form_stores_hours_and_refuses_contradictions(admin: Client) -> None:
    response = post_point(admin, [(0, "09:00", "12:00"), (0, "11:00", "13:00")], [])
    assert response.status_code == 200
    assert not ContactPoint.objects.exists()
    response = post_point(admin, [], ["2026-12-24", "2026-12-24"])
    assert not ContactPoint.objects.exists()
    response = post_point(admin, [(0, "09:00", "12:00"), (0, "12:00", "13:00")], ["2026-12-24"])
    assert response.status_code == 302
    point = ContactPoint.objects.get()
    assert point.phone == "0341 123"
    assert [point.opening_hours.count(), point.opening_exceptions.count()] == [2, 1]


@pytest.mark.parametrize("model", ["contact", "contactpoint", "glossaryterm"])
def test_the_lists_of_building_blocks_open_and_search(admin: Client, model: str) -> None:
    make_contact("Beratung", point=make_point("Beratungsstelle"))
    make_term("Beratung")
    address = reverse(f"wagtailsnippets_home_{model}:list")
    word = "Beratungsstelle" if model == "contactpoint" else "Beratung"
    assert len(admin.get(address).context["object_list"]) == 1
    assert len(admin.get(address, {"q": word}).context["object_list"]) == 1
    assert len(admin.get(address, {"q": "Zebra"}).context["object_list"]) == 0


def test_a_term_stands_beside_the_german_one() -> None:
    term = make_term(locale=Locale.objects.get_or_create(language_code="en")[0])
    html = show("glossary", "en", term=term)
    assert "<dfn>Residence permit</dfn>" in html
    assert '(<span lang="de" dir="ltr">Aufenthaltserlaubnis</span>)' in html
    same = make_term("Aufenthaltserlaubnis")
    assert "<span" not in show("glossary", "de", term=same)
