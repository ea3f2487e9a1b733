"""What is no longer needed goes by itself (requirement 4.7)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from people.privacy import register


@transaction.atomic
def run_retention(*, dry_run: bool = False) -> dict[str, int]:
    """Rows per model that went, or that would go. Models with a limit are named, also with 0."""
    now, counts = timezone.now(), {}
    for data in register():
        if data.expired is None:
            continue
        rows = data.expired(now)
        counts[data.model] = rows.count()
        if counts[data.model] and not dry_run:
            data.purge(rows)
    return counts
