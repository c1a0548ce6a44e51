"""Near-identical cases of the past with another outcome are found, and deciding otherwise takes a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.ledger.queries import history
from lutra.requests import actions, consistency
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request, WorkRules
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT, REFUSED

LATER = MOMENT + timedelta(hours=3)
REASON = "Dokumennya kini memuat nama pasien."


@pytest.fixture
def granted_before(luwu_utara: Government, ppid: Actor) -> Request:
    earlier = factories.file_request(luwu_utara, subject="LAPORAN realisasi  APBD, 2019")
    actions.decide(earlier, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    return earlier


def refuse(request: Request, by: Actor, **more: object) -> None:
    test = factories.standing_test(request.government)
    actions.decide(request, outcome="refused", answers=REFUSED, test=test, by=by, at=LATER, **more)


def test_case_signs_and_common_words_do_not_matter() -> None:
    one, other = "Mohon data APBD, 2019!", "apbd 2019 dan anggarán"
    assert consistency.words_of(one) == {"apbd", "2019"}
    assert consistency.words_of(other) == {"apbd", "2019", "anggaran"}
    assert consistency.likeness(frozenset(), frozenset({"a"})) == 0


def test_a_near_identical_case_is_found_and_another_question_is_not(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, granted_before: Request
) -> None:
    other = factories.file_request(luwu_utara, subject="Izin tambang", details="Izin tambang di Rampi.")
    actions.decide(other, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    assert [each.pk for each in consistency.similar(request_of_ani)] == [granted_before.pk]


def test_cases_of_another_government_and_undecided_ones_are_not_shown(
    luwu: Government, luwu_utara: Government, request_of_ani: Request
) -> None:
    theirs = factories.file_request(luwu)
    by = factories.officer(luwu, "ppid_utama")
    actions.decide(theirs, outcome="granted", answers=GRANTED, by=by, at=LATER)
    factories.file_request(luwu_utara)
    assert consistency.similar(request_of_ani) == []


def test_deciding_otherwise_asks_for_a_reason_and_keeps_it_in_the_entry(
    request_of_ani: Request, ppid: Actor, granted_before: Request
) -> None:
    with pytest.raises(Incomplete) as caught:
        refuse(request_of_ani, ppid, differ_reason=" ")
    assert set(caught.value.problems) == {"differ_reason"}
    assert granted_before.reference in str(caught.value)
    refuse(request_of_ani, ppid, differ_reason=REASON)
    told = list(history(request_of_ani.ledger_subject, government_id=request_of_ani.government_id))[-1]
    assert told.data["differs_from"] == [granted_before.pk]
    assert told.data["differ_reason"] == REASON


def test_deciding_alike_asks_for_nothing(
    request_of_ani: Request, ppid: Actor, granted_before: Request
) -> None:
    actions.decide(request_of_ani, outcome="granted", answers=GRANTED, differ_reason="", by=ppid, at=LATER)
    told = list(history(request_of_ani.ledger_subject, government_id=request_of_ani.government_id))[-1]
    assert "differs_from" not in told.data


def test_with_the_rule_nobody_passes_unasked(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, granted_before: Request
) -> None:
    WorkRules.objects.create(government=luwu_utara, needs_reason_to_differ=True)
    with pytest.raises(Incomplete):
        refuse(request_of_ani, ppid)
    refuse(request_of_ani, ppid, differ_reason=REASON)


def test_the_look_back_is_one_query_with_a_bound(
    request_of_ani: Request, granted_before: Request, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1) as captured:  # type: ignore[operator]
        consistency.similar(request_of_ani)
    assert f"LIMIT {consistency.LOOK_AT}" in captured[0]["sql"]
