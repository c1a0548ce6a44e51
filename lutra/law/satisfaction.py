"""The satisfaction index (SKM, PermenPANRB 14/2017): nine elements of one ninth each, in exact fractions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from lutra.law.loading import build_all, read
from lutra.law.records import Text

_FILE = "tables/satisfaction.yaml"


@dataclass(frozen=True, slots=True)
class Element:
    """One of the nine things that a respondent judges: the question, and its answers from one point up."""

    code: str
    label: Text
    question: Text
    answers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the mean from which it holds, up to the next higher one (half-open, so that no gap is left)."""

    code: str
    start: str
    label: Text


@dataclass(frozen=True, slots=True)
class Index:
    """The result over some answers: the exact mean of 1 to 4, the index of 25 to 100 and its grade."""

    answers: int
    mean: Fraction
    grade: Grade

    @property
    def value(self) -> Decimal:
        """The index, rounded half up to two decimals for print; ``mean`` stays exact."""
        exact = self.mean * _edition()["factor"]
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@cache
def elements() -> tuple[Element, ...]:
    """The nine elements in the order of the regulation."""
    return build_all(Element, _edition()["elements"], where=f"{_FILE}.elements")


def clause() -> str:
    """The id of the clause on which elements, scale and grades rest."""
    return str(_edition()["clause"])


@cache
def grades() -> tuple[Grade, ...]:
    """The grades, best first."""
    return build_all(Grade, _edition()["grades"], where=f"{_FILE}.grades")


def problems(answers: Mapping[str, int]) -> dict[str, str]:
    """What is missing or out of scale, by element; empty when the answers are complete."""
    known = {element.code for element in elements()}
    points = _edition()["points"]
    wrong = dict.fromkeys(known - answers.keys(), "missing")
    wrong |= dict.fromkeys(answers.keys() - known, "unknown")
    wrong |= {
        code: "scale"
        for code, value in answers.items()
        if code in known and value not in range(1, points + 1)
    }
    return wrong


def index(surveys: Collection[Mapping[str, int]]) -> Index | None:
    """The index over complete answers; None without any. Raises ValueError for an incomplete one."""
    if not surveys:
        return None
    if any(problems(answers) for answers in surveys):
        raise ValueError("Survei belum lengkap: sembilan unsur dengan nilai 1 sampai 4.")
    total = sum(sum(answers.values()) for answers in surveys)
    mean = Fraction(total, len(elements()) * len(surveys))
    return Index(answers=len(surveys), mean=mean, grade=grade(mean))


def element_index(surveys: Collection[Mapping[str, int]], element: Element) -> Index:
    """The index of one element over at least one complete answer."""
    mean = Fraction(sum(answers[element.code] for answers in surveys), len(surveys))
    return Index(answers=len(surveys), mean=mean, grade=grade(mean))


def grade(mean: Fraction | Decimal) -> Grade:
    """The grade of a mean between 1 and 4."""
    exact = Fraction(mean)
    return next((each for each in grades() if exact >= Fraction(each.start)), grades()[-1])


@cache
def _edition() -> dict[str, Any]:
    (edition,) = read(_FILE)
    return edition
