"""How the demo's tests load it, and how they look at the whole database."""

from typing import Any

import pytest
from django.db import connection
from django_q.tasks import async_task

from translation.locales import LANGUAGES

# Kept by SQLite for itself, not by us: counters, and the b-trees below full-text tables.
INTERNAL = ("sqlite_sequence", "_fts_data", "_fts_idx", "_fts_config")


def as_at_first_start(patch: pytest.MonkeyPatch) -> None:
    """Renditions wait in the queue for the worker, and five languages stand for all of them."""

    def enqueue(function: str, *args: Any) -> Any:
        return async_task(function, *args, sync=False)

    five = [language for language in LANGUAGES if language.code in {"de", "en", "ar", "uk", "fa"}]
    patch.setattr("home.signals.async_task", enqueue)
    patch.setattr("translation.tree.LANGUAGES", five)


def row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = [
            name
            for name in connection.introspection.table_names(cursor)
            if not name.endswith(INTERNAL)
        ]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            counts[name] = cursor.fetchone()[0]
    return counts
