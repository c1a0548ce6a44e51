"""What becomes of a comment: an officer publishes it word for word, or leaves it, and nothing personal goes out."""

from __future__ import annotations

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.ledger.queries import entries
from lutra.requests.models import Request
from lutra.satisfaction import actions, queries
from lutra.satisfaction.errors import NotPublishable
from lutra.satisfaction.models import Survey
from lutra.satisfaction.tests.conftest import FOURS, LATER


def written(of: Government, case: Request, comment: str, by: Actor) -> Survey:
    return actions.answer(of, code=case.code, answers=FOURS, comment=comment, by=by, at=LATER)


def test_a_comment_waits_for_an_officer_and_is_then_public(
    lutra: Government, ani: Actor, ppid: Actor, case: Request, settings: object
) -> None:
    settings.LUTRA_SURVEY_FEWEST = 1
    survey = written(lutra, case, "Petugas ramah.", ani)
    assert list(queries.waiting_comments(lutra)) == [survey]
    assert queries.result(lutra, year=2026).comments == ()
    actions.publish_comment(survey, by=ppid, at=LATER)
    assert queries.result(lutra, year=2026).comments == ("Petugas ramah.",)
    (entry,) = entries(lutra.pk, kinds=["survey.comment_published"])
    assert entry.data.keys() == {"sha256"}


@pytest.mark.parametrize(
    "comment",
    [
        "Hubungi saya di 081234567890",
        "Terima kasih Pak Rusli",
        "Saya Rahmatiah, puas",  # a part of Ani's own name, which only her case knows
        "NIK saya 7322034107900001",
    ],
)
def test_what_holds_personal_data_is_never_published(
    lutra: Government, ani: Actor, ppid: Actor, case: Request, comment: str
) -> None:
    survey = written(lutra, case, comment, ani)
    assert survey.found
    with pytest.raises(NotPublishable, match="memuat"):
        actions.publish_comment(survey, by=ppid)
    actions.keep_comment(survey, by=ppid)
    assert survey.comment_state == Survey.Comment.KEPT


def test_a_comment_is_decided_about_once(lutra: Government, ani: Actor, ppid: Actor, case: Request) -> None:
    survey = written(lutra, case, "Ruang tunggu panas.", ani)
    actions.keep_comment(survey, by=ppid)
    with pytest.raises(NotPublishable, match="sudah diputuskan"):
        actions.publish_comment(survey, by=ppid)


def test_the_front_desk_does_not_publish(lutra: Government, ani: Actor, desk: Actor, case: Request) -> None:
    survey = written(lutra, case, "Ruang tunggu panas.", ani)
    for deed in (actions.publish_comment, actions.keep_comment):
        with pytest.raises(NotPermitted):
            deed(survey, by=desk)
