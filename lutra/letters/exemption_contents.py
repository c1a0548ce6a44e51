"""What the letters about what is withheld say: the decree that puts an exemption in force, and a session's minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.exemptions.models import AgendaItem, Exemption
from lutra.exemptions.sessions import queries
from lutra.law import statute
from lutra.letters import wording
from lutra.letters.errors import DecreeIncomplete
from lutra.letters.telling import Telling


def _decree(telling: Telling) -> dict[str, Any]:
    """Penetapan: what the law demands of it (PP 61/2010), the test it rests on, and what stays open (LAW P24)."""
    row = telling.exemption
    test, words = row.test, telling.words
    return {
        "information": test.information,
        "document": test.document,
        "contents": decreed(telling),
        "test": [
            [words["test_reference"], _reference(telling, test)],
            [words["test_basis"], test.legal_analysis],
            [words["test_benefit"], test.benefit_closed],
            [words["test_interest"], test.public_interest],
        ],
        "advice": _advised(telling, test),
        "scope": {"is_document": row.scope == Exemption.Scope.DOCUMENT, "reason": row.scope_reason},
        "has_end": row.ends_on is not None,
    }


def decreed(telling: Telling) -> list[list[str]]:
    """The contents that the statute book lists, each with its heading. Raises DecreeIncomplete for a missing one."""
    row = telling.exemption
    given = {
        "classification": _classification(telling, row.test),
        "official": f"{row.signatory}, {row.signed_as}" if row.signed_as else "",
        "body": wording.listed([row.government.name, row.body]),
        "term": _term(telling, row),
        "reason": row.test.consequence_open.strip(),
        "place_and_date": f"{row.place}, {telling.long(row.decree_date)}" if row.place else "",
    }
    wanted = statute.decree_contents(telling.day)
    if missing := [statute.text(one.label, telling.language) for one in wanted if not given.get(one.code)]:
        raise DecreeIncomplete(_("Penetapan ini belum memuat: %(what)s.") % {"what": ", ".join(missing)})
    return [[statute.text(one.label, telling.language), given[one.code]] for one in wanted]


def _classification(telling: Telling, test: ConsequenceTest) -> str:
    ground = statute.ground(test.ground, telling.day)
    item = ground.sub_item(test.sub_item)
    heads = [ground.label, item.label] if item else [ground.label]
    said = "; ".join(statute.text(head, telling.language) for head in heads)
    return wording.listed([f"{telling.law(item.clause if item else ground.clause)}: {said}", test.act])


def _term(telling: Telling, row: Exemption) -> str:
    if row.ends_on is not None:
        return telling.words["decree_until"].format(day=telling.long(row.ends_on))
    if row.review_on is None:
        return ""
    return telling.words["decree_review"].format(reason=row.no_end_reason, day=telling.long(row.review_on))


def _reference(telling: Telling, test: ConsequenceTest) -> str:
    approved = wording.plain_date(test.approved_on, telling.language) if test.approved_on else "–"
    return telling.words["test_reference_is"].format(
        number=test.pk, tested=wording.plain_date(test.tested_on, telling.language), approved=approved
    )


def _advised(telling: Telling, test: ConsequenceTest) -> str:
    if test.advised_on is None:
        return ""
    advice, day = telling.words[f"advice_{test.advice}"], telling.long(test.advised_on)
    return telling.words["advised"].format(day=day, advice=advice)


def _minutes(telling: Telling) -> dict[str, Any]:
    """Berita acara: who was there, what each test got, and what was said."""
    session, words = telling.session, telling.words
    zone = telling.government.time_zone
    seats = list(session.participants.select_related("user"))
    return {
        "session": {
            "number": str(session.number),
            "day": telling.long(session.held_on),
            "begins": wording.clock(session.held_on, session.begins, zone, telling.language),
            "place": session.place,
            "guests": session.guests,
            "present": str(sum(one.is_present for one in seats)),
            "members": str(len(seats)),
            "quorum": words[f"quorum_{session.quorum}"],
            "majority": words[f"majority_{session.majority}"],
        },
        "seats": [[str(one.user), one.seat, words[f"attendance_{one.attendance}"]] for one in seats],
        "heard": [_heard(telling, item) for item in queries.agenda_of(session)],
        "minutes": session.minutes,
    }


def _heard(telling: Telling, item: AgendaItem) -> list[str]:
    votes, words = queries.votes_on(item), telling.words
    counted = words["votes"].format(
        in_favour=votes.in_favour, against=votes.against, abstaining=votes.abstaining
    )
    told = words[f"advice_{item.result}"]
    return [
        f"{item.position}. {item.test.information}\n{_classification(telling, item.test)}",
        told if item.is_deferred else f"{told}\n{counted}",
        item.reason,
    ]


CONTENTS: Mapping[str, Callable[[Telling], dict[str, Any]]] = {"decree": _decree, "minutes": _minutes}
