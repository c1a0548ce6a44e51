"""Append-only, enforced by the database itself on both engines.

A migration that rebuilds the table of entries on SQLite (most ``AlterField`` do) must call ``install`` again,
because SQLite drops a table's triggers with the table. ``present`` says whether they are there; a test asks it.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = (
    "Buku hanya dapat ditambah: entri ledger_entry tidak dapat diubah atau dihapus. "
    "Tulis entri baru sebagai koreksi."
)

_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
# INSERT OR REPLACE deletes the old row without firing the trigger on DELETE, hence the third.
_TAKEN = """WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
OR EXISTS (SELECT 1 FROM ledger_entry WHERE government_id = NEW.government_id AND seq = NEW.seq)"""
_SQLITE = {
    "ledger_entry_no_update": f"BEFORE UPDATE ON ledger_entry {_REFUSE}",
    "ledger_entry_no_delete": f"BEFORE DELETE ON ledger_entry {_REFUSE}",
    "ledger_entry_no_replace": f"BEFORE INSERT ON ledger_entry {_TAKEN} {_REFUSE}",
}

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{MESSAGE}';
END $$
"""
# ALWAYS: also in a session that calls itself a replica, where ordinary triggers sleep.
_POSTGRESQL = {
    "ledger_entry_append_only": (
        """CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()""",
        "ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_append_only",
    ),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers; those that are there already are made anew."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
            for statements in _POSTGRESQL.values():
                for statement in statements:
                    cursor.execute(statement)
        else:
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers. Only migrations and the cleaning between tests do this."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in _POSTGRESQL:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON ledger_entry")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def present(connection: BaseDatabaseWrapper) -> bool:
    """Say whether every trigger that guards the book is there and awake."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND tgenabled = 'A'"
            )
            wanted = set(_POSTGRESQL)
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
            )
            wanted = set(_SQLITE)
        return wanted <= {row[0] for row in cursor.fetchall()}
