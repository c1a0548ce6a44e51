"""One process that searches, as a web process does."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from benchmarks.result import percentile
from benchmarks.shelf import entries, questions
from lutra.directory.models import Government
from lutra.publishing.search.columns import columns
from lutra.publishing.search.indexing import put
from lutra.publishing.search.queries import search

Asked = tuple[str, dict[str, str], int]


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``count`` questions of ``seed`` over ``size`` entries."""
    government = Government.objects.get(code="73.22")
    size, count, seed = arguments["size"], arguments["count"], arguments["seed"]
    first = list(questions(count, size, seed * 3 + 1))
    then = list(questions(count, size, seed * 3 + 2))
    changed = list(questions(count // 3, size, seed * 3 + 3))

    def work() -> dict[str, Any]:
        begin = time.perf_counter()
        columns(government.pk)
        read = (time.perf_counter() - begin) * 1000
        cold, hits, _slow = _ask(government, first)
        warm, more, slowest = _ask(government, then)
        stored, _hits, _slowest = _ask(government, changed, change=True)
        hits = sorted(hits + more)
        return {
            "columns": read,
            "first": cold,
            "then": warm,
            "changed": stored,
            "hits": {"p50": percentile(hits, 0.5), "p95": percentile(hits, 0.95), "none": hits.count(0)},
            "slowest": slowest,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }

    return work


def _ask(
    government: Government, asked: Iterable[Asked], *, change: bool = False
) -> tuple[dict[str, float], list[int], list[Any]]:
    took: list[tuple[float, str, int]] = []
    news = iter(entries(10_000, seed=1))
    for query, filters, page in asked:
        if change:
            put(government.pk, [replace(next(news), key=f"news:{len(took)}", kind="news")])
        begin = time.perf_counter()
        found = search(government, query, filters, page)
        took.append(((time.perf_counter() - begin) * 1000, query, found.total))
    times = sorted(each[0] for each in took)
    shares = {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95), "max": times[-1]}
    return shares, [total for _ms, _query, total in took], sorted(took, reverse=True)[:5]
