"""The index of a year, and that nobody's answer can be guessed from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lutra.directory.models import Government, PublicBody
from lutra.law import satisfaction
from lutra.publishing.export.formats import chunks
from lutra.satisfaction import queries
from lutra.satisfaction.models import Survey
from lutra.testing import factories

CODES = [element.code for element in satisfaction.elements()]


@pytest.fixture(autouse=True)
def _fewest(settings: Any) -> None:
    settings.LUTRA_SURVEY_FEWEST = 5


def judged(
    of: Government, points: int, *, count: int = 1, body: PublicBody | None = None, year: int = 2026
) -> None:
    """``count`` answers that give every element ``points``."""
    before = Survey.objects.count()
    Survey.objects.bulk_create(
        Survey(
            government=of,
            body=body,
            mark=f"{before + number:064d}",
            answered_on=date(year, 6, 1),
            answers=dict.fromkeys(CODES, points),
        )
        for number in range(count)
    )


@pytest.mark.law("G17", "G18")
def test_all_fours_are_one_hundred_and_very_good(lutra: Government) -> None:
    judged(lutra, 4, count=5)
    found = queries.result(lutra, year=2026).index
    assert found is not None
    assert (found.value, found.grade.code, found.answers) == (Decimal("100.00"), "A", 5)


@pytest.mark.law("G17")
def test_a_mean_of_three_and_a_fifth_is_eighty_and_good(lutra: Government) -> None:
    judged(lutra, 3, count=4)
    judged(lutra, 4)
    found = queries.result(lutra, year=2026)
    assert found.index is not None
    assert (found.index.value, found.index.grade.label.id) == (Decimal("80.00"), "Baik")
    assert [index.value for _element, index in found.elements] == [Decimal("80.00")] * 9


def test_years_are_kept_apart(lutra: Government) -> None:
    judged(lutra, 4, count=5, year=2025)
    judged(lutra, 2, count=4, year=2026)
    assert queries.years(lutra) == [2026, 2025]
    history = dict(queries.history(lutra))
    assert history[2025] is not None
    assert history[2026] is None
    assert queries.result(lutra, year=2026).index is None


def test_the_answers_for_another_government_are_not_counted(lutra: Government) -> None:
    judged(factories.government("73.17"), 1, count=9)
    judged(lutra, 4, count=5)
    found = queries.result(lutra, year=2026).index
    assert found is not None
    assert found.answers == 5


def test_an_office_with_few_answers_is_named_without_a_figure(lutra: Government) -> None:
    dinkes, dlh, dpmd = (factories.body(lutra, slug) for slug in ("dinkes", "dlh", "dpmd"))
    judged(lutra, 4, count=6, body=dinkes)
    judged(lutra, 2, count=3, body=dlh)
    judged(lutra, 2, count=2, body=dpmd)
    shown = {office.name: office.index for office in queries.result(lutra, year=2026).bodies}
    assert shown["Dinas dinkes"] is not None
    assert shown["Dinas dlh"] is shown["Dinas dpmd"] is None


def test_the_rest_of_a_subtraction_is_never_a_few_people(lutra: Government) -> None:
    dinkes, dlh, dpmd = (factories.body(lutra, slug) for slug in ("dinkes", "dlh", "dpmd"))
    judged(lutra, 4, count=9, body=dinkes)
    judged(lutra, 3, count=6, body=dlh)
    judged(lutra, 1, count=1, body=dpmd)  # the whole less the two others would tell his answer
    shown = {office.name: office.index for office in queries.result(lutra, year=2026).bodies}
    assert shown["Dinas dinkes"] is not None
    assert shown["Dinas dlh"] is shown["Dinas dpmd"] is None


@given(st.dictionaries(st.integers(0, 9), st.integers(1, 12), max_size=8), st.integers(1, 6))
def test_what_is_kept_back_is_nothing_or_enough(counts: dict[int | None, int], fewest: int) -> None:
    told = queries._told_apart(counts, fewest=fewest)
    rest = sum(count for body, count in counts.items() if body not in told)
    assert all(counts[body] >= fewest for body in told)
    assert not told or rest == 0 or rest >= fewest


def test_a_year_is_read_in_few_queries(lutra: Government) -> None:
    for slug in ("dinkes", "dlh", "dpmd", "bpbd"):
        judged(lutra, 3, count=6, body=factories.body(lutra, slug))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.result(lutra, year=2026)
    assert len(asked) <= 3


def test_the_table_has_points_for_programs_and_no_figure_of_few(lutra: Government) -> None:
    judged(lutra, 4, count=6, body=factories.body(lutra, "dinkes"))
    judged(lutra, 1, count=5, body=factories.body(lutra, "dlh"))
    judged(lutra, 1, count=1, body=factories.body(lutra, "dpmd"))
    lines = b"".join(chunks(queries.table(lutra, year=2026), "csv")).decode().splitlines()
    assert any(
        line.endswith(",12,2.5000,62.50,D,Tidak baik") and line.startswith("Seluruhnya") for line in lines
    )
    assert sum(line.startswith("Unsur,") for line in lines) == 9
    assert "Perangkat daerah,Dinas dinkes,6,4.0000,100.00,A,Sangat baik" in lines
    assert "Perangkat daerah,Dinas dlh,,,,," in lines
