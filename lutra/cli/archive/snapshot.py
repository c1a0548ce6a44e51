"""Another connection in the place of the usual one: a frozen view of the database, or a database in the making."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def frozen() -> Iterator[None]:
    """See the database as it is at this moment, whatever others write meanwhile, and write nothing oneself.

    SQLite: a read transaction of the write-ahead log. PostgreSQL: a read-only transaction, REPEATABLE READ. Nobody is
    kept waiting by either.
    """
    made = connections[DEFAULT_DB_ALIAS].copy()
    options: dict[str, Any] = made.settings_dict["OPTIONS"]
    if made.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"  # the usual IMMEDIATE would take the one right to write
        options["init_command"] = f"{options.get('init_command', '')}PRAGMA query_only=ON;"
    else:
        options.pop("pool", None)
    with in_place(made):
        made.ensure_connection()
        with transaction.atomic():
            if made.vendor == "postgresql":
                with made.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


@contextmanager
def in_the_making(path: Path) -> Iterator[None]:
    """Work on a new SQLite database in ``path``. It is on the disk, in one piece, when this ends without an error."""
    made = connections[DEFAULT_DB_ALIAS].copy()
    made.settings_dict["NAME"] = str(path)
    made.settings_dict["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Nothing can be lost in a file that nobody knows yet; it is synced as a whole at the end.
        "init_command": "PRAGMA journal_mode=MEMORY;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;",
    }
    with in_place(made):
        yield


@contextmanager
def in_place(made: BaseDatabaseWrapper) -> Iterator[None]:
    """Let everything that uses the usual connection use ``made``, which is closed at the end."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = made
    try:
        yield
    finally:
        made.close()
        connections[DEFAULT_DB_ALIAS] = usual
