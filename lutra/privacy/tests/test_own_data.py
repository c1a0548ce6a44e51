"""What an applicant may know, correct and ask to have deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.law import statute
from lutra.ledger.queries import entries, history
from lutra.privacy import actions, queries
from lutra.privacy.errors import AlreadyAnswered, PrivacyIncomplete
from lutra.privacy.models import DataRequest
from lutra.privacy.tests.conftest import FILED
from lutra.requests import actions as requests
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI

NEW = "081355512345"


def ask(request: Request, by: Actor, **values: str) -> DataRequest:
    return actions.ask_correction(request, values=values or {"phone": NEW}, by=by, at=FILED)


@pytest.mark.law("G08")
def test_a_correction_is_logged_and_due_after_three_times_24_hours(filed: Request, ani: Actor) -> None:
    asked = ask(filed, ani)
    assert asked.due_at == FILED + timedelta(hours=72)
    assert not asked.is_late(FILED + timedelta(hours=72))
    assert asked.is_late(FILED + timedelta(hours=72, seconds=1))
    (entry,) = entries(filed.government_id, kinds=["data.correction_asked"])
    assert entry.data["fields"] == ["phone"]
    assert NEW not in str(entry.data)


def test_what_is_wished_lies_sealed_until_it_is_answered(filed: Request, ani: Actor, desk: Actor) -> None:
    asked = ask(filed, ani)
    assert NEW.encode() not in bytes(asked.sealed)
    assert asked.wished() == {"phone": NEW}
    actions.answer_correction(asked, accept=True, answer="", by=desk)
    assert DataRequest.objects.get().wished() == {}


@pytest.mark.law("G08")
def test_an_accepted_correction_changes_the_contact_and_nothing_else(
    filed: Request, ani: Actor, desk: Actor
) -> None:
    known = filed.applicant.identity.mark
    actions.answer_correction(ask(filed, ani), accept=True, answer="", by=desk)
    identity = Request.objects.get().applicant.identity
    before = {code: value for code, value in ANI.items() if code != "applicant_kind"}
    assert identity.open() == {**before, "phone": NEW}
    assert identity.mark == known
    (entry,) = entries(filed.government_id, kinds=["data.corrected"])
    assert entry.actor == desk.ref


def test_a_correction_is_declined_with_a_reason_only(filed: Request, ani: Actor, desk: Actor) -> None:
    asked = ask(filed, ani)
    with pytest.raises(PrivacyIncomplete):
        actions.answer_correction(asked, accept=False, answer=" ", by=desk)
    actions.answer_correction(asked, accept=False, answer="Nomor ini milik orang lain.", by=desk)
    assert Request.objects.get().applicant.identity.open()["phone"] == ANI["phone"]
    with pytest.raises(AlreadyAnswered):
        actions.answer_correction(asked, accept=True, answer="", by=desk)


@pytest.mark.parametrize(
    "values",
    [{}, {"phone": ANI["phone"]}, {"name": "Orang Lain"}, {"nik": "1"}, {"email": "bukan surel"}],
)
def test_what_changes_nothing_or_is_no_contact_is_not_asked(
    filed: Request, ani: Actor, values: dict[str, str]
) -> None:
    with pytest.raises(PrivacyIncomplete):
        actions.ask_correction(filed, values=values, by=ani)
    assert not DataRequest.objects.exists()


def test_one_correction_waits_at_a_time(filed: Request, ani: Actor) -> None:
    ask(filed, ani)
    with pytest.raises(AlreadyAnswered):
        ask(filed, ani, phone="081355500000")


def test_only_the_front_desk_answers_and_only_the_applicant_asks(
    filed: Request, ani: Actor, desk: Actor, citra: Actor
) -> None:
    asked = ask(filed, ani)
    for wrong in (citra, ani):
        with pytest.raises(NotPermitted):
            actions.answer_correction(asked, accept=True, answer="", by=wrong)
    stranger = factories.actors.applicant(factories.government("73.17"))
    for wrong in (desk, stranger):
        with pytest.raises(NotPermitted):
            actions.take_copy(filed, by=wrong)
        with pytest.raises(NotPermitted):
            ask(filed, wrong)


@pytest.mark.law("G09")
def test_a_deletion_is_answered_limited_with_the_law_s_reason(filed: Request, ani: Actor) -> None:
    made = actions.ask_deletion(filed, by=ani)
    assert made.state == DataRequest.State.LIMITED
    assert filed.applicant.identity.open()["nik"] == ANI["nik"], "not erased"
    (entry,) = entries(filed.government_id, kinds=["data.deletion_limited"])
    assert entry.data["clauses"] == list(actions.WHY_LIMITED)
    assert all(statute.clause(clause) for clause in actions.WHY_LIMITED)
    assert actions.ask_deletion(filed, by=ani) == made


@pytest.mark.law("G10")
def test_every_look_is_told_by_post_and_moment_never_by_name(
    filed: Request, ani: Actor, desk: Actor, lutra: Government
) -> None:
    budi = factories.officer(lutra, "superior", name="Budi Tandi")
    requests.see_identity(filed, by=desk, at=FILED + timedelta(hours=1))
    requests.see_identity(filed, by=budi, at=FILED + timedelta(hours=2))
    actions.take_copy(filed, by=ani, at=FILED + timedelta(hours=3))
    other = factories.file_request(lutra, at=FILED)
    requests.see_identity(other, by=desk, at=FILED + timedelta(hours=4))
    found = queries.looks(filed)
    assert [look.who for look in found] == ["Anda sendiri", "Atasan PPID", "Petugas Pelayanan Informasi"]
    assert found[0].at > found[1].at > found[2].at
    assert "Budi Tandi" not in str(found)


def test_seeing_what_is_wished_is_a_look(filed: Request, ani: Actor, desk: Actor, citra: Actor) -> None:
    asked = ask(filed, ani)
    with pytest.raises(NotPermitted):
        actions.see_wished(asked, by=citra)
    assert actions.see_wished(asked, by=desk) == {"phone": (ANI["phone"], NEW)}
    assert history(filed.ledger_subject, filed.government_id).last().kind == "request.identity_seen"
    assert len(queries.looks(filed)) == 1


def test_the_list_of_what_waits_is_the_front_desk_s(
    filed: Request, ani: Actor, desk: Actor, citra: Actor
) -> None:
    asked = ask(filed, ani)
    abroad = factories.officer(factories.government("73.17"), "desk_officer")
    assert [list(queries.waiting(each)) for each in (desk, citra, abroad)] == [[asked], [], []]
