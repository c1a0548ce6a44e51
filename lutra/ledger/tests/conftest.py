"""The people of these tests, and a book to write in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction

from lutra.ledger.actions import Entry, record
from lutra.ledger.testing import unguarded


@dataclass(frozen=True)
class Person:
    ref: str
    kind: str
    post_id: int | None = None


Write = Callable[..., Entry]

_governments = count(7322)


@pytest.fixture
def ani() -> Person:
    """Ani asks."""
    return Person("applicant", "applicant")


@pytest.fixture
def budi() -> Person:
    """Budi answers, in his post."""
    return Person("officer:12", "officer", post_id=3)


@pytest.fixture
def government() -> int:
    """A government whose book is still empty."""
    return next(_governments)


@pytest.fixture
def write(budi: Person, government: int) -> Write:
    """Write an entry; whatever the test does not say is ordinary."""

    def write_entry(kind: str = "request.filed", **said: Any) -> Entry:
        ordinary = {"government_id": government, "subject": ("request", 1), "by": budi, "data": {}}
        with transaction.atomic():
            return record(kind=kind, **{**ordinary, **said})

    return write_entry


@pytest.fixture
def forge() -> Callable[..., None]:
    """Change the past as a forger with the rights of the database's owner would."""

    def run(sql: str, *values: Any) -> None:
        with unguarded(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run
