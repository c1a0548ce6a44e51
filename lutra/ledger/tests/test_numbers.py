"""Numbers have no gap and no double."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lutra.ledger.actions import record
from lutra.ledger.errors import OutsideTransaction
from lutra.ledger.numbers import next_number
from lutra.ledger.queries import verify
from lutra.ledger.tests.conftest import Person

pytestmark = pytest.mark.django_db


def test_each_government_book_and_year_counts_from_one(government: int) -> None:
    asked = [
        (government, "request", 2026),
        (government, "request", 2026),
        (government, "objection", 2026),
        (government, "request", 2027),
        (government + 100_000, "request", 2026),
    ]
    assert [next_number(*each) for each in asked] == [1, 2, 1, 1, 1]


def test_a_number_whose_transaction_failed_is_given_again(government: int) -> None:
    assert next_number(government, "request", 2026) == 1

    def fail_after_two() -> None:
        with transaction.atomic():
            assert next_number(government, "request", 2026) == 2
            raise RuntimeError("the filing failed")

    with pytest.raises(RuntimeError):
        fail_after_two()
    assert next_number(government, "request", 2026) == 2


def test_a_number_costs_one_query(government: int) -> None:
    for _first_then_second in range(2):
        with CaptureQueriesContext(connection) as queries:
            next_number(government, "request", 2026)
        assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_outside_a_transaction(government: int) -> None:
    with pytest.raises(OutsideTransaction):
        next_number(government, "request", 2026)


@pytest.mark.django_db(transaction=True)
def test_fifty_filings_at_once_get_fifty_consecutive_numbers(government: int, budi: Person) -> None:
    given: list[int] = []
    together = threading.Barrier(50)

    def file() -> None:
        together.wait()
        try:
            with transaction.atomic():
                number = next_number(government, "request", 2026)
                record(
                    government_id=government,
                    kind="request.filed",
                    subject=("request", number),
                    by=budi,
                    data={"number": number},
                )
            given.append(number)
        finally:
            connection.close()

    filings = [threading.Thread(target=file) for _ in range(50)]
    for each in filings:
        each.start()
    for each in filings:
        each.join()
    assert sorted(given) == list(range(1, 51))
    (found,) = verify(government)
    assert (found.is_whole, found.entries) == (True, 50)
