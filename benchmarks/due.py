"""Due dates per second: what every queue, page and letter asks of the statute book, without a database."""

from __future__ import annotations

import time
from datetime import date, timedelta

from benchmarks.result import Options, Result
from lutra.law.calendars import calendar
from lutra.law.clocks import due

_START = date(2020, 1, 1)
_DAYS = 365 * 6
_COUNT = 200_000


def measure(options: Options) -> Result:
    """Count ``request.reply`` from every day of six years, round and round."""
    days = [_START + timedelta(days=number % _DAYS) for number in range(options.size or _COUNT)]
    known = calendar()
    due("request.reply", _START, calendar=known)  # reads the book; it is read once in a process's life
    result = Result(
        "One process, one core. `law.clocks.due('request.reply', day)` for each day of 2020-2025 in turn; the"
        " statute book is read before the clock starts. `explained` also makes the stored derivation."
    )
    runs, explained = [], []
    for _run in range(options.runs):
        begin = time.perf_counter()
        for day in days:
            due("request.reply", day, calendar=known)
        runs.append(len(days) / (time.perf_counter() - begin))
        some = days[: len(days) // 20]
        begin = time.perf_counter()
        for day in some:
            due("request.reply", day, calendar=known).as_json()
        explained.append(len(some) / (time.perf_counter() - begin))
    result.add("due dates", "1/s", runs, ">= 200000")
    result.add("due dates, explained", "1/s", explained)
    return result
