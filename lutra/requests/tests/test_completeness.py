"""Completeness: gaps are told within three working days and filled within three, or the clock decides (LAW Q12-Q15)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Identity
from lutra.ledger.queries import history
from lutra.requests import actions, clocks, completeness
from lutra.requests.errors import AlreadyTold, ChangedMeanwhile, Incomplete, NotNow, TooLate
from lutra.requests.models import Request
from lutra.requests.queries import group_condition
from lutra.testing import factories

# Friday 13 March 2026; Nyepi, Idul Fitri and their joint leave follow.
FILED = datetime(2026, 3, 13, 2, tzinfo=UTC)
ON_25_MARCH = datetime(2026, 3, 25, 2, tzinfo=UTC)
ON_30_MARCH = datetime(2026, 3, 30, 2, tzinfo=UTC)


def kinds(request: Request) -> list[str]:
    return [entry.kind for entry in history(request.ledger_subject, government_id=request.government_id)]


@pytest.fixture
def lacking(luwu_utara: Government, desk: Actor) -> Request:
    """Ani's request, entered at the counter without NIK and purpose."""
    return factories.file_request(luwu_utara, by=desk, nik="", purpose="", may_lack=True, at=FILED)


@pytest.mark.law("Q05", "Q07", "Q08")
def test_what_the_law_wants_later_leaves_a_request_registered_but_incomplete(lacking: Request) -> None:
    assert lacking.reference == "0001/PPID/LUTRA/2026"
    assert lacking.stage == "incomplete"
    assert lacking.missing == ["nik", "purpose"]
    assert kinds(lacking) == ["request.filed", "request.found_incomplete"]


@pytest.mark.law("Q04")
def test_the_facts_that_a_number_needs_are_needed_at_the_counter_too(
    luwu_utara: Government, desk: Actor
) -> None:
    with pytest.raises(Incomplete) as caught:
        factories.file_request(luwu_utara, by=desk, address="", purpose="", may_lack=True)
    assert list(caught.value.problems) == ["address"]


def test_a_wrong_value_is_no_missing_one(luwu_utara: Government, desk: Actor) -> None:
    with pytest.raises(Incomplete) as caught:
        factories.file_request(luwu_utara, by=desk, nik="123", may_lack=True)
    assert list(caught.value.problems) == ["nik"]


def test_the_web_form_asks_for_everything(luwu_utara: Government) -> None:
    with pytest.raises(Incomplete):
        factories.file_request(luwu_utara, purpose="", may_lack=True)


@pytest.mark.law("Q12")
def test_gaps_are_told_until_the_third_working_day(lacking: Request, desk: Actor) -> None:
    assert lacking.gap_due_on == date(2026, 3, 25)
    with pytest.raises(TooLate):
        completeness.tell_gaps(lacking, by=desk, at=datetime(2026, 3, 26, 2, tzinfo=UTC))
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    assert lacking.gaps_told_on == date(2026, 3, 25)
    with pytest.raises(AlreadyTold):
        completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)


@pytest.mark.law("Q13")
def test_the_applicant_completes_until_the_third_working_day_after(lacking: Request, desk: Actor) -> None:
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    assert lacking.gap_due_on == date(2026, 3, 30)
    assert completeness.pass_gaps(now=ON_30_MARCH) == 0
    with pytest.raises(TooLate):
        complete(lacking, at=datetime(2026, 3, 31, 2, tzinfo=UTC))
    assert completeness.pass_gaps(now=datetime(2026, 3, 31, 2, tzinfo=UTC)) == 1
    assert completeness.pass_gaps(now=datetime(2026, 4, 1, 2, tzinfo=UTC)) == 0
    lacking.refresh_from_db()
    assert (lacking.stage, lacking.ending, lacking.closed_on) == (
        "set_aside",
        "set_aside",
        date(2026, 3, 31),
    )
    assert not lacking.is_late(date(2027, 1, 1))
    assert clocks.lapse_overdue(now=datetime(2027, 1, 1, tzinfo=UTC)) == 0


def complete(request: Request, **more: object) -> Request:
    answers = {"nik": factories.ANI["nik"], "purpose": "Penelitian", "subject": "Yang lain"}
    by = actors.applicant(request.government)
    return completeness.complete(request, **{"answers": answers, "by": by, **more})  # type: ignore[arg-type]


@pytest.mark.law("Q14")
def test_after_a_notice_in_time_the_clock_runs_from_completion_and_both_days_are_kept(
    lacking: Request, desk: Actor
) -> None:
    received_due = lacking.due_on
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    complete(lacking, at=ON_30_MARCH)
    assert lacking.stage == "filed"
    assert lacking.due_on == date(2026, 4, 14)
    assert lacking.clock_starts_on == date(2026, 3, 30)
    assert lacking.received_on == date(2026, 3, 13)
    assert lacking.original_due_on == received_due == date.fromisoformat(lacking.clock["received"]["due"])
    assert clocks.ruler(lacking, on=date(2026, 4, 1))[0].date == date(2026, 3, 30)


@pytest.mark.law("Q14")
def test_a_government_may_read_the_law_so_that_the_clock_always_runs_from_receipt(
    lacking: Request, desk: Actor
) -> None:
    Government.objects.update(reply_starts_on_completion=False)
    lacking.government.refresh_from_db()
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    complete(lacking, at=ON_30_MARCH)
    assert lacking.due_on == lacking.original_due_on
    assert lacking.clock_starts_on == date(2026, 3, 13)


@pytest.mark.law("Q15")
def test_without_a_notice_in_time_a_request_counts_as_complete_since_receipt(lacking: Request) -> None:
    assert completeness.pass_gaps(now=ON_25_MARCH) == 0
    assert completeness.pass_gaps(now=datetime(2026, 3, 26, 2, tzinfo=UTC)) == 1
    lacking.refresh_from_db()
    assert lacking.stage == "filed"
    assert kinds(lacking)[-1] == "request.deemed_complete"
    assert lacking.clock_starts_on == date(2026, 3, 13)
    assert lacking.due_on == lacking.original_due_on
    assert lacking.missing == ["nik", "purpose"]


def test_who_completes_unasked_moves_no_clock(lacking: Request) -> None:
    complete(lacking, at=datetime(2026, 3, 16, 2, tzinfo=UTC))
    assert lacking.due_on == lacking.original_due_on


def test_only_the_gaps_are_read_and_by_the_forms_rules(lacking: Request) -> None:
    with pytest.raises(Incomplete) as caught:
        complete(lacking, answers={"nik": "123", "purpose": " "}, at=FILED)
    assert list(caught.value.problems) == ["nik", "purpose"]
    complete(lacking, at=FILED)
    assert lacking.subject == factories.QUESTION["subject"]
    assert lacking.purpose == "Penelitian"
    assert lacking.applicant.identity.open()["nik"] == factories.ANI["nik"]
    entry = list(history(lacking.ledger_subject, government_id=lacking.government_id))[-1]
    assert factories.ANI["nik"] not in str(entry.data)


def test_a_number_that_came_later_is_found_by_its_mark(lacking: Request, luwu_utara: Government) -> None:
    complete(lacking, at=FILED)
    whole = factories.file_request(luwu_utara, at=FILED)
    assert Identity.objects.filter(mark=whole.applicant.identity.mark).count() == 2


def test_of_telephone_and_email_one_fills_the_gap(luwu_utara: Government, desk: Actor) -> None:
    request = factories.file_request(
        luwu_utara, by=desk, phone="", email="", delivery_way="pickup", may_lack=True
    )
    assert request.missing == ["phone"]
    by = actors.applicant(luwu_utara)
    completeness.complete(request, answers={"email": "ani@warga.example"}, by=by, at=factories.MOMENT)
    assert request.applicant.identity.open()["email"] == "ani@warga.example"


def test_while_the_applicant_must_act_the_office_is_neither_late_nor_silent(
    lacking: Request, desk: Actor, luwu_utara: Government
) -> None:
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    later = date(2026, 6, 1)
    assert not lacking.is_late(later)
    assert clocks.read(lacking, on=later).state == "awaiting"
    assert clocks.lapse_overdue(now=datetime(2026, 6, 1, tzinfo=UTC)) == 0
    for group in ("late", "today", "soon", "running"):
        assert not Request.objects.filter(group_condition(group, government=luwu_utara, on=later)).exists()
    assert Request.objects.filter(group_condition("incomplete", government=luwu_utara, on=later)).exists()


@pytest.mark.law("Q18")
def test_a_decree_that_shortens_never_shortens_the_applicants_own_time(lacking: Request, desk: Actor) -> None:
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    promised = lacking.gap_due_on
    assert promised is not None
    assert clocks.last_day_to_complete(lacking, on=date(2027, 1, 1)) >= promised


def test_nobody_works_on_an_incomplete_request_and_two_officers_are_told(
    lacking: Request, ppid: Actor, desk: Actor, citra: Actor, luwu: Government
) -> None:
    with pytest.raises(NotNow):
        actions.decide(lacking, outcome="granted", answers=factories.GRANTED, by=ppid, at=FILED)
    with pytest.raises(NotPermitted):
        completeness.tell_gaps(lacking, by=citra, at=FILED)
    with pytest.raises(NotPermitted):
        completeness.complete(lacking, answers={}, by=actors.applicant(luwu), at=FILED)
    with pytest.raises(ChangedMeanwhile):
        completeness.tell_gaps(lacking, by=desk, seen=lacking.revision - 1, at=FILED)


def test_an_extension_goes_on_from_the_clock_that_runs(lacking: Request, desk: Actor, ppid: Actor) -> None:
    completeness.tell_gaps(lacking, by=desk, at=ON_25_MARCH)
    complete(lacking, at=ON_30_MARCH)
    with time_machine.travel(datetime(2026, 4, 14, 2, tzinfo=UTC), tick=False):
        actions.extend(lacking, reason="Dihimpun", reason_kind="not_yet_held", by=ppid)
    assert lacking.due_on == date(2026, 4, 23)


def test_an_answer_on_a_free_day_after_the_due_day_is_late_by_no_working_day(
    luwu_utara: Government, ppid: Actor
) -> None:
    """A random walk found this: what counts is the date, not the number of working days."""
    request = factories.file_request(luwu_utara)
    Request.objects.update(due_on=date(2020, 3, 13))
    saturday = datetime(2020, 3, 14, 2, tzinfo=UTC)
    actions.decide(request, outcome="granted", answers=factories.GRANTED, by=ppid, at=saturday)
    reading = clocks.read(request, on=date(2020, 3, 14))
    assert (reading.state, reading.days_late) == ("answered_late", 0)
