"""For the test suite only: let Django empty the book between transactional tests.

After a test that commits (``@pytest.mark.django_db(transaction=True)``), Django empties every table, and the
triggers of the book refuse. The root ``conftest.py`` lets the emptying pass, and nothing else, with::

    from lutra.ledger.testing import flushes_pass

    @pytest.fixture(scope="session", autouse=True)
    def _the_book_may_be_emptied_between_tests() -> Iterator[None]:
        with flushes_pass():
            yield

The triggers are there throughout every test; they are away only while Django flushes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection
from django.test import TransactionTestCase

from lutra.ledger import triggers


def triggers_off() -> None:
    """Take the guards of the book away."""
    triggers.remove(connection)


def triggers_on() -> None:
    """Put the guards of the book back."""
    triggers.install(connection)


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the guards away for a while: how a test plays the forger."""
    triggers_off()
    try:
        yield
    finally:
        triggers_on()


@contextmanager
def flushes_pass() -> Iterator[None]:
    """Let the emptying of tables after transactional tests pass the guards, for the whole session."""
    teardown: Callable[[TransactionTestCase], None] = vars(TransactionTestCase)["_fixture_teardown"]

    def emptied(case: TransactionTestCase) -> None:
        with unguarded():
            teardown(case)

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", emptied):
        yield
