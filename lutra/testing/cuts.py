"""Power cuts: the database is gone at one statement of a deed, at each in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection

from lutra.ledger.queries import verify
from lutra.testing.snapshots import every_row


class Cut:
    """The database is gone at the ``last`` statement."""

    def __init__(self, last: int) -> None:
        self.last, self.count, self.fell = last, 0, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count >= self.last:
            self.fell = True
            raise OperationalError("the connection was lost")
        return execute(sql, params, many, context)


def survives_every_cut(do: Callable[[], object]) -> int:
    """Cut ``do`` at its first statement, its second, … until it comes through; how many statements it has.

    Asserts that each cut left every table as it was, that a deed which lost the database says so, and that in the end
    something changed and the book is whole. ``do`` must read what it acts on anew each time.
    """
    before, fallen = every_row(), 0
    while True:
        fallen += 1
        cut = Cut(fallen)
        try:
            with connection.execute_wrapper(cut):
                do()
        except OperationalError:
            assert every_row() == before, f"cut at statement {fallen}, something was left behind"
            continue
        break
    assert not cut.fell, "a deed that lost the database must say so"
    assert every_row() != before
    assert all(found.is_whole for found in verify())
    return fallen
