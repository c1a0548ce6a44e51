"""How a request ends other than by an answer, and how it is taken up again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.dispositions.queries import of as dispositions_of
from lutra.ledger.queries import history
from lutra.requests import actions, clocks
from lutra.requests.errors import NoProof, NotNow, ReasonRequired
from lutra.requests.models import Request
from lutra.testing import journeys
from lutra.testing.factories import MOMENT

LATER = MOMENT + timedelta(hours=1)


def withdraw(request: Request) -> Request:
    return actions.withdraw(request, by=actors.applicant(request.government), at=LATER)


def test_the_applicant_withdraws_and_nobody_holds_the_request_any_more(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=MOMENT)
    withdraw(request_of_ani)
    assert (request_of_ani.stage, request_of_ani.ending) == ("withdrawn", "withdrawn")
    assert request_of_ani.closed_on == date(2020, 3, 2)
    holding = dispositions_of(request_of_ani.ledger_subject, government=request_of_ani.government)
    assert not [given for given in holding if given.recalled_at is None]


def test_a_withdrawn_request_is_never_late(request_of_ani: Request) -> None:
    withdraw(request_of_ani)
    assert not request_of_ani.is_late(date(2021, 1, 1))
    assert clocks.read(request_of_ani, on=date(2021, 1, 1)).state == "ended"
    assert clocks.lapse_overdue(now=datetime(2021, 1, 1, tzinfo=UTC)) == 0


def test_an_officer_withdraws_with_evidence_that_the_book_does_not_repeat(
    request_of_ani: Request, desk: Actor
) -> None:
    with pytest.raises(NoProof):
        actions.withdraw(request_of_ani, by=desk, at=LATER)
    actions.withdraw(request_of_ani, by=desk, evidence="Surat Ani Rahmatiah 2 Maret", at=LATER)
    assert request_of_ani.notes.get().text == "Surat Ani Rahmatiah 2 Maret"
    entry = list(history(request_of_ani.ledger_subject, government_id=request_of_ani.government_id))[-1]
    assert entry.kind == "request.withdrawn"
    assert "Rahmatiah" not in str(entry.data)


def test_what_is_decided_is_not_withdrawn(luwu_utara: Government, ppid: Actor) -> None:
    request = journeys.answered(luwu_utara, by=ppid, on=date(2020, 3, 5))
    with pytest.raises(NotNow):
        withdraw(request)


def test_citra_and_another_government_withdraw_nothing(
    request_of_ani: Request, citra: Actor, luwu: Government
) -> None:
    for by in (citra, actors.applicant(luwu)):
        with pytest.raises(NotPermitted):
            actions.withdraw(request_of_ani, by=by, evidence="x", at=LATER)


def test_a_withdrawn_request_is_taken_up_again_with_its_old_due_date(
    request_of_ani: Request, ppid: Actor, desk: Actor
) -> None:
    withdraw(request_of_ani)
    with pytest.raises(ReasonRequired):
        actions.reopen(request_of_ani, reason=" ", by=ppid, at=LATER)
    with pytest.raises(NotPermitted):
        actions.reopen(request_of_ani, reason="Salah tekan", by=desk, at=LATER)
    actions.reopen(request_of_ani, reason="Salah tekan", by=ppid, at=LATER)
    assert (request_of_ani.stage, request_of_ani.ending, request_of_ani.closed_on) == ("filed", "", None)
    assert request_of_ani.due_on == date(2020, 3, 16)
    assert clocks.lapse_overdue(now=datetime(2020, 3, 18, tzinfo=UTC)) == 1


def test_an_answered_request_is_reopened_to_be_delivered_anew(luwu_utara: Government, ppid: Actor) -> None:
    request = journeys.answered(luwu_utara, by=ppid, on=date(2020, 3, 5))
    at = journeys.noon(date(2020, 3, 6))
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima Ani", by=ppid, at=at)
    with pytest.raises(NotNow):
        actions.reopen(request, reason="Berkas rusak", by=ppid, at=at)
    actions.close(request, by=ppid, at=at)
    assert request.ending == "answered"
    actions.reopen(request, reason="Berkas rusak", by=ppid, at=at)
    assert (request.stage, request.outcome, request.closed_on) == ("delivered", "granted", None)
    actions.close(request, by=ppid, at=at)
    assert request.stage == "closed"
