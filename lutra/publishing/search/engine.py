"""Where the sets of stems lie: FTS5 tables on SQLite, ``tsvector`` with GIN on PostgreSQL.

Both answer one question only: which entries hold at least one of these words of the index? Everything else (all words,
phrases, words to leave out, order, figures) is worked out from such sets by code that both share, so the hits are the
same. Words of the index begin with their government, and a table holds one part of each entry:

- ``any``: every stem of title, summary and text;
- ``short``: stems of the title ("t"), and of title and summary together ("b") where there is a text besides;
- ``pairs``: neighbouring stems, for phrases.

Positions are not kept: the databases count them differently in long texts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lutra.publishing.search.models import row_id

PARTS = ("any", "short", "pairs")
_MASK = 0xFFFFFFFF
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def table(part: str) -> str:
    """The table of one of ``PARTS``."""
    return {
        "any": "publishing_searchany",
        "short": "publishing_searchshort",
        "pairs": "publishing_searchpairs",
    }[part]


def prefix(government_id: int) -> str:
    """What the words of a government's index begin with."""
    digits = ""
    while government_id:
        government_id, rest = divmod(government_id, 36)
        digits = _DIGITS[rest] + digits
    return f"{digits}:"


def install(database: BaseDatabaseWrapper) -> None:
    """Make the tables; those that are there already are emptied."""
    remove(database)
    with database.cursor() as cursor:
        for part in PARTS:
            for statement in _MAKE_POSTGRESQL if database.vendor == "postgresql" else _MAKE_SQLITE:
                cursor.execute(statement.format(table=table(part), mask=_MASK))


def remove(database: BaseDatabaseWrapper) -> None:
    """Drop the tables."""
    with database.cursor() as cursor:
        for part in PARTS:
            if database.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {table(part)}_numbers(tsquery)")
            cursor.execute(f"DROP TABLE IF EXISTS {table(part)}")


_MAKE_SQLITE = (
    (
        "CREATE VIRTUAL TABLE {table} USING fts5(tokens, detail=none, columnsize=0,"
        " tokenize=\"unicode61 remove_diacritics 0 tokenchars ':_'\")"
    ),
)
# An index of GIN says where the rows are, and each of them is then looked up: what counts is how many pages they lie
# on. So the words lie apart. PostgreSQL moves them out of rows of more than 2 kB only, hence the filler, which is
# pressed into some bytes. Every search reads the index, never the table, whatever the planner makes of a word.
_MAKE_POSTGRESQL = (
    "CREATE TABLE {table} (id bigint PRIMARY KEY, tokens tsvector NOT NULL, filler text NOT NULL)",
    "ALTER TABLE {table} ALTER COLUMN tokens SET STORAGE EXTERNAL",
    "ALTER TABLE {table} SET (toast_tuple_target = 128)",
    "CREATE INDEX {table}_tokens ON {table} USING gin (tokens) WITH (fastupdate = off)",
    (
        "CREATE FUNCTION {table}_numbers(wanted tsquery) RETURNS bytea LANGUAGE sql STABLE"
        " SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off"
        " AS $$SELECT string_agg(int4send((id & {mask})::int4), '') FROM {table} WHERE tokens @@ wanted$$"
    ),
)
_FILLER = " " * 2_100


def put(part: str, rows: Sequence[tuple[int, Iterable[str]]], *, replaced: Iterable[int] = ()) -> None:
    """Store the words of entries, by primary key; ``replaced`` are those that lie there already."""
    delete(part, replaced)
    name = table(part)
    filled = [(pk, sorted(tokens)) for pk, tokens in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} (id, tokens, filler) FROM STDIN") as copy:
                for pk, tokens in filled:
                    copy.write_row((pk, " ".join(f"'{token}'" for token in tokens), _FILLER))
        else:
            # The driver's own cursor: Django's would look at every value.
            connection.connection.executemany(
                f"INSERT INTO {name} (rowid, tokens) VALUES (?, ?)",  # noqa: S608  the name is our own
                [(pk, " ".join(tokens)) for pk, tokens in filled],
            )


def delete(part: str, ids: Iterable[int]) -> None:
    """Take entries away, by primary key."""
    wanted, name = list(ids), table(part)
    key = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for pk in wanted:
            cursor.execute(f"DELETE FROM {name} WHERE {key} = %s", [pk])  # noqa: S608  our own names


def clear(government_id: int, *, alone: bool) -> None:
    """Take all entries of a government away; ``alone``: no other government has any."""
    if alone and connection.vendor == "sqlite":
        install(connection)  # many times faster than row by row
        return
    key = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for part in PARTS:
            cursor.execute(
                f"DELETE FROM {table(part)} WHERE {key} >= %s AND {key} < %s",  # noqa: S608  our own names
                [row_id(government_id, 0), row_id(government_id + 1, 0)],
            )


def is_empty(government_id: int) -> bool:
    """Whether no entry of a government has words here."""
    key = "id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {table('any')} WHERE {key} >= %s AND {key} < %s LIMIT 1",  # noqa: S608  our own names
            [row_id(government_id, 0), row_id(government_id + 1, 0)],
        )
        return cursor.fetchone() is None


def numbers(groups: Sequence[tuple[str, Sequence[str]]]) -> list[Sequence[int]]:
    """For each (part, tokens): the numbers of the entries that hold at least one of the tokens, in no order.

    One question to the database for all of them.
    """
    found: list[Sequence[int]] = [()] * len(groups)
    asked = [(at, part, tokens) for at, (part, tokens) in enumerate(groups) if tokens]
    if not asked:
        return found
    is_postgresql = connection.vendor == "postgresql"
    selects = [_POSTGRESQL if is_postgresql else _SQLITE for _each in asked]
    statement = " UNION ALL ".join(
        select.format(at=at, table=table(part), mask=_MASK)
        for select, (at, part, _tokens) in zip(selects, asked, strict=True)
    )
    quoted, between = ("'{}'", " | ") if is_postgresql else ('"{}"', " OR ")
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [between.join(quoted.format(token) for token in tokens) for _at, _part, tokens in asked],
        )
        for at, joined in cursor.fetchall():
            found[at] = _numbers(joined)
    return found


_POSTGRESQL = "SELECT {at}, {table}_numbers(%s::tsquery)"
_SQLITE = "SELECT {at}, group_concat(rowid & {mask}) FROM {table} WHERE {table} MATCH %s"


def _numbers(joined: Any) -> Sequence[int]:
    """The numbers out of what a database joined: text with commas, or four bytes each."""
    if not joined:
        return ()
    if isinstance(joined, str):
        return list(map(int, joined.split(",")))
    found = array("I", bytes(joined))
    found.byteswap()
    return found


def tokens_of(part: str, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
    """The stored words of entries, by primary key."""
    if not ids:
        return {}
    asked = {"postgresql": "id, tsvector_to_array(tokens)", "sqlite": "rowid, tokens"}[connection.vendor]
    marks = ", ".join(["%s"] * len(ids))
    statement = f"SELECT {asked} FROM {table(part)} WHERE {asked.split(',')[0]} IN ({marks})"  # noqa: S608  our own
    with connection.cursor() as cursor:
        cursor.execute(statement, list(ids))
        return {pk: frozenset(_listed(tokens)) for pk, tokens in cursor.fetchall()}


def optimise() -> None:
    """Let the database tidy up after much was written."""
    with connection.cursor() as cursor:
        for name in map(table, PARTS):
            if connection.vendor == "postgresql":
                cursor.execute(f"{'ANALYZE' if connection.in_atomic_block else 'VACUUM (ANALYZE)'} {name}")
            else:
                cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608  our own name


def _listed(tokens: Any) -> list[str]:
    return tokens.split() if isinstance(tokens, str) else list(tokens)
