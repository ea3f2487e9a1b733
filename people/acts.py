"""What staff do is written into the audit log of trust/, which lies above this room.

So its address is a setting: AUDIT_RECORDER names the function, `trust.audit.record`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.db.models import Model


def record_act(
    *, actor: Any, verb: str, target: Model | None = None, detail: dict[str, Any] | None = None
) -> None:
    """Append one act, in the transaction of the act. `detail` never names or quotes a person."""
    if settings.AUDIT_RECORDER:
        import_string(settings.AUDIT_RECORDER)(
            actor=actor, verb=verb, target=target, detail=detail or {}
        )
