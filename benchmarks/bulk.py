"""Writing many rows at once: COPY on PostgreSQL, executemany on SQLite, past the models but through their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models


class Table:
    """Rows on their way into the table of ``model``. Columns that are not named get their default."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        """``names`` are the attribute names in which each row is given. Raises KeyError for one that does not exist."""
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [name for name in fields if name not in names and fields[name].has_default()]
        others += [name for name in fields if name not in names and fields[name].empty_strings_allowed]
        others = [name for name in dict.fromkeys(others) if not fields[name].primary_key]
        self.model, self.name = model, model._meta.db_table
        self.columns = [str(fields[name].column) for name in (*names, *others)]
        self._rest = tuple(_plain(fields[name], fields[name].get_default()) for name in others)
        self._rows: list[tuple[Any, ...]] = []
        self.counts = isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
        last = model._default_manager.aggregate(last=models.Max("pk"))["last"] if self.counts else 0
        self.next_pk = 1 + (last or 0)

    def take_pk(self) -> int:
        """The next primary key."""
        self.next_pk += 1
        return self.next_pk - 1

    def add(self, *values: Any) -> None:
        """One row."""
        self._rows.append((*values, *self._rest))

    def flush(self) -> int:
        """Write what was added; how many rows."""
        rows, self._rows = self._rows, []
        if rows:
            _write(self.name, self.columns, rows)
        return len(rows)


def _write(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" for _column in columns)
            # The driver's own cursor: Django's would look at every value.
            connection.connection.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)


def set_sequences(tables: Iterable[Table]) -> None:
    """Let PostgreSQL go on counting behind the keys that were given by hand."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            if table.counts and table.next_pk > 1:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table.name, table.next_pk - 1]
                )


def moment(at: datetime) -> str:
    """A moment in UTC as both databases read it."""
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


def day(on: date | None) -> str | None:
    """A day as both databases read it."""
    return on.isoformat() if on else None


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return "[]" if isinstance(value, list) else "{}"
    return value
