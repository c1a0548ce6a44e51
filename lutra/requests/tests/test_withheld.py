"""Exempt files are opened by those who decide on them (LAW A25)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.documents.models import Document
from lutra.jobs import queue
from lutra.ledger.queries import history
from lutra.requests import actions, withheld
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT, REFUSED

LATER = MOMENT + timedelta(days=1)


@pytest.fixture
def drafted(request_of_ani: Request, dinkes: PublicBody, ppid: Actor) -> Request:
    return actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=MOMENT)


def attach(request: Request, by: Actor, outcome: str) -> Document:
    files = [("rekam.csv", f"{outcome};1\n".encode())]
    return actions.draft(
        request, text="Usulan.", outcome=outcome, files=files, by=by, at=MOMENT
    ).documents.get()


@pytest.mark.law("A25")
def test_a_file_proposed_for_refusal_is_exempt_until_somebody_proposes_to_give_it(
    drafted: Request, pelaksana: Actor, desk: Actor, ppid: Actor
) -> None:
    file = attach(drafted, pelaksana, "refused")
    assert not withheld.may_open(drafted, file, by=desk)
    assert withheld.may_open(drafted, file, by=ppid)
    assert withheld.may_open(drafted, file, by=pelaksana)
    assert withheld.may_open(drafted, attach(drafted, pelaksana, "granted"), by=desk)


@pytest.mark.law("A25")
def test_after_a_refusal_no_file_of_the_case_is_open_to_the_front_desk(
    luwu_utara: Government, drafted: Request, pelaksana: Actor, desk: Actor, ppid: Actor
) -> None:
    file = attach(drafted, pelaksana, "granted")
    test = factories.standing_test(luwu_utara)
    actions.decide(drafted, outcome="refused", answers=REFUSED, test=test, by=ppid, at=LATER)
    assert not withheld.may_open(drafted, file, by=desk)


def test_what_was_given_stays_open(drafted: Request, pelaksana: Actor, desk: Actor, ppid: Actor) -> None:
    file, kept = attach(drafted, pelaksana, "granted"), attach(drafted, pelaksana, "partly")
    queue.run_all()
    actions.decide(drafted, outcome="granted", answers=GRANTED, documents=[file], by=ppid, at=LATER)
    assert withheld.may_open(drafted, file, by=desk)
    assert withheld.may_open(drafted, kept, by=desk)  # nothing was withheld


@pytest.mark.law("A25")
def test_an_attempt_is_entered(drafted: Request, pelaksana: Actor, desk: Actor) -> None:
    file = attach(drafted, pelaksana, "refused")
    withheld.note_denied(drafted, file, by=desk, at=LATER)
    entry = list(history(drafted.ledger_subject, government_id=drafted.government_id))[-1]
    assert (entry.kind, entry.actor, entry.data["document"]) == ("request.file_denied", desk.ref, file.pk)
