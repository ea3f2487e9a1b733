"""What readers of the demo reported, in the states of the inbox."""

import datetime as dt
from typing import Any

from wagtail.models import Page

from knowledge.demo import content
from knowledge.demo.blocks import Known
from knowledge.demo.content import demo_uuid
from people.models import User
from trust.models import Report
from trust.services import change_report_state, file_report

STEPS = {
    "new": (),
    "in_progress": ("in_progress",),
    "done": ("in_progress", "done"),
    "rejected": ("in_progress", "rejected"),
}


def create_reports(known: Known, people: list[Any], now: dt.datetime) -> None:
    editor = next(
        user for user in people if isinstance(user, User) and user.email.startswith("editor@")
    )
    for number, row in enumerate(content.reports()):
        page = Page.objects.get(
            translation_key=Page.objects.get(pk=known.pages[row["page"]]).translation_key,
            locale__language_code=row["language"],
        )
        report = file_report(
            page=page,
            path=page.get_url() or "",
            language=row["language"],
            kind=row["kind"],
            text=row["text"],
            key=demo_uuid("report", number),
        )
        for state in STEPS[row["state"]]:
            change_report_state(report=report, state=state, user=editor, sample=True)
        Report.objects.filter(pk=report.pk).update(
            created_at=now - dt.timedelta(days=row["days_ago"])
        )
