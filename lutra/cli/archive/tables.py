"""The rows of every table in a form that both databases write alike and read alike.

A table is lines of JSON, one a row, in the order of its primary key: so its digest is the same before the backup,
after the restore, and on the other engine.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.state import StateApps
from django.utils.duration import duration_iso_string

from lutra.publishing.search import engine

AnyField: TypeAlias = "models.Field[Any, Any]"

# Not taken along. Whoever is logged in logs in again: a stolen backup must not open anybody's session.
LEFT_OUT = frozenset({"django_session", "usersessions_usersession"})
# Kept by Django's migrations themselves; the manifest names the steps instead.
_STEPS = "django_migrations"
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the archive knows it: its columns, how many rows, and the SHA-256 of its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


def stored(apps: Apps | StateApps) -> dict[str, type[models.Model]]:
    """The model of every table that is taken along, by the table's name in the order of names."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return {name: found[name] for name in sorted(found) if name not in LEFT_OUT}


def unknown(apps: Apps | StateApps) -> set[str]:
    """Tables of the database that no model describes and that hold more than words: nobody would take them along."""
    found = set(connection.introspection.table_names()) - set(stored(apps)) - LEFT_OUT - {_STEPS}
    return {name for name in found if not _is_index(name)}


def _is_index(name: str) -> bool:
    """Whether a table belongs to the search's words, which the worker makes anew after a restore."""
    return any(name == table or name.startswith(f"{table}_") for table in map(engine.table, engine.PARTS))


def columns(model: type[models.Model]) -> list[AnyField]:
    """The columns of a table that hold a value of their own, by name: a migration may have them in another order."""
    own = [field for field in model._meta.local_concrete_fields if not field.generated]
    return sorted(own, key=lambda field: str(field.column))


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Every row as a line. Memory stays flat."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_CHUNK):
        yield (
            json.dumps([_plain(value) for value in row], sort_keys=True, separators=(",", ":")).encode()
            + b"\n"
        )


def described(model: type[models.Model]) -> Table:
    """The table as it stands in the database now."""
    seen, count = hashlib.sha256(), 0
    for line in lines(model):
        seen.update(line)
        count += 1
    names = tuple(str(field.column) for field in columns(model))
    return Table(model._meta.db_table, names, count, seen.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def empty(model: type[models.Model]) -> None:
    """Take out what a migration wrote into the new table by itself."""
    name = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 (a table's own name, quoted)
        if cursor.fetchone():
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def fill(model: type[models.Model], written: Iterable[bytes]) -> int:
    """Write the lines into the table, each value as it was, whatever a field would do when saved; how many rows."""
    fields = columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    count, rows = 0, (json.loads(line) for line in written)
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, _CHUNK)):
            cursor.executemany(sql, [_prepared(fields, row) for row in chunk])
            count += len(chunk)
    return count


def _prepared(fields: list[AnyField], row: list[Any]) -> list[Any]:
    return [_value(field, value) for field, value in zip(fields, row, strict=True)]


def _value(field: AnyField, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        if value is None and not field.null:  # JSON's own null
            return connection.ops.adapt_json_value(None, field.encoder)
    elif value is not None:
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)


def number_on(wanted: Iterable[type[models.Model]]) -> None:
    """Let each series of ids go on after the last one that was restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(wanted)):
            cursor.execute(statement)
