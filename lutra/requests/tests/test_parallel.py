"""Many at once, and power cuts: numbers stay gapless, one of two officers wins, and nothing is ever half-done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from lutra.directory.actors import Actor
from lutra.directory.models import Government, Identity, PublicBody
from lutra.ledger.queries import entries, verify
from lutra.requests import actions, clocks
from lutra.requests.errors import ChangedMeanwhile, NotNow
from lutra.requests.models import Decision, Request
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT, REFUSED
from lutra.testing.snapshots import every_row

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 50


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Begin every deed at one moment, each on a connection of its own; what each returned or raised, in order."""
    results: list[Any] = [None] * len(deeds)
    together = threading.Barrier(len(deeds))

    def do(place: int) -> None:
        together.wait()
        try:
            results[place] = deeds[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    people = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return results


# Filing


@pytest.mark.law("Q10")
def test_fifty_filings_at_once_get_fifty_consecutive_numbers_and_receipts(luwu_utara: Government) -> None:
    made = at_once(*[lambda n=n: factories.file_request(luwu_utara, key=f"key-{n}") for n in range(MANY)])
    assert [each for each in made if not isinstance(each, Request)] == []
    assert sorted(each.number for each in made) == list(range(1, MANY + 1))
    assert len({each.reference for each in made}) == len({each.code for each in made}) == MANY
    filed = list(entries(luwu_utara.pk))
    # The book tells them in the order of their numbers: whoever had the lock first has the lower one.
    assert [entry.data["reference"] for entry in filed] == [
        f"{number:04d}/PPID/LUTRA/2020" for number in range(1, MANY + 1)
    ]
    assert {entry.subject_id for entry in filed} == {each.pk for each in made}
    assert verify(luwu_utara.pk)[0].is_whole


def test_the_same_form_sent_fifty_times_at_once_is_one_request(luwu_utara: Government) -> None:
    made = at_once(*[lambda: factories.file_request(luwu_utara, key="one-form")] * MANY)
    assert {getattr(each, "pk", each) for each in made} == {Request.objects.get().pk}
    assert Identity.objects.count() == entries(luwu_utara.pk).count() == 1


def test_two_governments_file_at_once_and_do_not_mix(luwu_utara: Government, luwu: Government) -> None:
    made = at_once(*[lambda of=of: factories.file_request(of) for of in (luwu_utara, luwu) * 10])
    for government in (luwu_utara, luwu):
        numbers = sorted(each.number for each in made if each.government_id == government.pk)
        assert numbers == list(range(1, 11))
        assert verify(government.pk)[0].entries == 10


# Two officers


def test_of_two_officers_who_decide_at_once_one_is_told(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    seen = request_of_ani.revision

    def decide(by: Actor, answers: dict[str, Any]) -> Any:
        mine = Request.objects.get(pk=request_of_ani.pk)
        return actions.decide(mine, outcome="granted", answers=answers, by=by, seen=seen, at=MOMENT)

    colleague = factories.officer(luwu_utara, "ppid_utama")
    results = at_once(
        lambda: decide(ppid, GRANTED), lambda: decide(colleague, {**GRANTED, "explanation": "Ada di situs."})
    )
    (won,) = [each for each in results if isinstance(each, Decision)]
    (told,) = [each for each in results if not isinstance(each, Decision)]
    assert isinstance(told, ChangedMeanwhile | NotNow)
    assert Decision.objects.get() == won
    assert [entry.kind for entry in entries(luwu_utara.pk)] == ["request.filed", "request.decided"]


def test_two_bodies_who_draft_at_once_are_both_kept(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody, pelaksana: Actor
) -> None:
    dinsos = factories.body(luwu_utara, "dinsos")
    other = factories.officer(luwu_utara, "ppid_pelaksana", body=dinsos)
    actions.dispose(request_of_ani, to=[dinkes, dinsos], by=ppid, at=MOMENT)

    def draft(by: Actor) -> Any:
        mine = Request.objects.get(pk=request_of_ani.pk)
        return actions.draft(mine, text="Terlampir.", outcome="granted", by=by, at=MOMENT)

    made = at_once(lambda: draft(pelaksana), lambda: draft(other))
    assert {each.body_id for each in made} == {dinkes.pk, dinsos.pk}
    request_of_ani.refresh_from_db()
    assert (request_of_ani.stage, request_of_ani.revision) == ("drafted", 3)


def test_two_workers_enter_one_silence_once(luwu_utara: Government, request_of_ani: Request) -> None:
    late = MOMENT.replace(month=4)
    counts = at_once(*[lambda: clocks.lapse_overdue(now=late)] * 4)
    assert sum(counts) == 1
    assert [entry.kind for entry in entries(luwu_utara.pk)] == ["request.filed", "request.lapsed"]


# Power cuts


class Cut:
    """The database is gone at the ``last`` statement of a deed."""

    def __init__(self, last: int) -> None:
        self.last, self.count, self.fell = last, 0, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count >= self.last:
            self.fell = True
            raise OperationalError("the connection was lost")
        return execute(sql, params, many, context)


DEEDS = ("file", "dispose", "draft", "extend", "decide", "lapse", "deliver", "close", "see_identity")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_crash_between_any_two_statements_leaves_nothing_half_done(
    deed: str, luwu_utara: Government, ppid: Actor, dinkes: PublicBody, pelaksana: Actor, desk: Actor
) -> None:
    """Cut at the first statement, the second, … until the deed comes through; before that nothing has changed."""
    request = factories.file_request(luwu_utara, key="first")
    test = factories.standing_test(luwu_utara)
    if deed in {"draft", "decide"}:
        actions.dispose(request, to=[factories.body(luwu_utara, "dinsos"), dinkes], by=ppid, at=MOMENT)
    if deed in {"deliver", "close"}:
        actions.decide(request, outcome="granted", answers=GRANTED, by=ppid, at=MOMENT)
    if deed == "close":
        actions.deliver(request, channel="page", what="notice", evidence="surat 1", by=desk, at=MOMENT)
    pdf = ("jawaban.pdf", b"%PDF-1.7 jawaban")
    do: dict[str, Callable[[Request], Any]] = {
        "file": lambda _: factories.file_request(luwu_utara, key="second"),
        "dispose": lambda mine: actions.dispose(mine, to=[dinkes], by=ppid, at=MOMENT),
        "draft": lambda mine: actions.draft(
            mine, text="Terlampir.", outcome="granted", files=[pdf], by=pelaksana, at=MOMENT
        ),
        "extend": lambda mine: actions.extend(
            mine, reason="Dihimpun.", reason_kind="not_yet_held", by=ppid, at=MOMENT
        ),
        "decide": lambda mine: actions.decide(
            mine, outcome="refused", answers=REFUSED, test=test, by=ppid, at=MOMENT
        ),
        "lapse": lambda _: clocks.lapse_overdue(now=MOMENT.replace(month=4)),
        "deliver": lambda mine: actions.deliver(
            mine, channel="pickup", what="notice", evidence="Diterima", by=desk, at=MOMENT
        ),
        "close": lambda mine: actions.close(mine, by=desk, at=MOMENT),
        "see_identity": lambda mine: actions.see_identity(mine, by=desk, at=MOMENT),
    }
    before, fallen, cut = every_row(), 0, Cut(0)
    while True:
        fallen += 1
        mine = Request.objects.select_related("government").get(pk=request.pk)
        cut = Cut(fallen)
        try:
            with connection.execute_wrapper(cut):
                do[deed](mine)
        except OperationalError:
            assert every_row() == before, f"{deed} cut at statement {fallen} left something behind"
            continue
        break
    assert not cut.fell, "a deed that lost the database must say so"
    assert fallen > 4
    assert every_row() != before
    assert all(found.is_whole for found in verify())
