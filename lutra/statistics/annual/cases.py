"""Which figures each case of a year is counted in, read from the book and nothing else.

One function decides that: the counts are the lengths of the lists that it makes, so a number and the cases that it
opens cannot differ. A year sees each request once: as open at its start, received or reopened in it; and as processed
or still open at its end. Silence is no end: a request nobody answered stays open, since the law still wants an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models.fields.json import KT

from lutra.directory.models import Government
from lutra.law import annual_report, statute
from lutra.statistics.annual.objections import disputes, objections
from lutra.statistics.annual.years import Case, Year
from lutra.statistics.queries import band

_DECIDED, _FILED, _DISPOSED, _LAPSED = (
    "request.decided",
    "request.filed",
    "request.disposed",
    "request.lapsed",
)
_CHUNK = 500
OLDEST = 10


class Oldest(NamedTuple):
    """A request that is still open: how long, in calendar days."""

    request_id: int
    reference: str
    received_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases of a year, and the requests that have been open longest."""

    year: Year
    cases: tuple[Case, ...]
    oldest: tuple[Oldest, ...]
    days: dict[int, int]  # working days from receipt to the written notice, of the requests that were decided


def read(government: Government, /, *, year: int, upto: int, drawn_on: date) -> Cases:
    """The cases of a calendar year as the book stood at entry ``upto``, for a report drawn up on a day."""
    span = Year.of(government, year, upto=upto, drawn_on=drawn_on)
    requests = _requests(span)
    bodies = _bodies(span)
    opened = [one for one in requests if one.is_open]
    stages = _stages(span, [one.pk for one in opened])
    found = [
        Case("request", one.pk, bodies.get(one.pk), one.received_on, (*one.names, *stages.get(one.pk, ())))
        for one in requests
    ]
    against = list(objections(span, bodies))
    found += against
    found += disputes(span, {case.pk: case.body_id for case in against}, bodies)
    return Cases(
        year=span,
        cases=tuple(found),
        oldest=_oldest(span, opened),
        days={one.pk: one.decision["days"] for one in requests if one.decision is not None},
    )


# --- requests ---


@dataclass(slots=True)
class _Life:
    """What happened to one request up to the last day: its ends and reopenings, in the order of the book."""

    pk: int
    received_on: date
    ended_on: date | None = None
    end: str = ""
    decision: dict[str, Any] | None = None
    reopened_on: date | None = None
    was_open: bool = True  # when the year began; of one received in it, without meaning
    lapsed_due: date | None = None
    names: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


def _requests(span: Year) -> list[_Life]:
    """The requests that were open at some time of the year, each with the figures that count it."""
    filed = span.entries(_FILED).values_list("subject_id", KT("data__received_on"))
    lives = {
        pk: _Life(pk, on)
        for pk, text in filed.iterator(chunk_size=2000)
        if (on := date.fromisoformat(text)) <= span.last
    }
    _live(span, lives)
    for pk, text in span.entries(_LAPSED).values_list("subject_id", KT("data__due")):
        if pk in lives and span.holds(due := date.fromisoformat(text)):
            lives[pk].lapsed_due = due
    given = {row.code for row in statute.outcomes(span.last) if row.counts_as == "given"}
    found = []
    for life in lives.values():
        life.names = tuple(_request_names(span, life, given))
        if life.names:
            found.append(life)
    return found


def _live(span: Year, lives: dict[int, _Life]) -> None:
    """Let everything happen that ends or reopens a request; the state at the year's start is noted on the way."""
    layout = annual_report.layout(span.last)
    endings = {row.kind: row.code for row in layout.endings}
    rows = span.entries(_DECIDED, *endings, layout.reopened).values_list("subject_id", "kind", "data", "at")
    for pk, kind, data, at in rows.iterator(chunk_size=2000):
        life = lives.get(pk)
        day = _day(data, "decided_on" if kind == _DECIDED else "on") or span.day(at)
        if life is None or day > span.last:
            continue
        if kind == layout.reopened:
            # An answered request is opened again to mend its delivery; it stays decided.
            if life.decision is None and life.ended_on is not None:
                life.ended_on, life.end, life.reopened_on = None, "", day
                life.was_open = life.was_open or day < span.first
            continue
        if life.decision is not None:
            continue
        life.ended_on, life.end = day, endings.get(kind, "")
        if day < span.first:
            life.was_open = False
        if kind == _DECIDED:
            # Of what was over before, only that it was decided is kept: a large book would fill the memory.
            life.decision, life.end = data if day >= span.first else {}, data["outcome"]


def _request_names(span: Year, life: _Life, given: set[str]) -> Iterator[str]:
    if span.holds(life.received_on):
        yield "received"
    elif life.was_open:
        yield "opening"
    elif life.reopened_on and span.holds(life.reopened_on):
        yield "reopened"
    else:  # over before the year began
        return
    if life.ended_on is None:
        yield "closing"
        if life.lapsed_due is not None:
            yield "silent"
        return
    yield "processed"
    yield f"end.{life.end}"
    if life.decision is None:
        yield "other"
    else:
        yield from _decision_names(life.decision, given)


def _decision_names(decision: dict[str, Any], given: set[str]) -> Iterator[str]:
    yield "decided"
    yield f"band.{band(decision['days'])}"
    yield "late" if decision["decided_on"] > decision["due"] else "in_time"
    outcome = decision["outcome"]
    if outcome in given:
        yield "given"
    if outcome in {"refused", "partly"}:
        group = "refused" if outcome == "refused" else "withheld"
        for letter in sorted(set(decision["grounds"])):
            yield f"{group}.{letter}"


def _day(data: dict[str, Any], name: str) -> date | None:
    text = data.get(name)
    return date.fromisoformat(text) if text else None


def _bodies(span: Year) -> dict[int, int]:
    """The body that answers: the first named by the last disposition."""
    rows = span.entries(_DISPOSED).values_list("subject_id", KT("data__to__0__body"))
    return {pk: int(body) for pk, body in rows.iterator(chunk_size=2000)}


def _stages(span: Year, opened: list[int]) -> dict[int, list[str]]:
    """Stage and lateness of each open request on the last day, by replaying its own entries."""
    table = statute.workflow("request")
    moves = {row.kind: row.to_stage for row in table.transitions.values()}
    stage: dict[int, str] = {}
    due: dict[int, date] = {}
    waiting: dict[int, bool] = defaultdict(bool)
    for start in range(0, len(opened), _CHUNK):
        rows = span.entries(*moves).filter(subject_id__in=opened[start : start + _CHUNK])
        for pk, kind, data, at in rows.values_list("subject_id", "kind", "data", "at"):
            # A letter's receipt may be entered later than it came in; what was done with it counts from its day.
            if kind != _FILED and span.day(at) > span.last:
                continue
            if moves[kind] is not None:
                stage[pk] = str(moves[kind])
            for clock in ("reply", "extension"):
                if isinstance(told := data.get(clock), dict) and "due" in told:
                    due[pk] = date.fromisoformat(told["due"])
            waiting[pk] = stage.get(pk) == "incomplete"
    return {
        pk: [f"stage.{code}", *(["late_open"] if _is_late(span, due.get(pk), waiting[pk]) else [])]
        for pk, code in stage.items()
    }


def _is_late(span: Year, due: date | None, waits_for_applicant: bool) -> bool:
    return due is not None and due < span.late_before and not waits_for_applicant


def _oldest(span: Year, opened: list[_Life]) -> tuple[Oldest, ...]:
    oldest = sorted(opened, key=lambda one: (one.received_on, one.pk))[:OLDEST]
    references = dict(
        span.entries(_FILED)
        .filter(subject_id__in=[one.pk for one in oldest])
        .values_list("subject_id", KT("data__reference"))
    )
    return tuple(
        Oldest(one.pk, references[one.pk], one.received_on, (span.as_of - one.received_on).days)
        for one in oldest
    )
