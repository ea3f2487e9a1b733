"""Names of fields in tables of libraries, in our words: theirs are not in every language."""

from django.utils.translation import gettext_lazy as _

PERSON, TIME, SECRET, JOB = _("person"), _("time"), _("secret of the sign-in"), _("job")
LIBRARY_WORDS = {
    **dict.fromkeys(
        (
            "user",
            "owner",
            "locked_by",
            "resolved_by",
            "finished_by",
            "requested_by",
            "uploaded_by_user",
            "last_translated_by",
        ),
        PERSON,
    ),
    **dict.fromkeys(("created_at", "last_seen_at", "last_used_at", "timestamp"), TIME),
    **dict.fromkeys(("session_key", "session_data", "key", "email_address"), SECRET),
    **dict.fromkeys(("payload", "args", "kwargs", "result"), JOB),
    "data": _("details"),
    "content": _("former version"),
    "text": _("text"),
    "comment": _("comment"),
    "label": _("name of the thing"),
    "action": _("act"),
    "file": _("file"),
    "name": _("name"),
    "avatar": _("picture"),
    "preferred_language": _("language"),
    "current_time_zone": _("time zone"),
    "ip": _("internet address"),
    "user_agent": _("kind of browser"),
    "type": _("kind"),
    "email": _("e-mail address"),
    "verified": _("confirmed"),
}
