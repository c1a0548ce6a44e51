"""Working days, as the decrees known on a day make them.

The folder ``calendar/`` holds every decree of 2020-2026 as its own record: what it added and what it took away. A
``Calendar`` replays the decrees known by ``as_known_on`` and answers in constant time, because it keeps one running
count of working days per date. Nothing is presumed: in a year without a decree only the week counts, and whatever
passes through such a year is provisional (``calendar/readings.yaml`` says why that errs to the safe side).

All dates are legal days in the government's own zone; see ``clocks.legal_day`` for how a moment becomes one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from lutra.law import loading
from lutra.law.errors import BookError, LawError
from lutra.law.records import Language, Text, Verification

Kind = Literal["workday", "weekend", "holiday", "joint_leave", "voting_day", "local_holiday"]
Series = Literal["skb", "keppres", "isbat"]
Week = tuple[int, ...]

FIVE_DAYS: Week = (0, 1, 2, 3, 4)
SIX_DAYS: Week = (0, 1, 2, 3, 4, 5)

# Dates answered from the running count; outside it the same answer is found day by day.
_FIRST = date(2010, 1, 1)
_LAST = date(2040, 12, 31)
_DATES: tuple[date, ...] = tuple(_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days + 1))
_ORIGIN = _FIRST.toordinal()
_ONE_DAY = timedelta(days=1)


class DateOutOfReach(LawError):
    """The count would leave the dates a computer can hold (years 1 to 9999)."""


class Day(NamedTuple):
    """One date. ``label`` and ``decree`` name why it is special, also when the day is worked nevertheless."""

    date: date
    kind: Kind
    label: Text | None
    decree: str | None

    @property
    def is_workday(self) -> bool:
        return self.kind == "workday"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a decree makes of one date."""

    kind: Kind
    label: Text
    decree: str


@dataclass(frozen=True, slots=True)
class Decree:
    """One decree about one year: signed on ``decreed_on``, adding ``adds`` and taking away ``removes``.

    ``series`` tells which chain it belongs to: within ``skb`` a later decree replaces the earlier one, while each
    ``keppres`` (a voting day) and ``isbat`` (the moon was sighted) stands beside it.
    """

    id: str
    series: Series
    short: str
    number: str
    decreed_on: date
    year: int
    verification: Verification
    adds: Mapping[date, Mark] = field(default_factory=dict)
    removes: frozenset[date] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LocalHoliday:
    """A day off set by the head of a local government; counted only where the government switched the layer on."""

    date: date
    name: str
    decree: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading the calendar takes where the law is silent, and the setting that turns it."""

    code: str
    question: str
    setting: str | None
    clause: str | None
    taken: Text
    why: Text


@dataclass(frozen=True, slots=True)
class _Words:
    occasions: Mapping[str, Text]
    kinds: Mapping[str, Text]
    weekdays: Mapping[str, tuple[str, ...]]
    months: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, Text]
    terms: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class _Year:
    """The shape of one yearly file, before its codes become words."""

    year: int
    decrees: tuple[_Record, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    id: str
    series: Series
    short: str
    number: str
    decreed_on: date
    verification: Verification
    removes: tuple[date, ...] = ()
    note: str = ""


class Calendar:
    """Working days under one set of decrees and settings. Get one from ``calendar()``; never build it by hand."""

    __slots__ = (
        "_count", "_local", "_marks", "_versions", "_workdays",
        "decrees", "joint_leave_is_workday", "known_years", "week",
    )  # fmt: skip

    def __init__(
        self,
        decrees: tuple[Decree, ...],
        *,
        joint_leave_is_workday: bool,
        local: tuple[LocalHoliday, ...],
        week: Week,
    ) -> None:
        self.decrees = decrees
        self.joint_leave_is_workday = joint_leave_is_workday
        self.week = week
        self._local = local
        self.known_years = frozenset(decree.year for decree in decrees if decree.series == "skb")
        self._marks = _replay(decrees, local)
        self._versions: dict[tuple[int, int], str] = {}
        self._count, self._workdays = self._running_count()

    def __repr__(self) -> str:
        return (
            f"<Calendar {self.version(date(min(self.known_years, default=2020), 1, 1), self._last_known())}>"
        )

    def is_workday(self, day: date, /) -> bool:
        """Is this a working day (hari kerja)?"""
        if day.weekday() not in self.week:
            return False
        mark = self._marks.get(day)
        return mark is None or (mark.kind == "joint_leave" and self.joint_leave_is_workday)

    def day(self, day: date, /) -> Day:
        """What kind of day this is, with the name and the decree behind it."""
        mark, works = self._marks.get(day), self.is_workday(day)
        if mark is None:
            return Day(day, "workday", None, None) if works else Day(day, "weekend", weekday_name(day), None)
        if works:
            return Day(day, "workday", mark.label, mark.decree)
        # Joint leave that counts as work but falls on a weekend is a weekend like any other.
        worked = mark.kind == "joint_leave" and self.joint_leave_is_workday
        return Day(day, "weekend" if worked else mark.kind, mark.label, mark.decree)

    def add(self, start: date, n: int, /) -> date:
        """The ``n``-th working day strictly after ``start``. Raises ValueError unless ``n`` is at least 1."""
        _positive(n)
        place = start.toordinal() - _ORIGIN
        if place >= 0:
            try:
                return self._workdays[self._count[place] + n - 1]
            except IndexError:
                pass
        return self._walk(start, n, _ONE_DAY)

    def back(self, end: date, n: int, /) -> date:
        """The ``n``-th working day strictly before ``end``. Raises ValueError unless ``n`` is at least 1."""
        _positive(n)
        place = end.toordinal() - _ORIGIN
        if 0 < place < len(self._count) and self._count[place - 1] >= n:
            return self._workdays[self._count[place - 1] - n]
        return self._walk(end, n, -_ONE_DAY)

    def count(self, first: date, last: date, /) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` comes first."""
        try:
            before, upto = first.toordinal() - _ORIGIN, last.toordinal() - _ORIGIN
            if before >= 0 and upto >= 0:
                return self._count[upto] - self._count[before]
        except IndexError:
            pass
        if last < first:
            return -self.count(last, first)
        return sum(self.is_workday(day) for day in days_between(first, last))

    def is_provisional(self, day: date, /) -> bool:
        """Does no known decree set the holidays of this day's year?"""
        return day.year not in self.known_years

    def provisional_years(self, first: date, last: date, /) -> tuple[int, ...]:
        """The years from ``first`` to ``last`` whose holidays no known decree sets."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.known_years)

    def version(self, first: date, last: date, /) -> str:
        """Which decrees and settings stand behind the dates from ``first`` to ``last``; equal text, equal calendar.

        Written like ``2020=skb-744-2020+keppres-22-2020;2021=skb-642-2020``; a year without a decree is ``undecreed``.
        """
        years = (first.year, last.year)
        known = self._versions.get(years)
        if known is None:
            parts = [f"{year}={self._version_of(year)}" for year in range(first.year, last.year + 1)]
            known = self._versions[years] = ";".join(parts) + self._settings()
        local = [row.date.isoformat() for row in self._local if first <= row.date <= last]
        return known + (f"|local={','.join(local)}" if local else "")

    def decrees_for(self, year: int, /) -> tuple[Decree, ...]:
        """The decrees that hold for a year: the last of the joint decrees, and each that stands beside them."""
        decrees = [decree for decree in self.decrees if decree.year == year]
        chain = [decree for decree in decrees if decree.series == "skb"]
        return (*chain[-1:], *(decree for decree in decrees if decree.series != "skb"))

    def _version_of(self, year: int) -> str:
        return "+".join(decree.id for decree in self.decrees_for(year)) or "undecreed"

    def _settings(self) -> str:
        text = "|joint-leave=workday" if self.joint_leave_is_workday else ""
        return text + (
            f"|week={''.join(str(day + 1) for day in self.week)}" if self.week != FIVE_DAYS else ""
        )

    def _last_known(self) -> date:
        return date(max(self.known_years, default=2020), 12, 31)

    def _running_count(self) -> tuple[array[int], list[date]]:
        """For each date in the table the working days up to it, and the list of them all."""
        count, workdays, week = array("i"), [], set(self.week)
        closed = {day for day in self._marks if not self.is_workday(day)}
        for day in _DATES:
            if day.weekday() in week and day not in closed:
                workdays.append(day)
            count.append(len(workdays))
        return count, workdays

    def _walk(self, start: date, n: int, step: timedelta) -> date:
        """The same answer found day by day, for dates outside the running count."""
        day = start
        try:
            while n:
                day += step
                n -= self.is_workday(day)
        except OverflowError as error:
            raise DateOutOfReach(
                f"Hitungan dari {start.isoformat()} melewati batas tanggal yang dapat dihitung."
            ) from error
        return day


def calendar(
    *,
    as_known_on: date | None = None,
    joint_leave_is_workday: bool = False,
    local: tuple[LocalHoliday, ...] = (),
    week: Week = FIVE_DAYS,
) -> Calendar:
    """The calendar with these settings; built once, then handed out again.

    ``as_known_on`` replays only decrees signed by that day (None: all the book holds). ``joint_leave_is_workday``
    turns reading Q2, ``local`` lays a government's own days off over the national ones, and ``week`` lists the
    working weekdays, Monday being 0 (``SIX_DAYS`` for offices open on Saturday).
    """
    if not week or not set(week) <= set(range(7)):
        raise ValueError("Pekan kerja harus berisi hari 0 (Senin) sampai 6 (Minggu), sedikitnya satu.")
    known = len(decrees()) if as_known_on is None else bisect_right(_signing_days(), as_known_on)
    days = tuple(sorted(set(week)))
    return _calendar(known, joint_leave_is_workday, tuple(sorted(local, key=lambda row: row.date)), days)


@lru_cache(maxsize=256)
def _calendar(
    known: int, joint_leave_is_workday: bool, local: tuple[LocalHoliday, ...], week: Week
) -> Calendar:
    return Calendar(
        decrees()[:known],
        joint_leave_is_workday=joint_leave_is_workday,
        local=local,
        week=week,
    )


@cache
def decrees() -> tuple[Decree, ...]:
    """Every decree of the book in the order they were signed."""
    found = [
        _decree(record, data, year=year.year)
        for name in loading.files("calendar")
        if name.removesuffix(".yaml")[-4:].isdigit()
        for year, raw in [_read_year(name)]
        for record, data in zip(year.decrees, raw, strict=True)
    ]
    return tuple(sorted(found, key=lambda decree: decree.decreed_on))


@cache
def readings() -> tuple[Reading, ...]:
    """The readings the calendar takes where the law is silent."""
    name = "calendar/readings.yaml"
    return loading.build_all(Reading, loading.read(name)[0]["readings"], where=name)


def weekday_name(day: date, /) -> Text:
    """The name of the weekday in both languages."""
    names = _words().weekdays
    return Text(id=names["id"][day.weekday()], en=names["en"][day.weekday()])


def long_date(day: date, /, lang: Language = "id") -> str:
    """The date as people write it: "Senin, 16 Maret 2020"; "Monday, 16 March 2020"."""
    words = _words()
    return f"{words.weekdays[lang][day.weekday()]}, {day.day} {words.months[lang][day.month - 1]} {day.year}"


def note(code: str, /, *, year: int) -> Text:
    """A sentence the derivation of a date adds about a year (``calendar/names.yaml``, notes)."""
    text = _words().notes[code]
    return Text(id=text.id.format(year=year), en=text.en.format(year=year))


def term(unit: str, n: int, /) -> Text:
    """A quantity as people say it: "10 hari kerja", "10 working days"."""
    text = _words().terms[unit]
    return Text(id=text.id.format(n=n), en=text.en.format(n=n))


def days_between(first: date, last: date, /) -> Iterator[date]:
    """The days after ``first`` up to and including ``last``."""
    for ordinal in range(first.toordinal() + 1, last.toordinal() + 1):
        yield date.fromordinal(ordinal)


@cache
def _signing_days() -> list[date]:
    return [decree.decreed_on for decree in decrees()]


@cache
def _words() -> _Words:
    name = "calendar/names.yaml"
    data = loading.read(name)[0]

    def texts(part: str) -> dict[str, Text]:
        return {
            code: loading.build(Text, text, where=f"{name}: {part}.{code}")
            for code, text in data[part].items()
        }

    return _Words(
        occasions=texts("occasions"),
        kinds=texts("kinds"),
        weekdays={lang: tuple(words) for lang, words in data["weekdays"].items()},
        months={lang: tuple(words) for lang, words in data["months"].items()},
        notes=texts("notes"),
        terms=texts("terms"),
    )


def _read_year(name: str) -> tuple[_Year, list[dict[str, dict[date, str | list[str]]]]]:
    """One yearly file: its decrees, and beside each the days it adds by kind, still as codes."""
    data = dict(loading.read(name)[0])
    rows = [dict(row) for row in data["decrees"]]
    adds = [row.pop("adds", {}) for row in rows]
    return loading.build(_Year, {**data, "decrees": rows}, where=name), adds


def _decree(record: _Record, adds: Mapping[str, Mapping[date, str | list[str]]], *, year: int) -> Decree:
    marks: dict[date, Mark] = {}
    for kind, days in adds.items():
        for day, codes in days.items():
            if day in marks or day.year != year:
                raise BookError(f"Keputusan {record.id}: tanggal {day} ganda atau bukan dalam tahun {year}.")
            marks[day] = Mark(_kind(kind, record.id), _label(kind, codes), record.short)
    return Decree(
        id=record.id,
        series=record.series,
        short=record.short,
        number=record.number,
        decreed_on=record.decreed_on,
        year=year,
        verification=record.verification,
        adds=marks,
        removes=frozenset(record.removes),
        note=record.note,
    )


def _kind(kind: str, decree: str) -> Kind:
    if kind not in ("holiday", "joint_leave", "voting_day"):
        raise BookError(f"Keputusan {decree}: jenis hari '{kind}' tidak dikenal.")
    return kind  # type: ignore[return-value]


def _label(kind: str, codes: str | list[str]) -> Text:
    """The words for one kind of day on one or more occasions."""
    words, names = _words(), [codes] if isinstance(codes, str) else codes
    unknown = [code for code in names if code not in words.occasions]
    if unknown:
        raise BookError(f"calendar/names.yaml belum memuat nama untuk {', '.join(unknown)}.")
    shape = words.kinds[kind]
    return Text(
        id=shape.id.format(occasion="; ".join(words.occasions[code].id for code in names)),
        en=shape.en.format(occasion="; ".join(words.occasions[code].en for code in names)),
    )


def _replay(decrees: tuple[Decree, ...], local: tuple[LocalHoliday, ...]) -> dict[date, Mark]:
    """Every special day once all these decrees have been signed, under the local layer's days."""
    shape = _words().kinds["local_holiday"]
    marks: dict[date, Mark] = {}
    for decree in decrees:
        for day in decree.removes:
            if marks.pop(day, None) is None:
                raise BookError(
                    f"Keputusan {decree.id} menghapus {day}, padahal hari itu tidak sedang libur."
                )
        marks.update(decree.adds)
    for row in local:
        label = Text(id=shape.id.format(occasion=row.name), en=shape.en.format(occasion=row.name))
        taken = marks.get(row.date)
        # A national day keeps its name; over joint leave the local day wins, since it is off in every reading.
        if taken is None or taken.kind == "joint_leave":
            marks[row.date] = Mark("local_holiday", label, row.decree)
    return marks


def _positive(n: int) -> None:
    if n < 1:
        raise ValueError(f"Jumlah hari harus 1 atau lebih, bukan {n}.")
