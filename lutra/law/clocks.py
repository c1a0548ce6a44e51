"""The clocks of the law: from a rule and a day to a due date that can explain itself.

``rules/rules.yaml`` holds every rule with its clause. ``due`` applies one, ``chain`` several in a row; a ``Due`` finds
its calendar version and its day-by-day derivation only when asked, so that counting stays cheap. Day 1 is the working
day after the starting day (reading Q1). Nothing here knows what time it is: "late" is for the caller to compare.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from lutra.law import calendars, loading, statute
from lutra.law.calendars import Calendar, days_between
from lutra.law.errors import BookError, LawError, NotInForce
from lutra.law.records import Text

Unit = Literal["working_day", "calendar_day", "month", "hour"]
Stretch = Literal["reply", "extension", "late"]

# Calendar days, months and hours depend on no decree; their version says so.
_NO_DECREE = "gregorian"


class UnknownRule(LawError, KeyError):
    """A rule was asked for that the statute book does not hold."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading taken where the law is open: the number of the question, and the answer in both languages."""

    question: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock of the law during one period; see the head of ``rules/rules.yaml`` for each field."""

    name: str
    label: Text
    quantity: int
    unit: Unit
    begins: Text
    wording: str
    clause: str
    in_force_from: date
    binds: Literal["office", "applicant", "commission"]
    direction: Literal["after", "before"] = "after"
    in_force_until: date | None = None
    fiscal_year_end: bool = False
    warns: int = 0
    reading: Reading | None = None

    @property
    def term(self) -> Text:
        """How long it is, as people say it: "10 hari kerja"."""
        return calendars.term(self.unit, self.quantity)

    @property
    def citation(self) -> str:
        """The clause as it may be printed: a clause known from memory shows its law without an article number."""
        found = statute.clause(self.clause)
        return found.citation if found.printable else _law(found.law).short.id


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation: a date, what it is, and which counted day it is (None when it does not count).

    ``kind`` is that of a ``calendars.Day``, or start, calendar_day, month, hour, or note (a remark on the year).
    """

    date: date
    kind: str
    count: int | None
    label: Text | None
    decree: str | None

    def as_json(self) -> dict[str, Any]:
        label = None if self.label is None else {"id": self.label.id, "en": self.label.en}
        return {
            "date": self.date.isoformat(),
            "kind": self.kind,
            "count": self.count,
            "label": label,
            "decree": self.decree,
        }


class Due(NamedTuple):
    """A due date: the last day (for an hour rule the last moment) on which the deed is still in time."""

    rule: str
    start: date
    due: date
    provisional: bool
    law: Rule
    calendar: Calendar

    @property
    def clause_id(self) -> str:
        return self.law.clause

    @property
    def clause(self) -> str:
        """The clause as it may be printed on a letter."""
        return self.law.citation

    @property
    def calendar_version(self) -> str:
        """The decrees and settings behind the date; store it beside the date to know when to count anew (C10)."""
        if self.law.unit != "working_day":
            return _NO_DECREE
        return self.calendar.version(*_counted(self.start, self.due))

    @property
    def explanation(self) -> tuple[Step, ...]:
        """The derivation, one line a day from the start to the due date."""
        return tuple(_EXPLAIN[self.law.unit](self))

    def as_json(self) -> dict[str, Any]:
        """The contract of ``lutra law due --json``, with the derivation line by line."""
        return {
            "rule": self.rule,
            "from": self.start.isoformat(),
            "due": self.due.isoformat(),
            "clause": self.clause,
            "provisional": self.provisional,
            "calendar_version": self.calendar_version,
            "explanation": [step.as_json() for step in self.explanation],
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the working-day ruler. ``count`` counts within its stretch; in "late" it is working days late."""

    date: date
    kind: str
    label: Text | None
    decree: str | None
    count: int | None
    stretch: Stretch
    is_today: bool
    is_due: bool
    is_answered: bool


def due(rule: str, start: date, *, calendar: Calendar | None = None) -> Due:
    """When the rule's time ends, counted from the legal day ``start``.

    An hour rule takes a datetime and answers with one, or takes a date and answers with the date so many hours on.
    Raises UnknownRule, NotInForce (the rule did not bind on that day), DateOutOfReach, and ValueError for a datetime
    where the law counts days (a moment becomes a legal day by ``legal_day``).
    """
    law = _in_force(rule, start)
    if calendar is None:
        calendar = calendars.calendar()
    unit = law.unit
    if isinstance(start, datetime) and unit != "hour":
        raise ValueError(
            f"Aturan {rule} menghitung hari: berikan tanggal hukum, bukan saat (lihat legal_day)."
        )
    if unit == "working_day":
        end = (calendar.add if law.direction == "after" else calendar.back)(start, law.quantity)
        years = calendar.known_years
        if start.year in years and end.year in years:
            return Due(rule, start, end, False, law, calendar)
        return Due(rule, start, end, bool(calendar.provisional_years(*_counted(start, end))), law, calendar)
    return Due(rule, start, _by_the_almanac(law, start), False, law, calendar)


def chain(rules: Iterable[str], start: date, *, calendar: Calendar | None = None) -> list[Due]:
    """Several rules in a row: each starts on the day the one before it ended, as provisional as that day is."""
    found: list[Due] = []
    for rule in rules:
        link = due(rule, start, calendar=calendar)
        uncertain = link.provisional or (bool(found) and found[-1].provisional)
        found.append(link._replace(provisional=uncertain))
        start = link.due
    return found


def warn_on(start: date, rule: str, *, calendar: Calendar | None = None) -> date:
    """The day the office is warned under the stricter reading of "sejak" (C07). Shown, never used as the due date."""
    found = due(rule, start, calendar=calendar)
    if not found.law.warns:
        return found.due
    if found.law.unit == "working_day":
        return found.calendar.back(found.due, found.law.warns)
    return found.due - timedelta(days=found.law.warns)


def recounted(old: Due, *, calendar: Calendar) -> Due:
    """The same clock under another calendar, when a decree came in between (C11, Q18).

    The new date binds the office and the commission. An applicant's own time never shrinks: the later date stays.
    Comparing ``due`` of both tells whether the book needs an entry; nothing is changed silently.
    """
    new = due(old.rule, old.start, calendar=calendar)
    return old if old.law.binds == "applicant" and old.due > new.due else new


def rules() -> tuple[Rule, ...]:
    """Every rule of the book, each period of it, in the order of the file."""
    return tuple(version for versions in _book().values() for version in versions)


def rule(name: str, *, on: date | None = None) -> Rule:
    """The rule with this name as it binds ``on`` that day (its latest period when None)."""
    if on is None:
        return _versions(name)[-1]
    return _in_force(name, on)


def ruler(
    due: Due,
    *,
    today: date,
    extension: Due | None = None,
    answered_on: date | None = None,
    calendar: Calendar | None = None,
    late_limit: int = 31,
) -> list[Cell]:
    """The cells of the working-day ruler, from the starting day to the flag, and beyond it while late.

    The reply is one stretch, the extension a second, and what lies beyond the last due date is "late": up to the
    day of the answer, or up to ``today`` while there is none. A late stretch longer than ``late_limit`` days is cut,
    but its last cell is always kept, with its true count of working days late.
    """
    days = calendar or due.calendar
    flag = extension.due if extension else due.due
    until = answered_on or today
    cells = [
        replace(_cell(days, due.start, 0, "reply", today, due.due, answered_on), kind="start", count=None)
    ]
    cells += _stretch(days, due.start, due.due, "reply", today, due.due, answered_on)
    if extension:
        cells += _stretch(days, due.due, extension.due, "extension", today, extension.due, answered_on)
    late = list(_stretch(days, flag, until, "late", today, flag, answered_on))
    return cells + (late if len(late) <= late_limit else [*late[: late_limit - 1], late[-1]])


def legal_day(moment: datetime, tz_name: str, /) -> date:
    """The legal day a moment falls on in the government's zone (C17). Raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("Saat harus memuat zona waktu; tanpa itu hari hukumnya tidak dapat ditentukan.")
    return moment.astimezone(ZoneInfo(tz_name)).date()


def end_of_day(day: date, tz_name: str, /) -> datetime:
    """The last second of a legal day (23:59:59 local), in UTC: what is done until then is done in time (C17)."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(tz_name)).astimezone(UTC)


def _by_the_almanac(law: Rule, start: date) -> date:
    """Calendar days, months and hours: no decree moves them."""
    sign = 1 if law.direction == "after" else -1
    try:
        if law.unit == "hour":
            return start + timedelta(hours=sign * law.quantity)
        if law.unit == "calendar_day":
            return start + timedelta(days=sign * law.quantity)
        return months_on(_month_start(law, start), sign * law.quantity)
    except (OverflowError, ValueError) as error:
        raise calendars.DateOutOfReach(
            f"Hitungan dari {start.isoformat()} melewati batas tanggal yang dapat dihitung."
        ) from error


def months_on(start: date, n: int, /) -> date:
    """The same day ``n`` months on; where the month is too short, its last day (C19)."""
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _month_start(law: Rule, start: date) -> date:
    return date(start.year, 12, 31) if law.fiscal_year_end else start


def _counted(start: date, end: date) -> tuple[date, date]:
    """The days a count touched, without the starting day: the decrees of that day's year do not matter."""
    if end > start:
        return start + timedelta(days=1), end
    return end, start - timedelta(days=1)


# --- derivations ---------------------------------------------------------------------------------------------------


def _explain_working_days(due: Due) -> Iterator[Step]:
    days, step, counted = due.calendar, timedelta(days=1 if due.due > due.start else -1), 0
    unsettled = set(days.provisional_years(*_counted(due.start, due.due)))
    yield _start(due)
    day = due.start
    while day != due.due:
        day += step
        if day.year in unsettled:
            unsettled.remove(day.year)
            yield _note(day)
        kind, label, decree = days.day(day)[1:]
        counted += kind == "workday"
        yield Step(day, kind, counted if kind == "workday" else None, label, decree)


def _explain_calendar_days(due: Due) -> Iterator[Step]:
    yield _start(due)
    for place, day in enumerate(days_between(due.start, due.due), start=1):
        known = due.calendar.day(day)
        yield Step(day, "calendar_day", place, known.label, known.decree)


def _explain_months(due: Due) -> Iterator[Step]:
    yield _start(due)
    first = _month_start(due.law, due.start)
    for place in range(1, due.law.quantity + 1):
        yield Step(months_on(first, place), "month", place, None, None)


def _explain_hours(due: Due) -> Iterator[Step]:
    yield _start(due)
    for hours in range(24, due.law.quantity + 1, 24):
        yield Step(due.start + timedelta(hours=hours), "hour", hours, None, None)


_EXPLAIN = {
    "working_day": _explain_working_days,
    "calendar_day": _explain_calendar_days,
    "month": _explain_months,
    "hour": _explain_hours,
}


def _start(due: Due) -> Step:
    return Step(due.start, "start", None, due.law.begins, None)


def _note(day: date) -> Step:
    first_year = calendars.decrees()[0].year
    code = "before_the_book" if day.year < first_year else "not_decreed"
    return Step(day, "note", None, calendars.note(code, year=day.year), None)


# --- ruler ---------------------------------------------------------------------------------------------------------


def _stretch(
    days: Calendar, first: date, last: date, name: Stretch, today: date, flag: date, answered_on: date | None
) -> Iterator[Cell]:
    counted = 0
    for day in days_between(first, last):
        counted += days.is_workday(day)
        yield _cell(days, day, counted, name, today, flag, answered_on)


def _cell(
    days: Calendar,
    day: date,
    count: int,
    stretch: Stretch,
    today: date,
    flag: date,
    answered_on: date | None,
) -> Cell:
    known = days.day(day)
    return Cell(
        date=day,
        kind=known.kind,
        label=known.label,
        decree=known.decree,
        count=count if known.kind == "workday" else None,
        stretch=stretch,
        is_today=day == today,
        is_due=day == flag,
        is_answered=day == answered_on,
    )


# --- the book ------------------------------------------------------------------------------------------------------


def _versions(name: str) -> tuple[Rule, ...]:
    try:
        return _book()[name]
    except KeyError:
        raise UnknownRule(
            f"Aturan '{name}' tidak ada dalam kitab hukum. Yang ada: {', '.join(_book())}."
        ) from None


def _in_force(name: str, on: date) -> Rule:
    versions = _versions(name)
    day = on.date() if isinstance(on, datetime) else on
    for version in reversed(versions):
        if version.in_force_from <= day:
            if version.in_force_until is None or day <= version.in_force_until:
                return version
            break
    raise NotInForce(
        f"Aturan {name} tidak berlaku pada {day.isoformat()}; berlaku sejak {versions[0].in_force_from.isoformat()}."
    )


@cache
def _book() -> dict[str, tuple[Rule, ...]]:
    book: dict[str, tuple[Rule, ...]] = {}
    for name in loading.files("rules"):
        for law in loading.build_all(Rule, loading.read(name)[0]["rules"], where=name):
            if law.quantity < 1:
                raise BookError(f"{name}: aturan {law.name} perlu jumlah 1 atau lebih.")
            book[law.name] = (*book.get(law.name, ()), law)
    return book


@cache
def _law(code: str) -> statute.Law:
    return next(law for law in statute.laws() if law.id == code)
