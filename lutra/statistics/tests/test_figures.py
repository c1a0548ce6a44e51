"""The four figures of UU 14/2008 Pasal 12, read from the book."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from lutra.directory import actors
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.actions import record
from lutra.requests import actions
from lutra.requests.clocks import lapse_overdue
from lutra.requests.completeness import pass_gaps, tell_gaps
from lutra.statistics.queries import (
    NO_BODY,
    Figure,
    Filter,
    as_json,
    band,
    cases,
    figures,
    figures_of_year,
    kept_figures,
)
from lutra.testing.factories import body, file_request, government, officer
from lutra.testing.journeys import answered, decide, noon

pytestmark = pytest.mark.django_db

IN_TIME = date(2020, 3, 10)


@pytest.fixture
def there():
    return government()


@pytest.fixture
def budi(there):
    return officer(there, Role.PPID_UTAMA)


def every_figure(part):
    """All figures inside, however deep."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from every_figure(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from every_figure(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from every_figure(getattr(part, field.name))


def counts(row):
    """Every additive figure of a row by its measure and detail."""
    return {(f.filter.measure, f.filter.detail): f.count for f in every_figure(row)}


def ten_requests(there, budi):
    for _ in range(6):
        answered(there, "granted", by=budi, on=IN_TIME)
    for _ in range(2):
        answered(there, "partly", by=budi, on=IN_TIME)
    answered(there, "refused", by=budi, on=IN_TIME)
    answered(there, "not_held", by=budi, on=IN_TIME)


@pytest.mark.law("R01")
def test_ten_in_six_given_two_partly_one_refused_one_not_held(there, budi):
    ten_requests(there, budi)
    row = figures_of_year(there, 2020).overall
    assert row.received.count == 10
    assert row.given.count == 8
    assert row.refused.count == 1
    assert {letter: figure.count for letter, figure in row.refusal_reasons.items() if figure.count} == {
        "h": 1
    }
    assert row.outcomes["not_held"].count == 1
    assert {letter: figure.count for letter, figure in row.withheld_reasons.items() if figure.count} == {
        "h": 2
    }


@pytest.mark.law("R02")
def test_a_request_of_2_march_2020_answered_on_16_march_took_ten_working_days(there, budi):
    answered(there, by=budi, on=date(2020, 3, 16))
    times = figures_of_year(there, 2020).overall.times
    assert (times.mean, times.median, times.shortest, times.longest) == (10, 10, 10, 10)
    assert [(days, figure.count) for days, figure in times.distribution] == [(10, 1)]
    assert {name: figure.count for name, figure in times.bands.items()} == {
        "reply": 1,
        "extension": 0,
        "beyond": 0,
    }


def test_mean_median_shortest_and_longest_stand_between_each_other(there, budi):
    for day in (date(2020, 3, 3), date(2020, 3, 4), date(2020, 3, 16)):
        answered(there, by=budi, on=day)
    times = figures_of_year(there, 2020).overall.times
    assert (times.shortest, times.median, times.mean, times.longest) == (1, 2, 4.33, 10)


@pytest.mark.law("A16")
def test_not_held_and_not_yet_held_are_no_refusals(there, budi):
    answered(there, "not_held", by=budi, on=IN_TIME)
    answered(there, "not_yet_held", by=budi, on=IN_TIME)
    row = figures_of_year(there, 2020).overall
    assert (row.refused.count, row.given.count) == (0, 0)
    assert (row.outcomes["not_held"].count, row.outcomes["not_yet_held"].count) == (1, 1)


@pytest.mark.law("R10")
def test_every_overall_figure_is_the_sum_of_the_bodies(there, budi):
    dinkes, pu = body(there, "dinkes"), body(there, "pu")
    answered(there, "granted", by=budi, on=IN_TIME, to=dinkes)
    answered(there, "refused", by=budi, on=IN_TIME, to=pu)
    answered(there, "partly", by=budi, on=date(2020, 3, 18), to=pu)
    answered(there, "not_held", by=budi, on=IN_TIME)
    waiting = file_request(there)
    actions.dispose(waiting, to=[dinkes], by=budi, at=noon(date(2020, 3, 3)))
    actions.dispose(waiting, to=[pu, dinkes], by=budi, at=noon(date(2020, 3, 4)))
    file_request(there)
    taken_back = file_request(there)
    actions.dispose(taken_back, to=[dinkes], by=budi, at=noon(date(2020, 3, 3)))
    actions.withdraw(taken_back, by=actors.applicant(there), at=noon(date(2020, 3, 5)))
    lapse_overdue(now=noon(date(2020, 4, 1)))
    found = figures_of_year(there, 2020)
    assert_sums_up(found)
    received = {row.body_name: row.received.count for row in found.bodies}
    assert received == {str(dinkes): 2, str(pu): 3, "Belum diserahkan ke perangkat daerah": 2}
    assert found.overall.silent.count == 2
    assert {row.body_name: row.withdrawn.count for row in found.bodies}[str(dinkes)] == 1


def test_who_is_received_is_decided_ended_or_still_open(there, budi):
    """Report rule 1: what came in is what became of it, and nothing is counted twice."""
    desk = officer(there, Role.DESK_OFFICER)
    answered(there, "granted", by=budi, on=IN_TIME)
    silent, late_then_withdrawn = file_request(there), file_request(there)
    lacking = file_request(there, by=desk, purpose="", may_lack=True)
    tell_gaps(lacking, by=desk, at=noon(date(2020, 3, 3)))
    pass_gaps(now=noon(date(2020, 3, 20)))
    lapse_overdue(now=noon(date(2020, 3, 20)))
    actions.withdraw(late_then_withdrawn, by=actors.applicant(there), at=noon(date(2020, 3, 21)))
    row = figures_of_year(there, 2020).overall
    assert (row.received.count, row.decided.count, row.silent.count) == (4, 1, 1)
    assert (row.withdrawn.count, row.set_aside.count) == (1, 1)
    assert [case.request_id for case in cases(there, row.set_aside.filter)] == [lacking.pk]
    assert [case.request_id for case in cases(there, row.silent.filter)] == [silent.pk]
    before = figures_of_year(there, 2020).upto
    actions.reopen(late_then_withdrawn, reason="Salah", by=budi, at=noon(date(2020, 3, 22)))
    assert figures_of_year(there, 2020).overall.withdrawn.count == 0
    assert figures_of_year(there, 2020).overall.silent.count == 2
    assert figures_of_year(there, 2020, upto=before).overall.withdrawn.count == 1


def assert_sums_up(found):
    summed: dict = {}
    for row in found.bodies:
        for key, count in counts(row).items():
            summed[key] = summed.get(key, 0) + count
    overall = counts(found.overall)
    assert {key: summed.get(key, 0) for key in overall} == overall
    row = found.overall
    assert sum(figure.count for figure in row.outcomes.values()) == row.decided.count
    assert sum(figure.count for _, figure in row.times.distribution) == row.decided.count
    assert sum(figure.count for figure in row.times.bands.values()) == row.decided.count
    assert row.refused.count <= sum(figure.count for figure in row.refusal_reasons.values())


@pytest.mark.law("A17")
def test_a_late_answer_is_counted_late_and_silence_apart(there, budi):
    late = file_request(there)
    file_request(there)
    lapse_overdue(now=noon(date(2020, 3, 17)))
    decide(late, by=budi, on=date(2020, 3, 17))
    row = figures_of_year(there, 2020).overall
    assert (row.late.count, row.silent.count) == (1, 1)


@pytest.mark.law("A18")
def test_silence_counts_in_the_year_in_which_the_term_ended(there):
    file_request(there, at=datetime(2020, 12, 17, 2, tzinfo=UTC))
    lapse_overdue(now=noon(date(2021, 3, 1)))
    [case] = cases(there, Filter(date(2020, 1, 1), date(2021, 12, 31), "silent"))
    assert figures_of_year(there, case.on.year).overall.silent.count == 1
    assert figures_of_year(there, 2041 - case.on.year).overall.silent.count == 0


def test_a_letter_entered_in_january_counts_in_the_year_it_came_in(there):
    desk = officer(there, Role.DESK_OFFICER)
    file_request(there, by=desk, channel="letter", at=noon(date(2021, 1, 4)), received_on=date(2020, 12, 30))
    assert figures_of_year(there, 2020).overall.received.count == 1
    assert figures_of_year(there, 2021).overall.received.count == 0


def test_the_first_and_the_last_hour_of_a_year_are_those_of_masamba(there):
    file_request(there, at=datetime(2019, 12, 31, 15, 59, tzinfo=UTC))  # 23:59 WITA
    file_request(there, at=datetime(2019, 12, 31, 16, 0, tzinfo=UTC))  # 00:00 WITA, New Year
    file_request(there, at=datetime(2020, 12, 31, 15, 59, tzinfo=UTC))
    file_request(there, at=datetime(2020, 12, 31, 16, 0, tzinfo=UTC))
    assert figures_of_year(there, 2020).overall.received.count == 2


def test_every_figure_opens_exactly_the_cases_it_counts(there, budi):
    ten_requests(there, budi)
    answered(there, "refused", by=budi, on=date(2020, 3, 20), to=body(there))
    file_request(there)
    lapse_overdue(now=noon(date(2020, 4, 1)))
    found = figures_of_year(there, 2020)
    seen = 0
    for figure in every_figure(found):
        wanted = Filter.from_query(QueryDict(figure.filter.as_query()))
        assert wanted == figure.filter
        opened = cases(there, wanted)
        assert len(opened) == figure.count
        assert len({case.request_id for case in opened}) == figure.count
        seen += figure.count
    assert seen > 50


def test_the_figures_come_from_the_book_and_not_from_the_requests(there, budi):
    request = answered(there, by=budi, on=IN_TIME)
    before = as_json(figures_of_year(there, 2020))
    type(request).objects.filter(pk=request.pk).update(stage="filed", outcome="", decided_on=None)
    assert as_json(figures_of_year(there, 2020)) == before


def test_figures_taken_again_for_the_same_entry_are_the_same(there, budi):
    waiting = file_request(there)
    before = figures_of_year(there, 2020)
    decide(waiting, by=budi, on=IN_TIME)
    actions.dispose(file_request(there), to=[body(there)], by=budi, at=noon(IN_TIME))
    assert figures_of_year(there, 2020) != before
    assert figures_of_year(there, 2020, upto=before.upto) == before
    assert len(cases(there, before.overall.received.filter)) == 1


def test_public_pages_count_once_in_a_minute(there, budi, django_assert_num_queries):
    this, last = ({"since": date(year, 1, 1), "until": date(year, 12, 31)} for year in (2020, 2019))
    cache.clear()
    answered(there, by=budi, on=IN_TIME)
    first = kept_figures(there, **this)
    answered(there, by=budi, on=IN_TIME)
    with django_assert_num_queries(0):
        assert kept_figures(there, **this) == first
    assert kept_figures(there, **last).overall.received.count == 0
    cache.clear()
    assert kept_figures(there, **this).overall.received.count == 2


def test_an_empty_year_says_zero_and_has_no_times(there):
    found = figures_of_year(there, 2019)
    assert set(counts(found.overall).values()) == {0}
    assert found.overall.times.mean is None
    assert found.bodies == ()
    assert as_json(found)["overall"]["refusal_reasons"]["h"] == 0


def test_another_government_is_not_counted(there, budi):
    answered(there, by=budi, on=IN_TIME)
    other = government("73.24")
    assert figures_of_year(other, 2020).overall.received.count == 0
    answered(other, by=officer(other, Role.PPID_UTAMA), on=IN_TIME)
    assert figures_of_year(there, 2020).overall.received.count == 1


def test_the_plain_figures_hold_numbers_and_nobody(there, budi):
    answered(there, "refused", by=budi, on=IN_TIME)
    plain = as_json(figures_of_year(there, 2020))
    assert plain["overall"]["received"] == 1
    assert plain["overall"]["times"]["distribution"] == [[6, 1]]
    assert "Ani" not in repr(plain)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "since=2020-01-01&until=2020-12-31&measure=nothing",
        "since=x&until=2020-12-31&measure=late",
        "since=2020-01-01&until=2020-12-31&measure=late&body=x",
        "since=2020-01-01&until=2020-12-31&measure=late&upto=-1",
        "since=2020-01-01&until=2020-12-31&measure=late&upto=99999999999999999999",
    ],
)
def test_a_query_that_is_no_filter_is_none(query):
    assert Filter.from_query(QueryDict(query)) is None


def test_a_filter_whose_details_fit_nothing_opens_nothing(there, budi):
    answered(there, by=budi, on=IN_TIME)
    basis = Filter(date(2020, 1, 1), date(2020, 12, 31), "decided")
    assert cases(there, replace(basis, detail="?")) == []
    assert cases(there, replace(basis, body=10**12)) == []
    assert len(cases(there, replace(basis, body=NO_BODY))) == 1
    assert cases(there, replace(basis, since=date.min, until=date.max)) != []


def test_the_bands_are_the_laws_own_periods():
    assert [band(days) for days in (0, 10, 11, 17, 18)] == [
        "reply",
        "reply",
        "extension",
        "extension",
        "beyond",
    ]


def test_queries_do_not_grow_with_the_requests(there, budi):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            figures_of_year(there, 2020)
        return len(seen)

    answered(there, by=budi, on=IN_TIME, to=body(there))
    few = queries()
    for _ in range(5):
        answered(there, "refused", by=budi, on=IN_TIME, to=body(there, f"b{_}"))
    assert queries() == few <= 8


story = st.tuples(
    st.dates(date(2024, 12, 20), date(2026, 1, 10)),
    st.sampled_from(["waiting", "silent", "granted", "partly", "refused", "not_held", "not_yet_held"]),
    st.integers(0, 30),
    st.integers(0, 3),
    st.sets(st.sampled_from("abhj"), min_size=1, max_size=2),
)


@settings(max_examples=20)
@given(st.lists(story, max_size=10))
def test_any_history_sums_up_and_agrees_with_a_plain_count(stories):
    there = Government.objects.filter(code="73.22").first() or government()
    with transaction.atomic():
        for number, (received, outcome, days, office, letters) in enumerate(stories, start=1):
            write(there, number, received, outcome, days, office, letters)
        found = figures_of_year(there, 2025)
        plain = as_json(found)["overall"]
        transaction.set_rollback(True)
    assert_sums_up(found)
    this_year = [each for each in stories if each[0].year == 2025]
    decided = [each for each in stories if each[1] not in {"waiting", "silent"} and ends(each).year == 2025]
    assert plain["received"] == len(this_year)
    assert plain["decided"] == len(decided)
    assert plain["given"] == sum(each[1] in {"granted", "partly"} for each in decided)
    assert plain["refusal_reasons"]["h"] == sum(each[1] == "refused" and "h" in each[4] for each in decided)
    assert plain["late"] == sum(each[2] > 10 for each in decided)
    assert plain["silent"] == sum(each[1] == "silent" and due(each).year == 2025 for each in stories)
    if decided:
        times = plain["times"]
        assert times["shortest"] <= times["median"] <= times["longest"]
        assert times["shortest"] - 0.01 <= times["mean"] <= times["longest"] + 0.01


def ends(each):
    return date.fromordinal(each[0].toordinal() + each[2])


def due(each):
    return date.fromordinal(each[0].toordinal() + 10)


def write(there, number, received, outcome, days, office, letters):
    """A request's entries as the deeds write them, with calendar days for brevity."""
    each = (received, outcome, days, office, letters)

    def enter(kind, on, data):
        record(
            government_id=there.pk,
            kind=kind,
            subject=("request", number),
            by=actors.system(there.pk),
            at=noon(on),
            data=data,
        )

    enter("request.filed", received, {"received_on": received.isoformat()})
    for given_to in range(office):
        enter("request.disposed", received, {"to": [{"body": given_to + 1}]})
    if outcome == "silent":
        enter("request.lapsed", date.fromordinal(due(each).toordinal() + 1), {"due": due(each).isoformat()})
    elif outcome != "waiting":
        enter(
            "request.decided",
            ends(each),
            {
                "outcome": outcome,
                "decided_on": ends(each).isoformat(),
                "due": due(each).isoformat(),
                "days": days,
                "grounds": sorted(letters),
            },
        )


def test_a_period_may_be_any_stretch_of_days(there, budi):
    answered(there, by=budi, on=IN_TIME)
    assert figures(there, since=date(2020, 3, 2), until=date(2020, 3, 2)).overall.received.count == 1
    assert figures(there, since=date(2020, 3, 3), until=date(2020, 3, 9)).overall.received.count == 0
    assert figures(there, since=IN_TIME, until=IN_TIME).overall.decided.count == 1
