"""The yearly report (PERKI 1/2021 Pasal 56): its six headings, its figures by name, and the rules that must hold.

A figure's name is a path: ``received``, ``end.refused``, ``objection.ground.c``. What is listed here is counted,
printed and exported; nothing else is. Rules are data too: see ``reports/consistency.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from lutra.law import statute
from lutra.law.errors import LawError
from lutra.law.loading import build, edition_on, read
from lutra.law.records import Ground, ObjectionGround, Text


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its label."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request ends without a decision: by the kind of entry that says so."""

    code: str
    kind: str
    label: Text


@dataclass(frozen=True, slots=True)
class TypedField:
    """What the office types: a text, a number, or a sum in rupiah."""

    code: str
    label: Text
    kind: Literal["text", "count", "rupiah"]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure with its label, or a ``group`` of figures, one for each entry of the list ``lists``."""

    figure: str | None = None
    label: Text | None = None
    group: str | None = None
    lists: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a heading: what is typed, and what is counted."""

    code: str
    label: Text
    fields: tuple[TypedField, ...] = ()
    lines: tuple[Line, ...] = ()
    for_bodies: bool = False
    times: bool = False  # with mean, median, shortest and longest
    oldest: bool = False  # with the list of the oldest open requests
    compares: tuple[str, ...] = ()  # figures set beside those of last year's published report


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the six headings, by its letter."""

    code: str
    label: Text
    clause: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A form in which the report is published, the class of information that it belongs to, and what it fulfils."""

    code: str
    label: Text
    published_as: str
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The report as the law has it from ``in_force_from`` on."""

    in_force_from: date
    clause: str
    endings: tuple[Ending, ...]
    reopened: str
    ended_stages: tuple[str, ...]
    headings: tuple[Heading, ...]
    bands: tuple[Named, ...]
    objection_endings: tuple[Named, ...]
    forms: tuple[ReportForm, ...]

    @property
    def fields(self) -> tuple[TypedField, ...]:
        """All that the office types, in order."""
        return tuple(field for heading in self.headings for part in heading.parts for field in part.fields)


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that must hold on every row; exactly one of the three is given."""

    equal: tuple[tuple[str, ...], ...] = ()
    at_most: tuple[tuple[str, ...], ...] = ()
    rising: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of consistency: its tests on rows, and the name of a proof that looks further."""

    id: str
    number: int
    label: Text
    message: Text
    tests: tuple[Assertion, ...] = ()
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that hold from ``in_force_from`` on."""

    in_force_from: date
    clause: str
    rules: tuple[Rule, ...]


def layout(on: date | None = None) -> Layout:
    """The report's layout by the law of a day (today when None)."""
    return edition_on(_layouts(), on, what="laporan tahunan")


def rules(on: date | None = None) -> tuple[Rule, ...]:
    """The rules of consistency in their order, by the law of a day (today when None)."""
    return edition_on(_rules(), on, what="aturan konsistensi laporan").rules


def rule(code: str, on: date | None = None) -> Rule:
    """The rule with this id. Raises KeyError."""
    for one in rules(on):
        if one.id == code:
            return one
    raise KeyError(code)


def listed(lists: str, on: date | None = None) -> tuple[Named, ...]:
    """The entries of a list that a group of figures is drawn from. Raises KeyError for an unknown list."""
    return tuple(Named(code, label) for code, label in _LISTS[lists](layout(on), on))


def figures_of(part: Part, on: date | None = None) -> tuple[tuple[str, Text], ...]:
    """The names and labels of the figures of one part, groups written out."""
    found: list[tuple[str, Text]] = []
    for line in part.lines:
        if line.group is not None and line.lists is not None:
            found += [(f"{line.group}.{entry.code}", entry.label) for entry in listed(line.lists, on)]
        elif line.figure is not None and line.label is not None:
            found.append((line.figure, line.label))
    return tuple(found)


def figures(on: date | None = None) -> dict[str, Text]:
    """Every figure of the report with its label, in the order of print."""
    parts = (part for heading in layout(on).headings for part in heading.parts)
    return {name: label for part in parts for name, label in figures_of(part, on)}


def problems() -> Iterator[str]:
    """What is wrong in the report's layout and rules: a clause or a figure that is not there, a text missing."""
    figures_known = figures()
    for heading in layout().headings:
        try:
            statute.clause(heading.clause)
        except LawError as error:
            yield f"Laporan, huruf {heading.code}: {error}"
        for part in heading.parts:
            yield from (
                f"Laporan, {part.code}: angka {name} tidak dikenal."
                for name in part.compares
                if name not in figures_known
            )
    texts = list(figures_known.values())
    texts += [text for one in rules() for text in (one.label, one.message)]
    texts += [field.label for field in layout().fields]
    yield from (f"Laporan: teks tanpa dua bahasa: {text}" for text in texts if not (text.id and text.en))
    for one in rules():
        for term in (term for test in one.tests for side in (*test.equal, *test.at_most) for term in side):
            name = term.removeprefix("-").removesuffix("*")
            if not any(
                known == name or (name.endswith(".") and known.startswith(name)) for known in figures_known
            ):
                yield f"Aturan {one.id}: angka {term} tidak dikenal."


def _pairs(records: Iterable[Named | Ending]) -> list[tuple[str, Text]]:
    return [(record.code, record.label) for record in records]


def _lettered(records: Iterable[Ground | ObjectionGround]) -> list[tuple[str, Text]]:
    """Labels that begin with the law's letter, by which offices know these grounds."""
    return [
        (row.code, Text(id=f"{row.code}. {row.label.id}", en=f"{row.code}. {row.label.en}"))
        for row in records
    ]


def _ends(of: Layout, on: date | None) -> list[tuple[str, Text]]:
    """Every way in which a request is processed: the outcomes of a decision, then the other endings."""
    decided = [(row.code, row.label) for row in statute.outcomes(on) if not row.computed]
    known = {code for code, _label in decided}
    return decided + [pair for pair in _pairs(of.endings) if pair[0] not in known]


_LISTS: dict[str, Callable[[Layout, date | None], list[tuple[str, Text]]]] = {
    "ends": _ends,
    "bands": lambda of, _on: _pairs(of.bands),
    "grounds": lambda _of, on: _lettered(statute.grounds(on)),
    "stages": lambda of, on: [
        (row.code, row.label)
        for row in statute.workflow("request", on).stages
        if row.code not in of.ended_stages
    ],
    "objection_grounds": lambda _of, on: _lettered(statute.objection_grounds(on)),
    "objection_ends": lambda of, on: [
        *((row.code, row.label) for row in statute.objection_decisions(on)),
        *_pairs(of.objection_endings),
    ],
    "ruling_results": lambda _of, on: [(row.code, row.label) for row in statute.ruling_results(on)],
}


@cache
def _layouts() -> tuple[Layout, ...]:
    name = "reports/annual.yaml"
    return tuple(build(Layout, edition, where=name) for edition in read(name))


@cache
def _rules() -> tuple[Rules, ...]:
    name = "reports/consistency.yaml"
    return tuple(build(Rules, edition, where=name) for edition in read(name))
