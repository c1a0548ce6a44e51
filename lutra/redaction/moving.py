"""A step of a redaction and its entry in the book, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lutra.directory.actors import Actor
from lutra.ledger import actions as ledger
from lutra.redaction.models import Redaction
from lutra.redaction.workflow import DEEDS


def move(
    redaction: Redaction,
    deed: str,
    /,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    changed: Sequence[str] = (),
) -> Redaction:
    """Bring a held redaction where the deed leads; ``changed`` are the fields that the caller has set."""
    step = DEEDS[deed]
    redaction.state = step.to or redaction.state
    redaction.save(update_fields=["state", *changed])
    enter(redaction, step.kind, by=by, at=at, **(data or {}))
    return redaction


def enter(redaction: Redaction, kind: str, /, *, by: Actor, at: datetime, **data: Any) -> None:
    """Write a deed into the book; ``data`` never holds the matter."""
    ledger.record(
        government_id=redaction.government_id,
        kind=kind,
        subject=redaction.ledger_subject,
        by=by,
        at=at,
        data={"document": redaction.document_id, **data},
    )
