"""Splitting a request into numbered parts, each for a body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.directory.permissions import permit
from lutra.requests import actions, decisions
from lutra.requests.errors import Incomplete
from lutra.requests.models import Part, Request
from lutra.requests.parts import current
from lutra.requests.workflow import hold, move

MOST = 30


@transaction.atomic
def split(
    request: Request,
    /,
    *,
    parts: Sequence[tuple[str, PublicBody | None]],
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> list[Part]:
    """Split the request into numbered parts (what is asked, and the body that answers it); again before the decision.

    1. Earlier parts stay on record as replaced.
    2. The bodies named are handed the request, the one of the first part answering; each reads its numbers.

    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete, NobodyToAsk.
    """
    permit(by, "requests.split", government_id=request.government_id)
    asked = [(" ".join(matter.split()), body) for matter, body in parts if matter.strip()]
    if not 2 <= len(asked) <= MOST:
        raise Incomplete(
            {"parts": _("Bagi menjadi sedikitnya dua dan paling banyak %(most)d bagian.") % {"most": MOST}}
        )
    if wrong := [found for matter, _body in asked if (found := decisions.too_long(Part, {"matter": matter}))]:
        raise Incomplete({"parts": wrong[0]["matter"]})
    moment = at or timezone.now()
    hold(request, deed="split", seen=seen)
    Part.objects.filter(request=request, replaced_at__isnull=True).update(replaced_at=moment)
    Part.objects.bulk_create(
        Part(government=request.government, request=request, number=number, matter=matter, body=body)
        for number, (matter, body) in enumerate(asked, start=1)
    )
    move(
        request,
        "split",
        by=by,
        at=moment,
        data={
            "parts": [
                {"number": n, "body": body.pk if body else None} for n, (_m, body) in enumerate(asked, 1)
            ]
        },
    )
    numbers: dict[int, list[str]] = {}
    bodies: dict[int, PublicBody] = {}
    for number, (_matter, body) in enumerate(asked, start=1):
        if body is not None:
            bodies[body.pk] = body
            numbers.setdefault(body.pk, []).append(str(number))
    if bodies:
        shares = "; ".join(f"{body.short_name}: {', '.join(numbers[pk])}" for pk, body in bodies.items())
        actions.dispose(
            request,
            to=list(bodies.values()),
            instruction=_("Bagian yang dijawab – %(shares)s.") % {"shares": shares},
            by=by,
            at=moment,
        )
    return current(request)
