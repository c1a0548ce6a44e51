"""Fill the index of the search with invented entries."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection

from benchmarks.shelf import entries
from lutra.directory.models import Government
from lutra.publishing.search import engine
from lutra.publishing.search.indexing import put

_CHUNK = 1_000


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``size``: how many."""
    government = Government.objects.get(code="73.22")

    def work() -> dict[str, Any]:
        begin = time.perf_counter()
        wanted = entries(arguments["size"])
        while chunk := list(itertools.islice(wanted, _CHUNK)):
            put(government.pk, chunk)
        engine.optimise()
        seconds = time.perf_counter() - begin
        one = _one(government)
        return {"seconds": seconds, "one": one, "bytes": _bytes()}

    return work


def _one(government: Government) -> float:
    """Milliseconds to store one changed entry, the median of a hundred."""
    took = []
    for entry in itertools.islice(entries(100), 100):
        begin = time.perf_counter()
        put(government.pk, [replace(entry, title=f"{entry.title} perubahan")])
        took.append((time.perf_counter() - begin) * 1000)
    return sorted(took)[50]


def _bytes() -> dict[str, int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return {"database": int(cursor.fetchone()[0])}
