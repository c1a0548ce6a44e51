"""The considerations team's advice, and that a government may demand it before anything is withheld."""

from __future__ import annotations

from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.requests import advice
from lutra.requests.errors import Incomplete, NoAdvice, TooLate
from lutra.requests.models import Advice, Request
from lutra.requests.rules import rules_of, set_rules
from lutra.testing import factories, journeys
from lutra.testing.factories import DAY, MOMENT

pytestmark = pytest.mark.django_db
OFF = {"needs_approval": False, "needs_search": False, "needs_reason_to_differ": False}


@pytest.fixture
def lutra() -> Government:
    return factories.government()


@pytest.fixture
def team(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.CONSIDERATIONS_TEAM)


@pytest.fixture
def ppid(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def case(lutra: Government) -> Request:
    return factories.file_request(lutra)


def demand(of: Government, by: Actor) -> None:
    set_rules(of, **OFF, needs_advice=True, by=by)


def advised(case: Request, by: Actor, **changes: Any) -> Advice:
    given = {"text": "Rekam medis dilindungi.", "stance": "withhold", "at": MOMENT, **changes}
    return advice.advise(case, **given, by=by)


@pytest.mark.law("G06")
@pytest.mark.parametrize("outcome", ["refused", "partly"])
def test_what_withholds_waits_for_the_advice_where_it_is_demanded(
    lutra: Government, case: Request, ppid: Actor, team: Actor, outcome: str
) -> None:
    demand(lutra, ppid)
    with pytest.raises(NoAdvice, match="Tim Pertimbangan"):
        journeys.decide(case, outcome, by=ppid, on=DAY)
    case.refresh_from_db()
    assert case.is_waiting
    advised(case, team)
    assert journeys.decide(case, outcome, by=ppid, on=DAY).outcome == outcome


@pytest.mark.law("G06")
def test_what_withholds_nothing_waits_for_nobody(lutra: Government, case: Request, ppid: Actor) -> None:
    demand(lutra, ppid)
    assert journeys.decide(case, "granted", by=ppid, on=DAY)


@pytest.mark.law("G06")
def test_without_the_rule_a_refusal_needs_no_advice(case: Request, ppid: Actor) -> None:
    assert journeys.decide(case, "refused", by=ppid, on=DAY)


def test_the_ppid_may_decide_otherwise_than_advised(
    lutra: Government, case: Request, ppid: Actor, team: Actor
) -> None:
    demand(lutra, ppid)
    advised(case, team, stance="open")
    assert journeys.decide(case, "refused", by=ppid, on=DAY)


def test_the_book_has_the_stance_and_not_the_words(case: Request, team: Actor) -> None:
    given = advised(case, team)
    (entry,) = entries(case.government_id, kinds=["request.advised"])
    assert entry.data == {"advice": given.pk, "stance": "withhold"}
    assert list(advice.of(case)) == [given]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": " "}, "text"), ({"stance": "mungkin"}, "stance"), ({"text": "x" * 5001}, "text")],
)
def test_advice_has_words_and_a_stance(
    case: Request, team: Actor, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Incomplete) as refusal:
        advised(case, team, **changes)
    assert refusal.value.problems.keys() == {field}


def test_only_the_team_advises_and_only_before_the_decision(case: Request, team: Actor, ppid: Actor) -> None:
    abroad = factories.officer(factories.government("73.17"), Role.CONSIDERATIONS_TEAM)
    for other in (ppid, factories.actors.applicant(case.government), abroad):
        with pytest.raises(NotPermitted):
            advised(case, other)
    journeys.decide(case, "granted", by=ppid, on=DAY)
    with pytest.raises(TooLate):
        advised(case, team)


def test_the_rule_stays_when_it_is_not_named(lutra: Government, ppid: Actor) -> None:
    demand(lutra, ppid)
    set_rules(lutra, **{**OFF, "needs_search": True}, by=ppid)
    assert rules_of(lutra.pk).needs_advice


@pytest.mark.law("G06")
def test_a_session_of_the_team_on_the_test_is_advice_enough(
    lutra: Government, case: Request, ppid: Actor
) -> None:
    demand(lutra, ppid)
    test = factories.standing_test(lutra, on=DAY)
    with pytest.raises(NoAdvice):
        journeys.decide(case, "refused", by=ppid, on=DAY, test=test)
    test.advice, test.advised_on = test.Advice.OPEN, DAY
    test.save()
    assert journeys.decide(case, "refused", by=ppid, on=DAY, test=test)
