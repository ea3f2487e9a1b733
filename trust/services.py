"""Every change of a content check or a report; nothing else moves their dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from trust.audit import record
from trust.links import replace_address
from trust.models import BrokenLink, FactCheck, Heartbeat, Report, Source

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class SourceData:
    """One source as it is typed: a title, who published it, and an http(s) address."""

    title: str
    publisher: str
    url: str


@transaction.atomic
def record_fact_check(
    *,
    subject: uuid.UUID,
    checker: Any,
    checker_name: str,
    checker_role: str,
    organisation: str,
    place: str,
    sources: Sequence[SourceData],
    review_by: dt.date,
    checked_at: dt.date | None = None,
    note: str = "",
    sample: bool = False,
) -> FactCheck:
    """Write a new current check; the former one stays in the history.

    `checker` is a user or None (imported content). `sample`: made-up content is no act of anybody
    and stays out of the audit log, from which nothing can be taken again. Raises ValidationError
    when a field is missing, when there is no source, or when the next check is not later.
    """
    if not sources:
        raise ValidationError({"sources": _("Name at least one source.")})
    former = FactCheck._base_manager.filter(subject=subject, current=True)
    list(former.select_for_update().values_list("pk", flat=True))
    former.update(current=False)
    check = FactCheck(
        subject=subject,
        checker=checker,
        checker_name=checker_name,
        checker_role=checker_role,
        organisation=organisation,
        place=place,
        review_by=review_by,
        checked_at=checked_at or timezone.localdate(),
        note=note,
    )
    check.full_clean()
    check.save()
    for order, source in enumerate(sources):
        row = Source(
            fact_check=check,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            sort_order=order,
        )
        row.full_clean()
        row.save()
    if not sample:
        record(actor=checker, verb="trust.fact_check.recorded", target=check)
    return check


@transaction.atomic
def confirm_fact_check(*, check: FactCheck, checker: Any) -> FactCheck:
    """'Still correct': a new check from today, for as long as the former one was meant to hold.

    Raises ValidationError when somebody has recorded a newer check meanwhile.
    """
    still = FactCheck._base_manager.select_for_update().filter(pk=check.pk, current=True)
    if not list(still.values_list("pk", flat=True)):
        raise ValidationError(_("Somebody has recorded a newer check meanwhile."), code="stale")
    today = timezone.localdate()
    return record_fact_check(
        subject=check.subject,
        checker=checker,
        checker_name=name_of(checker),
        checker_role=check.checker_role,
        organisation=check.organisation,
        place=check.place,
        sources=[SourceData(s.title, s.publisher, s.url) for s in check.sources.all()],
        checked_at=today,
        review_by=today + check.interval,
    )


@transaction.atomic
def erase_fact_checks(*, subjects: Iterable[uuid.UUID]) -> int:
    """Forget the checks of contents that themselves are deleted. Returns the number of checks."""
    keys = list(subjects)
    Source._base_manager.filter(fact_check__subject__in=keys).delete()
    _total, per_model = FactCheck._base_manager.filter(subject__in=keys).delete()
    return per_model.get("trust.FactCheck", 0)


@transaction.atomic
def file_report(
    *,
    page: Page | None,
    path: str,
    language: str,
    kind: str,
    text: str,
    key: uuid.UUID,
    email: str = "",
) -> Report:
    """Put a reader's message into the inbox. The same `key` again returns the first row."""
    report, _created = Report.objects.get_or_create(
        key=key,
        defaults={
            "page": page,
            "path": path[:500],
            "language": language,
            "kind": kind,
            "text": text,
            "email": email,
        },
    )
    return report


@transaction.atomic
def change_report_state(*, report: Report, state: str, user: Any, sample: bool = False) -> Report:
    """Move a report on, once: of two people who press at the same time one is told no.

    `sample` as for `record_fact_check`.
    Raises ValidationError for a step that does not exist or that somebody else has made meanwhile.
    """
    former = report.state
    if state not in report.next_states:
        raise ValidationError(_("This step is not possible for this report."), code="step")
    changed = Report.objects.filter(pk=report.pk, state=former).update(
        state=state, handled_by=user, handled_at=timezone.now()
    )
    if not changed:
        raise ValidationError(
            _("Somebody else has changed this report meanwhile. Please look again."), code="stale"
        )
    if not sample:
        record(
            actor=user,
            verb="trust.report.state",
            target=report,
            detail={"from": str(former), "to": str(state)},
        )
    log(instance=report, action="trust.report.state", user=user, data={"from": former, "to": state})
    report.refresh_from_db()
    return report


@transaction.atomic
def replace_link(*, old: str, new: str, user: Any) -> tuple[list[Page], list[Page]]:
    """Replace a broken address in the newest draft of every page that `user` may edit.

    Nothing goes live by this. Returns the pages with a new draft, and those left alone because the
    user may not edit them, somebody has locked them, or their draft has lost the link already.
    """
    changed: list[Page] = []
    left: list[Page] = []
    keys = BrokenLink.objects.filter(url=old, page__isnull=False).values("page")
    for page in Page.objects.filter(pk__in=keys).specific():
        draft = page.get_latest_revision_as_object()
        content = draft.serializable_data()
        replaced = replace_address(content, old, new)
        permissions = page.permissions_for_user(user)
        if replaced == content or not permissions.can_edit() or permissions.page_locked():
            left.append(page)
            continue
        draft.with_content_json(replaced).save_revision(user=user, log_action=True, clean=False)
        changed.append(page)
    return changed, left


def record_heartbeat(*, job: str) -> None:
    """Write down that a regular job has just finished."""
    Heartbeat.objects.update_or_create(job=job, defaults={"at": timezone.now()})


def name_of(user: Any) -> str:
    """How a member of the team is called in the record; never empty."""
    return str(user.get_full_name() or user.get_username())
