"""The past cannot be changed; and where somebody with all rights changes it, the chain shows where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from lutra.ledger import triggers
from lutra.ledger.chain import GENESIS
from lutra.ledger.models import Entry, Head
from lutra.ledger.queries import protected, verify
from lutra.ledger.tests.conftest import Write

pytestmark = pytest.mark.django_db

Forge = Callable[..., None]

_ATTEMPTS = {
    "update": "UPDATE ledger_entry SET kind = 'request.granted'",
    "delete": "DELETE FROM ledger_entry",
    "update or ignore": "UPDATE OR IGNORE ledger_entry SET kind = 'request.granted'",
    "replace": "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
    "upsert": (
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE true"
        " ON CONFLICT (id) DO UPDATE SET kind = 'request.granted'"
    ),
    "truncate": "TRUNCATE ledger_entry",
    "as a replica": "SET LOCAL session_replication_role = replica; DELETE FROM ledger_entry",
}
_ONLY = {
    "update or ignore": "sqlite",
    "replace": "sqlite",
    "truncate": "postgresql",
    "as a replica": "postgresql",
}


@pytest.mark.law("R08")
@pytest.mark.parametrize("attempt", _ATTEMPTS)
def test_the_database_refuses_to_change_the_past(attempt: str, write: Write, government: int) -> None:
    if _ONLY.get(attempt, connection.vendor) != connection.vendor:
        pytest.skip(f"{attempt!r} is not a word of {connection.vendor}")
    written = write("request.refused")
    with (
        pytest.raises(DatabaseError, match="Buku hanya dapat ditambah"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(_ATTEMPTS[attempt])
    assert Entry.objects.get(government_id=government).kind == written.kind


@pytest.mark.law("R08")
def test_the_model_cannot_change_the_past_either(write: Write) -> None:
    entry = write()
    entry.kind = "request.granted"
    for deed in (entry.save, entry.delete):
        with pytest.raises(DatabaseError, match="Buku hanya dapat ditambah"), transaction.atomic():
            deed()


def test_the_migrations_leave_the_book_guarded() -> None:
    assert protected()


def test_missing_guards_are_noticed() -> None:
    triggers.remove(connection)
    assert not protected()
    triggers.install(connection)
    assert protected()


def test_an_empty_book_is_whole_and_its_root_is_zeros(government: int) -> None:
    (found,) = verify(government)
    assert (found.is_whole, found.entries, found.root) == (True, 0, GENESIS)


def test_the_root_is_the_hash_of_the_last_entry(write: Write, government: int) -> None:
    write()
    last = write("request.answered")
    (found,) = verify(government)
    assert (found.is_whole, found.entries, found.root) == (True, 2, last.hash)


@pytest.mark.law("G21")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "request.granted"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("subject_type", "objection"),
        ("subject_id", 99),
        ("actor", "clock"),
        ("post_id", 99),
        ("data", '{"channel": "counter"}'),
        ("prev_hash", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_one_altered_value_breaks_the_chain_there(
    column: str, value: str | int, write: Write, forge: Forge, government: int
) -> None:
    for _ in range(4):
        write(data={"channel": "web"})
    forge(f"UPDATE ledger_entry SET {column} = %s WHERE government_id = %s AND seq = 2", value, government)
    (found,) = verify(government)
    assert (found.broken, found.entries) == (2, 1)
    assert found.reason


@pytest.mark.law("G21")
@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_removed_entry_is_missed(gone: int, write: Write, forge: Forge, government: int) -> None:
    for _ in range(3):
        write()
    forge("DELETE FROM ledger_entry WHERE government_id = %s AND seq = %s", government, gone)
    (found,) = verify(government)
    assert (found.broken, found.entries) == (gone, gone - 1)


@pytest.mark.law("G21")
def test_an_entry_put_behind_the_head_is_found(write: Write, government: int) -> None:
    first, _second = write(), write()
    Head.objects.filter(government_id=government).update(seq=1, hash=first.hash)
    assert verify(government)[0].broken == 2


@pytest.mark.law("G21")
def test_a_rewritten_chain_does_not_fit_its_head(write: Write, government: int) -> None:
    write()
    Head.objects.filter(government_id=government).update(hash="f" * 64)
    assert verify(government)[0].broken == 1


@pytest.mark.law("G21")
def test_a_lost_head_is_missed_when_all_books_are_verified(write: Write, government: int) -> None:
    write()
    Head.objects.filter(government_id=government).delete()
    assert [each.broken for each in verify() if each.government_id == government] == [1]


def test_a_broken_book_does_not_hide_the_others(write: Write, forge: Forge, government: int) -> None:
    write()
    write(government_id=government + 100_000)
    forge("UPDATE ledger_entry SET actor = 'clock' WHERE government_id = %s", government)
    found = {each.government_id: each.is_whole for each in verify()}
    assert (found[government], found[government + 100_000]) == (False, True)


def test_a_long_book_tells_how_far_the_reading_is(
    write: Write, government: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lutra.ledger.queries._CHUNK", 2)
    for _ in range(5):
        write()
    told: list[int] = []
    verify(government, progress=told.append)
    assert told == [2, 4]
