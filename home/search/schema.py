"""The full text index beside the table `home_searchentry`, made by a migration.

Django has no model for either engine's index, so the statements are written out:

* SQLite: an FTS5 table with external content, kept in step by three triggers. A trigger also
  sees the rows that a deleted page takes along (on_delete=CASCADE), which no signal reports.
* PostgreSQL: a generated, weighted `tsvector` column with a GIN index. The configuration is
  `simple`: one index holds twelve languages, and the words are folded before they arrive.

Wagtail's own SQLite backend ranks with one subquery for each hit and needs seconds for a
common word; this index needs milliseconds.
"""

from typing import Any, Final

TABLE: Final = "home_searchentry"
FTS_TABLE: Final = "home_searchentry_fts"

_ADD: Final = """
INSERT INTO home_searchentry_fts(rowid, folded_title, folded_text)
VALUES (new.page_id, new.folded_title, new.folded_text);
"""
_REMOVE: Final = """
INSERT INTO home_searchentry_fts(home_searchentry_fts, rowid, folded_title, folded_text)
VALUES ('delete', old.page_id, old.folded_title, old.folded_text);
"""
CREATE_SQLITE: Final = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS home_searchentry_fts USING fts5(
        folded_title, folded_text, content='home_searchentry', content_rowid='page_id',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3'
    )
    """,
    "CREATE TRIGGER IF NOT EXISTS home_searchentry_added AFTER INSERT ON home_searchentry "
    f"BEGIN {_ADD} END",
    "CREATE TRIGGER IF NOT EXISTS home_searchentry_removed AFTER DELETE ON home_searchentry "
    f"BEGIN {_REMOVE} END",
    "CREATE TRIGGER IF NOT EXISTS home_searchentry_changed AFTER UPDATE ON home_searchentry "
    f"BEGIN {_REMOVE} {_ADD} END",
)
REFILL_SQLITE: Final = "INSERT INTO home_searchentry_fts(home_searchentry_fts) VALUES ('rebuild')"
DROP_SQLITE: Final = (
    "DROP TRIGGER IF EXISTS home_searchentry_added",
    "DROP TRIGGER IF EXISTS home_searchentry_removed",
    "DROP TRIGGER IF EXISTS home_searchentry_changed",
    "DROP TABLE IF EXISTS home_searchentry_fts",
)
CREATE_POSTGRESQL: Final = (
    """
    ALTER TABLE home_searchentry ADD COLUMN IF NOT EXISTS vector tsvector
    GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', folded_title), 'A') ||
        setweight(to_tsvector('simple', folded_text), 'D')
    ) STORED
    """,
    "CREATE INDEX IF NOT EXISTS home_searchentry_vector ON home_searchentry USING gin (vector)",
)
DROP_POSTGRESQL: Final = (
    "DROP INDEX IF EXISTS home_searchentry_vector",
    "ALTER TABLE home_searchentry DROP COLUMN IF EXISTS vector",
)
_CREATE: Final = {"sqlite": CREATE_SQLITE, "postgresql": CREATE_POSTGRESQL}
_DROP: Final = {"sqlite": DROP_SQLITE, "postgresql": DROP_POSTGRESQL}


def create_index(apps: Any, schema_editor: Any) -> None:
    """For `migrations.RunPython`, after SearchEntry exists; may run again without harm."""
    for statement in _CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_index(apps: Any, schema_editor: Any) -> None:
    """The way back of `create_index`."""
    for statement in _DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def repair_index(connection: Any) -> None:
    """Make SQLite's index again from the rows: a later change of the table drops its triggers.

    PostgreSQL keeps a generated column in step by itself, and no migration can lose it.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for statement in (*CREATE_SQLITE, REFILL_SQLITE):
            cursor.execute(statement)
