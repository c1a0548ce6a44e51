"""The named situations hold, the book has no contradiction, and the check would notice if it were otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lutra.law import calendars, check, clocks
from lutra.law.check import Then, prove, situations


@pytest.mark.parametrize("situation", situations(), ids=lambda situation: situation.id)
def test_a_named_situation_holds(situation):
    proof = prove(situation)
    assert proof.passed, str(proof)


def test_the_book_has_no_contradiction():
    assert check.problems() == []


def test_the_situations_prove_every_clock_of_the_acceptance_table():
    proven = {row for situation in situations() for row in situation.law}
    # C03 and C04 are about deeds, not dates; C22 is proven against an independent calendar in test_calendars.
    assert {f"C{n:02}" for n in range(1, 22)} - {"C03", "C04"} <= proven
    assert {"Q12", "Q13", "Q14", "Q15", "O02", "O03", "O05", "O16", "D02", "D03", "D04", "D07"} <= proven
    assert {"P01", "P19", "R02", "R04"} <= proven
    assert len(situations()) >= 60


def test_every_decree_has_a_situation_for_the_day_before_and_the_day_it_was_signed():
    known = {situation.given.as_known_on for situation in situations()}
    for decree in calendars.decrees():
        assert decree.decreed_on in known, decree.id
        assert date.fromordinal(decree.decreed_on.toordinal() - 1) in known, decree.id


def test_a_situation_that_does_not_hold_says_what_was_wanted_and_what_was_found():
    first = situations()[0]
    proof = prove(replace(first, then=Then(due=date(2000, 1, 1))))
    assert not proof.passed
    assert str(proof).startswith(f"{first.id}: ")
    assert "seharusnya 2000-01-01" in str(proof)


def test_a_wanted_refusal_that_does_not_come_is_a_failure():
    plain = next(situation for situation in situations() if situation.id == "C01")
    assert not prove(replace(plain, then=Then(refused=True))).passed


def test_a_refusal_where_a_date_was_wanted_gives_its_reason():
    refused = next(situation for situation in situations() if situation.id == "C21-zero")
    proof = prove(replace(refused, then=Then(due=date(2026, 3, 12))))
    assert not proof.passed
    assert "1 atau lebih" in str(proof)


def test_a_rule_with_a_missing_clause_is_a_contradiction(monkeypatch):
    broken = replace(clocks.rules()[0], clause="uu-14-2008/999")
    monkeypatch.setattr(clocks, "rules", lambda: (broken,))
    assert any("uu-14-2008/999" in problem for problem in check.problems())


def test_a_gap_between_two_periods_of_a_rule_is_a_contradiction(monkeypatch):
    old, new = (one for one in clocks.rules() if one.name == "request.completeness_notice")
    monkeypatch.setattr(clocks, "rules", lambda: (old, replace(new, in_force_from=date(2021, 7, 9))))
    assert any("tidak bersambung" in problem for problem in check.problems())


def test_a_missing_year_of_decrees_is_a_contradiction(monkeypatch):
    fewer = tuple(decree for decree in calendars.decrees() if decree.year != 2023)
    monkeypatch.setattr(calendars, "decrees", lambda: fewer)
    assert "Tidak ada keputusan untuk tahun 2023." in check.problems()
