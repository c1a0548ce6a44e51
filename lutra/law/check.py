"""Does the statute book hold together, and does it still give the dates people worked out by hand?

``problems`` looks for contradictions between calendar, rules and clauses. ``prove`` runs one named situation from
``situations/*.yaml``: *given* a calendar, *when* a rule is applied, *then* this is the date. Anyone who knows the law
can read and add to those files without reading Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from lutra.law import calendars, clocks, consistency, loading, statute
from lutra.law.errors import LawError

# The days no decree may forget: each falls on the same date every year.
_FIXED_DAYS = ((1, 1), (5, 1), (6, 1), (8, 17), (12, 25))


@dataclass(frozen=True, slots=True)
class Given:
    """The calendar of a situation; nothing given means the calendar as the whole book makes it."""

    as_known_on: date | None = None
    joint_leave_is_workday: bool = False
    six_day_week: bool = False
    local: tuple[date, ...] = ()

    def calendar(self) -> calendars.Calendar:
        return calendars.calendar(
            as_known_on=self.as_known_on,
            joint_leave_is_workday=self.joint_leave_is_workday,
            local=tuple(calendars.LocalHoliday(day, "Libur daerah") for day in self.local),
            week=calendars.SIX_DAYS if self.six_day_week else calendars.FIVE_DAYS,
        )


@dataclass(frozen=True, slots=True)
class When:
    """What is asked: rules from a start, working days to add, to go back or to count, a day, a moment, or a year."""

    rules: tuple[str, ...] = ()
    start: date | None = None
    known_at: datetime | None = None
    add: int | None = None
    back: int | None = None
    until: date | None = None
    warn: str | None = None
    day: date | None = None
    moment: datetime | None = None
    zone: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """What must come out; only what is named is compared."""

    due: date | None = None
    due_at: datetime | None = None
    ends: tuple[date, ...] | None = None
    overdue_on: date | None = None
    provisional: bool | None = None
    clause: str | None = None
    count: int | None = None
    workday: bool | None = None
    kind: str | None = None
    warned_on: date | None = None
    legal_day: date | None = None
    holidays: str | None = None
    joint_leave: str | None = None
    refused: bool | None = None

    def wanted(self) -> dict[str, Any]:
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Situation:
    """One named case. ``law`` lists the rows of the acceptance table it proves."""

    id: str
    law: tuple[str, ...]
    says: str
    when: When
    then: Then
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a situation wanted and what the book gave."""

    situation: Situation
    wanted: dict[str, Any]
    found: dict[str, Any]

    @property
    def passed(self) -> bool:
        return all(self.found.get(name) == value for name, value in self.wanted.items())

    def __str__(self) -> str:
        gaps = [
            f"{name} seharusnya {_plain(value)}, ditemukan {_plain(self.found.get(name))}"
            for name, value in self.wanted.items()
            if self.found.get(name) != value
        ]
        if gaps and "reason" in self.found:
            gaps.append(f"alasannya: {self.found['reason']}")
        return f"{self.situation.id}: {self.situation.says} {'; '.join(gaps)}".rstrip()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything ``lutra law check`` found."""

    problems: tuple[str, ...]
    proofs: tuple[Proof, ...]

    @property
    def failed(self) -> tuple[Proof, ...]:
        return tuple(proof for proof in self.proofs if not proof.passed)

    @property
    def holds(self) -> bool:
        return not self.problems and not self.failed


def check() -> Report:
    """Look the whole book over and prove every situation."""
    return Report(tuple(problems()), tuple(prove(situation) for situation in situations()))


@cache
def situations() -> tuple[Situation, ...]:
    """All named situations, file by file."""
    return tuple(
        situation
        for name in loading.files("situations")
        for situation in loading.build_all(Situation, loading.read(name)[0]["situations"], where=name)
    )


def prove(situation: Situation) -> Proof:
    """Apply the book to one situation. A refusal is a finding, not a failure of the check."""
    try:
        found = _apply(situation.when, situation.given.calendar())
    except (LawError, ValueError) as error:
        found = {"refused": True, "reason": str(error)}
    return Proof(situation, situation.then.wanted(), found)


def problems() -> list[str]:
    """Contradictions anywhere in the book, each as one sentence; empty when it holds together.

    ``consistency`` looks at lists, forms, registers and workflows; here follow calendar, rules and situations.
    """
    checks: tuple[Callable[[], Iterable[str]], ...] = (
        consistency.problems,
        _calendar_problems,
        _rule_problems,
        _printing_problems,
        _situation_problems,
    )
    return [*consistency.problems(), *(problem for look in checks for problem in look())]


# --- situations ----------------------------------------------------------------------------------------------------


def _apply(when: When, days: calendars.Calendar) -> dict[str, Any]:
    start = when.known_at or when.start
    if when.rules and start:
        return _ends(clocks.chain(when.rules, start, calendar=days))
    if when.warn and start:
        return {"warned_on": clocks.warn_on(start, when.warn, calendar=days)}
    if when.add is not None and start:
        return {"due": days.add(start, when.add)}
    if when.back is not None and start:
        return {"due": days.back(start, when.back)}
    if when.until and start:
        return {"count": days.count(start, when.until)}
    if when.day:
        return {"workday": days.is_workday(when.day), "kind": days.day(when.day).kind}
    if when.moment and when.zone:
        return {"legal_day": clocks.legal_day(when.moment, when.zone)}
    if when.year:
        return _year(when.year, days)
    raise ValueError("Situasi ini tidak menanyakan apa pun.")


def _ends(found: list[clocks.Due]) -> dict[str, Any]:
    last = found[-1]
    return {
        "ends": tuple(due.due for due in found),
        "due_at" if isinstance(last.due, datetime) else "due": last.due,
        "overdue_on": last.due + timedelta(days=1),
        "provisional": any(due.provisional for due in found),
        "clause": last.clause,
    }


def _year(year: int, days: calendars.Calendar) -> dict[str, Any]:
    eve, end = date(year - 1, 12, 31), date(year, 12, 31)
    kinds = {day: days.day(day).kind for day in calendars.days_between(eve, end)}

    def dates(*wanted: str) -> str:
        return " ".join(f"{day:%m-%d}" for day, kind in kinds.items() if kind in wanted)

    return {
        "holidays": dates("holiday", "voting_day"),
        "joint_leave": dates("joint_leave"),
        "count": days.count(eve, end),
        "provisional": days.is_provisional(end),
    }


# --- the book ------------------------------------------------------------------------------------------------------


def _calendar_problems() -> Iterator[str]:
    decrees = calendars.decrees()
    ids = [decree.id for decree in decrees]
    yield from (
        f"Keputusan {code} tercatat dua kali."
        for code in sorted({code for code in ids if ids.count(code) > 1})
    )
    for decree in decrees:
        touched = [*decree.adds, *decree.removes]
        if not touched:
            yield f"Keputusan {decree.id} tidak menambah atau mencabut hari apa pun."
        elif max(touched) < decree.decreed_on:
            yield f"Keputusan {decree.id} ditetapkan sesudah semua hari yang diaturnya."
        if any(day.year != decree.year for day in touched):
            yield f"Keputusan {decree.id} mengatur hari di luar tahun {decree.year}."
    years = sorted({decree.year for decree in decrees})
    yield from (f"Tidak ada keputusan untuk tahun {a + 1}." for a, b in pairwise(years) if b != a + 1)
    whole = calendars.calendar()
    for year in years:
        for month, day in _FIXED_DAYS:
            if whole.day(date(year, month, day)).kind not in ("holiday", "voting_day"):
                yield f"Kalender {year} tidak memuat libur {day}-{month}."
    for reading in calendars.readings():
        if reading.clause is not None:
            yield from _clause_problems(reading.clause, f"Bacaan kalender {reading.code}")


def _rule_problems() -> Iterator[str]:
    periods: dict[str, list[clocks.Rule]] = {}
    for rule in clocks.rules():
        periods.setdefault(rule.name, []).append(rule)
        yield from _clause_problems(rule.clause, f"Aturan {rule.name}", since=rule.in_force_from)
        if rule.in_force_until is not None and rule.in_force_until < rule.in_force_from:
            yield f"Aturan {rule.name} berakhir sebelum mulai berlaku."
    for name, versions in periods.items():
        for old, new in pairwise(versions):
            if old.in_force_until is None or old.in_force_until + timedelta(days=1) != new.in_force_from:
                yield f"Aturan {name}: masa sampai {old.in_force_until} tidak bersambung dengan {new.in_force_from}."


def _printing_problems() -> Iterator[str]:
    """A clause known from memory may not reach a letter, neither by itself nor through a rule."""
    for clause in statute.clauses():
        if clause.verification == "M" and clause.printable:
            yield f"Ketentuan {clause.id} belum terverifikasi tetapi dapat dicetak."
    unverified = {clause.id for clause in statute.clauses() if not clause.printable}
    for rule in clocks.rules():
        if rule.clause in unverified and "Pasal" in rule.citation:
            yield f"Aturan {rule.name} mencetak nomor pasal yang belum terverifikasi."


def _situation_problems() -> Iterator[str]:
    ids = [situation.id for situation in situations()]
    yield from (
        f"Situasi {code} tercatat dua kali." for code in sorted({code for code in ids if ids.count(code) > 1})
    )
    yield from (
        f"Situasi {one.id} tidak mengharapkan apa pun." for one in situations() if not one.then.wanted()
    )


def _clause_problems(code: str, who: str, *, since: date | None = None) -> Iterator[str]:
    try:
        clause = statute.clause(code)
    except LawError:
        yield f"{who} merujuk ketentuan {code} yang tidak ada."
        return
    if since is not None and since < clause.in_force_from:
        yield f"{who} berlaku sebelum ketentuannya ({code}) berlaku."


def _plain(value: object) -> str:
    """A value as people read it in a finding."""
    if value is None or isinstance(value, bool):
        return {None: "tidak ada", True: "ya", False: "tidak"}[value]
    if isinstance(value, tuple):
        return ", ".join(_plain(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)
