"""Objections and disputes of a year, read from the book: they are few, so whole entries are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from lutra.statistics.annual.years import Case, Year
from lutra.statistics.objection_facts import KINDS, Story, day_of, stories
from lutra.statistics.objections import counts

_DISPUTE = (
    "dispute.registered",
    "dispute.ruled",
    "dispute.carried_out",
    "dispute.sued",
    "dispute.judged",
    "dispute.appealed",
    "dispute.finished",
)


class _Told(NamedTuple):
    kind: str
    on: date
    data: dict[str, Any]


def _told(span: Year, kinds: tuple[str, ...]) -> dict[int, list[_Told]]:
    """What the book says of each subject up to the year's last day, in its order."""
    found: dict[int, list[_Told]] = defaultdict(list)
    rows = span.entries(*kinds).values_list("subject_id", "kind", "data", "at")
    for pk, kind, data, at in rows.iterator(chunk_size=2000):
        named = next((data[name] for name in _DAYS if data.get(name)), None)
        on = date.fromisoformat(named) if named else span.day(at)
        if on <= span.last:
            found[pk].append(_Told(kind.partition(".")[2], on, data))
    return {pk: told for pk, told in found.items() if told[0].kind == "registered"}


# What the deeds call their day.
_DAYS = ("ruled_on", "decided_on", "received_on", "on")


def objections(span: Year, bodies: Mapping[int, int]) -> Iterator[Case]:
    """The objections that were open at some time of the year, and those whose order was."""
    rows = span.entries(*KINDS).values_list("subject_id", "kind", "data", "at")
    told = (
        (kind, pk, data)
        for pk, kind, data, at in rows.iterator(chunk_size=2000)
        if (day_of(kind, data) or span.day(at)) <= span.last
    )
    for pk, story in stories(told).items():
        names = tuple(_objection_names(span, story))
        if names:
            yield Case("objection", pk, bodies.get(story.request or 0), story.received_on, names)


def _objection_names(span: Year, story: Story) -> Iterator[str]:
    if story.answered_on is None or not story.answered_on < span.first:
        yield from _balance(span, "objection", story.received_on, story.answered_on)
    if counts(story, "received", span.first, span.last):
        yield from (f"objection.ground.{letter}" for letter in sorted(set(story.grounds)))
        if story.filed_late:
            yield "objection.filed_late"
    if counts(story, "silent", span.first, span.last):
        yield "objection.silent"
    if counts(story, "answered", span.first, span.last):
        yield f"objection.end.{story.decision or 'settled'}"
    if counts(story, "late", span.first, span.last):
        yield "objection.answered_late"
    if story.has_order:
        yield from _order_names(span, story)


def _order_names(span: Year, story: Story) -> Iterator[str]:
    if counts(story, "answered", span.first, span.last):
        yield "objection.ordered"
    if story.carried_out_on is None:
        yield "objection.order_waiting"
    elif span.holds(story.carried_out_on):
        yield "objection.carried_out"


def disputes(span: Year, against: Mapping[int, int | None], bodies: Mapping[int, int]) -> Iterator[Case]:
    """The disputes that were open at some time of the year, and those in which something was carried out."""
    for pk, told in _told(span, _DISPUTE).items():
        first = told[0]
        names = tuple(_dispute_names(span, told))
        if names:
            body = against.get(first.data["objection"]) or bodies.get(first.data["request"] or 0)
            yield Case("dispute", pk, body, first.on, names)


def _dispute_names(span: Year, told: list[_Told]) -> Iterator[str]:
    end = next((one.on for one in told if one.kind == "finished"), None)
    if end is None or not end < span.first:
        yield from _balance(span, "dispute", told[0].on, end)
    happened = {one.kind: one for one in told if span.holds(one.on)}
    for kind in ("ruled", "carried_out", "sued", "judged", "appealed"):
        if kind in happened:
            yield f"dispute.{kind}"
    if "ruled" in happened:
        yield f"dispute.result.{happened['ruled'].data['result']}"
    ordered = {order["order"] for one in told if one.kind == "ruled" for order in one.data["orders"]}
    done = {one.data["order"] for one in told if one.kind == "carried_out"}
    if ordered - done:
        yield "dispute.order_waiting"


def _balance(span: Year, kind: str, since: date, until: date | None) -> Iterator[str]:
    yield f"{kind}.received" if span.holds(since) else f"{kind}.opening"
    yield f"{kind}.closing" if until is None else f"{kind}.processed"
