"""A body's own site belongs to the body's government: the database itself refuses any other.

No check constraint may look into a second table, so a trigger does. A migration that rebuilds the table of hosts on
SQLite drops it with the table and must call ``install`` again; a test asks whether it is there.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "Situs badan publik harus milik pemerintah daerah yang sama."
_CROSSES = """NEW.body_id IS NOT NULL AND NEW.government_id <>
    (SELECT government_id FROM directory_publicbody WHERE id = NEW.body_id)"""
_SQLITE = {
    f"directory_host_at_home_{event.lower()}": f"""BEFORE {event} ON directory_host WHEN {_CROSSES}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    for event in ("INSERT", "UPDATE")
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION directory_host_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_CROSSES} THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{MESSAGE}';
    END IF;
    RETURN NEW;
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers; those that are there already are made anew."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            cursor.execute(
                "CREATE TRIGGER directory_host_at_home BEFORE INSERT OR UPDATE ON directory_host"
                " FOR EACH ROW EXECUTE FUNCTION directory_host_at_home()"
            )
        else:
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER IF EXISTS directory_host_at_home ON directory_host")
        else:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
