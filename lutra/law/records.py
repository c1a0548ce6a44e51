"""The shapes of the statute book: what a clause, a form field, a ground, an outcome or a transition is.

All are frozen: the law is read, never written, while the program runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["id", "en"]
Verification = Literal["T", "S", "D", "M"]
Confidence = Literal["hi", "med", "lo"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the house."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Law:
    """One act or regulation. Dates are those on which it binds; ``in_force_until`` is its last day."""

    id: str
    short: Text
    title: Text
    in_force_from: date
    in_force_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in our own short words.

    ``verification`` says how it was checked: T the full text was read; S a page or excerpt states it; D a derivative
    regulation restates it; M from memory, with ``confidence`` hi, med or lo. A clause of which only the content could
    be checked has an id and citation without an article number.
    """

    id: str
    law: str
    citation: str
    citation_en: str
    summary: Text
    in_force_from: date
    in_force_until: date | None
    verification: Verification
    confidence: Confidence | None = None
    note: str = ""

    @property
    def printable(self) -> bool:
        """May stand on a letter. What is known from memory only may not."""
        return self.verification != "M"

    def binds(self, on: date) -> bool:
        """Was this clause in force on that day?"""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)
