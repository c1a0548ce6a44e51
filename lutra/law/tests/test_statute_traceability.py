"""The page that leads from clause to code to test is complete, drawn from the house, and current."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lutra.law import statute, traceability


def test_the_page_of_the_law_is_current() -> None:
    assert traceability.is_current(), "docs/law.md is stale: run `python -m lutra.law.traceability`"


def test_rows_clauses_and_tests_name_each_other_rightly() -> None:
    assert traceability.problems() == []


def test_every_row_rests_on_a_clause() -> None:
    assert len(traceability.rows()) == 184
    assert all(row.clauses for row in traceability.rows())


def test_every_clause_and_row_stands_on_the_page() -> None:
    page = traceability.page()
    assert all(f"`{clause.id}`" in page for clause in statute.clauses())
    assert all(f"\n| {row.code} | " in page for row in traceability.rows())


def test_a_test_that_bears_a_row_nobody_wrote_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    stray = traceability.Test("lutra/x/tests/test_x.py", "test_x", frozenset({"Z99"}))
    monkeypatch.setattr(traceability, "tests", lambda: (stray,))
    assert ["Z99" in problem for problem in traceability.problems()] == [True]


def test_a_letter_with_an_unverified_clause_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = "lutra/letters/templates/notice.id.typ"
    monkeypatch.setattr(
        traceability, "uses", lambda: {"perki-1-2021/14": (letter,), "uu-14-2008/19": (letter,)}
    )
    wrong = traceability.problems()
    assert len(wrong) == 1
    assert "perki-1-2021/14" in wrong[0]


def test_marks_are_found_on_functions_parameters_and_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "test_some.py"
    source.write_text(
        "pytestmark = pytest.mark.law('R08')\n"
        "@pytest.mark.law('C01')\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.law('C02'))])\n"
        "def test_one(x): ...\n"
        "def test_two(): ...\n"
    )
    monkeypatch.setattr(traceability, "ROOT", tmp_path)
    assert [(test.name, sorted(test.rows)) for test in traceability._tests_in(source)] == [
        ("test_one", ["C01", "C02", "R08"]),
        ("test_two", ["R08"]),
    ]


def test_a_docstring_that_talks_about_a_clause_is_no_use_of_it() -> None:
    tree = ast.parse('"""Obeys uu-14-2008/19."""\nbasis = clause("uu-14-2008/22/7")\n')
    assert traceability._literals_in(tree) == {"uu-14-2008/22/7"}
