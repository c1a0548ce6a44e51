"""Whether the office keeps its word, in three numbers for the front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from lutra.directory.models import Government
from lutra.statistics.queries import figures

# Seconds for which the front page shows the same numbers; the page of figures is always exact.
KEPT = 600
_YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Promise:
    """A year of answers up to today. ``median_days`` in working days; None where nothing was due yet."""

    received: int
    median_days: float | None
    in_time_percent: int | None


def promise(government: Government, *, on: date) -> Promise | None:
    """The numbers of the year that ends on ``on``; None when nobody asked in it."""
    key = f"promise:{government.pk}:{on}"
    made: Promise | None = cache.get(key)
    if made is None:
        made = _count(government, on)
        cache.set(key, made, KEPT)
    return made if made.received else None


def _count(government: Government, on: date) -> Promise:
    overall = figures(government, since=on - _YEAR, until=on).overall
    # An answer that never came is no answer in time.
    due = overall.decided.count + overall.silent.count
    return Promise(
        received=overall.received.count,
        median_days=overall.times.median,
        in_time_percent=(overall.decided.count - overall.late.count) * 100 // due if due else None,
    )
