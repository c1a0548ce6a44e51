"""The objection, row by row of the law's acceptance list (LAW §8.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, User
from lutra.directory.roles import Role
from lutra.ledger.queries import history, verify
from lutra.objections import actions, clocks
from lutra.objections.errors import NotForSettlement, ObjectionIncomplete, OwnCase
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.requests.clocks import lapse_overdue
from lutra.requests.errors import NoProof, NotNow
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI, GRANTED, REFUSED

WORDS = {"purpose": "Penelitian", "case_position": "Permohonan saya tidak dijawab sampai batas waktunya."}
SILENT = datetime(2020, 3, 17, 2, tzinfo=UTC)
GRANT = {
    "decision": "granted",
    "reason": "Informasi terbuka.",
    "order": "Berikan laporan.",
    "order_due_on": date(2020, 6, 1),
}


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA")


@pytest.fixture
def sekda(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.SUPERIOR, name="Budi")


@pytest.fixture
def ppid(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.PPID_UTAMA, name="Budi")


@pytest.fixture
def silent(luwu_utara: Government) -> Request:
    """Ani's request of 2 March 2020, which nobody answered by 16 March."""
    request = factories.file_request(luwu_utara)
    lapse_overdue(now=SILENT)
    request.refresh_from_db()
    return request


def object_to(request: Request | None, government: Government, **changes: Any) -> Objection:
    keywords: dict[str, Any] = {"grounds": ["c"], "channel": "web", "at": SILENT, "answers": WORDS, **changes}
    by = keywords.pop("by", None) or actors.applicant(government)
    return actions.register(government, by=by, request=request, **keywords)


def kinds(objection: Objection) -> list[str]:
    return [entry.kind for entry in history(objection.ledger_subject, government_id=objection.government_id)]


@pytest.mark.law("O01")
@pytest.mark.parametrize("grounds", [[], ["h"], ["a", "h"], [""]])
def test_an_objection_has_grounds_a_to_g(silent: Request, luwu_utara: Government, grounds: list[str]) -> None:
    with pytest.raises(ObjectionIncomplete) as caught:
        object_to(silent, luwu_utara, grounds=grounds)
    assert "grounds" in caught.value.problems
    assert not Objection.objects.exists()


@pytest.mark.law("O02")
def test_the_window_of_silence_opens_when_the_due_day_ends(silent: Request, ppid: Actor) -> None:
    found = clocks.window(silent, on=date(2020, 3, 17))
    assert (found.opened_on, found.last_day) == (date(2020, 3, 16), date(2020, 4, 29))
    assert clocks.window(silent, on=date(2020, 3, 16)).last_day is None


@pytest.mark.law("O02")
def test_the_window_of_an_extended_silence(luwu_utara: Government, ppid: Actor) -> None:
    request = factories.file_request(luwu_utara)
    requests.extend(
        request,
        reason="Dihimpun.",
        reason_kind="not_yet_held",
        by=ppid,
        at=datetime(2020, 3, 10, 2, tzinfo=UTC),
    )
    assert clocks.window(request, on=date(2020, 3, 27)).last_day == date(2020, 5, 12)


@pytest.mark.law("O03")
def test_the_window_of_an_answer_opens_when_it_arrives(luwu_utara: Government, ppid: Actor) -> None:
    request = factories.file_request(luwu_utara, at=datetime(2024, 11, 1, 2, tzinfo=UTC))
    moment = datetime(2024, 11, 12, 2, tzinfo=UTC)
    requests.decide(request, outcome="granted", answers=GRANTED, by=ppid, at=moment)
    machine = actors.system(luwu_utara.pk)
    requests.deliver(request, channel="page", what="notice", evidence="surat", by=machine, at=moment)
    assert clocks.window(request, on=date(2024, 12, 1)).last_day == date(2024, 12, 27)


@pytest.mark.law("O04")
def test_a_late_objection_is_registered_and_flagged(
    silent: Request, luwu_utara: Government, sekda: Actor
) -> None:
    last = datetime(2020, 4, 29, 2, tzinfo=UTC)
    assert not object_to(silent, luwu_utara, at=last).is_late
    late = object_to(silent, luwu_utara, at=datetime(2020, 4, 30, 2, tzinfo=UTC))
    assert late.is_late
    actions.decide(late, **GRANT, by=sekda, at=datetime(2020, 5, 4, 2, tzinfo=UTC))
    assert late.decision == "granted"


@pytest.mark.law("O05")
@pytest.mark.parametrize(
    ("received", "due"), [(date(2026, 4, 13), date(2026, 6, 2)), (date(2026, 2, 2), date(2026, 3, 25))]
)
def test_the_superior_answers_within_thirty_working_days(
    luwu_utara: Government, received: date, due: date
) -> None:
    clock = clocks.reply_clock(luwu_utara, received, known_on=received)
    assert clock.due == due
    assert clock.clause == "Pasal 36 ayat (2) UU 14/2008"


@pytest.mark.law("O06")
def test_there_is_no_extension_here(silent: Request, luwu_utara: Government) -> None:
    assert not hasattr(actions, "extend")
    assert "extend" not in object_to(silent, luwu_utara).table.transitions


@pytest.mark.law("O07")
@pytest.mark.parametrize("reason", ["", "   "])
def test_upholding_needs_written_reasons(
    silent: Request, luwu_utara: Government, sekda: Actor, reason: str
) -> None:
    objection = object_to(silent, luwu_utara)
    with pytest.raises(ObjectionIncomplete) as caught:
        actions.decide(objection, decision="upheld", reason=reason, by=sekda, at=SILENT)
    assert set(caught.value.problems) == {"reason"}
    assert kinds(objection) == ["objection.registered"]


@pytest.mark.law("O08")
@pytest.mark.parametrize("role", [Role.PPID_UTAMA, Role.DESK_OFFICER, Role.LEADER, Role.CONSIDERATIONS_TEAM])
def test_only_the_superior_decides(silent: Request, luwu_utara: Government, role: str) -> None:
    objection = object_to(silent, luwu_utara)
    with pytest.raises(NotPermitted):
        actions.decide(objection, **GRANT, by=factories.officer(luwu_utara, role), at=SILENT)


@pytest.mark.law("O09")
def test_nobody_decides_on_his_own_case(luwu_utara: Government, ppid: Actor) -> None:
    request = factories.file_request(luwu_utara)
    requests.extend(request, reason="x", reason_kind="other", by=ppid, at=datetime(2020, 3, 3, 2, tzinfo=UTC))
    objection = object_to(request, luwu_utara, grounds=["g"])
    twin = factories.user(luwu_utara, Role.SUPERIOR)
    User.objects.filter(pk=twin.pk).update(nip=User.objects.get(pk=ppid.user_id).nip)
    with pytest.raises(OwnCase):
        actions.decide(
            objection, **GRANT, by=actors.actor_of(twin, luwu_utara, on=date(2020, 3, 17)), at=SILENT
        )


@pytest.mark.law("O10")
@pytest.mark.parametrize("field", ["purpose", "case_position"])
def test_purpose_and_case_position_are_needed(silent: Request, luwu_utara: Government, field: str) -> None:
    with pytest.raises(ObjectionIncomplete) as caught:
        object_to(silent, luwu_utara, answers={**WORDS, field: " "})
    assert set(caught.value.problems) == {field}


@pytest.mark.law("O11")
def test_a_spoken_objection_is_written_down_by_an_officer(silent: Request, luwu_utara: Government) -> None:
    desk = factories.officer(luwu_utara, Role.DESK_OFFICER)
    objection = object_to(silent, luwu_utara, by=desk, channel="oral", is_oral=True)
    assert (objection.is_oral, objection.recorded_by_id) == (True, desk.user_id)


@pytest.mark.law("O12")
def test_number_and_clock_come_at_once(silent: Request, luwu_utara: Government) -> None:
    objection = object_to(silent, luwu_utara)
    assert objection.reference == "0001/KEB/LUTRA/2020"
    assert objection.due_on == date(2020, 4, 30)
    assert objection.clock["reply"]["explanation"]
    assert kinds(objection) == ["objection.registered"]


def test_the_same_key_twice_is_one_objection(silent: Request, luwu_utara: Government) -> None:
    assert object_to(silent, luwu_utara, key="k").pk == object_to(silent, luwu_utara, key="k").pk


@pytest.mark.law("O13")
def test_only_grounds_b_to_g_are_settled(silent: Request, luwu_utara: Government, sekda: Actor) -> None:
    firm = object_to(silent, luwu_utara, grounds=["a", "d"])
    with pytest.raises(NotForSettlement):
        actions.settle(firm, minutes="Sepakat.", by=sekda, at=SILENT)
    soft = object_to(silent, luwu_utara, grounds=["d"])
    with pytest.raises(ObjectionIncomplete):
        actions.settle(soft, minutes=" ", by=sekda, at=SILENT)
    actions.settle(soft, minutes="Data diserahkan hari ini.", by=sekda, at=SILENT)
    actions.close(soft, by=factories.officer(luwu_utara, Role.DESK_OFFICER), at=SILENT)
    assert (soft.stage, soft.settled_on) == ("closed", date(2020, 3, 17))


@pytest.mark.law("O14")
def test_an_order_has_a_deadline_and_must_be_carried_out(
    silent: Request, luwu_utara: Government, sekda: Actor, ppid: Actor
) -> None:
    objection = object_to(silent, luwu_utara)
    for missing in ("order", "order_due_on"):
        with pytest.raises(ObjectionIncomplete) as caught:
            actions.decide(
                objection,
                **{**GRANT, missing: None if missing == "order_due_on" else ""},
                by=sekda,
                at=SILENT,
            )
        assert set(caught.value.problems) == {missing}
    actions.decide(objection, **GRANT, by=sekda, at=SILENT)
    desk = factories.officer(luwu_utara, Role.DESK_OFFICER)
    with pytest.raises(NoProof):
        actions.close(objection, by=desk, at=SILENT)
    actions.deliver(objection, channel="post", what="objection_reply", evidence="resi 1", by=desk, at=SILENT)
    with pytest.raises(ObjectionIncomplete):
        actions.close(objection, by=desk, at=SILENT)
    actions.carry_out(objection, note="Laporan diberikan.", by=ppid, at=SILENT)
    actions.close(objection, by=desk, response="Puas", at=SILENT)
    assert objection.stage == "closed"
    assert verify(luwu_utara.pk)[0].is_whole


@pytest.mark.law("O15", "D02")
def test_the_last_day_at_the_commission_runs_from_the_answer(luwu_utara: Government, sekda: Actor) -> None:
    request = factories.file_request(luwu_utara, at=datetime(2026, 3, 2, 2, tzinfo=UTC))
    objection = object_to(request, luwu_utara, at=datetime(2026, 4, 13, 2, tzinfo=UTC))
    assert clocks.dispute_clock(objection) is None
    moment = datetime(2026, 6, 2, 2, tzinfo=UTC)
    actions.decide(objection, decision="upheld", reason="Sudah benar.", by=sekda, at=moment)
    found = clocks.dispute_clock(objection)
    assert found is not None
    assert found.due == date(2026, 6, 23)


@pytest.mark.law("O16")
def test_silence_of_the_superior_opens_the_commissions_clock(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara, at=datetime(2026, 1, 5, 2, tzinfo=UTC))
    objection = object_to(request, luwu_utara, at=datetime(2026, 2, 2, 2, tzinfo=UTC))
    assert clocks.lapse_overdue(now=datetime(2026, 3, 25, 15, 59, tzinfo=UTC)) == 0
    assert clocks.lapse_overdue(now=datetime(2026, 3, 25, 16, 0, tzinfo=UTC)) == 1
    assert clocks.lapse_overdue(now=datetime(2026, 3, 30, 16, 0, tzinfo=UTC)) == 0
    objection.refresh_from_db()
    found = clocks.dispute_clock(objection)
    assert found is not None
    assert found.due == date(2026, 4, 15)


@pytest.mark.law("O17")
def test_ground_b_needs_no_request(luwu_utara: Government) -> None:
    answers = {**ANI, **WORDS, "information": "Laporan keuangan 2019"}
    objection = object_to(None, luwu_utara, grounds=["b"], answers=answers)
    assert objection.request is None
    assert objection.applicant.identity.open()["name"] == ANI["name"]
    with pytest.raises(ObjectionIncomplete) as caught:
        object_to(None, luwu_utara, grounds=["c"], answers=answers)
    assert "request_number" in caught.value.problems


@pytest.mark.law("O18")
def test_the_facts_suggest_their_grounds(luwu_utara: Government, ppid: Actor, silent: Request) -> None:
    assert clocks.window(silent, on=date(2020, 3, 17)).suggested == ("c", "g")
    requests.decide(silent, outcome="granted", answers=GRANTED, by=ppid, at=SILENT)
    assert clocks.window(silent, on=date(2020, 3, 18)).suggested == ("g",)
    refused = factories.file_request(luwu_utara)
    requests.decide(
        refused,
        outcome="refused",
        answers=REFUSED,
        test=factories.standing_test(luwu_utara),
        by=ppid,
        at=datetime(2020, 3, 4, 2, tzinfo=UTC),
    )
    assert clocks.window(refused, on=date(2020, 3, 5)).suggested == ("a",)


def test_an_objection_is_decided_once(silent: Request, luwu_utara: Government, sekda: Actor) -> None:
    objection = object_to(silent, luwu_utara)
    actions.decide(objection, **GRANT, by=sekda, at=SILENT)
    with pytest.raises(NotNow):
        actions.settle(objection, minutes="x", by=sekda, at=SILENT)


def test_a_request_of_another_government_cannot_be_objected_to(silent: Request) -> None:
    luwu = factories.government("73.17", abbreviation="LUWU")
    with pytest.raises(NotPermitted):
        object_to(silent, luwu)


@pytest.mark.law("C11")
def test_an_applicants_own_term_never_shrinks(luwu_utara: Government) -> None:
    """30 days from 20 November 2020 were 12 January 2021 as promised; the decree of 1 December would make it 8."""
    assert clocks.filing_clock(luwu_utara, date(2020, 11, 20)).due == date(2021, 1, 12)


def test_evidence_longer_than_its_column_is_told_on_every_database(
    silent: Request, luwu_utara: Government, sekda: Actor
) -> None:
    objection = object_to(silent, luwu_utara)
    actions.decide(objection, **GRANT, by=sekda, at=SILENT)
    desk = factories.officer(luwu_utara, Role.DESK_OFFICER)
    with pytest.raises(NoProof):
        actions.deliver(
            objection, channel="post", what="objection_reply", evidence="x" * 301, by=desk, at=SILENT
        )
