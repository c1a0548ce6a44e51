"""The obligation calendar: what falls due on which day, month by month, and as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from lutra.directory.models import PublicBody
from lutra.law import clocks, statute
from lutra.law.clocks import months_on
from lutra.law.records import Text
from lutra.obligations.matrix import Matrix

# The longest line of a calendar file in octets (RFC 5545 section 3.1).
_LINE = 75
ANNUAL_REPORT = "report.annual"


@dataclass(frozen=True, slots=True)
class DueDay:
    """Something that falls due. ``body`` None: of the whole government."""

    day: date
    code: str
    label: Text
    clause: str
    body: PublicBody | None
    is_past: bool


def due_days(matrix: Matrix, /, *, months: int = 12) -> list[DueDay]:
    """What falls due in the months to come, and what has fallen due and is still owed; earliest first."""
    last = months_on(matrix.on.replace(day=1), months)
    by_pk = {body.pk: body for body in matrix.bodies}
    found = [
        DueDay(
            cell.due,
            cell.obligation.code,
            cell.obligation.label,
            cell.obligation.clause,
            by_pk.get(cell.body) if cell.body is not None else None,
            cell.due < matrix.on,
        )
        for cell in matrix.cells.values()
        if cell.due is not None and cell.due < last and cell.state != "not_required"
    ]
    found.append(_annual_report(matrix.on))
    return sorted(found, key=lambda one: (one.day, one.code, one.body.name if one.body else ""))


def by_month(days: Iterable[DueDay]) -> list[tuple[date, list[DueDay]]]:
    """The days grouped by month, each with its first day."""
    months: dict[date, list[DueDay]] = {}
    for one in days:
        months.setdefault(one.day.replace(day=1), []).append(one)
    return sorted(months.items())


def as_calendar(
    days: Iterable[DueDay], /, *, name: str, host: str, made_at: datetime, language: str = "id"
) -> bytes:
    """A calendar file with one event a day and obligation; the ids stay the same from export to export."""
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lutra//Obligations//ID",
        f"X-WR-CALNAME:{_escape(name)}",
    ]
    for one in days:
        owner = one.body.short_name if one.body else name
        key = f"{one.code}-{one.body.pk if one.body else 0}-{one.day:%Y%m%d}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{key}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"SUMMARY:{_escape(f'{one.label.in_(language)} – {owner}')}",
            f"DESCRIPTION:{_escape(statute.legal_basis(one.clause, 'en' if language == 'en' else 'id'))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line)).encode()


def _annual_report(on: date) -> DueDay:
    """The yearly report: this year's day while it is to come, else next year's."""
    law = clocks.rule(ANNUAL_REPORT, on=on)
    day = clocks.due(ANNUAL_REPORT, date(on.year - 1, 12, 31)).due
    if day < on:
        day = clocks.due(ANNUAL_REPORT, date(on.year, 12, 31)).due
    return DueDay(day, ANNUAL_REPORT, law.label, law.clause, None, is_past=False)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterable[str]:
    """Lines of at most 75 octets, never cut inside a letter."""
    rest, first = line, True
    while rest:
        room, taken = (_LINE if first else _LINE - 1), ""
        for letter in rest:
            if len((taken + letter).encode()) > room:
                break
            taken += letter
        yield taken if first else f" {taken}"
        rest, first = rest[len(taken) :], False
