"""The satisfaction index, in exact ninths and without gaps between the grades."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.law import satisfaction
from lutra.law.satisfaction import elements, grade, index, problems

CODES = [element.code for element in elements()]


def answers(*points: int) -> dict[str, int]:
    return dict(zip(CODES, points, strict=True))


@pytest.mark.law("G16")
def test_nine_elements_of_one_to_four() -> None:
    assert len(CODES) == 9
    assert problems(answers(*[3] * 9)) == {}
    assert problems({**answers(*[3] * 9), CODES[0]: 5}) == {CODES[0]: "scale"}
    eight = answers(*[3] * 9)
    del eight[CODES[8]]
    assert problems(eight) == {CODES[8]: "missing"}
    with pytest.raises(ValueError, match="belum lengkap"):
        index([eight])


@pytest.mark.law("G17")
@pytest.mark.parametrize(
    ("mean", "value", "letter"),
    [("3.2", "80.00", "B"), ("2.6", "65.00", "C"), ("3.5324", "88.31", "A"), ("2.59", "64.75", "D")],
)
def test_index_and_grade(mean: str, value: str, letter: str) -> None:
    found = satisfaction.Index(answers=1, mean=Fraction(mean), grade=grade(Fraction(mean)))
    assert (found.value, found.grade.code) == (Decimal(value), letter)


@pytest.mark.law("G18")
def test_all_fours_are_one_hundred() -> None:
    found = index([answers(*[4] * 9)])
    assert found is not None
    assert (found.value, found.grade.code) == (Decimal("100.00"), "A")


@given(st.fractions(min_value=1, max_value=4))
def test_every_mean_has_the_grade_of_its_half_open_band(mean: Fraction) -> None:
    code = grade(mean).code
    bounds = {"A": ("3.5324", "5"), "B": ("3.0644", "3.5324"), "C": ("2.60", "3.0644"), "D": ("1.00", "2.60")}
    low, high = bounds[code]
    assert Fraction(low) <= mean < Fraction(high)


@pytest.mark.law("G16")
def test_every_element_asks_with_one_answer_for_each_point() -> None:
    assert all(len(element.answers) == 4 for element in elements())
    assert all(element.question.id.endswith("?") for element in elements())


@given(st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=20))
def test_the_index_is_the_exact_mean_of_the_indices_of_its_elements(rows: list[list[int]]) -> None:
    given_answers = [answers(*row) for row in rows]
    whole = index(given_answers)
    assert whole is not None
    parts = [satisfaction.element_index(given_answers, element).mean for element in elements()]
    assert whole.mean == sum(parts, Fraction(0)) / 9
