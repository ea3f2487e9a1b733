"""Content checks: append-only, one current per page, and nothing but a person moves the date."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from freezegun import freeze_time
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from people.models import User
from trust.models import FactCheck, Source
from trust.models.facts import current_checks
from trust.services import SourceData, confirm_fact_check, erase_fact_checks

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _frozen():
    with freeze_time("2026-11-21 12:00"):
        yield


def test_a_new_check_replaces_the_current_one_and_keeps_the_former(record):
    key = uuid.uuid4()
    first = record(key)
    second = record(key, organisation="City")
    assert FactCheck.objects.current().for_subject(key).get() == second
    assert list(FactCheck.objects.for_subject(key)) == [second, first]


def test_the_database_allows_one_current_check(record):
    check = record(uuid.uuid4())
    twin = FactCheck(subject=check.subject, checked_at=TODAY, review_by=TODAY + dt.timedelta(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    twin.current = False  # negative control: a former one is allowed
    twin.save()


def test_the_database_wants_the_next_check_later(record):
    check = FactCheck(subject=uuid.uuid4(), checked_at=TODAY, review_by=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        check.save()
    with translation.override("en"), pytest.raises(ValidationError, match="later"):
        record(uuid.uuid4(), review_by=TODAY)


@pytest.mark.parametrize(
    "change",
    [
        lambda check: check.save(),
        lambda check: check.delete(),
        lambda check: FactCheck.objects.filter(pk=check.pk).update(place="Mars"),
        lambda check: FactCheck.objects.filter(pk=check.pk).delete(),
        lambda check: check.sources.first().save(),
        lambda check: check.sources.first().delete(),
        lambda check: Source.objects.update(title="Mine"),
        lambda check: check.sources.all().delete(),
    ],
)
def test_words_of_a_check_are_never_changed(record, change):
    check = record(uuid.uuid4())
    check.place = "Mars"
    with pytest.raises(ValidationError):
        change(check)
    again = FactCheck.objects.get()
    assert again.place == "Bavaria"
    assert again.sources.count() == 2


def test_a_check_survives_the_account_of_its_checker(record):
    user = User.objects.create_user("rana@example.org", name="Rana")
    check = record(uuid.uuid4(), checker=user)
    user.delete()
    again = FactCheck.objects.get(pk=check.pk)
    assert (again.checker, again.checker_name) == (None, "Rana")


@pytest.mark.parametrize("field", ["checker_name", "checker_role", "organisation", "place"])
def test_every_fact_is_required(record, field):
    with pytest.raises(ValidationError) as caught:
        record(uuid.uuid4(), **{field: ""})
    assert set(caught.value.message_dict) == {field}
    assert not FactCheck.objects.exists()


@pytest.mark.parametrize(
    "sources",
    [[], [SourceData("T", "P", "javascript:alert(1)")], [SourceData("", "P", "https://a.b")]],
)
def test_a_source_is_required_and_valid_and_a_failure_leaves_nothing(record, sources):
    former = record(key := uuid.uuid4())
    with pytest.raises(ValidationError):
        record(key, sources=sources)
    assert FactCheck.objects.get() == former
    assert FactCheck.objects.get().current


def test_still_correct_starts_the_same_interval_today(record):
    user = User.objects.create_user("rana@example.org", name="Rana K.")
    former = record(
        uuid.uuid4(), checked_at=dt.date(2026, 1, 1), review_by=dt.date(2026, 4, 1), note="old"
    )
    new = confirm_fact_check(check=former, checker=user)
    assert (new.checked_at, new.review_by) == (TODAY, TODAY + dt.timedelta(days=90))
    assert (new.checker, new.checker_name, new.note) == (user, "Rana K.", "")
    assert [s.url for s in new.sources.all()] == [s.url for s in former.sources.all()]
    assert FactCheck.objects.for_subject(former.subject).count() == 2


def test_a_second_press_of_still_correct_is_refused(record):
    user = User.objects.create_user("rana@example.org")
    former = record(uuid.uuid4(), checked_at=dt.date(2026, 1, 1))
    confirm_fact_check(check=former, checker=user)
    with pytest.raises(ValidationError) as caught:
        confirm_fact_check(check=former, checker=user)
    assert caught.value.code == "stale"
    assert FactCheck.objects.count() == 2


@pytest.mark.parametrize(("days", "overdue"), [(-1, 1), (0, 0), (1, 0)])
def test_overdue_begins_the_day_after(record, days, overdue):
    due = TODAY + dt.timedelta(days)
    check = record(uuid.uuid4(), checked_at=dt.date(2026, 1, 1), review_by=due)
    assert check.days_overdue() == overdue
    assert check.is_overdue() is bool(overdue)
    assert FactCheck.objects.overdue().count() == overdue
    assert FactCheck.objects.due_soon().count() == 1 - overdue


def test_a_former_check_is_never_overdue(record):
    key = uuid.uuid4()
    record(key, checked_at=dt.date(2026, 1, 1), review_by=dt.date(2026, 2, 1))
    assert FactCheck.objects.overdue().count() == 1
    record(key)
    assert not FactCheck.objects.overdue().exists()


@pytest.mark.parametrize("number", [1, 50])
def test_checks_of_many_pages_cost_two_statements(record, number, django_assert_num_queries):
    keys = [record(uuid.uuid4()).subject for _ in range(number)]
    with django_assert_num_queries(2):
        found = current_checks(keys)
        assert sum(len(check.sources.all()) for check in found.values()) == 2 * number


def test_saving_publishing_and_translating_leave_the_date(make_page):
    page = make_page()
    with freeze_time("2027-02-01 12:00"):
        page.title = "Changed"
        page.save()
        page.save_revision().publish()
        arabic, _ = Locale.objects.get_or_create(language_code="ar")
        page.get_parent().copy_for_translation(arabic)
        source, _ = TranslationSource.get_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=arabic)
        source.create_or_update_translation(arabic, publish=True, fallback=True)
        source.update_from_db()
        translated = page.get_translation(arabic)
        translated.save_revision().publish()
        page.unpublish()
    check = FactCheck.objects.get()
    assert (check.subject, check.checked_at) == (translated.translation_key, TODAY)


def test_checks_of_deleted_contents_can_be_erased(record):
    kept = record(uuid.uuid4())
    gone = record(uuid.uuid4())
    record(gone.subject)
    assert erase_fact_checks(subjects=[gone.subject]) == 2
    assert FactCheck.objects.get() == kept
    assert Source.objects.count() == 2
