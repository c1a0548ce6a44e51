"""What the book says of a period: requests received, decided, and left in silence, each as a plain fact.

A fact's day is the day of law that its entry names, so a letter entered late still counts in the year it came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from lutra.ledger.queries import Entry, entries

FILED, DISPOSED, DECIDED, LAPSED = "request.filed", "request.disposed", "request.decided", "request.lapsed"
REOPENED = "request.reopened"
_ENDS = {"request.withdrawn": "withdrawn", "request.set_aside": "set_aside"}

# No zone of the earth is further from UTC; a day of law is widened by it before the exact day is read.
_A_DAY = timedelta(days=1)
# Beyond these years a database's own moments end; the book has nothing there.
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Received:
    """A request that came in on ``on``; the body is the one that answers, None while it is with the PPID Utama."""

    request_id: int
    body_id: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """A written notice given on ``on``, ``days`` working days after receipt; ``grounds`` are letters of Pasal 17.

    ``parts`` are the outcomes of the parts of a request that was split; such a request still counts once.
    """

    request_id: int
    body_id: int | None
    on: date
    outcome: str
    days: int
    is_late: bool
    grounds: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Silent:
    """A request whose time ended on ``on`` and which was neither answered nor ended otherwise since."""

    request_id: int
    body_id: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Ended:
    """A request that came to its end on ``on`` without an answer: ``how`` is "withdrawn" or "set_aside"."""

    request_id: int
    body_id: int | None
    on: date
    how: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a period in the order of the book."""

    received: tuple[Received, ...]
    decided: tuple[Decided, ...]
    silent: tuple[Silent, ...]
    ended: tuple[Ended, ...] = ()


def read(government_id: int, *, since: date, until: date, upto: int) -> Facts:
    """The facts of the days from ``since`` to ``until``, both included, as the book stood at entry ``upto``."""
    first, last = since.isoformat(), until.isoformat()  # days written so are ordered as texts, too
    filed = {
        subject: date.fromisoformat(on)
        for subject, on in _entries(government_id, FILED, since=since, until=None, upto=upto).values_list(
            "subject_id", KT("data__received_on")
        )
        if first <= on <= last
    }
    decided = [
        (subject, data)
        for subject, data in _entries(
            government_id, DECIDED, since=since, until=until, upto=upto
        ).values_list("subject_id", "data")
        if first <= data["decided_on"] <= last
    ]
    lapsed = {
        subject: date.fromisoformat(on)
        for subject, on in _entries(government_id, LAPSED, since=since, until=None, upto=upto).values_list(
            "subject_id", KT("data__due")
        )
        if first <= on <= last
    }
    answered = _answered(government_id, lapsed, upto)
    ends = _ends(government_id, upto)
    silent = {
        subject: on for subject, on in lapsed.items() if subject not in answered and subject not in ends
    }
    ended = {subject: end for subject, end in ends.items() if since <= end[0] <= until}
    wanted = filed.keys() | silent.keys() | ended.keys() | {row[0] for row in decided}
    bodies = bodies_of(government_id, wanted, upto)
    return Facts(
        received=tuple(Received(subject, bodies.get(subject), on) for subject, on in filed.items()),
        decided=tuple(_decided(subject, bodies.get(subject), data) for subject, data in decided),
        silent=tuple(Silent(subject, bodies.get(subject), on) for subject, on in silent.items()),
        ended=tuple(Ended(subject, bodies.get(subject), *end) for subject, end in ended.items()),
    )


def _ends(government_id: int, upto: int) -> dict[int, tuple[date, str]]:
    """Day and way of every end without an answer that was not taken back. There are few of them."""
    found = _of_requests(entries(government_id, kinds=[*_ENDS, REOPENED]), upto)
    ends: dict[int, tuple[date, str]] = {}
    for subject, kind, on in found.values_list("subject_id", "kind", KT("data__on")):
        if kind == REOPENED:
            ends.pop(subject, None)
        else:
            ends[subject] = (date.fromisoformat(on), _ENDS[kind])
    return ends


def _decided(subject: int, body_id: int | None, data: dict[str, Any]) -> Decided:
    return Decided(
        request_id=subject,
        body_id=body_id,
        on=date.fromisoformat(data["decided_on"]),
        outcome=data["outcome"],
        days=data["days"],
        is_late=data["decided_on"] > data["due"],
        grounds=tuple(data["grounds"]),
        parts=tuple(part["outcome"] for part in data.get("parts", ())),
    )


def _entries(government_id: int, kind: str, *, since: date, until: date | None, upto: int) -> QuerySet[Entry]:
    """The entries that may belong to the period; the caller reads the exact day.

    Nothing is entered before it happened; but a letter's receipt and the end of a term are entered later, so for
    those there is no upper bound.
    """
    found = entries(
        government_id,
        kinds=[kind],
        since=datetime.combine(max(since, _FIRST), time.min, UTC) - _A_DAY,
        until=datetime.combine(min(until, _LAST), time.max, UTC) + _A_DAY if until else None,
    )
    return _of_requests(found, upto)


def _of_requests(found: QuerySet[Entry], upto: int) -> QuerySet[Entry]:
    return found.filter(subject_type="request", seq__lte=upto)


def _answered(government_id: int, requests: Iterable[int], upto: int) -> set[int]:
    """Those of the requests that were decided at any time. Few terms lapse, so they are looked up one by one."""
    wanted = sorted(requests)
    answered: set[int] = set()
    for start in range(0, len(wanted), 500):
        found = _of_requests(entries(government_id, kinds=[DECIDED]), upto)
        answered.update(
            found.filter(subject_id__in=wanted[start : start + 500]).values_list("subject_id", flat=True)
        )
    return answered


def bodies_of(government_id: int, requests: Iterable[int], upto: int) -> dict[int, int]:
    """The answering body of each request: the first named by its last disposition.

    Requests are numbered as they come in, so a period's requests are a stretch of numbers.
    """
    wanted = set(requests)
    if not wanted:
        return {}
    found = _of_requests(entries(government_id, kinds=[DISPOSED]), upto).filter(
        subject_id__gte=min(wanted), subject_id__lte=max(wanted)
    )
    rows = found.values_list("subject_id", KT("data__to__0__body"))
    return {subject: int(body) for subject, body in rows if subject in wanted}
