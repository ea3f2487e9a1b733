"""Personal data in the tables of Django, Wagtail, allauth and the queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.addresses import confirmed_emails, confirmed_numbers
from people.models import User
from people.privacy import (
    ADMINISTRATORS,
    CONTRACT,
    EDITORS,
    INTEREST,
    NOBODY,
    ONLY_YOU,
    WITH_ACCOUNT,
    data,
    forget,
    keep_rows,
    of_user,
)
from people.scrubbing import scrub_revision, touches

STAFF_WORK = _("To know who worked on a page")
STAYS_NAMELESS = _("Your name goes with your account; the work stays")
SIGN_IN = _("To sign you in safely")
KEEP_FAILURES = dt.timedelta(days=30)


def rows_of(label: str) -> QuerySet[Any]:
    return apps.get_model(label)._base_manager.all()


def sessions_of(user: Any) -> QuerySet[Any]:
    """Every session is read: it says only inside whose it is."""
    rows = rows_of("sessions.Session")
    mine = [
        row.pk
        for row in rows.iterator()
        if str(row.get_decoded().get("_auth_user_id")) == str(user.pk)
    ]
    return rows.filter(pk__in=mine)


def words_of(user: Any) -> list[str]:
    """What names `user` in the arguments of a job."""
    words = [user.email, user.name, user.nickname, *confirmed_emails(user)]
    return [word for word in (*words, *confirmed_numbers(user)) if word]


def mentions(value: Any, words: list[str]) -> bool:
    text = str(value).casefold()
    return any(word.casefold() in text for word in words)


def tasks_about(user: Any) -> QuerySet[Any]:
    words, rows = words_of(user), rows_of("django_q.Task")
    found = [
        row.pk for row in rows.iterator() if mentions((row.args, row.kwargs, row.result), words)
    ]
    return rows.filter(pk__in=found)


def queued_about(user: Any) -> QuerySet[Any]:
    words, rows = words_of(user), rows_of("django_q.OrmQ")
    return rows.filter(pk__in=[row.pk for row in rows if mentions(row.task, words)])


def log_rows(label: str) -> Any:
    def owned_by(user: Any) -> QuerySet[Any]:
        about = Q(user=user)
        if label == "wagtailcore.ModelLogEntry":
            about |= Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
        return rows_of(label).filter(about)

    return owned_by


def blank_model_log(rows: QuerySet[Any], user: Any) -> None:
    """What others did with the account loses its name too: Wagtail copies it into the label."""
    kind = ContentType.objects.get_for_model(User)
    rows.filter(content_type=kind, object_id=str(user.pk)).update(label="–", data={})
    rows.filter(user=user).update(user=None)


def blank_page_log(rows: QuerySet[Any], user: Any) -> None:
    """Wagtail copies the words of a comment into the log."""
    rows.filter(user=user, action__startswith="wagtail.comments").update(data={})
    rows.update(user=None)


def revisions_of(user: Any) -> QuerySet[Any]:
    rows = rows_of("wagtailcore.Revision")
    named = Q(user=user) | Q(content__owner=user.pk) | Q(content__locked_by=user.pk)
    commented = rows.filter(content__has_key="wagtail_admin_comments").exclude(
        content__wagtail_admin_comments=[]
    )
    keys = [row.pk for row in commented.iterator() if touches(row.content, user.pk)]
    return rows.filter(named | Q(pk__in=keys))


def scrub_revisions(rows: QuerySet[Any], user: Any) -> None:
    for row in rows.iterator():
        rows.model._base_manager.filter(pk=row.pk).update(
            content=scrub_revision(row.content, user),
            user=None if row.user_id == user.pk else row.user_id,
        )


def delete_with_file(name: str) -> Any:
    def erase(rows: QuerySet[Any], _user: Any = None) -> None:
        for row in rows:
            if stored := getattr(row, name):
                stored.delete(save=False)
        rows.delete()

    return erase


def unlock(rows: QuerySet[Any], user: Any) -> None:
    rows.filter(locked_by=user).update(locked_by=None, locked=False, locked_at=None)
    rows.filter(owner=user).update(owner=None)


def forget_step(rows: QuerySet[Any], user: Any) -> None:
    rows.update(finished_by=None, comment="")


def old_sessions(now: dt.datetime) -> QuerySet[Any]:
    return rows_of("sessions.Session").filter(expire_date__lt=now)


def old_devices(now: dt.datetime) -> QuerySet[Any]:
    age = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return rows_of("usersessions.UserSession").filter(last_seen_at__lt=now - age)


def old_failures(now: dt.datetime) -> QuerySet[Any]:
    return rows_of("django_q.Task").filter(success=False, stopped__lt=now - KEEP_FAILURES)


def old_uploads(now: dt.datetime) -> QuerySet[Any]:
    """A table without a time: what is not finished during the night is given up."""
    return rows_of("wagtailcore.UploadedFile")


def old_logs(label: str, days: int) -> Any:
    return lambda now: rows_of(label).filter(timestamp__lt=now - dt.timedelta(days=days))


ACCOUNT = (SIGN_IN, CONTRACT, WITH_ACCOUNT, ONLY_YOU)
SECRET = (SIGN_IN, CONTRACT, WITH_ACCOUNT, NOBODY)
WORK = (STAFF_WORK, INTEREST, STAYS_NAMELESS, EDITORS)
UNSAVED = (_("So that nothing typed is lost"), CONTRACT, _("Until it is saved"), ONLY_YOU)
LOG = (STAFF_WORK, INTEREST, _("Two years; your name goes with your account"), EDITORS)
JOBS = (
    _("Work of the program in the background"),
    INTEREST,
    _("A week; 30 days when it failed"),
    ADMINISTRATORS,
)
DEVICE = (
    _("So that you see where you are signed in"),
    CONTRACT,
    _("14 days after the last use"),
    ONLY_YOU,
)

PLATFORM = [
    data("django_q.OrmQ", "payload", JOBS, queued_about, exported=False),
    data("django_q.Task", "args kwargs result", JOBS, tasks_about, exported=False, expired=old_failures),
    data("wagtailcore.PageLogEntry", "data", LOG, log_rows("wagtailcore.PageLogEntry"),
         erase=keep_rows, exported=False),
    data("wagtailcore.PageLogEntry", "user label action timestamp", LOG, log_rows("wagtailcore.PageLogEntry"),
         erase=blank_page_log, expired=old_logs("wagtailcore.PageLogEntry", 730)),
    data("wagtailcore.ModelLogEntry", "data", LOG, log_rows("wagtailcore.ModelLogEntry"),
         erase=keep_rows, exported=False),
    data("wagtailcore.ModelLogEntry", "user label action timestamp", LOG, log_rows("wagtailcore.ModelLogEntry"),
         erase=blank_model_log, expired=old_logs("wagtailcore.ModelLogEntry", 730)),
    data("wagtailcore.Revision", "user content", WORK, revisions_of, erase=scrub_revisions, exported=False),
    data("wagtailcore.Comment", "user text", WORK),
    data("wagtailcore.Comment", "resolved_by", WORK, of_user("wagtailcore.Comment", "resolved_by"),
         erase=forget("resolved_by"), exported=False),
    data("wagtailcore.CommentReply", "user text", WORK),
    data("wagtailcore.TaskState", "finished_by comment", WORK,
         of_user("wagtailcore.TaskState", "finished_by"), erase=forget_step),
    data("wagtailcore.WorkflowState", "requested_by", WORK,
         of_user("wagtailcore.WorkflowState", "requested_by"), erase=forget("requested_by")),
    data("wagtailcore.Page", "owner locked_by", WORK,
         lambda user: rows_of("wagtailcore.Page").filter(Q(owner=user) | Q(locked_by=user)),
         erase=unlock, exported=False),
    data("wagtailcore.PageSubscription", "user", ACCOUNT),
    data("wagtailcore.UploadedFile", "uploaded_by_user file", UNSAVED,
         of_user("wagtailcore.UploadedFile", "uploaded_by_user"),
         erase=delete_with_file("file"), expired=old_uploads, purge=delete_with_file("file")),
    data("wagtailcore.APIToken", "user name", SECRET, secret=True),
    data("wagtailadmin.EditingSession", "user", UNSAVED),
    data("wagtailadmin.FormState", "user data", UNSAVED),
    data("wagtailusers.UserProfile", "user avatar preferred_language current_time_zone", ACCOUNT,
         erase=delete_with_file("avatar")),
    data("sessions.Session", "session_key session_data", SECRET, sessions_of, secret=True, exported=False,
         expired=old_sessions),
    data("usersessions.UserSession", "user ip user_agent created_at last_seen_at", DEVICE, expired=old_devices),
    data("usersessions.UserSession", "session_key data", SECRET, secret=True, exported=False),
    data("mfa.Authenticator", "user type created_at last_used_at", ACCOUNT),
    data("mfa.Authenticator", "data", SECRET, secret=True, exported=False),
    data("account.EmailConfirmation", "email_address key", SECRET,
         of_user("account.EmailConfirmation", "email_address__user"), secret=True, exported=False),
    data("account.EmailAddress", "user email verified", ACCOUNT),
]  # fmt: skip
