"""A decree that comes while an objection or a dispute runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.cases import Case
from lutra.ledger.queries import history, verify
from lutra.objections import actions, clocks
from lutra.objections import dispute_actions as disputes
from lutra.objections.dispute_models import Dispute
from lutra.objections.models import Objection
from lutra.objections.recounting import recount_open
from lutra.testing import factories

WORDS = {"purpose": "Penelitian", "case_position": "Permohonan saya tidak dijawab."}
NOTHING = {"information": "Laporan keuangan 2025"}


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA")


@pytest.fixture
def budi(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.DISPUTES)


@pytest.fixture
def sekda(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.SUPERIOR, name="Andi")


def object_on(government: Government, day: date) -> Objection:
    """Ani objects that nothing was published."""
    return actions.register(
        government,
        by=actors.applicant(government),
        channel="web",
        grounds=["b"],
        answers={**factories.ANI, **WORDS, **NOTHING},
        at=at(day),
    )


def entered(case: Case) -> list[dict[str, Any]]:
    found = history(case.ledger_subject, government_id=case.government_id)
    return [entry.data for entry in found if entry.kind.endswith(".recomputed")]


@pytest.mark.law("C10")
def test_a_holiday_decreed_on_the_way_moves_the_superiors_date_and_keeps_the_promise(
    luwu_utara: Government,
) -> None:
    """18 August 2025 became a day of joint leave by the decree of 7 August."""
    objection = object_on(luwu_utara, date(2025, 8, 6))
    promised = objection.due_on
    assert recount_open(now=at(date(2025, 8, 6), 9)) == 0
    assert recount_open(now=at(date(2025, 8, 7))) == 1
    objection.refresh_from_db()
    assert objection.due_on > promised == objection.original_due_on
    assert objection.clock["reply"]["due"] == objection.due_on.isoformat()
    assert clocks.ruler(objection, on=date(2025, 8, 8))[-1].date == objection.due_on
    assert recount_open(now=at(date(2025, 8, 8))) == 0
    assert [(one["old_due"], one["due"]) for one in entered(objection)] == [
        (promised.isoformat(), objection.due_on.isoformat())
    ]
    assert all(each.is_whole for each in verify())


@pytest.mark.law("C11")
def test_a_leave_taken_back_shortens_the_superiors_time_and_is_entered(luwu_utara: Government) -> None:
    """The decree of 1 December 2020 took back the leave of 28 to 30 December."""
    objection = object_on(luwu_utara, date(2020, 11, 27))
    promised = objection.due_on
    assert recount_open(now=at(date(2020, 12, 1))) == 1
    objection.refresh_from_db()
    assert objection.due_on < promised
    assert objection.original_due_on == promised


def test_an_objection_that_was_answered_or_passed_over_keeps_its_date(
    luwu_utara: Government, sekda: Actor
) -> None:
    settled = object_on(luwu_utara, date(2025, 8, 5))
    actions.settle(settled, minutes="Akan diumumkan.", by=sekda, at=at(date(2025, 8, 6)))
    assert recount_open(now=at(date(2025, 8, 7))) == 0
    late = object_on(luwu_utara, date(2025, 8, 6))
    clocks.lapse_overdue(now=at(date(2025, 12, 1)))
    assert recount_open(now=at(date(2025, 12, 1))) == 0
    assert entered(late) == []


@pytest.mark.law("C11")
def test_the_applicants_own_term_takes_the_later_date(luwu_utara: Government) -> None:
    """Ani's 30 working days to object grow by the decree that adds a holiday, and never shrink by one that takes it."""
    longer = clocks.filing_clock(luwu_utara, date(2025, 8, 6))
    assert longer.due == date(2025, 9, 19)
    promised = clocks._own_term("objection.file", luwu_utara, date(2020, 11, 27))
    assert promised.due >= date(2021, 1, 15)


def dispute_of(government: Government, by: Actor, *, objected: date, received: date) -> Dispute:
    return disputes.register(
        object_on(government, objected),
        commission="Komisi Informasi Provinsi Sulawesi Selatan",
        number="011/REG-PSI/2025",
        received_on=received,
        registered_on=received,
        by=by,
        at=at(received),
    )


@pytest.mark.law("C11")
def test_the_commissions_dates_follow_the_calendar_at_each_stage(luwu_utara: Government, budi: Actor) -> None:
    dispute = dispute_of(luwu_utara, budi, objected=date(2025, 5, 5), received=date(2025, 8, 5))
    start = dispute.due("start")
    assert recount_open(now=at(date(2025, 8, 7))) == 1
    dispute.refresh_from_db()
    assert start is not None
    assert dispute.due("start") is not None
    assert dispute.due("start") > start  # type: ignore[operator]
    assert recount_open(now=at(date(2025, 8, 8))) == 0
    assert [one["clock"] for one in entered(dispute)] == ["start"]


def test_the_target_of_a_hundred_days_moves_once_the_commission_has_begun(
    luwu_utara: Government, budi: Actor
) -> None:
    dispute = dispute_of(luwu_utara, budi, objected=date(2025, 5, 5), received=date(2025, 8, 4))
    disputes.begin(dispute, on=date(2025, 8, 5), by=budi, at=at(date(2025, 8, 5)))
    finish = dispute.due("finish")
    assert recount_open(now=at(date(2025, 8, 7))) == 1
    dispute.refresh_from_db()
    assert dispute.due("finish") != finish
    assert [one["clock"] for one in entered(dispute)] == ["finish"]  # the other had done its work


@pytest.mark.law("C11")
def test_a_partys_time_for_a_suit_grows_and_never_shrinks(luwu_utara: Government, budi: Actor) -> None:
    def ruled(received: date) -> Dispute:
        dispute = dispute_of(luwu_utara, budi, objected=date(2020, 6, 1), received=date(2020, 9, 1))
        disputes.begin(dispute, on=date(2020, 9, 7), by=budi, at=at(date(2020, 9, 7)))
        disputes.adjudicate(dispute, on=date(2020, 10, 5), by=budi, at=at(date(2020, 10, 5)))
        return disputes.rule(
            dispute,
            kind="adjudication",
            result="granted",
            number="010/PTS-A/2020",
            ruled_on=received,
            received_on=received,
            summary="Memerintahkan termohon.",
            by=budi,
            at=at(received),
        )

    dispute = ruled(date(2020, 11, 25))
    before = dispute.due("suit")
    assert before is not None
    for day in (
        date(2020, 11, 27),
        date(2020, 12, 1),
    ):  # a voting day is added, then three days of leave are taken back
        recount_open(now=at(day))
        dispute.refresh_from_db()
        after = dispute.due("suit")
        assert after is not None
        assert after >= before
        before = after
