"""What the survey says: the index of a year, by element and by office, as far as nobody can be guessed from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lutra.directory.models import Government, PublicBody
from lutra.law import satisfaction
from lutra.law.satisfaction import Element, Index
from lutra.publishing.export.table import Heading, Table
from lutra.satisfaction.models import Survey


@dataclass(frozen=True, slots=True)
class BodyIndex:
    """The index of one office; ``index`` None when too few have judged it, and then nobody learns how many."""

    name: str
    index: Index | None


@dataclass(frozen=True, slots=True)
class Result:
    """One year: ``index`` and ``elements`` are None and empty when fewer than ``fewest`` people answered."""

    year: int
    fewest: int
    index: Index | None = None
    elements: tuple[tuple[Element, Index], ...] = ()
    bodies: tuple[BodyIndex, ...] = ()
    comments: tuple[str, ...] = field(default=())

    @property
    def told(self) -> list[BodyIndex]:
        """The offices that may be told apart."""
        return [office for office in self.bodies if office.index]

    @property
    def untold(self) -> list[str]:
        """The names of those that too few have judged."""
        return [office.name for office in self.bodies if office.index is None]


def years(government: Government, /) -> list[int]:
    """The years in which somebody answered, newest first."""
    days = Survey.objects.filter(government=government).dates("answered_on", "year", order="DESC")
    return [day.year for day in days]


def result(government: Government, /, *, year: int) -> Result:
    """The index of a year. Two queries.

    Told apart are only offices with at least ``LUTRA_SURVEY_FEWEST`` answers; where the rest, which the whole less
    these offices would give away, is fewer than that, the smallest office told apart is kept back as well.
    """
    fewest = settings.LUTRA_SURVEY_FEWEST
    found = _of_year(government, year)
    rows = list(found.values_list("body_id", "answers"))
    if len(rows) < fewest:
        return Result(year=year, fewest=fewest)
    by_body: dict[int | None, list[dict[str, int]]] = defaultdict(list)
    for body, answers in rows:
        by_body[body].append(answers)
    told = _told_apart({body: len(given) for body, given in by_body.items()}, fewest=fewest)
    names = {
        body.pk: str(body)
        for body in PublicBody.objects.filter(pk__in=[body for body in by_body if body]).select_related(
            "parent"
        )
    }
    offices = [
        BodyIndex(
            name=names.get(body, "PPID") if body is not None else "PPID",
            index=satisfaction.index(given) if body in told else None,
        )
        for body, given in by_body.items()
    ]
    everything = [answers for _body, answers in rows]
    return Result(
        year=year,
        fewest=fewest,
        index=satisfaction.index(everything),
        elements=tuple((one, satisfaction.element_index(everything, one)) for one in satisfaction.elements()),
        bodies=tuple(sorted(offices, key=lambda office: (office.index is None, office.name))),
        comments=tuple(
            found.filter(comment_state=Survey.Comment.PUBLISHED)
            .order_by("pk")
            .values_list("comment", flat=True)
        ),
    )


def _told_apart(counts: Mapping[int | None, int], *, fewest: int) -> set[int | None]:
    """The offices whose index may be shown."""
    told = {body for body, count in counts.items() if count >= fewest}
    while told:
        rest = sum(count for body, count in counts.items() if body not in told)
        if rest == 0 or rest >= fewest:
            break
        told.remove(min(told, key=lambda body: (counts[body], body or 0)))
    return told


def history(government: Government, /) -> list[tuple[int, Index | None]]:
    """The index of each year, newest first; None for one with too few answers."""
    by_year: dict[int, list[dict[str, int]]] = defaultdict(list)
    given = Survey.objects.filter(government=government).values_list("answered_on", "answers")
    for day, answers in given:
        by_year[day.year].append(answers)
    return [
        (year, satisfaction.index(rows) if len(rows) >= settings.LUTRA_SURVEY_FEWEST else None)
        for year, rows in sorted(by_year.items(), reverse=True)
    ]


def waiting_comments(government: Government, /) -> QuerySet[Survey]:
    """Comments that nobody has decided about, oldest first. Who wrote one is not known, nor on which day it is told."""
    return Survey.objects.filter(government=government, comment_state=Survey.Comment.WAITING).order_by("pk")


def table(government: Government, /, *, year: int, language: str = "id") -> Table:
    """The results of a year as a table to take away: the whole, the nine elements, each office."""
    found = result(government, year=year)
    return Table(
        title=_("Survei kepuasan masyarakat %(year)s") % {"year": year},
        headings=[
            Heading("about", _("Tentang"), 30),
            Heading("name", _("Nama"), 90),
            Heading("respondents", _("Responden"), 25),
            Heading("mean", _("Rata-rata"), 25),
            Heading("index", _("Indeks"), 25),
            Heading("grade", _("Mutu"), 20),
            Heading("grade_name", _("Sebutan"), 35),
        ],
        rows=list(_rows(found, language)),
        language=language,
        source=_("Sumber: PPID %(name)s; paling sedikit %(n)d responden untuk tiap angka.")
        % {"name": government.name, "n": found.fewest},
    )


def _rows(found: Result, language: str) -> Iterable[list[str | int | None]]:
    whole = _("Seluruhnya")
    yield [whole, whole, *_cells(found.index, language)]
    for element, index in found.elements:
        yield [_("Unsur"), element.label.in_(language), *_cells(index, language)]
    for office in found.bodies:
        yield [_("Perangkat daerah"), office.name, *_cells(office.index, language)]


def _cells(index: Index | None, language: str) -> list[str | int | None]:
    """Decimals with a point, for programs; empty where too few have answered."""
    if index is None:
        return [None, "", "", "", ""]
    mean = Decimal(index.mean.numerator) / Decimal(index.mean.denominator)
    grade = index.grade
    return [index.answers, f"{mean:.4f}", str(index.value), grade.code, grade.label.in_(language)]


def _of_year(government: Government, year: int) -> QuerySet[Survey]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Survey.objects.filter(government=government, answered_on__range=(first, last))
