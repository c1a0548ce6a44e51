"""Who sees which objection."""

from __future__ import annotations

from django.db.models import QuerySet

from lutra.directory.actors import Actor
from lutra.directory.permissions import may
from lutra.objections.models import Objection


def visible(actor: Actor) -> QuerySet[Objection]:
    """The objections of the actor's government when his role sees them, else none."""
    if not may(actor, "objections.see"):
        return Objection.objects.none()
    return Objection.objects.filter(government_id=actor.government_id)


def may_see_identity(actor: Actor, objection: Objection) -> bool:
    """Whether the actor may open the identity of the one who objected (each opening is entered in the book)."""
    return actor.government_id == objection.government_id and may(actor, "requests.see_identity")
