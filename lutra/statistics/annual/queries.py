"""Reads on yearly reports: how a year stands, whether an issued one is still what it was, the cases behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from lutra.directory.models import Government
from lutra.law import annual_report, clocks
from lutra.ledger.queries import entries
from lutra.statistics.annual import cases as book
from lutra.statistics.annual.content import Content, sha256
from lutra.statistics.annual.drafting import Draft, again, draft, newest
from lutra.statistics.annual.figures import cases_of
from lutra.statistics.annual.years import Case
from lutra.statistics.models import AnnualReport, ReportDelivery, Snapshot

__all__ = [
    "Standing",
    "again",
    "cases",
    "draft",
    "is_unchanged",
    "newest",
    "overdue",
    "recent_draft",
    "standing",
    "typed_of",
]

_RECENT_SECONDS = 300
_YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How the report of a year stands on a day: what is issued, what was sent, and by when it must be."""

    year: int
    due: clocks.Due
    newest: Snapshot | None
    delivery: ReportDelivery | None  # the first one: what came later mends it
    is_overdue: bool


def standing(government: Government, year: int, *, on: date) -> Standing:
    """How a year's report stands on the legal day ``on``; it is due three months after the year (LAW R04)."""
    due = clocks.due("report.annual", date(year, 12, 31))
    delivery = (
        ReportDelivery.objects.filter(snapshot__report__government=government, snapshot__report__year=year)
        .select_related("snapshot")
        .order_by("sent_on", "pk")
        .first()
    )
    return Standing(
        year=year,
        due=due,
        newest=newest(government, year),
        delivery=delivery,
        is_overdue=(delivery.sent_on if delivery else on) > due.due,
    )


def overdue(government: Government, *, on: date) -> list[Standing]:
    """The reports that should have reached the Commission by the legal day ``on`` and did not (LAW R04).

    Of the years in which the book holds something, and never of more than the last three: what is older is history.
    """
    first = entries(government.pk).values_list("at", flat=True).first()
    if first is None:
        return []
    years = range(max(first.year, on.year - _YEARS_BACK), on.year)
    found = (standing(government, year, on=on) for year in years)
    return [one for one in found if one.is_overdue and one.delivery is None]


def is_unchanged(snapshot: Snapshot) -> bool:
    """Whether the book still gives an issued report letter by letter, and knows its hash from the day of its issue."""
    found = sha256(again(snapshot))
    told = entries(snapshot.government_id, kinds=["report.issued", "report.corrected"]).filter(
        subject_type="report", subject_id=snapshot.report_id
    )
    known = [entry.data["sha256"] for entry in told if entry.data["version"] == snapshot.version]
    return found == snapshot.sha256 == sha256(snapshot.content) and known == [snapshot.sha256]


def recent_draft(government: Government, year: int) -> Draft:
    """``draft``, at most five minutes old, for pages: a year of a large office takes seconds to count.

    What somebody types, signs or issues shows at once.
    """
    report = AnnualReport.objects.filter(government=government, year=year).first()
    earlier = newest(government, year - 1)
    parts = (
        "report",
        # The book's first hash names this book and no other, also where a database was made anew.
        entries(government.pk).values_list("hash", flat=True).first(),
        year,
        report.revision if report else 0,
        report.overrides.count() if report else 0,
        earlier.pk if earlier else 0,
        get_language(),
    )
    key = ":".join(map(str, parts))
    kept: Draft | None = cache.get(key)
    if kept is None:
        kept = draft(government, year)
        cache.set(key, kept, _RECENT_SECONDS)
    return kept


def typed_of(government: Government, year: int) -> dict[str, Any]:
    """What the office has typed so far for a year's report."""
    report = AnnualReport.objects.filter(government=government, year=year).first()
    return dict(report.typed) if report else {}


def cases(
    government: Government, content: Content, figure: str, *, body: int | None = None
) -> list[Case] | None:
    """The cases that a figure of a report counts, of one body or of all; None for a figure that the law does not know.

    They are counted again as the report was: by the book up to its entry, as of its day.
    """
    year = content["year"]
    if figure not in annual_report.figures(date(year, 12, 31)):
        return None
    drawn_on = date.fromisoformat(content["drawn_on"])
    return cases_of(
        book.read(government, year=year, upto=content["upto"], drawn_on=drawn_on), figure, body=body
    )
