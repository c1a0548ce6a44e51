"""The yearly report's figures: what is counted where, from the book alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lutra.directory import actors
from lutra.directory.roles import Role
from lutra.law import annual_report
from lutra.objections import actions as objections
from lutra.objections import dispute_actions as disputes
from lutra.objections.clocks import lapse_overdue as lapse_objections
from lutra.requests import actions as requests
from lutra.requests.clocks import lapse_overdue
from lutra.requests.completeness import pass_gaps, tell_gaps
from lutra.statistics.annual.consistency import Evidence, failures
from lutra.statistics.annual.content import content_of
from lutra.statistics.annual.figures import cases_of, figures
from lutra.statistics.queries import figures_of_year
from lutra.statistics.tests.conftest import TYPED
from lutra.testing.factories import MOMENT, body, file_request, government, officer, standing_test
from lutra.testing.journeys import answered, decide, noon

pytestmark = pytest.mark.django_db

IN_TIME = date(2020, 3, 10)
LATER = date(2021, 2, 1)


def of_2020(there, **more):
    return figures(there, 2020, **{"drawn_on": LATER, **more})


def some(row):
    """The figures of a row that count anything."""
    return {name: count for name, count in row.figures.items() if count}


@pytest.mark.law("R01")
def test_ten_in_six_given_two_partly_one_refused_one_not_held(house):
    for outcome in ["granted"] * 6 + ["partly"] * 2 + ["refused", "not_held"]:
        answered(house.government, outcome, by=house.budi, on=IN_TIME)
    found = of_2020(house.government).overall.figures
    assert (found["received"], found["processed"], found["closing"]) == (10, 10, 0)
    assert (found["given"], found["end.refused"], found["refused.h"], found["end.not_held"]) == (8, 1, 1, 1)
    assert found["withheld.h"] == 2


@pytest.mark.law("R02")
def test_a_request_answered_on_the_last_day_took_ten_working_days(house):
    answered(house.government, by=house.budi, on=date(2020, 3, 16))
    row = of_2020(house.government).overall
    assert row.times == {"mean": "10.00", "median": "10.0", "shortest": "10", "longest": "10"}
    assert (row.figures["band.reply"], row.figures["in_time"], row.figures["late"]) == (1, 1, 0)


@pytest.mark.law("R11")
def test_every_figure_is_there_as_zero_in_an_empty_year(house):
    found = of_2020(house.government)
    assert found.overall.figures == dict.fromkeys(annual_report.figures(), 0)
    assert found.overall.figures["dispute.received"] == 0
    assert set(found.overall.times.values()) == {None}
    assert found.bodies == ()


def test_a_request_of_last_year_is_open_at_the_start_and_then_processed(house):
    request = file_request(house.government, at=datetime(2019, 12, 20, 1, tzinfo=UTC))
    decide(request, by=house.budi, on=date(2020, 1, 3))
    assert some(figures(house.government, 2019, drawn_on=LATER).overall) == {
        "received": 1, "closing": 1, "stage.filed": 1,
    }  # fmt: skip
    found = of_2020(house.government).overall.figures
    assert (found["opening"], found["received"], found["processed"], found["closing"]) == (1, 0, 1, 0)
    assert some(figures(house.government, 2021, drawn_on=LATER).overall) == {}


def test_the_state_at_the_end_is_that_of_the_last_day_whatever_came_later(house):
    request = file_request(house.government, at=datetime(2020, 12, 1, 1, tzinfo=UTC))
    requests.dispose(request, to=[house.health], by=house.budi, at=datetime(2021, 1, 5, 1, tzinfo=UTC))
    decide(request, by=house.budi, on=date(2021, 1, 6))
    found = of_2020(house.government)
    assert some(found.overall) == {"received": 1, "closing": 1, "stage.filed": 1, "late_open": 1}
    assert [(one["request"], one["days"]) for one in found.oldest] == [(request.pk, 30)]


def test_silence_is_no_end_and_stays_among_the_open(house):
    file_request(house.government)
    lapse_overdue(now=datetime(2020, 3, 17, 1, tzinfo=UTC))
    found = of_2020(house.government).overall.figures
    assert (found["silent"], found["late_open"], found["closing"], found["processed"]) == (1, 1, 1, 0)


def test_a_year_that_runs_is_told_as_far_as_it_went(house):
    file_request(house.government)
    found = figures(house.government, 2020, drawn_on=date(2020, 3, 16))
    assert (found.is_over, found.as_of, found.overall.figures["late_open"]) == (False, "2020-03-16", 0)
    assert figures(house.government, 2020, drawn_on=date(2020, 3, 17)).overall.figures["late_open"] == 1


def set_aside(there, *, desk, filed, told_on, passed_on):
    """A request that lacked something, and was not completed though its applicant was told."""
    request = file_request(there, at=filed, by=desk, purpose="", may_lack=True)
    tell_gaps(request, by=desk, at=noon(told_on))
    pass_gaps(now=noon(passed_on))
    return request


def test_withdrawn_set_aside_and_reopened_are_counted_apart(house):
    there = house.government
    ani = actors.applicant(there)
    withdrawn, back = file_request(there), file_request(there)
    set_aside(there, desk=house.desk, filed=MOMENT, told_on=date(2020, 3, 3), passed_on=date(2020, 3, 20))
    requests.withdraw(withdrawn, by=ani, at=noon(date(2020, 3, 4)))
    requests.withdraw(back, by=ani, at=noon(date(2020, 3, 5)))
    requests.reopen(back, reason="Keliru.", by=house.budi, at=noon(date(2021, 1, 6)))
    first = of_2020(there).overall.figures
    assert (first["end.withdrawn"], first["end.set_aside"], first["other"]) == (2, 1, 3)
    assert (first["processed"], first["closing"], first["decided"]) == (3, 0, 0)
    second = figures(there, 2021, drawn_on=LATER).overall.figures
    assert (second["opening"], second["reopened"], second["closing"], second["stage.filed"]) == (0, 1, 1, 1)


def test_what_waits_for_the_applicant_is_open_and_not_late(house):
    file_request(house.government, by=house.desk, purpose="", may_lack=True)
    assert some(of_2020(house.government).overall) == {"received": 1, "closing": 1, "stage.incomplete": 1}


def test_a_body_has_the_figures_of_what_it_answered(house):
    answered(house.government, by=house.budi, on=IN_TIME, to=house.health)
    answered(house.government, "refused", by=house.budi, on=IN_TIME, to=house.works)
    file_request(house.government)
    rows = {row.body: row for row in of_2020(house.government).bodies}
    assert rows[house.health.pk].figures["end.granted"] == 1
    assert rows[house.works.pk].figures["refused.h"] == 1
    assert rows[0].figures["closing"] == 1


@pytest.mark.law("R11")
def test_objections_and_disputes_are_counted_to_their_end(house):
    refused = answered(house.government, "refused", by=house.budi, on=IN_TIME, to=house.health)
    ani = actors.applicant(house.government)
    objection = objections.register(
        house.government, by=ani, channel="web", answers={"case_position": "Bukan rahasia.", "purpose": "Riset"},
        grounds=["a"], request=refused, at=noon(date(2020, 3, 12)),
    )  # fmt: skip
    objections.register(
        house.government, by=ani, channel="web", grounds=["d"], request=refused, at=noon(date(2020, 3, 13)),
        answers={"case_position": "Bukan itu.", "purpose": "Riset"},
    )  # fmt: skip
    objections.decide(
        objection, decision="partly", reason="Sebagian terbuka.", order="Berikan bab 1.",
        order_due_on=date(2020, 4, 20), by=house.superior, at=noon(date(2020, 4, 1)),
    )  # fmt: skip
    objections.carry_out(objection, note="Diberikan.", by=house.budi, at=noon(date(2020, 4, 6)))
    lapse_objections(now=datetime(2020, 7, 1, tzinfo=UTC))
    dispute = disputes.register(
        objection, commission="KI Sulsel", number="1/2020", received_on=date(2020, 4, 8),
        registered_on=date(2020, 4, 9), by=house.budi, at=noon(date(2020, 4, 10)),
    )  # fmt: skip
    disputes.begin(dispute, on=date(2020, 4, 20), by=house.budi, at=noon(date(2020, 4, 20)))
    disputes.adjudicate(dispute, on=date(2020, 4, 21), by=house.budi, at=noon(date(2020, 4, 21)))
    disputes.rule(
        dispute, kind="adjudication", result="granted", number="P/1", ruled_on=date(2020, 6, 1),
        received_on=date(2020, 6, 2), summary="Dikabulkan.", by=house.budi, at=noon(date(2020, 6, 3)),
        orders=[disputes.Order("Berikan semua.", date(2020, 7, 1))],
    )  # fmt: skip
    found = of_2020(house.government)
    counts = found.overall.figures
    assert (counts["objection.received"], counts["objection.processed"], counts["objection.closing"]) == (
        2,
        1,
        1,
    )
    assert (counts["objection.end.partly"], counts["objection.ordered"], counts["objection.carried_out"]) == (
        1,
        1,
        1,
    )
    assert (counts["objection.silent"], counts["objection.ground.a"], counts["objection.ground.d"]) == (
        1,
        1,
        1,
    )
    assert (counts["dispute.received"], counts["dispute.ruled"], counts["dispute.result.granted"]) == (
        1,
        1,
        1,
    )
    assert (counts["dispute.order_waiting"], counts["dispute.closing"], counts["dispute.sued"]) == (1, 1, 0)
    assert {row.body: row.figures["dispute.ruled"] for row in found.bodies} == {house.health.pk: 1}


def test_old_figures_can_be_counted_again_as_the_book_stood_then(house):
    file_request(house.government)
    before = of_2020(house.government)
    file_request(house.government)
    assert of_2020(house.government).overall.figures["received"] == 2
    assert of_2020(house.government, upto=before.upto) == before


def test_another_government_is_not_counted(house):
    file_request(government("73.17"))
    assert some(of_2020(house.government).overall) == {}


# --- random books ---

FILED = (
    datetime(2019, 12, 18, 1, tzinfo=UTC),
    datetime(2020, 3, 2, 1, tzinfo=UTC),
    datetime(2020, 12, 20, 1, tzinfo=UTC),
)
ENDS = ("", "granted", "partly", "refused", "not_held", "not_yet_held", "withdrawn", "set_aside", "back")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(FILED),
        st.sampled_from([None, 0, 1]),
        st.sampled_from(ENDS),
        st.integers(1, 40),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def live(there, bodies, budi, superior, desk, deeds, test):
    """Let a random year happen."""
    ani = actors.applicant(there)
    for filed, place, end, days, objects in sorted(deeds, key=lambda deed: deed[0]):
        request = file_request(there, at=filed)
        on = (filed + timedelta(days=days)).date()
        if place is not None:
            requests.dispose(request, to=[bodies[place]], by=budi, at=filed)
        if end in {"withdrawn", "back"}:
            requests.withdraw(request, by=ani, at=noon(on))
            if end == "back":
                requests.reopen(request, reason="Keliru.", by=budi, at=noon(on + timedelta(days=3)))
        elif end == "set_aside":
            set_aside(there, desk=desk, filed=filed, told_on=filed.date(), passed_on=on + timedelta(days=20))
        elif end:
            if on > request.due_on:
                lapse_overdue(now=noon(on))
            decide(request, end, by=budi, on=on, test=test if end in {"partly", "refused"} else None)
        if objects and end in {"refused", "partly"}:
            objection = objections.register(
                there, by=ani, channel="web", answers={"case_position": "Keliru.", "purpose": "Riset"},
                grounds=["a", "d"], request=request, at=noon(on + timedelta(days=2)),
            )  # fmt: skip
            if days % 2:
                objections.decide(
                    objection, decision="upheld", reason="Sudah benar.", by=superior, at=noon(on + timedelta(days=9))
                )  # fmt: skip


@settings(max_examples=15)
@given(deeds=DEEDS)
@pytest.mark.law("R10")
def test_whatever_happened_every_rule_holds_and_bodies_add_up(deeds):
    with transaction.atomic():
        there = government("73.99")
        bodies = [body(there, "dinkes"), body(there, "pu")]
        budi, superior = officer(there, Role.PPID_UTAMA), officer(there, Role.SUPERIOR)
        desk = officer(there, Role.DESK_OFFICER)
        live(there, bodies, budi, superior, desk, deeds, standing_test(there, on=date(2019, 12, 1)))
        for year in (2019, 2020, 2021):
            found = figures(there, year, drawn_on=date(2022, 1, 3))
            content = content_of(there, found, typed=TYPED, previous=None)
            assert failures(content, Evidence(found.counted)) == []
            usual = figures_of_year(there, year)
            assert found.overall.figures["received"] == usual.overall.received.count
            for name, count in found.overall.figures.items():
                assert len(cases_of(found.counted, name)) == count
                assert count == sum(row.figures[name] for row in found.bodies)
        transaction.set_rollback(True)
