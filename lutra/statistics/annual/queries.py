"""Reads on yearly reports: how a year stands, whether an issued one is still what it was, the cases behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lutra.directory.models import Government
from lutra.law import annual_report, clocks
from lutra.ledger.queries import entries
from lutra.statistics.annual import cases as book
from lutra.statistics.annual.content import sha256
from lutra.statistics.annual.drafting import again, draft, newest
from lutra.statistics.annual.figures import cases_of, last_entry
from lutra.statistics.annual.years import Case
from lutra.statistics.models import ReportDelivery, Snapshot

__all__ = ["Standing", "again", "cases", "draft", "is_unchanged", "newest", "standing"]


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


def is_unchanged(snapshot: Snapshot) -> bool:
    """Whether the book still gives an issued report letter by letter, and knows its hash from the day of its issue."""
    found = sha256(again(snapshot))
    told = entries(snapshot.government_id, kinds=["report.issued", "report.corrected"]).filter(
        subject_type="report", subject_id=snapshot.report_id
    )
    known = [entry.data["sha256"] for entry in told if entry.data["version"] == snapshot.version]
    return found == snapshot.sha256 == sha256(snapshot.content) and known == [snapshot.sha256]


def cases(
    government: Government,
    year: int,
    figure: str,
    *,
    drawn_on: date,
    body: int | None = None,
    upto: int | None = None,
) -> list[Case] | None:
    """The cases that a figure of a year counts, counted as the report counts them. None for an unknown figure."""
    if figure not in annual_report.figures(date(year, 12, 31)):
        return None
    counted = book.read(
        government, year=year, upto=last_entry(government) if upto is None else upto, drawn_on=drawn_on
    )
    return cases_of(counted, figure, body=body)
