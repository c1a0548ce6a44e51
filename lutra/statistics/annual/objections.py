"""Objections and disputes of a year, read from the book: they are few, so whole entries are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from lutra.statistics.annual.years import Case, Year

_OBJECTION = (
    "objection.registered",
    "objection.decided",
    "objection.settled",
    "objection.lapsed",
    "objection.carried_out",
)
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


# What the deeds call their day; of a lapse the due date itself.
_DAYS = ("ruled_on", "decided_on", "received_on", "on")


def objections(span: Year, bodies: Mapping[int, int]) -> Iterator[Case]:
    """The objections that were open at some time of the year, and those whose order was."""
    for pk, told in _told(span, _OBJECTION).items():
        first = told[0]
        names = tuple(_objection_names(span, told))
        if names:
            yield Case("objection", pk, bodies.get(first.data["request"] or 0), first.on, names)


def _objection_names(span: Year, told: list[_Told]) -> Iterator[str]:
    first = told[0]
    end = next((one for one in told if one.kind in {"decided", "settled"}), None)
    if end is None or not end.on < span.first:
        yield from _balance(span, "objection", first.on, end.on if end else None)
    if span.holds(first.on):
        yield from (f"objection.ground.{letter}" for letter in sorted(set(first.data["grounds"])))
        if first.data["late"]:
            yield "objection.filed_late"
    if end is None:
        if any(one.kind == "lapsed" for one in told):
            yield "objection.silent"
        return
    yield from _answer_names(span, told, end)


def _answer_names(span: Year, told: list[_Told], end: _Told) -> Iterator[str]:
    if span.holds(end.on):
        yield f"objection.end.{end.data['decision'] if end.kind == 'decided' else 'settled'}"
        if end.on > date.fromisoformat(told[0].data["reply"]["due"]):
            yield "objection.answered_late"
    if not end.data.get("order_due"):
        return
    done = next((one.on for one in told if one.kind == "carried_out"), None)
    if span.holds(end.on):
        yield "objection.ordered"
    if done is None:
        yield "objection.order_waiting"
    elif span.holds(done):
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
