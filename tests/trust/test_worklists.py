"""What editors have to do: the list of due checks, the to-do panel, and what readers see."""

import datetime as dt

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from freezegun import freeze_time
from wagtail.models import Locale

from tests.people.signing_in import sign_in_staff
from trust.models import FactCheck, Report
from trust.services import file_report
from trust.todo import tasks_for

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]
PAST = {"checked_at": dt.date(2026, 1, 1), "review_by": dt.date(2026, 3, 1)}
LISTS = ["checks_due", "broken_links", "drafts", "untranslated"]


@pytest.fixture(autouse=True)
def _english():
    with freeze_time("2026-11-21 12:00"), translation.override("en"):
        yield


@pytest.fixture
def due():
    return reverse("trust_admin:checks_due")


def titles(response) -> list[str]:
    return [check.page_title for check in response.context["object_list"]]


def test_the_most_urgent_check_comes_first(client, admin_user, make_page, record, due):
    soon, old, later = make_page(), make_page(), make_page()
    record(soon, review_by=dt.date(2026, 12, 1))
    record(old, **PAST)
    sign_in_staff(client, admin_user)
    assert titles(client.get(due)) == [old.title, soon.title, later.title]
    assert titles(client.get(due, {"due": "overdue"})) == [old.title]
    assert titles(client.get(due, {"due": "soon"})) == [soon.title]
    assert titles(client.get(due, {"q": later.title})) == [later.title]
    assert titles(client.get(due, {"q": "council"})) == [old.title, soon.title, later.title]
    rows = client.get(due, {"export": "csv"}).getvalue().decode().splitlines()
    assert len(rows) == 4
    assert rows[1].startswith(f"{old.title},Overdue,2026-03-01")


def test_editors_see_the_checks_of_their_pages(client, make_editor, make_page, due):
    own, _other = make_page(), make_page()
    sign_in_staff(client, make_editor(own))
    assert titles(client.get(due)) == [own.title]


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_closed_to_others(client, make_editor, make_page, name):
    page = make_page()
    editor = make_editor(page)
    sign_in_staff(client, editor)
    assert client.get(reverse(f"trust_admin:{name}")).status_code == 200
    assert client.get(reverse(f"trust_admin:{name}_results")).status_code == 200
    page.delete()
    assert client.get(reverse(f"trust_admin:{name}")).status_code == 302


def test_one_check_of_several_languages_is_one_row(client, admin_user, make_page, due):
    page = make_page()
    arabic, _ = Locale.objects.get_or_create(language_code="ar")
    page.get_parent().copy_for_translation(arabic)
    page.copy_for_translation(arabic, alias=True)
    sign_in_staff(client, admin_user)
    response = client.get(due)
    assert [check.page_id for check in response.context["object_list"]] == [page.pk]


@pytest.mark.parametrize("name", ["checks_due", "drafts"])
def test_a_list_costs_the_same_for_1_and_40(client, make_editor, make_page, home_page, name):
    sign_in_staff(client, make_editor(home_page))
    url = reverse(f"trust_admin:{name}")
    make_page(live=False)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(39):
        make_page(live=False)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url).context["object_list"]) == 40
    assert len(many) == len(few)


def counts(user) -> dict[str, int]:
    return {str(task.label): task.count for task in tasks_for(user)}


def test_the_panel_counts_what_is_to_do(
    client, admin_user, make_page, record, django_assert_num_queries
):
    with django_assert_num_queries(5):  # one for each line
        assert set(counts(admin_user).values()) == {0}
    old, page, _draft = make_page(), make_page(), make_page(live=False)
    record(old, **PAST)
    arabic, _ = Locale.objects.get_or_create(language_code="ar")
    page.get_parent().copy_for_translation(arabic)
    page.copy_for_translation(arabic, alias=True)
    for number in range(2):
        file_report(page=page, path="", language="de", kind="wrong", text="x", key=f"{number:032x}")
    Report.objects.filter(pk=Report.objects.first().pk).update(state=Report.State.DONE)
    with django_assert_num_queries(5):
        assert counts(admin_user) == {
            "Content checks overdue": 1,
            "Broken links": 0,
            "Drafts not published": 2,  # the draft, and the Arabic front page
            "Translations missing": 1,
            "Readers' reports open": 1,
        }
    sign_in_staff(client, admin_user)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    for task in tasks_for(admin_user):
        if task.count:
            assert task.url in html
            assert client.get(task.url).status_code == 200


def test_the_panel_shows_only_what_somebody_may_do(make_editor, make_page):
    own, other = make_page(live=False), make_page(live=False)
    assert counts(make_editor(own)) == {
        "Content checks overdue": 0,
        "Broken links": 0,
        "Drafts not published": 1,
        "Translations missing": 0,
    }
    assert other.pk != own.pk


def line(page, check) -> str:
    return render_to_string("includes/trust_line.html", {"page": page, "check": check})


def test_readers_see_who_when_where_and_until_when(make_page):
    page = make_page()
    html = line(page, FactCheck.objects.with_sources().get())
    assert '<time datetime="2026-11-21">' in html
    assert '<time datetime="2027-05-20">' in html
    for words in ("legal adviser", "Refugee Council", "Bavaria", "2 sources"):
        assert words in html
    assert "Rana" not in html  # the name is for the record, not for readers
    assert "out of date" not in html


def test_readers_see_that_a_check_is_overdue(make_page, record):
    page = make_page()
    html = line(page, record(page, **PAST))
    assert "out of date" in html
    assert '<time datetime="2026-03-01">' in html


def test_without_a_check_there_is_no_line(make_page):
    assert line(make_page(live=False, checked=False), None).strip() == ""


def test_a_published_page_shows_the_line(client, make_page):
    page = make_page()
    html = client.get(page.get_url()).content.decode()
    assert '<time datetime="2026-11-21">' in html
    assert "https://law.example/47" in html
