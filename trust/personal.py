"""What trust/ keeps about somebody: checkers, readers who report, and staff who act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.addresses import confirmed_emails
from people.privacy import (
    ADMINISTRATORS,
    EDITORS,
    INTEREST,
    data,
    forget,
    not_personal,
    of_user,
)
from trust.models import FactCheck, Report

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEEP_SETTLED = dt.timedelta(days=180)


def reports_of(user: Any) -> QuerySet[Report]:
    mine = Q(pk__in=[])
    for address in confirmed_emails(user):
        mine |= Q(email__iexact=address)
    return Report.objects.filter(mine)


def settled_reports(now: dt.datetime) -> QuerySet[Report]:
    closed = (Report.State.DONE, Report.State.REJECTED)
    return Report.objects.filter(state__in=closed, handled_at__lt=now - KEEP_SETTLED)


def make_checks_nameless(rows: QuerySet[FactCheck], user: Any) -> None:
    """The check stays: readers rely on its date and sources. Who it was is forgotten.

    The rows are immutable for everybody else; `rows` comes from the base manager.
    """
    with translation.override(settings.LANGUAGE_CODE):
        nameless = gettext("Former member of the team")
    rows.update(checker=None, checker_name=nameless)


CHECK = (
    _("To know who answers for a checked text"),
    INTEREST,
    _("The check stays; your name goes with your account"),
    EDITORS,
)
ANSWER = (
    _("To look into what you reported and to answer you"),
    INTEREST,
    _("180 days after it is settled"),
    EDITORS,
)
AUDIT = (
    _("To be able to find out who did what"),
    INTEREST,
    _("The entry stays; your name goes with your account"),
    ADMINISTRATORS,
)

PERSONAL = [
    data(
        "trust.FactCheck",
        "checker checker_name",
        CHECK,
        of_user("trust.FactCheck", "checker"),
        erase=make_checks_nameless,
    ),
    data(
        "trust.Report",
        "email text language created_at",
        ANSWER,
        reports_of,
        expired=settled_reports,
    ),
    data(
        "trust.Report",
        "handled_by",
        CHECK,
        of_user("trust.Report", "handled_by"),
        erase=forget("handled_by"),
        exported=False,
    ),
    data(
        "trust.AuditEntry",
        "actor verb at",
        AUDIT,
        of_user("trust.AuditEntry", "actor"),
        erase=forget("actor"),
    ),
]

NOT_PERSONAL = {
    *not_personal(
        "trust.FactCheck",
        "id subject checked_at review_by checker_role organisation place note current created_at",
    ),
    *not_personal("trust.Source", "id fact_check title publisher url sort_order"),
    *not_personal("trust.Report", "id key page path kind state handled_at note"),
    *not_personal(
        "trust.BrokenLink",
        "id page content_type object_id title language kind url problem status first_seen "
        "last_checked",
    ),
    *not_personal("trust.Heartbeat", "job at"),
    *not_personal("trust.AuditEntry", "id object_type object_id detail"),
}
