from trust.models.audit import AuditEntry, AuditEntryQuerySet
from trust.models.facts import FactCheck, FactCheckQuerySet, Source
from trust.models.links import BrokenLink, BrokenLinkQuerySet
from trust.models.machine import Heartbeat
from trust.models.reports import Report, ReportQuerySet

__all__ = [
    "AuditEntry",
    "AuditEntryQuerySet",
    "BrokenLink",
    "BrokenLinkQuerySet",
    "FactCheck",
    "FactCheckQuerySet",
    "Heartbeat",
    "Report",
    "ReportQuerySet",
    "Source",
]
