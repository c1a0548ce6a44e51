"""How a request moves. The table is in the statute book (`lutra/law/workflows/request.yaml`); this is its engine.

Stage (where the work is), clock (what the law waits for) and outcome (what was decided) are three separate facts:
the table knows stages only, the clock is computed from dates, and the outcome is set once, by the decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lutra.directory.actors import Actor
from lutra.law.statute import Transition, workflow
from lutra.ledger import actions as ledger
from lutra.ledger.queries import Entry
from lutra.requests.errors import ChangedMeanwhile, NotNow
from lutra.requests.models import Request

TABLE = workflow("request")


def transition(deed: str) -> Transition:
    """The row of the table for ``deed``. Raises KeyError for a deed the law does not know."""
    return TABLE.transitions[deed]


def allows(request: Request, deed: str) -> bool:
    """Whether the table lets ``deed`` happen at the request's stage."""
    return request.stage in transition(deed).from_stages


def hold(request: Request, /, *, deed: str, seen: int | None = None) -> None:
    """Take the government's book for this transaction and read the request anew, then check the table.

    ``seen`` is the revision that the actor looked at; another one means that somebody was faster.
    Raises NotNow, ChangedMeanwhile.
    """
    ledger.lock(request.government_id)
    request.refresh_from_db()
    if seen is not None and seen != request.revision:
        raise ChangedMeanwhile
    if not allows(request, deed):
        raise NotNow(deed, request.stage)


def move(
    request: Request,
    /,
    deed: str,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
) -> Entry:
    """Write the change and its one entry. Call ``hold`` first; both belong to the deed's transaction."""
    row = transition(deed)
    fields = {**(changes or {}), "stage": row.to_stage or request.stage, "revision": request.revision + 1}
    updated = Request.objects.filter(pk=request.pk, revision=request.revision).update(**fields)
    if not updated:
        raise ChangedMeanwhile
    for name, value in fields.items():
        setattr(request, name, value)
    return ledger.record(
        government_id=request.government_id,
        kind=row.kind,
        subject=request.ledger_subject,
        by=by,
        at=at,
        data=dict(data),
    )
