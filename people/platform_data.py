"""Personal data in the tables of Django, Wagtail, allauth and the queue."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.platform_rows import (
    blank_model_log,
    blank_page_log,
    delete_with_file,
    forget_step,
    log_rows,
    old_devices,
    old_failures,
    old_logs,
    old_sessions,
    old_uploads,
    queued_about,
    revisions_of,
    rows_of,
    scrub_revisions,
    sessions_of,
    tasks_about,
    unlock,
)
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

STAFF_WORK = _("To know who worked on a page")
STAYS_NAMELESS = _("Your name goes with your account; the work stays")
SIGN_IN = _("To sign you in safely")
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
    data(
        "django_q.Task",
        "args kwargs result",
        JOBS,
        tasks_about,
        exported=False,
        expired=old_failures,
    ),
    data(
        "wagtailcore.PageLogEntry",
        "data",
        LOG,
        log_rows("wagtailcore.PageLogEntry"),
        erase=keep_rows,
        exported=False,
    ),
    data(
        "wagtailcore.PageLogEntry",
        "user label action timestamp",
        LOG,
        log_rows("wagtailcore.PageLogEntry"),
        erase=blank_page_log,
        expired=old_logs("wagtailcore.PageLogEntry", 730),
    ),
    data(
        "wagtailcore.ModelLogEntry",
        "data",
        LOG,
        log_rows("wagtailcore.ModelLogEntry"),
        erase=keep_rows,
        exported=False,
    ),
    data(
        "wagtailcore.ModelLogEntry",
        "user label action timestamp",
        LOG,
        log_rows("wagtailcore.ModelLogEntry"),
        erase=blank_model_log,
        expired=old_logs("wagtailcore.ModelLogEntry", 730),
    ),
    data(
        "wagtailcore.Revision",
        "user content",
        WORK,
        revisions_of,
        erase=scrub_revisions,
        exported=False,
    ),
    data("wagtailcore.Comment", "user text", WORK),
    data(
        "wagtailcore.Comment",
        "resolved_by",
        WORK,
        of_user("wagtailcore.Comment", "resolved_by"),
        erase=forget("resolved_by"),
        exported=False,
    ),
    data("wagtailcore.CommentReply", "user text", WORK),
    data(
        "wagtailcore.TaskState",
        "finished_by comment",
        WORK,
        of_user("wagtailcore.TaskState", "finished_by"),
        erase=forget_step,
    ),
    data(
        "wagtailcore.WorkflowState",
        "requested_by",
        WORK,
        of_user("wagtailcore.WorkflowState", "requested_by"),
        erase=forget("requested_by"),
    ),
    data(
        "wagtailcore.Page",
        "owner locked_by",
        WORK,
        lambda user: rows_of("wagtailcore.Page").filter(Q(owner=user) | Q(locked_by=user)),
        erase=unlock,
        exported=False,
    ),
    data("wagtailcore.PageSubscription", "user", ACCOUNT),
    data(
        "wagtailcore.UploadedFile",
        "uploaded_by_user file",
        UNSAVED,
        of_user("wagtailcore.UploadedFile", "uploaded_by_user"),
        erase=delete_with_file("file"),
        expired=old_uploads,
        purge=delete_with_file("file"),
    ),
    data("wagtailcore.APIToken", "user name", SECRET, secret=True),
    data("wagtailadmin.EditingSession", "user", UNSAVED),
    data("wagtailadmin.FormState", "user data", UNSAVED),
    data(
        "wagtailusers.UserProfile",
        "user avatar preferred_language current_time_zone",
        ACCOUNT,
        erase=delete_with_file("avatar"),
    ),
    data(
        "sessions.Session",
        "session_key session_data",
        SECRET,
        sessions_of,
        secret=True,
        exported=False,
        expired=old_sessions,
    ),
    data(
        "usersessions.UserSession",
        "user ip user_agent created_at last_seen_at",
        DEVICE,
        expired=old_devices,
    ),
    data("usersessions.UserSession", "session_key data", SECRET, secret=True, exported=False),
    data("mfa.Authenticator", "user type created_at last_used_at", ACCOUNT),
    data("mfa.Authenticator", "data", SECRET, secret=True, exported=False),
    data(
        "account.EmailConfirmation",
        "email_address key",
        SECRET,
        of_user("account.EmailConfirmation", "email_address__user"),
        secret=True,
        exported=False,
    ),
    data("account.EmailAddress", "user email verified", ACCOUNT),
]
