"""What the book takes, what it refuses, and how an entry is bound to the one before."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lutra.ledger.actions import lock, record
from lutra.ledger.chain import GENESIS, digest
from lutra.ledger.errors import (
    ActorNotUnderstood,
    DataHoldsIdentity,
    DataNotJson,
    KindNotUnderstood,
    MomentWithoutZone,
    OutsideTransaction,
)
from lutra.ledger.queries import Entry, entries, history, verify
from lutra.ledger.tests.conftest import Person, Write

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_which_case_and_when(write: Write, government: int) -> None:
    at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    write("request.filed", subject=("request", 42), at=at, data={"channel": "web"})
    entry = history(("request", 42), government).get()
    assert (entry.kind, entry.subject, entry.actor, entry.post_id) == (
        "request.filed",
        ("request", 42),
        "officer:12",
        3,
    )
    assert (entry.at, entry.data) == (at, {"channel": "web"})


def test_each_entry_names_the_hash_of_the_one_before(write: Write) -> None:
    first, second, third = write(), write("request.extended"), write("request.answered")
    assert (first.seq, second.seq, third.seq) == (1, 2, 3)
    assert (first.prev_hash, second.prev_hash, third.prev_hash) == (GENESIS, first.hash, second.hash)


def test_each_government_has_a_chain_of_its_own(write: Write, government: int) -> None:
    write()
    other = write(government_id=government + 100_000)
    assert (other.seq, other.prev_hash) == (1, GENESIS)
    assert [each.government_id for each in entries(government)] == [government]


def test_the_hash_of_an_entry_can_be_computed_by_anybody() -> None:
    # If this line changes, no book in the field verifies any more.
    line = (
        '{"actor":"applicant","at":"2026-03-02T01:30:00.000000+00:00","data":{"catatan":"é","channel":"web"},'
        f'"government":7322,"kind":"request.filed","post":null,"prev_hash":"{GENESIS}","seq":1,'
        '"subject":["request",42]}'
    )
    computed = digest(
        prev_hash=GENESIS,
        government_id=7322,
        seq=1,
        at=datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8))),
        kind="request.filed",
        subject=("request", 42),
        actor="applicant",
        post_id=None,
        data={"channel": "web", "catatan": "é"},
    )
    assert computed == hashlib.sha256(line.encode()).hexdigest()
    assert computed == "1c5039dfea5dbda90c5ce6cf27705ba586978469117cb34f5a1f5550d990a60d"


def test_recording_costs_at_most_three_queries(write: Write, government: int, budi: Person) -> None:
    for _first_then_second in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            record(
                government_id=government, kind="request.filed", subject=("request", 1), by=budi, data={"a": 1}
            )
        assert len(queries) == 3


def test_the_lock_costs_one_query_and_leaves_no_trace(government: int) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        lock(government)
    assert len(queries) == 1
    assert verify(government)[0].is_whole
    assert not entries(government).exists()


def test_what_is_rolled_back_was_never_written(write: Write, government: int) -> None:
    kept = write()

    def change_and_fail() -> None:
        with transaction.atomic():
            write("request.extended")
            raise RuntimeError("the change failed after its entry")

    with pytest.raises(RuntimeError):
        change_and_fail()
    following = write("request.answered")
    assert (following.seq, following.prev_hash) == (2, kept.hash)
    assert verify(government)[0].is_whole


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(government: int, budi: Person) -> None:
    with pytest.raises(OutsideTransaction):
        record(government_id=government, kind="request.filed", subject=("request", 1), by=budi, data={})
    with pytest.raises(OutsideTransaction):
        lock(government)
    assert not entries(government).exists()


@pytest.mark.parametrize(
    "kind", ["filed", "request", "request.", ".filed", "Request.filed", "a.b.c", "a b.c"]
)
def test_a_kind_is_a_noun_and_a_participle(kind: str, write: Write) -> None:
    with pytest.raises(KindNotUnderstood):
        write(kind)


def test_an_actor_is_a_reference_and_not_a_name(write: Write) -> None:
    with pytest.raises(ActorNotUnderstood) as refusal:
        write(by=Person("Budi Santoso", "officer"))
    assert "Budi" not in str(refusal.value)


def test_a_moment_needs_its_zone(write: Write) -> None:
    with pytest.raises(MomentWithoutZone):
        write(at=datetime(2026, 3, 2))


@pytest.mark.parametrize(
    "data",
    [
        {"day": datetime(2026, 3, 2, tzinfo=UTC)},
        {"share": 0.1},
        {"count": 2**53},
        {"text": "\x00"},
        {"text": "\ud800"},
        {"set": {1}},
        {1: "one"},
        {"list": [b"bytes"]},
        ["not a mapping"],
    ],
)
def test_data_that_would_not_come_back_as_written_is_refused(
    data: Any, write: Write, government: int
) -> None:
    with pytest.raises(DataNotJson):
        write(data=data)
    assert not entries(government).exists()


def test_data_that_holds_itself_is_refused(write: Write) -> None:
    data: dict[str, Any] = {}
    data["again"] = data
    with pytest.raises(DataNotJson):
        write(data=data)


@pytest.mark.parametrize(
    "data",
    [
        {"name": "Ani"},
        {"nama_lengkap": "Ani"},
        {"applicant": {"NIK": "7322014101900001"}},
        {"contacts": [{"phoneNumber": "0812"}]},
        {"applicant_email": "ani@example.org"},
        {"alamat": "Masamba"},
    ],
)
def test_data_that_holds_identity_is_refused_without_repeating_it(data: dict[str, Any], write: Write) -> None:
    with pytest.raises(DataHoldsIdentity) as refusal:
        write(data=data)
    assert not any(
        secret in str(refusal.value) for secret in ("Ani", "7322014101900001", "0812", "ani@", "Masamba")
    )


def test_keys_that_only_look_like_identity_are_taken(write: Write) -> None:
    data = {
        "renamed": True,
        "phoned_back": True,
        "unikat": 1,
        "tournament": 1,
        "reference": "0042/PPID/LUTRA/2026",
    }
    assert write(data=data).data == data


def test_entries_can_be_asked_by_kind_and_period(write: Write, government: int) -> None:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    write("request.filed", at=day)
    write("request.answered", at=day + timedelta(days=1))
    write("request.filed", at=day + timedelta(days=2))
    asked = entries(government, kinds={"request.filed"}, since=day, until=day + timedelta(days=2))
    assert [each.seq for each in asked] == [1]
    assert [each.seq for each in entries(government, kinds=["request.filed"])] == [1, 3]
    assert [each.seq for each in entries(government, since=day + timedelta(days=1))] == [2, 3]


# Letters that both databases hold; the keys begin with a letter that makes no word of identity.
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT.map("x".__add__), inner, max_size=3),
    max_leaves=8,
)
_MOMENTS = st.datetimes(datetime(1945, 8, 17), datetime(2999, 1, 1), timezones=st.just(UTC))


@pytest.mark.law("G21")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deeds=st.lists(
        st.tuples(st.dictionaries(_TEXT.map("x".__add__), _VALUES, max_size=4), _MOMENTS),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_written_comes_back_and_verifies(
    deeds: list[tuple[dict[str, Any], datetime]], write: Write
) -> None:
    government = Entry.objects.count() + 1_000_000
    for data, at in deeds:
        write(government_id=government, data=data, at=at)
    (found,) = verify(government)
    assert (found.is_whole, found.entries) == (True, len(deeds))
    assert [(each.data, each.at) for each in entries(government)] == deeds
