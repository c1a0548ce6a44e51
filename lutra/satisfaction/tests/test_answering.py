"""Answering the survey: once, completely, after the answer came, and without a trace to whoever asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.ledger.queries import entries
from lutra.requests.codes import show_code
from lutra.requests.models import Request
from lutra.satisfaction import actions
from lutra.satisfaction.errors import AlreadyAnswered, NotAnsweredYet, SurveyIncomplete, UnknownCode
from lutra.satisfaction.models import Survey, SurveySlip
from lutra.satisfaction.tests.conftest import FILED, FOURS, LATER, delivered
from lutra.testing import factories


def answer(of: Government, code: str, by: Actor, **changes: Any) -> Survey:
    return actions.answer(of, code=code, by=by, **{"answers": FOURS, "at": LATER, **changes})


def test_the_answers_are_kept_with_the_office_and_without_the_code(
    lutra: Government, ani: Actor, ppid: Actor
) -> None:
    dinkes = factories.body(lutra)
    case = delivered(lutra, by=ppid, to=dinkes)
    survey = answer(lutra, show_code(case.code), ani, comment="Cepat dan ramah.")
    assert (survey.answers, survey.body, survey.answered_on.isoformat()) == (FOURS, dinkes, "2026-03-12")
    kept = json.dumps({name: str(value) for name, value in vars(survey).items()})
    assert case.code not in kept
    assert case.reference not in kept
    assert len(survey.mark) == 64


def test_the_book_has_the_nine_numbers_and_neither_comment_nor_case(
    lutra: Government, ani: Actor, case: Request
) -> None:
    answer(lutra, case.code, ani, comment="Cepat dan ramah.")
    (entry,) = entries(lutra.pk, kinds=["survey.answered"])
    assert entry.data == {"answers": FOURS, "body": None, "comment": True}
    assert (entry.subject_type, entry.actor) == ("survey", "applicant")


@pytest.mark.law("G16")
@pytest.mark.parametrize("value", [0, 5])
def test_an_answer_out_of_scale_is_refused(lutra: Government, ani: Actor, case: Request, value: int) -> None:
    with pytest.raises(SurveyIncomplete) as refusal:
        answer(lutra, case.code, ani, answers={**FOURS, "time": value})
    assert refusal.value.problems.keys() == {"time"}
    assert not Survey.objects.exists()


@pytest.mark.law("G16")
def test_eight_answers_are_not_enough(lutra: Government, ani: Actor, case: Request) -> None:
    eight = {code: value for code, value in FOURS.items() if code != "cost"}
    with pytest.raises(SurveyIncomplete) as refusal:
        answer(lutra, case.code, ani, answers=eight)
    assert refusal.value.problems == {"cost": "Pilih satu dari empat jawaban."}


def test_a_code_answers_once(lutra: Government, ani: Actor, case: Request) -> None:
    assert actions.may_answer(case)
    answer(lutra, case.code, ani)
    assert not actions.may_answer(case)
    with pytest.raises(AlreadyAnswered):
        answer(lutra, case.code, ani)
    assert Survey.objects.count() == 1


def test_the_database_itself_refuses_a_second_answer(lutra: Government, ani: Actor, case: Request) -> None:
    survey = answer(lutra, case.code, ani)
    survey.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        survey.save(force_insert=True)


def test_nobody_judges_an_answer_that_did_not_come(lutra: Government, ani: Actor) -> None:
    waiting = factories.file_request(lutra, at=FILED)
    assert not actions.may_answer(waiting)
    with pytest.raises(NotAnsweredYet, match="setelah jawaban disampaikan"):
        answer(lutra, waiting.code, ani)


def test_a_code_that_nobody_gave_opens_nothing(lutra: Government, ani: Actor) -> None:
    for code in ("", "7KQ2M9XF3D5A"):
        with pytest.raises(UnknownCode):
            answer(lutra, code, ani)


def test_a_code_of_another_government_opens_nothing(case: Request) -> None:
    there = factories.government("73.17")
    with pytest.raises(UnknownCode):
        answer(there, case.code, factories.actors.applicant(there))


def test_officers_do_not_answer_for_people(lutra: Government, desk: Actor, case: Request) -> None:
    with pytest.raises(NotPermitted):
        answer(lutra, case.code, desk)


def test_a_slip_of_the_counter_answers_once_for_its_office(
    lutra: Government, ani: Actor, desk: Actor
) -> None:
    dinkes = factories.body(lutra)
    first, second = actions.give_slips(lutra, count=2, body=dinkes, by=desk, at=FILED)
    assert answer(lutra, show_code(first), ani).body == dinkes
    with pytest.raises(AlreadyAnswered):
        answer(lutra, first, ani)
    answer(lutra, second, ani)
    assert not SurveySlip.objects.filter(mark__in=[first, second]).exists()
    (entry,) = entries(lutra.pk, kinds=["survey.slips_given"])
    assert entry.data == {"count": 2, "body": dinkes.pk}


@pytest.mark.parametrize("count", [0, 51])
def test_slips_are_given_in_small_numbers(lutra: Government, desk: Actor, count: int) -> None:
    with pytest.raises(SurveyIncomplete):
        actions.give_slips(lutra, count=count, by=desk)


def test_only_the_front_desk_gives_slips(lutra: Government, ani: Actor, desk: Actor) -> None:
    with pytest.raises(NotPermitted):
        actions.give_slips(lutra, count=1, by=ani)
    abroad = factories.body(factories.government("73.17"))
    with pytest.raises(NotPermitted):
        actions.give_slips(lutra, count=1, body=abroad, by=desk)


def test_a_comment_may_not_be_endless(lutra: Government, ani: Actor, case: Request) -> None:
    with pytest.raises(SurveyIncomplete, match="Terlalu panjang"):
        answer(lutra, case.code, ani, comment="x" * 1001)


def test_a_deed_that_breaks_leaves_neither_row_nor_entry(
    lutra: Government, ani: Actor, case: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_facts: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions.ledger, "record", broken)
    with pytest.raises(RuntimeError):
        answer(lutra, case.code, ani)
    assert not Survey.objects.exists()
