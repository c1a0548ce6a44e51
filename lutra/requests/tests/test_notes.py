"""Notes among officers and remarks of the applicant: written down, never public, not in the book."""

from __future__ import annotations

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.ledger.queries import history
from lutra.requests import actions
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request
from lutra.testing.factories import MOMENT


def test_a_note_is_kept_and_the_book_says_only_that_it_was_written(
    request_of_ani: Request, desk: Actor
) -> None:
    note = actions.note(request_of_ani, text=" Ani menelepon. ", by=desk, at=MOMENT)
    assert (note.text, note.author_id, note.is_applicants) == ("Ani menelepon.", desk.user_id, False)
    entry = list(history(request_of_ani.ledger_subject, government_id=request_of_ani.government_id))[-1]
    assert (entry.kind, entry.data) == ("request.noted", {"note": note.pk})


def test_the_applicant_writes_a_remark(request_of_ani: Request, luwu_utara: Government) -> None:
    note = actions.note(request_of_ani, text="Tahun 2019 saja", by=actors.applicant(luwu_utara), at=MOMENT)
    assert note.is_applicants
    entry = list(history(request_of_ani.ledger_subject, government_id=luwu_utara.pk))[-1]
    assert entry.kind == "request.remarked"
    assert "2019" not in str(entry.data)


def test_only_who_sees_the_case_writes_on_it(
    request_of_ani: Request, pelaksana: Actor, ppid: Actor, dinkes: PublicBody, citra: Actor, luwu: Government
) -> None:
    for by in (pelaksana, citra, actors.applicant(luwu)):
        with pytest.raises(NotPermitted):
            actions.note(request_of_ani, text="Halo", by=by, at=MOMENT)
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=MOMENT)
    assert actions.note(request_of_ani, text="Halo", by=pelaksana, at=MOMENT).pk


@pytest.mark.parametrize("text", [" ", "x" * 2001])
def test_a_note_says_something_and_not_too_much(request_of_ani: Request, desk: Actor, text: str) -> None:
    with pytest.raises(Incomplete):
        actions.note(request_of_ani, text=text, by=desk, at=MOMENT)
