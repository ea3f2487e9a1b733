"""A person taken out of the stored versions of a page, which keep everything as it once was."""

from __future__ import annotations

from typing import Any

COMMENTS = "wagtail_admin_comments"
WHO = ("owner", "locked_by")


def touches(content: dict[str, Any], key: int) -> bool:
    """Whether comments in this version are by, answered by or resolved by user number `key`."""
    return any(
        key in (comment.get("user"), comment.get("resolved_by"))
        or any(reply.get("user") == key for reply in comment.get("replies", ()))
        for comment in content.get(COMMENTS) or ()
    )


def scrub_revision(content: dict[str, Any], user: Any) -> dict[str, Any]:
    """The same version without `user`: no comments or answers of theirs, no number, no byline."""
    clean = dict(content)
    for name in WHO:
        if clean.get(name) == user.pk:
            clean[name] = None
    if clean.get("author") and clean["author"] in (user.name, user.nickname):
        clean["author"] = ""
    if clean.get(COMMENTS):
        clean[COMMENTS] = [
            without(comment, user.pk)
            for comment in clean[COMMENTS]
            if comment.get("user") != user.pk
        ]
    return clean


def without(comment: dict[str, Any], key: int) -> dict[str, Any]:
    kept = dict(comment)
    if kept.get("resolved_by") == key:
        kept["resolved_by"] = None
    kept["replies"] = [reply for reply in kept.get("replies", ()) if reply.get("user") != key]
    return kept
