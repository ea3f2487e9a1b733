"""No way leads an unchecked information page to the public, and no way loses the draft."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, streamfield

from knowledge.models import InformationPage
from tests.people.signing_in import sign_in_staff
from trust.models import Heartbeat
from trust.publishing import missing_facts, unchecked
from trust.tasks import publish_due_pages

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


def form_data(**fields):
    data = {
        "title": "Typed",
        "slug": "typed",
        "body": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    return nested_form_data(data | fields)


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def editor(client, admin_user):
    sign_in_staff(client, admin_user)
    return client


@pytest.fixture
def draft(make_page):
    return make_page(live=False, checked=False)


def newest(page):
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_missing_facts_names_what_is_missing(draft, record, home_page):
    assert len(missing_facts(draft)) == 1
    record(draft)
    assert missing_facts(draft) == []
    assert missing_facts(home_page) == []  # a type that needs no check


def test_the_model_refuses_and_a_check_allows(draft, record):
    revision = draft.save_revision()
    with pytest.raises(ValidationError):
        revision.publish()
    assert not is_live(draft)
    record(draft)
    revision.publish()
    assert is_live(draft)


def test_publish_in_the_editor_saves_the_draft_and_says_why(editor, draft, record):
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    data = form_data(slug=draft.slug) | {"action-publish": "1"}
    response = editor.post(url, data)
    assert response.status_code == 302
    assert response.url == url
    assert reverse("trust_admin:check", args=[draft.pk]) in said(response)
    assert not is_live(draft)
    assert newest(draft).title == "Typed"
    record(draft)
    editor.post(url, data)
    assert is_live(draft)


def test_publish_of_a_new_page_makes_a_draft(editor, home_page):
    url = reverse("wagtailadmin_pages:add", args=["knowledge", "informationpage", home_page.pk])
    response = editor.post(url, form_data() | {"action-publish": "1"})
    page = InformationPage.objects.get(slug="typed")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    assert "Typed" in said(response)


def test_a_new_draft_can_be_saved(editor, home_page):
    url = reverse("wagtailadmin_pages:add", args=["knowledge", "informationpage", home_page.pk])
    editor.post(url, form_data())
    assert not InformationPage.objects.get(slug="typed").live


def test_bulk_publishing_is_all_or_nothing(editor, make_page, record):
    checked, open_page = make_page(live=False), make_page(live=False, checked=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    url += f"?id={checked.pk}&id={open_page.pk}"
    response = editor.post(url)
    assert response.status_code == 302
    assert open_page.title in said(response)
    assert (is_live(checked), is_live(open_page)) == (False, False)
    record(open_page)
    editor.post(url)
    assert (is_live(checked), is_live(open_page)) == (True, True)


def test_bulk_publishing_looks_below_too(editor, home_page, draft):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={home_page.pk}", {"include_descendants": "on"})
    assert draft.title in said(response)
    assert not is_live(draft)


def test_a_workflow_does_not_approve_an_unchecked_page(
    editor, admin_user, home_page, draft, record
):
    workflow = Workflow.objects.create(name="Check")
    task = GroupApprovalTask.objects.create(name="Approve")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=home_page)
    state = workflow.start(draft, admin_user)
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[draft.pk, "approve", state.current_task_state.pk],
    )
    response = editor.post(url, {"comment": ""})
    assert response.status_code == 200
    assert response.json()["redirect"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not is_live(draft)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    data = form_data(slug=draft.slug) | {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
    }
    assert editor.post(edit, data).url == edit
    assert not is_live(draft)
    assert newest(draft).title == "Typed"
    record(draft)
    editor.post(url, {"comment": ""})
    assert is_live(draft)


def test_a_schedule_skips_an_unchecked_page_and_publishes_the_others(draft, make_page, record):
    good = make_page(live=False)
    past = timezone.now() - dt.timedelta(minutes=5)
    for page in (draft, good):
        revision = page.save_revision()
        revision.approved_go_live_at = past
        revision.save()
    publish_due_pages()
    assert (is_live(draft), is_live(good)) == (False, True)
    assert Heartbeat.objects.filter(job="publish").exists()


def test_without_the_guard_wagtails_own_command_stops(draft):
    """The negative control of the test above."""
    revision = draft.save_revision()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=5)
    revision.save()
    with pytest.raises(ValidationError):
        call_command("publish_scheduled")


def test_a_copy_is_a_draft(editor, make_page, home_page):
    page = make_page()
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    editor.post(
        url,
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": home_page.pk,
            "publish_copies": "on",
        },
    )
    copy = InformationPage.objects.get(slug="copy")
    assert copy.translation_key != page.translation_key
    assert not copy.live


@pytest.mark.parametrize("number", [1, 20])
def test_unchecked_costs_one_statement(make_page, number, django_assert_num_queries):
    pages = [make_page(live=False, checked=index % 2 == 0) for index in range(number)]
    with django_assert_num_queries(1):
        assert len(unchecked(pages)) == number // 2


def test_a_new_page_can_be_previewed_before_anybody_has_checked_it(client, admin_user, home_page):
    sign_in_staff(client, admin_user)
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["knowledge", "informationpage", home_page.pk]
    )
    answer = client.post(url, form_data(title="Neu", slug="neu")).json()
    assert answer["is_valid"], answer
