"""Each rule of consistency catches what it is there for, and says where."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

from lutra.law import annual_report
from lutra.objections import actions as objections
from lutra.requests.clocks import lapse_overdue
from lutra.statistics.annual.consistency import PROOFS, Evidence, failures
from lutra.statistics.annual.content import as_csv, as_json, content_of, from_csv, from_json, rows_of, sha256
from lutra.statistics.annual.drafting import compared
from lutra.statistics.annual.figures import figures
from lutra.statistics.tests.conftest import TYPED
from lutra.testing.factories import actors, file_request
from lutra.testing.journeys import answered, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(house):
    """A report in which something of everything is counted, and what it is held against."""
    refused = answered(house.government, "refused", by=house.budi, on=date(2020, 3, 10), to=house.health)
    answered(house.government, "granted", by=house.budi, on=date(2020, 3, 11), to=house.works)
    answered(house.government, "granted", by=house.budi, on=date(2020, 3, 24), to=house.works)
    for month in (4, 5, 6):
        file_request(house.government, at=datetime(2020, month, 4, 1, tzinfo=UTC))
    lapse_overdue(now=datetime(2020, 12, 30, tzinfo=UTC))
    objection = objections.register(
        house.government, by=actors.applicant(house.government), channel="web", grounds=["a"], request=refused,
        answers={"case_position": "Terbuka.", "purpose": "Riset"}, at=noon(date(2020, 3, 12)),
    )  # fmt: skip
    objections.decide(
        objection, decision="upheld", reason="Rahasia.", by=house.superior, at=noon(date(2020, 3, 20))
    )
    before = figures(house.government, 2019, drawn_on=date(2020, 1, 6))
    published = content_of(house.government, before, typed=TYPED, previous=None, version=1)
    published = {**published, "sha256": sha256(published)}
    found = figures(house.government, 2020, drawn_on=date(2021, 1, 4))
    content = content_of(house.government, found, typed=TYPED, previous=compared(published))
    return content, Evidence(found.counted, published)


def broken(content, evidence):
    return {one.rule.id for one in failures(content, evidence)}


def test_a_report_of_the_book_breaks_no_rule(report):
    assert failures(*report) == []


def overall(**changes):
    return lambda content: content["overall"]["figures"].update(
        {name.replace("__", "."): value for name, value in changes.items()}
    )


def first_body(**changes):
    return lambda content: content["bodies"][0]["figures"].update(
        {name.replace("__", "."): value for name, value in changes.items()}
    )


def times(**changes):
    return lambda content: content["overall"]["times"].update(changes)


def typed(**changes):
    return lambda content: content["typed"].update(changes)


def oldest(place, **changes):
    return lambda content: content["oldest"][place].update(changes)


def swapped(content):
    content["oldest"].reverse()


def shortened(content):
    content["oldest"].pop()


def other_year(content):
    content["previous"]["figures"]["received"] = 99


def other_hash(content):
    content["previous"]["sha256"] = "0" * 64


def forgotten(content):
    content["previous"] = None


def missing(content):
    del content["overall"]["figures"]["dispute.received"]


def unknown(content):
    content["overall"]["figures"]["end.lost"] = 0


def without_a_body(content):
    content["bodies"].pop()


PLANTED = [
    ("balance", overall(opening=1)),
    ("balance", first_body(closing=9)),
    ("outcomes", overall(end__granted=7)),
    ("other_endings", overall(other=1)),
    ("refusal_reasons", overall(refused__h=0)),
    ("time_bands", overall(band__reply=9)),
    ("times", times(median="99.0")),
    ("times", times(shortest="99")),
    ("times", times(mean="99.00")),
    ("times", times(median="1.0", shortest="1")),  # below the median of every body
    ("stages", overall(stage__drafted=1)),
    ("oldest", swapped),
    ("oldest", shortened),
    ("oldest", oldest(0, received_on="")),
    ("oldest", oldest(1, days=1)),
    ("backlog", overall(late_open=9)),
    ("backlog", overall(silent=9)),
    ("objections", overall(objection__end__upheld=0)),
    ("objections", overall(objection__closing=2)),
    ("objections", overall(objection__ground__a=0)),
    ("objections", overall(dispute__closing=1)),
    ("in_time", overall(in_time=9)),
    ("staff_and_cost", typed(staff=0)),
    ("staff_and_cost", typed(budget=None)),
    ("staff_and_cost", typed(spent=0)),
    ("comparison", other_year),
    ("comparison", other_hash),
    ("comparison", forgotten),
    ("comparison", overall(opening=3)),
    ("nothing_blank", typed(obstacles_external=" ")),
    ("nothing_blank", typed(follow_up=None)),
    ("round_trip", overall(received=5)),
    ("round_trip", missing),
    ("round_trip", unknown),
    ("round_trip", without_a_body),
    ("sum_of_bodies", overall(received=5)),
    ("sum_of_bodies", without_a_body),
]


@pytest.mark.parametrize(("rule", "plant"), PLANTED)
def test_what_is_planted_is_found(report, rule, plant):
    content, evidence = deepcopy(report[0]), report[1]
    plant(content)
    assert rule in broken(content, evidence)


def test_every_rule_has_something_planted():
    assert {rule for rule, _plant in PLANTED} == {rule.id for rule in annual_report.rules()}
    assert [rule.number for rule in annual_report.rules()] == list(range(1, 17))


def test_every_proof_is_named_by_a_rule_and_every_term_is_a_figure():
    rules = annual_report.rules()
    assert {rule.proof for rule in rules if rule.proof} == set(PROOFS)
    known = annual_report.figures()
    for rule in rules:
        for test in rule.tests:
            for term in [term for side in (test.equal or test.at_most) for term in side]:
                name = term.removeprefix("-")
                assert name in known or any(figure.startswith(name.removesuffix("*")) for figure in known), (
                    term
                )
        assert rule.message.id
        assert rule.message.en


def test_a_failure_says_where_and_with_which_numbers(report):
    content, evidence = deepcopy(report[0]), report[1]
    content["overall"]["figures"]["closing"] = 2
    (balance,) = [one for one in failures(content, evidence) if one.rule.id == "balance"]
    (fault,) = balance.faults
    assert fault.startswith(f"{content['overall']['name']}: opening + received")
    assert fault.endswith("= 3 ≠ closing = 2")


def test_files_give_back_what_went_in(report):
    content, _evidence = report
    assert from_json(as_json(content)) == content
    assert from_csv(as_csv(content)) == rows_of(content)
    with pytest.raises(ValueError, match="hash"):
        from_json(as_json(content).replace(b'"received": 6', b'"received": 7', 1))


def test_a_name_that_a_spreadsheet_would_run_comes_back_as_it_was(report):
    content, _evidence = report
    content["bodies"][0]["name"] = "=1+1"
    assert b"'=1+1" in as_csv(content)
    assert from_csv(as_csv(content)) == rows_of(content)
