"""The figures of objections: received, answered, late, silent, for the whole government and for each body.

They are counted from the book, like the figures of requests. An objection belongs to the body that answers its request;
one without a request belongs to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.ledger.queries import entries
from lutra.statistics.facts import bodies_of
from lutra.statistics.objection_facts import KINDS, Story, stories
from lutra.statistics.queries import NO_BODY


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """The figures of one body, or of the whole government (``is_overall``). Whole numbers of objections.

    ``answered`` are decided or settled; ``late`` of these came after the due day; ``silent`` were due in the period and
    have had no answer since. ``grounds`` counts letters, of which one objection may have several.
    """

    body_id: int | None
    body_name: str
    is_overall: bool
    received: int
    answered: int
    settled: int
    late: int
    silent: int
    decisions: dict[str, int]
    grounds: dict[str, int]


@dataclass(frozen=True, slots=True)
class ObjectionFigures:
    """The figures of a period, taken when the book ended with entry ``upto``."""

    since: date
    until: date
    upto: int
    overall: ObjectionRow
    bodies: tuple[ObjectionRow, ...]


# What can be counted of objections, each with its cases.
MEASURES = ("received", "answered", "settled", "late", "silent")


def objection_figures(
    government: Government, /, *, since: date, until: date, upto: int | None = None
) -> ObjectionFigures:
    """The figures of the days from ``since`` to ``until``, both included.

    With ``upto``, the number of an entry, they are what they were when the book ended there.
    """
    if upto is None:
        upto = _end(government)
    found, held = _read(government.pk, upto=upto)
    by_body: dict[int | None, list[Story]] = {}
    for story in found:
        by_body.setdefault(held.get(story.request or 0), []).append(story)
    names = {
        body.pk: str(body)
        for body in PublicBody.objects.filter(government=government).select_related("parent")
    }
    rows = [
        _row(mine, since, until, body_id=body, name=names.get(body or 0) or _("Tanpa perangkat daerah"))
        for body, mine in by_body.items()
    ]
    return ObjectionFigures(
        since=since,
        until=until,
        upto=upto,
        overall=_row(found, since, until, body_id=None, name=government.name, is_overall=True),
        bodies=tuple(
            sorted(
                (row for row in rows if row.received or row.answered or row.silent),
                key=lambda row: (row.body_id is None, row.body_name),
            )
        ),
    )


def objection_cases(
    government: Government,
    /,
    *,
    since: date,
    until: date,
    measure: str,
    body: int | None = None,
    upto: int | None = None,
) -> list[int]:
    """The ids of the objections that a figure counts; ``body`` as in the filters of requests (0: of no body).

    Raises KeyError for a measure that is none.
    """
    if measure not in MEASURES:
        raise KeyError(measure)
    found, held = _read(government.pk, upto=upto or _end(government))
    return [
        story.pk
        for story in found
        if counts(story, measure, since, until)
        and (body is None or (held.get(story.request or 0) or NO_BODY) == body)
    ]


def counts(story: Story, measure: str, since: date, until: date) -> bool:
    """Whether a figure counts an objection: the one place in which it is said what is counted."""
    match measure:
        case "received":
            return since <= story.received_on <= until
        case "silent":
            return story.was_silent(since, until)
        case _:
            answered = story.answered_on is not None and since <= story.answered_on <= until
            return answered and {"settled": story.is_settled, "late": story.is_late}.get(measure, True)


def _end(government: Government) -> int:
    return entries(government.pk).reverse().values_list("seq", flat=True).first() or 0


def _read(government_id: int, *, upto: int) -> tuple[list[Story], dict[int, int]]:
    """Every objection as the book stood at entry ``upto``, and which body holds which request.

    Objections are few beside requests, so all are read.
    """
    told = entries(government_id, kinds=KINDS).filter(subject_type="objection", seq__lte=upto)
    found = list(stories(told.values_list("kind", "subject_id", "data")).values())
    return found, bodies_of(government_id, {story.request for story in found if story.request}, upto)


def _row(
    found: Iterable[Story],
    since: date,
    until: date,
    *,
    body_id: int | None,
    name: str,
    is_overall: bool = False,
) -> ObjectionRow:
    by_measure = {
        measure: [story for story in found if counts(story, measure, since, until)] for measure in MEASURES
    }
    decisions = Counter(story.decision for story in by_measure["answered"])
    grounds = Counter(letter for story in by_measure["received"] for letter in story.grounds)
    return ObjectionRow(
        body_id=body_id,
        body_name=name,
        is_overall=is_overall,
        received=len(by_measure["received"]),
        answered=len(by_measure["answered"]),
        settled=len(by_measure["settled"]),
        late=len(by_measure["late"]),
        silent=len(by_measure["silent"]),
        decisions={row.code: decisions[row.code] for row in statute.objection_decisions()},
        grounds={row.code: grounds[row.code] for row in statute.objection_grounds()},
    )
