"""The call for records: who was asked, what he stated, where was looked; and when "not held" needs both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.ledger.queries import history
from lutra.requests import actions, records
from lutra.requests.errors import Incomplete, NobodyToAsk, NotNow, NotSearched
from lutra.requests.models import Decision, RecordCall, Request, Search, WorkRules
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT
from lutra.testing.journeys import ANSWERS

LATER = MOMENT + timedelta(hours=3)
DAY = date(2020, 3, 2)
STATEMENT = {"answer": "not_found", "statement": "Tidak ada pada depo kami.", "stated_by": "Wati, arsiparis"}
LOOKED = {"place": "Depo arsip", "searched_on": DAY, "searched_by": "Wati, arsiparis", "result": "not_found"}


def call(request: Request, by: Actor, custodian: PublicBody, **changes: Any) -> RecordCall:
    said = {"asked_for": "Laporan 2019", "due_on": DAY + timedelta(days=3), **changes}
    return records.call(request, custodian=custodian, **said, by=by, at=LATER)


def decide(request: Request, by: Actor, outcome: str) -> None:
    actions.decide(request, outcome=outcome, answers=ANSWERS[outcome], by=by, at=LATER)


def test_a_custodian_is_asked_and_his_statement_kept_with_name_and_moment(
    request_of_ani: Request, ppid: Actor, desk: Actor, dinkes: PublicBody
) -> None:
    called = call(request_of_ani, ppid, dinkes)
    records.state(called, **STATEMENT, by=desk, at=LATER)
    records.log_search(request_of_ani, **LOOKED, by=ppid, at=LATER)
    found = records.of(request_of_ani)
    assert [(each.custodian, each.answer, each.stated_by_name, each.stated_at) for each in found.calls] == [
        (dinkes, "not_found", "Wati, arsiparis", LATER)
    ]
    assert [(each.place, each.result) for each in found.searches] == [("Depo arsip", "not_found")]
    told = history(request_of_ani.ledger_subject, government_id=request_of_ani.government_id)
    assert [entry.kind for entry in told][1:] == [
        "request.records_called",
        "request.records_stated",
        "request.search_logged",
    ]
    assert "Wati" not in str([entry.data for entry in told])


def test_a_statement_is_given_once_and_never_written_over(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    called = call(request_of_ani, ppid, dinkes)
    records.state(called, **STATEMENT, by=ppid, at=LATER)
    with pytest.raises(Incomplete):
        records.state(called, **{**STATEMENT, "answer": "found"}, by=ppid, at=LATER)
    assert RecordCall.objects.get().answer == "not_found"


@pytest.mark.parametrize("lacking", ["place", "searched_by", "result"])
def test_a_search_says_where_by_whom_and_with_what_result(
    request_of_ani: Request, ppid: Actor, lacking: str
) -> None:
    with pytest.raises(Incomplete) as caught:
        records.log_search(request_of_ani, **{**LOOKED, lacking: " "}, by=ppid, at=LATER)
    assert set(caught.value.problems) == {lacking}
    assert not Search.objects.exists()


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_nobody_searched_before_the_request_or_tomorrow(
    request_of_ani: Request, ppid: Actor, day: date
) -> None:
    with pytest.raises(Incomplete):
        records.log_search(request_of_ani, **{**LOOKED, "searched_on": day}, by=ppid, at=LATER)


def test_records_are_called_for_inside_the_legal_date_and_at_home(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody, luwu: Government
) -> None:
    for day in (DAY - timedelta(days=1), request_of_ani.due_on + timedelta(days=1)):
        with pytest.raises(Incomplete):
            call(request_of_ani, ppid, dinkes, due_on=day)
    with pytest.raises(NobodyToAsk):
        call(request_of_ani, ppid, factories.body(luwu, "arsip"))


def test_an_office_that_does_not_hold_the_request_searches_nothing(
    request_of_ani: Request, pelaksana: Actor, citra: Actor
) -> None:
    for by in (pelaksana, citra):
        with pytest.raises(NotPermitted):
            records.log_search(request_of_ani, **LOOKED, by=by, at=LATER)


def test_nothing_is_searched_after_the_decision(request_of_ani: Request, ppid: Actor) -> None:
    decide(request_of_ani, ppid, "granted")
    with pytest.raises(NotNow):
        records.log_search(request_of_ani, **LOOKED, by=ppid, at=LATER)


@pytest.mark.parametrize("outcome", ["not_held", "not_yet_held"])
def test_not_held_needs_a_statement_and_a_search_where_the_government_says_so(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody, outcome: str
) -> None:
    WorkRules.objects.create(government=luwu_utara, needs_search=True)
    called = call(request_of_ani, ppid, dinkes)
    with pytest.raises(NotSearched) as caught:
        decide(request_of_ani, ppid, outcome)
    assert set(caught.value.problems) == {"holding"}
    records.state(called, **STATEMENT, by=ppid, at=LATER)
    with pytest.raises(NotSearched):
        decide(request_of_ani, ppid, outcome)
    assert not Decision.objects.exists()
    records.log_search(request_of_ani, **LOOKED, by=ppid, at=LATER)
    decide(request_of_ani, ppid, outcome)


def test_what_is_given_needs_no_search(luwu_utara: Government, request_of_ani: Request, ppid: Actor) -> None:
    WorkRules.objects.create(government=luwu_utara, needs_search=True)
    actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)


def test_without_the_rule_not_held_needs_none(request_of_ani: Request, ppid: Actor) -> None:
    decide(request_of_ani, ppid, "not_held")
