"""A year of one government's book, up to an entry; and a case with the names of the figures that count it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from lutra.directory.models import Government
from lutra.law.clocks import legal_day
from lutra.ledger.queries import Entry, entries


class Case(NamedTuple):
    """A request, an objection or a dispute, and the figures that count it in a year."""

    kind: str
    pk: int
    body_id: int | None
    on: date
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year, which is a fiscal year too, as the book stood at entry ``upto``."""

    government_id: int
    zone: str
    year: int
    upto: int
    root: str
    # The day on which the report is drawn up; a year that is not over then is told as far as it went.
    drawn_on: date

    @classmethod
    def of(cls, government: Government, year: int, *, upto: int, drawn_on: date) -> Year:
        """The year; ``upto`` must be the number of an entry, or 0 for an empty book."""
        root = entries(government.pk).filter(seq=upto).values_list("hash", flat=True).first() or ""
        return cls(government.pk, government.time_zone, year, upto, root, drawn_on)

    @property
    def first(self) -> date:
        """New Year's Day."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @property
    def is_over(self) -> bool:
        """Whether the year was over when the report was drawn up; before that nothing final can be said."""
        return self.drawn_on > self.last

    @property
    def as_of(self) -> date:
        """The day on which the state at the end is taken."""
        return min(self.drawn_on, self.last)

    @property
    def late_before(self) -> date:
        """A due date before this day has passed: on the last day of the year it ends with the day."""
        return self.as_of + timedelta(days=1) if self.is_over else self.as_of

    def holds(self, day: date) -> bool:
        """Whether the day lies in the year."""
        return day.year == self.year

    def day(self, at: datetime) -> date:
        """The legal day of a moment."""
        return legal_day(at, self.zone)

    def entries(self, *kinds: str) -> QuerySet[Entry]:
        """The entries of some kinds, in the order of the book, up to ``upto``."""
        return entries(self.government_id, kinds=kinds).filter(seq__lte=self.upto)
