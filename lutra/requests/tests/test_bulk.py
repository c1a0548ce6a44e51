"""Many requests at once: nothing before the window ends, each through its own deed, never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Holding, PublicBody
from lutra.dispositions.models import Disposition
from lutra.ledger.queries import entries, history
from lutra.requests import actions, bulk
from lutra.requests.errors import Incomplete, NobodyToAsk, TooLate
from lutra.requests.models import BulkItem, BulkJob, Request
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT

LATER = MOMENT + timedelta(hours=3)
ENDED = LATER + timedelta(seconds=60)


@pytest.fixture
def three(luwu_utara: Government) -> list[Request]:
    return [factories.file_request(luwu_utara) for _ in range(3)]


def plan(of: Government, requests: list[Request], by: Actor, **more: object) -> BulkJob:
    seen = {request.pk: request.revision for request in requests}
    return bulk.plan(of, **{"deed": "dispose", "key": "k", "seen": seen, "by": by, "at": LATER, **more})


def stages() -> list[str]:
    return list(Request.objects.order_by("pk").values_list("stage", flat=True))


def test_nothing_happens_before_the_window_ends_and_then_everything_does(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    job = plan(luwu_utara, three, ppid, body=dinkes, instruction="Siapkan.")
    assert bulk.run_due(now=ENDED - timedelta(microseconds=1)) == 0
    assert stages() == ["filed"] * 3
    assert bulk.waiting(luwu_utara) == [job]
    assert bulk.run_due(now=ENDED) == 3
    assert stages() == ["disposed"] * 3
    assert set(Disposition.objects.values_list("instruction", flat=True)) == {"Siapkan."}
    assert bulk.waiting(luwu_utara) == []
    entry = list(history(three[0].ledger_subject, government_id=luwu_utara.pk))[-1]
    assert (entry.kind, entry.actor) == ("request.disposed", ppid.ref)


def test_a_job_is_done_once_however_often_the_worker_looks(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    plan(luwu_utara, three, ppid, body=dinkes)
    assert [bulk.run_due(now=ENDED) for _ in range(3)] == [3, 0, 0]
    assert Disposition.objects.count() == 3


def test_a_worker_that_died_in_the_middle_is_carried_on_and_repeats_nothing(
    luwu_utara: Government,
    three: list[Request],
    ppid: Actor,
    dinkes: PublicBody,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(luwu_utara, three, ppid, body=dinkes)
    real, calls = actions.dispose, []

    def dies_at_the_second(request: Request, **said: object) -> Request:
        calls.append(request.pk)
        done = real(request, **said)
        if len(calls) == 2:
            raise MemoryError
        return done

    monkeypatch.setattr(actions, "dispose", dies_at_the_second)
    with pytest.raises(MemoryError):
        bulk.run_due(now=ENDED)
    assert stages() == ["disposed", "filed", "filed"], "the second left nothing behind"
    monkeypatch.undo()
    assert bulk.run_due(now=ENDED) == 2
    assert Disposition.objects.count() == 3


def test_a_job_taken_back_in_time_never_runs(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    job = plan(luwu_utara, three, ppid, body=dinkes)
    bulk.cancel(job, by=ppid, at=ENDED - timedelta(seconds=1))
    bulk.cancel(job, by=ppid, at=ENDED)  # again: nothing more
    assert bulk.run_due(now=ENDED) == 0
    assert stages() == ["filed"] * 3
    told = [entry.kind for entry in entries(luwu_utara.pk) if entry.subject_type == "bulk"]
    assert told == ["bulk.planned", "bulk.cancelled"]


def test_after_its_window_a_job_cannot_be_taken_back(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    job = plan(luwu_utara, three, ppid, body=dinkes)
    with pytest.raises(TooLate):
        bulk.cancel(job, by=ppid, at=ENDED)
    bulk.run_due(now=ENDED)
    with pytest.raises(TooLate):
        bulk.cancel(job, by=ppid, at=LATER)


def test_a_case_that_changed_since_the_preview_is_refused_and_the_others_go_on(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    job = plan(luwu_utara, three, ppid, body=dinkes)
    other = factories.body(luwu_utara, "dinsos")
    actions.dispose(three[1], to=[other], by=ppid, at=LATER)
    bulk.run_due(now=ENDED)
    results = list(job.items.values_list("result", flat=True))
    assert results == ["done", "refused", "done"]
    assert "diubah petugas lain" in job.items.get(result="refused").message
    assert Disposition.objects.get(subject_id=three[1].pk).to_body == other


def test_many_are_closed_and_those_without_a_delivery_say_why_not(
    luwu_utara: Government, three: list[Request], ppid: Actor, desk: Actor
) -> None:
    for request in three[:2]:
        actions.decide(request, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    actions.deliver(three[0], channel="pickup", what="notice", evidence="Ani", by=desk, at=LATER)
    plan(luwu_utara, three, desk, deed="close")
    bulk.run_due(now=ENDED)
    assert stages() == ["closed", "decided", "filed"]
    assert [item.result for item in BulkItem.objects.order_by("pk")] == ["done", "refused", "refused"]


def test_whoever_lost_his_post_in_the_minute_between_does_nothing_more(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    plan(luwu_utara, three, ppid, body=dinkes)
    Holding.objects.all().update(ends_on=request_day(three[0]) - timedelta(days=1))
    bulk.run_due(now=ENDED)
    assert stages() == ["filed"] * 3
    assert set(BulkItem.objects.values_list("result", flat=True)) == {"refused"}


def request_day(request: Request) -> object:
    return request.received_on


def test_the_same_form_sent_twice_plans_one_job(
    luwu_utara: Government, three: list[Request], ppid: Actor, dinkes: PublicBody
) -> None:
    assert plan(luwu_utara, three, ppid, body=dinkes) == plan(luwu_utara, three, ppid, body=dinkes)
    assert BulkItem.objects.count() == 3


def test_a_plan_needs_the_right_of_its_deed_a_body_and_cases_that_one_sees(
    luwu_utara: Government,
    luwu: Government,
    three: list[Request],
    ppid: Actor,
    desk: Actor,
    dinkes: PublicBody,
) -> None:
    with pytest.raises(NotPermitted):
        plan(luwu_utara, three, desk, body=dinkes)
    for body in (None, factories.body(luwu, "dinkes")):
        with pytest.raises(NobodyToAsk):
            plan(luwu_utara, three, ppid, body=body)
    with pytest.raises(Incomplete):
        plan(luwu_utara, [factories.file_request(luwu)], ppid, body=dinkes)
    for wrong in ({"seen": {}}, {"deed": "decide"}):
        with pytest.raises(Incomplete):
            plan(luwu_utara, three, ppid, body=dinkes, **wrong)
    assert not BulkJob.objects.exists()
