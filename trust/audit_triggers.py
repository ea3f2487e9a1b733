"""Triggers that refuse to change or delete a line of the audit log, on SQLite and on PostgreSQL.

The one change let through is erasing the actor (`actor_id` from a number to NULL, all else
equal): that is what `on_delete=SET_NULL` does when somebody deletes their account.

A later migration that alters the table on SQLite rebuilds it and loses the triggers; it must run
`install` again as its last step. `tests/trust/test_audit.py` fails when it does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "trust_auditentry"
MESSAGE = "the audit log is append-only"
SAME = ("id", "verb", "object_type", "object_id", "at", "detail")

SQLITE = (
    f"""CREATE TRIGGER trust_audit_no_update BEFORE UPDATE ON {TABLE}
    WHEN NOT (OLD.actor_id IS NOT NULL AND NEW.actor_id IS NULL AND {
        " AND ".join(f"OLD.{column} IS NEW.{column}" for column in SAME)
    })
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    f"""CREATE TRIGGER trust_audit_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION trust_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.actor_id IS NOT NULL AND NEW.actor_id IS NULL
         AND {" AND ".join(f"OLD.{column} IS NOT DISTINCT FROM NEW.{column}" for column in SAME)}
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE TRIGGER trust_audit_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION trust_audit_refuse()""",
)
REMOVE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS trust_audit_no_update",
        "DROP TRIGGER IF EXISTS trust_audit_no_delete",
    ),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS trust_audit_no_change ON {TABLE}",
        "DROP FUNCTION IF EXISTS trust_audit_refuse()",
    ),
}
INSTALL = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install(_apps: Any, schema_editor: Any) -> None:
    """For a migration. Any other database is refused: a log that can be changed is none."""
    run(schema_editor.connection, INSTALL[schema_editor.connection.vendor])


def remove(_apps: Any, schema_editor: Any) -> None:
    run(schema_editor.connection, REMOVE[schema_editor.connection.vendor])
