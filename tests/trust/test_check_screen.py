"""The screen on which an editor records and confirms a content check."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone, translation
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from tests.people.signing_in import sign_in_staff
from trust.forms import in_months
from trust.models import FactCheck

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def data(**values):
    rows = values.pop("rows", [("Act", "Ministry", "https://law.example/1")])
    fields = {
        "organisation": "Refugee Council",
        "checker_role": "legal adviser",
        "place": "Bavaria",
        "review_by": (timezone.localdate() + dt.timedelta(days=90)).isoformat(),
        "note": "",
        "sources-TOTAL_FORMS": len(rows),
        "sources-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        for name, value in zip(("title", "publisher", "url"), row, strict=True):
            fields[f"sources-{number}-{name}"] = value
    return fields | values


@pytest.fixture
def page(make_page):
    return make_page(live=False, checked=False)


@pytest.fixture
def url(page):
    return reverse("trust_admin:check", args=[page.pk])


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(client, make_editor, home_page):
    user = make_editor(home_page)
    UserProfile.objects.create(user=user, preferred_language="en")
    sign_in_staff(client, user)
    return client


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_an_editor_records_a_check(editor, page, url):
    response = editor.post(url, data())
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    check = FactCheck.objects.get()
    assert (check.subject, check.checker_name) == (page.translation_key, "Editor")
    assert check.checked_at == timezone.localdate()
    assert [source.title for source in check.sources.all()] == ["Act"]
    page.refresh_from_db()
    assert not page.live


def test_the_next_check_is_proposed_in_six_months(editor, url):
    response = editor.get(url)
    expected = in_months(timezone.localdate(), 6)
    assert response.context["form"].initial["review_by"] == expected
    assert "publish" not in response.context["form"].fields  # may edit, may not publish


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 6, 30), 6, dt.date(2026, 12, 30)),
    ],
)
def test_months_end_where_they_end(day, months, expected):
    assert in_months(day, months) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"review_by": "2020-01-01"},
        {"organisation": ""},
        {"rows": []},
        {"rows": [("", "", "")]},
        {"rows": [("Act", "Ministry", "not an address")]},
        {"sources-0-DELETE": "on"},
    ],
)
def test_bad_input_records_nothing_and_keeps_what_was_typed(editor, url, wrong):
    response = editor.post(url, data(place="Kept place", **wrong))
    assert response.status_code == 200
    assert not FactCheck.objects.exists()
    assert "Kept place" in response.content.decode()


def test_today_is_not_in_the_future(editor, url):
    editor.post(url, data(review_by=timezone.localdate().isoformat()))
    assert not FactCheck.objects.exists()


def test_a_broken_row_that_is_deleted_does_not_matter(editor, url):
    rows = [("Act", "Ministry", "https://law.example/1"), ("Half", "", "")]
    editor.post(url, data(rows=rows, **{"sources-1-DELETE": "on"}))
    assert FactCheck.objects.get().sources.count() == 1


def test_recording_and_publishing_in_one_step(client, admin_user, page, url):
    sign_in_staff(client, admin_user)
    client.post(url, data(publish="on"))
    page.refresh_from_db()
    assert page.live


def test_still_correct_is_one_press(editor, page, url, record):
    with freeze_time("2026-01-10 12:00"):
        check = record(page)
    response = editor.post(
        reverse("trust_admin:confirm", args=[page.pk]), {"check": check.pk}, follow=True
    )
    new = FactCheck.objects.current().get()
    assert new.checked_at == timezone.localdate()
    assert new.interval == check.interval
    html = response.content.decode()
    assert html.count("2026-01-10") >= 1  # the former one stands in the history
    again = editor.post(reverse("trust_admin:confirm", args=[page.pk]), {"check": check.pk})
    assert "newer check" in said(again)
    assert FactCheck.objects.count() == 2


def test_still_correct_is_not_a_link(editor, page):
    assert editor.get(reverse("trust_admin:confirm", args=[page.pk])).status_code == 405


def test_a_check_of_another_page_cannot_be_confirmed_here(editor, page, make_page):
    make_page()
    other = FactCheck.objects.get()
    url = reverse("trust_admin:confirm", args=[page.pk])
    assert editor.post(url, {"check": other.pk}).status_code == 404


def test_only_who_may_edit_the_page_may_check_it(client, make_page, make_editor, home_page):
    own, other = make_page(), make_page()
    sign_in_staff(client, make_editor(own))
    for page, status in ((own, 200), (other, 302)):  # Wagtail sends the refused to the front page
        url = reverse("trust_admin:check", args=[page.pk])
        assert client.get(url).status_code == status
        count = FactCheck.objects.count()
        client.post(url, data())
        assert FactCheck.objects.count() == count + (status == 200)


def test_the_editor_shows_the_state_and_the_way(client, admin_user, page, url, record):
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    sign_in_staff(client, admin_user)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(edit).content.decode()
    assert html.count(url) >= 2  # in the panel and in the header
    with freeze_time("2026-01-10 12:00"):
        record(page, review_by=dt.date(2026, 2, 1))
    assert "overdue" in client.get(edit).content.decode()
    explorer = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert url in client.get(explorer).content.decode()
