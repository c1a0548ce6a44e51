"""What the book says of each objection: the one reading from which every figure of objections is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

REGISTERED = "objection.registered"
#: Everything of an objection that a figure may depend on.
KINDS = (
    REGISTERED,
    "objection.recomputed",
    "objection.decided",
    "objection.settled",
    "objection.lapsed",
    "objection.carried_out",
)


@dataclass(slots=True)
class Story:
    """One objection as the book tells it. ``due`` is the day that binds, after every decree that moved it."""

    pk: int
    request: int | None
    received_on: date
    due: date
    grounds: tuple[str, ...]
    filed_late: bool
    decision: str = ""  # empty for a settlement, or while there is no answer
    answered_on: date | None = None
    lapsed_due: date | None = None
    has_order: bool = False
    carried_out_on: date | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it ended amicably."""
        return self.answered_on is not None and not self.decision

    @property
    def is_late(self) -> bool:
        """Whether it was answered after its due day."""
        return self.answered_on is not None and self.answered_on > self.due

    def was_silent(self, first: date, last: date) -> bool:
        """Whether it was due between two days and has had no answer since."""
        return self.answered_on is None and self.lapsed_due is not None and first <= self.lapsed_due <= last


def stories(told: Iterable[tuple[str, int, dict[str, Any]]]) -> dict[int, Story]:
    """Every objection by its id, from entries in the order of the book: kind, subject and data."""
    found: dict[int, Story] = {}
    for kind, subject, data in told:
        if kind == REGISTERED:
            found[subject] = _registered(subject, data)
        elif subject in found:
            _tell(found[subject], kind, data)
    return found


def day_of(kind: str, data: dict[str, Any]) -> date | None:
    """The legal day that an entry names; None where it is the day on which it was written."""
    name = {REGISTERED: "received_on", "objection.decided": "decided_on"}.get(kind, "on")
    return date.fromisoformat(data[name]) if name in data else None


def _registered(pk: int, data: dict[str, Any]) -> Story:
    return Story(
        pk=pk,
        request=data["request"],
        received_on=date.fromisoformat(data["received_on"]),
        due=date.fromisoformat(data["reply"]["due"]),
        grounds=tuple(data["grounds"]),
        filed_late=data["late"],
    )


def _tell(story: Story, kind: str, data: dict[str, Any]) -> None:
    match kind:
        case "objection.recomputed":
            story.due = date.fromisoformat(data["due"])
        case "objection.decided":
            story.decision, story.answered_on = data["decision"], date.fromisoformat(data["decided_on"])
            story.due = date.fromisoformat(data["due"])
            story.has_order = bool(data.get("order_due"))
        case "objection.settled":
            story.answered_on = date.fromisoformat(data["on"])
        case "objection.lapsed":
            story.lapsed_due = date.fromisoformat(data["due"])
        case "objection.carried_out":
            story.carried_out_on = date.fromisoformat(data["on"])
