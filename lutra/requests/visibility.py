"""Who sees which request. Every surface asks here; nothing is visible that this module does not give."""

from __future__ import annotations

from django.db.models import QuerySet

from lutra.directory.actors import Actor
from lutra.directory.permissions import may
from lutra.dispositions.queries import handed_to
from lutra.requests.models import Request


def visible(actor: Actor) -> QuerySet[Request]:
    """The requests that an officer may see: all of his government, or those handed to his own bodies, or none."""
    requests = Request.objects.filter(government_id=actor.government_id)
    if may(actor, "requests.see"):
        return requests
    if may(actor, "requests.see_own_body") and actor.body_ids:
        return requests.filter(
            handed_to(actor.body_ids, government_id=actor.government_id, subject_type="request")
        )
    return requests.none()


def may_see_identity(actor: Actor, request: Request) -> bool:
    """Whether the actor may open the applicant's identity (each opening is entered in the book)."""
    return actor.government_id == request.government_id and may(actor, "requests.see_identity")
