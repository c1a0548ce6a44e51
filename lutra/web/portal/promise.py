"""Whether the office keeps its word, in three numbers for the front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lutra.directory.models import Government


@dataclass(frozen=True)
class Promise:
    """``received`` this year; the median working days to an answer and the share in time, None when none was due yet."""

    year: int
    received: int
    median_days: int | None
    in_time_percent: int | None


def promise(government: Government, *, on: date) -> Promise | None:
    """The numbers of the year of ``on``; None before the first request of that year."""
    return None
