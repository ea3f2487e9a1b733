"""The one way into the audit log. Rooms below trust/ come here through `people.acts.record_act`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trust.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import Model

PLAIN = (str, int, bool, type(None))


def record(
    *, actor: Any, verb: str, target: Model | None = None, detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Append one act, in the caller's transaction: what is rolled back was not done.

    `verb` is "room.thing.done". Raises ValueError when `detail` holds an e-mail address or
    anything else than short codes and numbers: the log outlives the people in it.
    """
    detail = detail or {}
    for name, value in detail.items():
        if not isinstance(value, PLAIN) or (isinstance(value, str) and is_wordy(value)):
            raise ValueError(f"{name!r} does not belong into the audit log")
    return AuditEntry.objects.create(
        actor=actor,
        verb=verb,
        object_type=target._meta.label_lower if target else "",
        object_id=str(target.pk) if target else "",
        detail=detail,
    )


def is_wordy(text: str) -> bool:
    return "@" in text or len(text) > 100
