"""From which state each deed leads where; read before anything else here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lutra.redaction.models import Redaction

State = Redaction.State


class Step(NamedTuple):
    """``to`` empty: it stays where it is. ``kind``: what the book calls it."""

    start: frozenset[str]
    to: str
    kind: str


_DRAFTING, _PROPOSED, _FAILED = {State.DRAFTING}, {State.PROPOSED}, {State.FAILED}

DEEDS: Mapping[str, Step] = {
    "add_boxes": Step(frozenset(_DRAFTING), "", "redaction.boxes_added"),
    "remove_box": Step(frozenset(_DRAFTING), "", "redaction.boxes_removed"),
    "undo": Step(frozenset(_DRAFTING), "", "redaction.undone"),
    "propose": Step(frozenset(_DRAFTING), State.PROPOSED, "redaction.proposed"),
    # Back to whoever drew it: before it is approved, or when nothing could be made.
    "send_back": Step(frozenset(_PROPOSED | _FAILED), State.DRAFTING, "redaction.sent_back"),
    "approve": Step(frozenset(_PROPOSED), State.APPROVED, "redaction.approved"),
    "keep": Step(frozenset({State.APPROVED}), State.PRODUCED, "redaction.produced"),
    "fail": Step(frozenset({State.APPROVED}), State.FAILED, "redaction.failed"),
    "produce": Step(frozenset(_FAILED), State.APPROVED, "redaction.asked_again"),
    "revoke": Step(frozenset({State.PRODUCED}), State.REVOKED, "redaction.revoked"),
    "end": Step(frozenset(_DRAFTING | _PROPOSED | _FAILED), State.ENDED, "redaction.ended"),
}


def may_be(deed: str, redaction: Redaction) -> bool:
    """Whether the redaction stands where this deed is done."""
    return redaction.state in DEEDS[deed].start
