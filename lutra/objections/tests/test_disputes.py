"""The dispute at the commission, row by row of the law's acceptance list (LAW §8.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.cases import ChangedMeanwhile, NotNow
from lutra.ledger.queries import history, verify
from lutra.objections import actions as objections
from lutra.objections import dispute_actions as actions
from lutra.objections.dispute_actions import Order
from lutra.objections.dispute_models import Dispute, Hearing, RulingOrder
from lutra.objections.dispute_queries import alerts, due_now, is_on_hold, on_hold, visible
from lutra.objections.errors import (
    AlreadyDisputed,
    NoObjection,
    NotForMediation,
    ObjectionIncomplete,
    RulingIsFinal,
)
from lutra.objections.models import Objection
from lutra.testing import factories

# Ani asks on 2 January 2026, objects on 2 February for want of an answer and goes to the commission in April.
ASKED = datetime(2026, 1, 2, 2, tzinfo=UTC)
OBJECTED = datetime(2026, 2, 2, 2, tzinfo=UTC)
NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
RECEIVED = date(2026, 4, 15)
BEGUN = date(2026, 4, 27)
WORDS = {"purpose": "Penelitian", "case_position": "Permohonan saya tidak dijawab."}


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA")


@pytest.fixture
def budi(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.DISPUTES, name="Budi")


@pytest.fixture
def objection(luwu_utara: Government) -> Objection:
    return object_to(luwu_utara, ["c", "d"])


def object_to(government: Government, grounds: list[str]) -> Objection:
    return objections.register(
        government,
        by=actors.applicant(government),
        channel="web",
        answers=WORDS,
        grounds=grounds,
        request=factories.file_request(government, at=ASKED),
        at=OBJECTED,
    )


def registered(objection: Objection | None, by: Actor, **changes: Any) -> Dispute:
    fields: dict[str, Any] = {
        "commission": "Komisi Informasi Provinsi Sulawesi Selatan",
        "number": f"01{objection.pk if objection else 0}/REG-PSI/2026",
        "received_on": RECEIVED,
        "registered_on": date(2026, 4, 17),
        "at": NOW,
    }
    return actions.register(objection, **{**fields, **changes}, by=by)


@pytest.fixture
def dispute(objection: Objection, budi: Actor) -> Dispute:
    return registered(objection, budi)


@pytest.fixture
def begun(dispute: Dispute, budi: Actor) -> Dispute:
    return actions.begin(dispute, on=BEGUN, by=budi, at=NOW)


def ruled(dispute: Dispute, by: Actor, **changes: Any) -> Dispute:
    """Ruled after adjudication, received on 15 June."""
    if dispute.stage == "begun":
        actions.adjudicate(dispute, on=date(2026, 5, 20), by=by, at=NOW)
    fields: dict[str, Any] = {
        "kind": "adjudication",
        "result": "granted",
        "number": "010/PTS-A/2026",
        "ruled_on": date(2026, 6, 10),
        "received_on": date(2026, 6, 15),
        "summary": "Memerintahkan termohon memberikan laporan.",
        "orders": [Order("Berikan laporan.", date(2026, 6, 29))],
        "at": NOW,
    }
    return actions.rule(dispute, **{**fields, **changes}, by=by)


def hearing(dispute: Dispute, by: Actor, *, on: date = date(2026, 5, 13), kind: str = "open") -> Hearing:
    at = datetime(on.year, on.month, on.day, 1, 30, tzinfo=UTC)
    return actions.set_hearing(
        dispute, kind=kind, hearing_at=at, place="Makassar", by=by, at=datetime(2026, 4, 28, tzinfo=UTC)
    )


def represented(dispute: Dispute, by: Actor, **changes: Any) -> Any:
    fields = {
        "full_name": "Budi Santoso",
        "title": "Kepala Bagian Hukum",
        "power_number": "180/12/HK",
        "power_on": date(2026, 4, 20),
        "at": NOW,
    }
    return actions.appoint(dispute, **{**fields, **changes}, by=by)


def kinds(dispute: Dispute) -> list[str]:
    return [entry.kind for entry in history(dispute.ledger_subject, government_id=dispute.government_id)]


@pytest.mark.law("D01")
def test_there_is_no_dispute_without_an_objection(budi: Actor) -> None:
    with pytest.raises(NoObjection):
        registered(None, budi)
    assert not Dispute.objects.exists()


@pytest.mark.law("D01")
def test_one_objection_has_one_dispute(dispute: Dispute, budi: Actor) -> None:
    with pytest.raises(AlreadyDisputed):
        registered(dispute.objection, budi, number="99")
    assert dispute.objection.dispute == dispute


@pytest.mark.parametrize("field", ["commission", "number", "received_on", "registered_on"])
def test_a_dispute_needs_what_the_commission_gave_it(objection: Objection, budi: Actor, field: str) -> None:
    empty = None if field.endswith("_on") else "  "
    with pytest.raises(ObjectionIncomplete) as caught:
        registered(objection, budi, **{field: empty})
    assert field in caught.value.problems


def test_one_number_of_the_commission_names_one_dispute(
    dispute: Dispute, luwu_utara: Government, budi: Actor
) -> None:
    with pytest.raises(ObjectionIncomplete) as caught:
        registered(object_to(luwu_utara, ["c"]), budi, number=dispute.number)
    assert set(caught.value.problems) == {"number"}


@pytest.mark.law("D02")
@pytest.mark.parametrize(("received", "late"), [(date(2026, 6, 23), False), (date(2026, 6, 24), True)])
def test_a_dispute_after_fourteen_working_days_is_registered_and_flagged(
    objection: Objection, luwu_utara: Government, budi: Actor, received: date, late: bool
) -> None:
    superior = factories.officer(luwu_utara, Role.SUPERIOR)
    answered = datetime(2026, 6, 2, 2, tzinfo=UTC)
    objections.decide(objection, decision="upheld", reason="Benar.", by=superior, at=answered)
    dispute = registered(objection, budi, received_on=received, registered_on=received)
    assert (dispute.last_day, dispute.is_late) == (date(2026, 6, 23), late)


@pytest.mark.law("D03")
def test_the_commission_starts_within_fourteen_working_days(dispute: Dispute) -> None:
    assert dispute.due("start") == date(2026, 5, 6)
    assert due_now(dispute) == ("start", date(2026, 5, 6))
    assert dispute.clock["start"]["explanation"]


@pytest.mark.law("D04")
def test_a_hundred_working_days_are_shown_as_a_target(luwu_utara: Government, budi: Actor) -> None:
    request = factories.file_request(luwu_utara, at=datetime(2025, 9, 1, 2, tzinfo=UTC))
    objection = objections.register(
        luwu_utara,
        by=actors.applicant(luwu_utara),
        channel="web",
        answers=WORDS,
        grounds=["c"],
        request=request,
        at=datetime(2025, 10, 1, 2, tzinfo=UTC),
    )
    first = date(2026, 1, 5)
    dispute = registered(objection, budi, received_on=date(2025, 12, 22), registered_on=first)
    actions.begin(dispute, on=first, by=budi, at=NOW)
    assert due_now(dispute) == ("finish", date(2026, 6, 15))


@pytest.mark.law("D05")
@pytest.mark.parametrize("grounds", [["a"], ["a", "d"]])
def test_a_refusal_is_not_mediated(luwu_utara: Government, budi: Actor, grounds: list[str]) -> None:
    dispute = registered(object_to(luwu_utara, grounds), budi)
    actions.begin(dispute, on=BEGUN, by=budi, at=NOW)
    assert not actions.may_mediate(dispute)
    with pytest.raises(NotForMediation):
        actions.mediate(dispute, on=BEGUN, by=budi, at=NOW)
    with pytest.raises(ObjectionIncomplete):
        hearing(dispute, budi, kind="mediation")
    assert kinds(dispute) == ["dispute.registered", "dispute.begun"]


@pytest.mark.law("D05")
def test_other_grounds_are_mediated(begun: Dispute, budi: Actor) -> None:
    actions.mediate(begun, on=date(2026, 5, 4), by=budi, at=NOW)
    with pytest.raises(ObjectionIncomplete) as caught:
        actions.adjudicate(begun, on=date(2026, 5, 20), by=budi, at=NOW)
    assert set(caught.value.problems) == {"mediation_end"}
    actions.adjudicate(begun, on=date(2026, 5, 20), mediation_end="Gagal, berita acara 3.", by=budi, at=NOW)
    assert (begun.stage, begun.mediation_end) == ("adjudication", "Gagal, berita acara 3.")


@pytest.mark.law("D07")
def test_a_suit_is_filed_within_fourteen_working_days(begun: Dispute, budi: Actor) -> None:
    dispute = ruled(begun, budi)
    assert due_now(dispute) == ("suit", date(2026, 7, 6))
    with pytest.raises(ObjectionIncomplete) as caught:
        actions.finish(dispute, on=date(2026, 7, 6), note="Tidak digugat.", by=budi, at=NOW)
    assert set(caught.value.problems) == {"on"}
    actions.finish(dispute, on=date(2026, 7, 7), note="Tidak digugat.", by=budi, at=NOW)
    assert (dispute.stage, dispute.final_on) == ("final", date(2026, 7, 7))


@pytest.mark.law("Q13")
def test_the_days_for_a_cassation_are_calendar_days(begun: Dispute, budi: Actor) -> None:
    dispute = ruled(begun, budi)
    suit = {"court": "PTUN Makassar", "number": "7/G/KI/2026", "party": "body"}
    actions.sue(dispute, **suit, on=date(2026, 7, 6), by=budi, at=NOW)
    days = {"on": date(2026, 7, 31), "received_on": date(2026, 8, 1)}
    actions.judge(dispute, **days, summary="Menolak gugatan.", by=budi, at=NOW)
    assert due_now(dispute) == ("cassation", date(2026, 8, 15))
    actions.appeal(dispute, on=date(2026, 8, 14), party="body", by=budi, at=NOW)
    actions.finish(dispute, on=date(2026, 8, 31), note="Kasasi ditolak.", by=budi, at=NOW)
    assert kinds(dispute)[-4:] == ["dispute.sued", "dispute.judged", "dispute.appealed", "dispute.finished"]
    assert verify(dispute.government_id)[0].is_whole


@pytest.mark.law("D11")
def test_a_mediation_ruling_is_final_and_binding(begun: Dispute, budi: Actor) -> None:
    actions.mediate(begun, on=date(2026, 5, 4), by=budi, at=NOW)
    agreed = {"kind": "mediation", "result": "agreed"}
    with pytest.raises(ObjectionIncomplete):
        ruled(begun, budi, kind="mediation", result="granted")
    ruled(begun, budi, **agreed)
    assert begun.due("suit") is None
    with pytest.raises(RulingIsFinal):
        actions.sue(begun, court="PTUN", number="", on=date(2026, 7, 1), party="body", by=budi, at=NOW)
    actions.finish(begun, on=date(2026, 6, 15), note="Putusan mediasi.", by=budi, at=NOW)


@pytest.mark.law("D09")
@pytest.mark.parametrize(
    ("today", "alarming"),
    # Before a hearing on Wednesday 13 May: Thursday before is four working days away, Friday three.
    [(date(2026, 5, 7), False), (date(2026, 5, 8), True), (date(2026, 5, 13), True)],
)
def test_a_near_hearing_without_a_representative_alarms(
    begun: Dispute, luwu_utara: Government, budi: Actor, today: date, alarming: bool
) -> None:
    hearing(begun, budi)
    assert bool(alerts(luwu_utara, on=today).unrepresented) is alarming
    represented(begun, budi)
    assert not alerts(luwu_utara, on=today).unrepresented


@pytest.mark.law("D09")
def test_a_power_that_ends_before_the_hearing_does_not_count(
    begun: Dispute, luwu_utara: Government, budi: Actor
) -> None:
    hearing(begun, budi)
    represented(begun, budi, ends_on=date(2026, 5, 12))
    assert alerts(luwu_utara, on=date(2026, 5, 11)).unrepresented


@pytest.mark.law("D09")
def test_each_near_hearing_is_entered_once_whenever_the_worker_wakes(begun: Dispute, budi: Actor) -> None:
    hearing(begun, budi)
    friday = datetime(2026, 5, 8, 2, tzinfo=UTC)
    assert actions.remind_hearings(now=friday - timedelta(days=1)) == 0
    assert actions.remind_hearings(now=friday + timedelta(days=3)) == 1
    assert actions.remind_hearings(now=friday + timedelta(days=4)) == 0
    entry = history(begun.ledger_subject, government_id=begun.government_id).last()
    assert (entry.kind, entry.actor, entry.data["represented"]) == ("dispute.hearing_near", "clock", False)


def test_a_hearing_s_result_is_entered_once(begun: Dispute, budi: Actor) -> None:
    one = hearing(begun, budi)
    with pytest.raises(ObjectionIncomplete):
        actions.hold_hearing(one, result=" ", by=budi, at=NOW)
    actions.hold_hearing(one, result="Dilanjutkan.", by=budi, at=NOW)
    assert one.held_on == one.on
    with pytest.raises(ObjectionIncomplete):
        actions.hold_hearing(one, result="Lain.", by=budi, at=NOW)


@pytest.mark.law("D10")
def test_a_request_in_dispute_is_on_hold_until_all_is_over(
    objection: Objection, luwu_utara: Government, budi: Actor
) -> None:
    request = objection.request
    assert request is not None
    other = factories.file_request(luwu_utara, at=ASKED)
    assert not is_on_hold(request)
    dispute = registered(objection, budi)
    assert is_on_hold(request)
    assert not is_on_hold(other)
    assert list(on_hold(luwu_utara)) == [request]
    actions.begin(dispute, on=BEGUN, by=budi, at=NOW)
    ruled(dispute, budi)
    actions.finish(dispute, on=date(2026, 7, 7), note="Tidak digugat.", by=budi, at=NOW)
    assert is_on_hold(request)  # what was ordered is not done yet
    actions.carry_out(dispute.orders.get(), note="Diberikan.", by=budi, at=NOW)
    assert not is_on_hold(request)
    assert not on_hold(luwu_utara).exists()


@pytest.mark.law("D11")
def test_orders_of_a_ruling_become_tasks_and_unmet_ones_are_late(
    begun: Dispute, luwu_utara: Government, budi: Actor
) -> None:
    ruled(begun, budi, orders=[Order("Laporan", date(2026, 6, 29)), Order("Salinan", date(2026, 9, 30))])
    assert [order.due_on for order in begun.orders.all()] == [date(2026, 6, 29), date(2026, 9, 30)]
    assert not alerts(luwu_utara, on=date(2026, 6, 29)).orders
    (late,) = alerts(luwu_utara, on=date(2026, 6, 30)).orders
    assert late.is_late(date(2026, 6, 30))
    actions.carry_out(late, note="Diserahkan.", by=budi, at=NOW)
    assert not alerts(luwu_utara, on=date(2026, 9, 30)).orders
    assert RulingOrder.objects.get(pk=late.pk).is_late(date(2026, 9, 1))  # done, but too late


@pytest.mark.law("D11")
@pytest.mark.parametrize("order", [Order("", date(2026, 6, 29)), Order("Berikan.", None)])
def test_an_order_has_words_and_a_date(begun: Dispute, budi: Actor, order: Order) -> None:
    with pytest.raises(ObjectionIncomplete) as caught:
        ruled(begun, budi, orders=[order])
    assert set(caught.value.problems) == {"orders"}
    assert begun.stage == "adjudication"
    assert not RulingOrder.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "mediation", "result": "agreed"}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"result": "x"}, "result"),
        ({"number": ""}, "number"),
        ({"summary": " "}, "summary"),
        ({"received_on": date(2026, 6, 9)}, "received_on"),
        ({"ruled_on": date(2027, 1, 1), "received_on": date(2027, 1, 1)}, "ruled_on"),
    ],
)
def test_a_ruling_is_complete(begun: Dispute, budi: Actor, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ObjectionIncomplete) as caught:
        ruled(begun, budi, **changes)
    assert field in caught.value.problems


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.PPID_PELAKSANA, Role.LEADER, Role.NEWSROOM])
def test_citra_may_neither_see_nor_manage(dispute: Dispute, luwu_utara: Government, role: str) -> None:
    citra = factories.officer(luwu_utara, role, name="Citra")
    assert not visible(citra).exists()
    with pytest.raises(NotPermitted):
        actions.begin(dispute, on=BEGUN, by=citra, at=NOW)


def test_another_government_sees_and_does_nothing(dispute: Dispute) -> None:
    foreigner = factories.officer(factories.government("73.17", abbreviation="LUWU"), Role.PPID_UTAMA)
    assert not visible(foreigner).exists()
    with pytest.raises(NotPermitted):
        actions.begin(dispute, on=BEGUN, by=foreigner, at=NOW)


def test_the_table_and_the_revision_are_kept(dispute: Dispute, budi: Actor) -> None:
    with pytest.raises(NotNow):
        actions.mediate(dispute, on=BEGUN, by=budi, at=NOW)
    represented(dispute, budi, seen=dispute.revision)
    with pytest.raises(ChangedMeanwhile):
        actions.begin(dispute, on=BEGUN, by=budi, seen=dispute.revision - 1, at=NOW)


def test_the_book_names_no_representative(dispute: Dispute, budi: Actor) -> None:
    made = represented(dispute, budi, power=("kuasa.pdf", b"%PDF-1.7 kuasa"))
    assert made.document.name == "kuasa.pdf"
    entries = history(dispute.ledger_subject, government_id=dispute.government_id)
    assert "Santoso" not in str([entry.data for entry in entries])
