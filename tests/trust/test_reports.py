"""'Something is wrong here': from a reader without an account to the inbox and its states."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from messaging.export import harmless
from tests.people.signing_in import sign_in_staff
from trust.admin import ReportAdmin
from trust.forms import ReportForm
from trust.models import Report
from trust.services import change_report_state, file_report

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]
State = Report.State


@pytest.fixture(autouse=True)
def _english(settings):
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    with translation.override("en"):
        yield


@pytest.fixture
def url():
    return reverse("trust:report_problem")


def data(**values) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "opened": ReportForm.sign_time(),
        "kind": "outdated",
        "text": "The office has moved.",
    } | values


@pytest.fixture
def make_report():
    def do(page=None, **values) -> Report:
        defaults = {
            "page": page,
            "path": "/de/x/",
            "language": "de",
            "kind": "wrong",
            "text": "Wrong",
            "key": uuid.uuid4(),
        }
        return file_report(**(defaults | values))

    return do


@pytest.fixture
def inbox():
    return ReportAdmin().url_helper.index_url


def test_a_reader_reports_without_an_account(client, make_page, url):
    page = make_page()
    response = client.get(f"{url}?page={page.pk}")
    assert page.title in response.content.decode()
    response = client.post(f"{url}?page={page.pk}", data())
    assert response.url == reverse("trust:report_received")
    assert client.get(response.url).status_code == 200
    report = Report.objects.get()
    assert (report.page_id, report.language, report.state) == (page.pk, "en", State.NEW)
    assert (report.kind, report.text, report.email) == ("outdated", "The office has moved.", "")
    assert report.path == page.get_url()


def test_the_form_needs_no_cookie_and_is_never_stored(make_page, url):
    client = Client(enforce_csrf_checks=True)
    response = client.get(url)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    client.cookies.clear()
    assert client.post(url, data()).status_code == 302
    assert not client.cookies
    assert Report.objects.count() == 1


def test_a_form_without_its_signed_time_is_refused(client, url):
    """What stands in the place of a token: leave it out and nothing is filed."""
    assert client.post(url, {"kind": "wrong", "text": "Wrong."}).status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize("number", ["999999", "-1", "x", "٣", "9" * 30, ""])
def test_an_unknown_page_is_no_error(client, url, number):
    assert client.get(url, {"page": number}).status_code == 200
    client.post(f"{url}?page={number}", data())
    assert Report.objects.get().page is None


def test_titles_of_drafts_and_private_pages_do_not_leak(client, make_page, url):
    draft = make_page(live=False, title="Secret draft")
    private = make_page(title="Secret page")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for page in (draft, private):
        assert "Secret" not in client.get(f"{url}?page={page.pk}").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"kind": "party"},
        {"email": "nobody"},
        {"website": "https://spam.example"},
        {"opened": ""},
    ],
)
def test_bad_input_shows_the_summary_and_keeps_what_was_typed(client, url, wrong):
    typed = data(**wrong)
    response = client.post(url, typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="form-errors"' in html
    assert "autofocus" in html
    assert typed["key"] in html
    assert "<title>Error" in html
    if "text" not in wrong:
        assert "The office has moved." in html
    assert not Report.objects.exists()


def test_the_longest_message_is_taken(client, url):
    client.post(url, data(text="x" * 4000))
    assert len(Report.objects.get().text) == 4000


def test_a_double_submit_is_one_report(client, url):
    typed = data()
    for _ in range(2):
        assert client.post(url, typed).status_code == 302
    assert Report.objects.count() == 1
    client.post(url, data())  # negative control: another form is another report
    assert Report.objects.count() == 2


def test_marks_that_reorder_text_are_removed(client, url):
    client.post(url, data(text="pay \u202e100\u202c euro"))
    assert Report.objects.get().text == "pay 100 euro"


def test_states_go_forward_and_can_be_reopened(make_report, admin_user):
    report = make_report()
    for state in (State.IN_PROGRESS, State.DONE, State.IN_PROGRESS, State.REJECTED):
        change_report_state(report=report, state=state, user=admin_user)
        assert (report.state, report.handled_by) == (state, admin_user)


@pytest.mark.parametrize("former", State.values)
@pytest.mark.parametrize("state", [*State.values, "nonsense"])
def test_every_other_step_is_refused(make_report, admin_user, former, state):
    report = make_report()
    Report.objects.update(state=former)
    report.refresh_from_db()
    if state in report.next_states:
        change_report_state(report=report, state=state, user=admin_user)
        return
    with pytest.raises(ValidationError):
        change_report_state(report=report, state=state, user=admin_user)
    assert Report.objects.get().state == former


def test_of_two_people_one_is_told_no(make_report, admin_user):
    mine, theirs = make_report(), Report.objects.get()
    change_report_state(report=theirs, state=State.IN_PROGRESS, user=admin_user)
    with pytest.raises(ValidationError) as caught:
        change_report_state(report=mine, state=State.IN_PROGRESS, user=admin_user)
    assert caught.value.code == "stale"


def test_the_inbox_filters_searches_and_exports(client, admin_user, make_report, make_page, inbox):
    sign_in_staff(client, admin_user)
    page = make_page(title="Arrival")
    make_report(page, text='=HYPERLINK("https://evil.example")', kind="wrong")
    make_report(text="Too difficult", kind="unclear")
    html = client.get(inbox).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    html = client.get(inbox, {"kind": "unclear"}).content.decode()
    assert "Too difficult" in html
    assert "HYPERLINK" not in html
    assert "Too difficult" in client.get(inbox, {"q": "difficult"}).content.decode()
    response = client.get(inbox, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    cells = [cell for row in rows[1:] for cell in row]
    assert '\'=HYPERLINK("https://evil.example")' in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("value", ["=1+1", "+49", "-1", "@x", "\t=1", "  =1", "\r=1"])
def test_formulas_are_neutralised(value):
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", ["text", "", "1=1", 5, -5, dt.date(2026, 1, 1), None])
def test_everything_else_stays(value):
    assert harmless(value) == value


def test_an_editor_works_on_reports_about_own_pages(
    client, make_editor, make_page, make_report, inbox
):
    own, other = make_page(), make_page()
    mine, theirs, general = make_report(own), make_report(other, text="Other"), make_report()
    sign_in_staff(client, make_editor(own, "view_report", "change_report"))
    response = client.get(inbox)
    assert "Other" not in response.content.decode()
    helper = ReportAdmin().url_helper
    for report, status in ((mine, 200), (general, 200), (theirs, 302)):
        assert client.get(helper.get_action_url("inspect", report.pk)).status_code == status
        change = reverse("trust_admin:change_report_state", args=[report.pk])
        client.post(change, {"state": State.IN_PROGRESS, "former": State.NEW})
        report.refresh_from_db()
        assert (report.state == State.IN_PROGRESS) is (status == 200)


def test_without_permission_there_is_no_inbox(client, make_editor, make_page, make_report, inbox):
    page = make_page()
    report = make_report(page)
    sign_in_staff(client, make_editor(page))
    assert client.get(inbox).status_code == 302
    change = reverse("trust_admin:change_report_state", args=[report.pk])
    client.post(change, {"state": State.IN_PROGRESS})
    report.refresh_from_db()
    assert report.state == State.NEW


def test_the_page_of_a_report_offers_the_next_steps(client, admin_user, make_report):
    sign_in_staff(client, admin_user)
    report = make_report()
    inspect = ReportAdmin().url_helper.get_action_url("inspect", report.pk)
    html = client.get(inspect).content.decode()
    assert f'value="{State.IN_PROGRESS}"' in html
    assert f'value="{State.DONE}"' not in html


def test_the_inbox_costs_the_same_for_1_and_50(
    client, admin_user, make_page, make_report, inbox, django_assert_num_queries
):
    sign_in_staff(client, admin_user)
    page = make_page()
    make_report(page)
    client.get(inbox)
    with CaptureQueriesContext(connection) as few:
        client.get(inbox)
    for _ in range(49):
        make_report(page)
    with django_assert_num_queries(len(few)):
        assert client.get(inbox).content.decode().count(f"/pages/{page.pk}/edit/") >= 50


def test_a_deleted_page_leaves_its_report(make_page, make_report):
    page = make_page()
    report = make_report(page, path="/de/gone/")
    page.delete()
    report.refresh_from_db()
    assert (report.page, report.path) == (None, "/de/gone/")
    assert report.created_at <= timezone.now()


def test_the_form_is_valid_html(client, make_page, url, check_html):
    page = make_page()
    pages = {
        "form": client.get(f"{url}?page={page.pk}").content.decode(),
        "errors": client.post(url, data(text="", kind="")).content.decode(),
        "thanks": client.get(reverse("trust:report_received")).content.decode(),
    }
    assert check_html(pages) == []
