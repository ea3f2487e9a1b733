"""How rows about somebody are found and forgotten in tables that are not ours."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from people.addresses import confirmed_emails, confirmed_numbers
from people.models import User
from people.scrubbing import scrub_revision, touches

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
