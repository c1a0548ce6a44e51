"""The figures of objections: received, answered, late, silent, for the whole government and for each body.

They are counted from the book, like the figures of requests. An objection belongs to the body that answers its request;
one without a request belongs to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.ledger.queries import entries
from lutra.statistics.facts import bodies_of

REGISTERED, DECIDED, SETTLED, LAPSED = (
    "objection.registered",
    "objection.decided",
    "objection.settled",
    "objection.lapsed",
)


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


@dataclass(slots=True)
class _Story:
    """What the book says of one objection."""

    request: int | None
    received_on: str
    due: str
    grounds: tuple[str, ...]
    decision: str = ""
    answered_on: str = ""
    lapsed_due: str = ""


def objection_figures(
    government: Government, /, *, since: date, until: date, upto: int | None = None
) -> ObjectionFigures:
    """The figures of the days from ``since`` to ``until``, both included.

    With ``upto``, the number of an entry, they are what they were when the book ended there.
    """
    if upto is None:
        upto = entries(government.pk).reverse().values_list("seq", flat=True).first() or 0
    stories = _read(government.pk, upto=upto)
    held = bodies_of(government.pk, {story.request for story in stories if story.request}, upto)
    period = (since.isoformat(), until.isoformat())
    by_body: dict[int | None, list[_Story]] = {}
    for story in stories:
        by_body.setdefault(held.get(story.request or 0), []).append(story)
    names = {
        body.pk: str(body)
        for body in PublicBody.objects.filter(government=government).select_related("parent")
    }
    rows = [
        _row(mine, period, body_id=body, name=names.get(body or 0) or _("Tanpa perangkat daerah"))
        for body, mine in by_body.items()
    ]
    return ObjectionFigures(
        since=since,
        until=until,
        upto=upto,
        overall=_row(stories, period, body_id=None, name=government.name, is_overall=True),
        bodies=tuple(
            sorted(
                (row for row in rows if row.received or row.answered or row.silent),
                key=lambda row: (row.body_id is None, row.body_name),
            )
        ),
    )


def _read(government_id: int, *, upto: int) -> list[_Story]:
    """Every objection as the book stood at entry ``upto``. Objections are few beside requests, so all are read."""
    found = entries(government_id, kinds=[REGISTERED, DECIDED, SETTLED, LAPSED])
    told = found.filter(subject_type="objection", seq__lte=upto).values_list("kind", "subject_id", "data")
    stories: dict[int, _Story] = {}
    for kind, subject, data in told:
        _tell(stories, kind, subject, data)
    return list(stories.values())


def _tell(stories: dict[int, _Story], kind: str, subject: int, data: dict[str, Any]) -> None:
    if kind == REGISTERED:
        stories[subject] = _Story(
            request=data["request"],
            received_on=data["received_on"],
            due=data["reply"]["due"],
            grounds=tuple(data["grounds"]),
        )
    elif kind == DECIDED:
        story = stories[subject]
        story.decision, story.answered_on, story.due = data["decision"], data["decided_on"], data["due"]
    elif kind == SETTLED:
        stories[subject].answered_on = data["on"]
    else:
        stories[subject].lapsed_due = data["due"]


def _row(
    stories: Iterable[_Story],
    period: tuple[str, str],
    *,
    body_id: int | None,
    name: str,
    is_overall: bool = False,
) -> ObjectionRow:
    first, last = period
    received = [story for story in stories if first <= story.received_on <= last]
    answered = [story for story in stories if story.answered_on and first <= story.answered_on <= last]
    decisions = Counter(story.decision for story in answered)
    grounds = Counter(letter for story in received for letter in story.grounds)
    return ObjectionRow(
        body_id=body_id,
        body_name=name,
        is_overall=is_overall,
        received=len(received),
        answered=len(answered),
        settled=decisions[""],
        late=sum(story.answered_on > story.due for story in answered),
        silent=sum(not story.answered_on and first <= story.lapsed_due <= last for story in stories),
        decisions={row.code: decisions[row.code] for row in statute.objection_decisions()},
        grounds={row.code: grounds[row.code] for row in statute.objection_grounds()},
    )
