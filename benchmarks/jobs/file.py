"""One client that files requests, one after the other, as fast as the book takes them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.questions import answers
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.requests import actions

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``seconds`` to file for and a ``seed`` of its own; ``count`` (0: count queries of one filing) instead."""
    government = Government.objects.get(code="73.22")
    written = answers(random.Random(arguments["seed"]))
    one(government, next(written))  # opens the connection, reads the statute book
    if "seconds" in arguments:
        return lambda: _race(government, written, arguments["seconds"])
    return lambda: _count_queries(government, written)


def _race(government: Government, written: Iterator[dict[str, str]], seconds: float) -> dict[str, Any]:
    took: list[float] = []
    begin = now = time.perf_counter()
    while now - begin < seconds:
        answer = next(written)
        before = time.perf_counter()
        one(government, answer)
        now = time.perf_counter()
        took.append(now - before)
    return {"seconds": now - begin, "took": took}


def _count_queries(government: Government, written: Iterator[dict[str, str]]) -> dict[str, Any]:
    answer = next(written)
    with CaptureQueriesContext(connection) as seen:
        one(government, answer)
    statements = [row["sql"] for row in seen.captured_queries]
    control = [sql.split()[0] for sql in statements if sql.startswith(_CONTROL)]
    return {
        "queries": [" ".join(sql.split()[:4]) for sql in statements if not sql.startswith(_CONTROL)],
        "transactions": control.count("BEGIN"),
        "savepoints": control.count("SAVEPOINT"),
    }


def one(government: Government, answer: dict[str, str]) -> None:
    actions.file(
        government,
        by=actors.applicant(government),
        channel="web",
        answers=answer,
        key=f"{random.getrandbits(128):032x}",
    )
