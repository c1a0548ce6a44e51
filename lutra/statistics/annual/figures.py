"""The figures of a year as plain data: a row for each body that had a case, and one for the whole government."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from lutra.directory.calendars import today
from lutra.directory.models import Government, PublicBody
from lutra.law import annual_report
from lutra.ledger.queries import entries
from lutra.statistics.annual import cases as book
from lutra.statistics.annual.cases import Cases
from lutra.statistics.annual.years import Case
from lutra.statistics.queries import NO_BODY

TIMES = ("mean", "median", "shortest", "longest")


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one body (``NO_BODY``: of none), or of the whole government (``body`` None).

    ``figures`` holds every figure of the layout, zero where there is nothing to count; ``times`` working days as texts
    with a point, None where nothing was decided.
    """

    body: int | None
    name: str
    figures: dict[str, int]
    times: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a year at entry ``upto``, whose hash is ``root``; ``counted`` are the cases behind them."""

    year: int
    drawn_on: str
    as_of: str
    is_over: bool
    upto: int
    root: str
    overall: Row
    bodies: tuple[Row, ...]
    oldest: tuple[dict[str, Any], ...]
    counted: Cases


def figures(
    government: Government,
    /,
    year: int,
    *,
    upto: int | None = None,
    drawn_on: date | None = None,
    names: Mapping[int | None, str] | None = None,
) -> Figures:
    """Count a year, today and by the whole book.

    For a report of old: ``upto``, as the book stood then; ``drawn_on``, the day it was drawn up; ``names``, what the
    bodies were called (with ``NO_BODY``, and the government's own under None).
    """
    if upto is None:
        upto = last_entry(government)
    counted = book.read(government, year=year, upto=upto, drawn_on=drawn_on or today(government))
    by_body: dict[int, list[Case]] = defaultdict(list)
    for case in counted.cases:
        by_body[case.body_id or NO_BODY].append(case)
    known = names or _names(government)
    rows = [_row(body, known[body], group, counted) for body, group in by_body.items()]
    return Figures(
        year=year,
        drawn_on=counted.year.drawn_on.isoformat(),
        as_of=counted.year.as_of.isoformat(),
        is_over=counted.year.is_over,
        upto=upto,
        root=counted.year.root,
        overall=_row(None, known[None], counted.cases, counted),
        bodies=tuple(sorted(rows, key=lambda row: (row.body == NO_BODY, row.name, row.body))),
        oldest=tuple(
            {
                "request": one.request_id,
                "reference": one.reference,
                "received_on": one.received_on.isoformat(),
                "days": one.days,
            }
            for one in counted.oldest
        ),
        counted=counted,
    )


def last_entry(government: Government) -> int:
    """The number of the book's last entry; 0 of an empty book."""
    return entries(government.pk).reverse().values_list("seq", flat=True).first() or 0


def cases_of(counted: Cases, figure: str, *, body: int | None = None) -> list[Case]:
    """The cases that a figure counts, of one body or of all (None), in the order of the book."""
    return [
        case
        for case in counted.cases
        if figure in case.names and (body is None or (case.body_id or NO_BODY) == body)
    ]


def _names(government: Government) -> dict[int | None, str]:
    bodies = PublicBody.objects.filter(government=government).select_related("parent")
    return {
        **{body.pk: str(body) for body in bodies},
        NO_BODY: _("Belum diserahkan ke perangkat daerah"),
        None: government.name,
    }


def _row(body: int | None, name: str, group: Sequence[Case], counted: Cases) -> Row:
    counts: Counter[str] = Counter()
    for case in group:
        counts.update(case.names)
    known = annual_report.figures(counted.year.last)
    # What the law does not know is kept, so that the rules find it; it must never vanish silently.
    figures = dict.fromkeys(known, 0) | dict(sorted(counts.items()))
    taken = [counted.days[case.pk] for case in group if case.kind == "request" and "decided" in case.names]
    return Row(body=body, name=name, figures=figures, times=_times(taken))


def _times(days: Sequence[int]) -> dict[str, str | None]:
    if not days:
        return dict.fromkeys(TIMES)
    return {
        "mean": f"{float(Fraction(sum(days), len(days))):.2f}",
        "median": f"{float(median(days)):.1f}",
        "shortest": str(min(days)),
        "longest": str(max(days)),
    }
