"""Who maintains which part of the list: the main PPID all of it, a body's own PPID the body's part."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import PublicBody
from lutra.directory.permissions import may


def may_maintain(actor: Actor, body: PublicBody) -> bool:
    """Whether the actor may change the items of ``body``. The system itself (an import from the command) may."""
    if actor.government_id != body.government_id:
        return False
    if actor.kind == "system" or may(actor, "catalogue.maintain"):
        return True
    return may(actor, "catalogue.maintain_own_body") and body.pk in actor.body_ids


def permit_for(actor: Actor, *bodies: PublicBody) -> None:
    """Pass when the actor maintains every one of ``bodies``; raise NotPermitted otherwise."""
    if not all(may_maintain(actor, body) for body in bodies):
        raise NotPermitted("catalogue.maintain")


def own_bodies(actor: Actor) -> frozenset[int] | None:
    """The bodies to which the actor's part is limited; None for whoever maintains all of the list."""
    if actor.kind == "system" or may(actor, "catalogue.maintain"):
        return None
    return actor.body_ids if may(actor, "catalogue.maintain_own_body") else frozenset()


def seen_by(actor: Actor) -> Q:
    """The condition of the items that an officer may see: what is listed, and all of the part that he maintains.

    What is not listed yet, or was withdrawn, is nobody else's.
    """
    own = own_bodies(actor)
    if own is None:
        return Q()
    return Q(is_public=True) | Q(body_id__in=own)


def maintained(actor: Actor, bodies: Iterable[PublicBody]) -> list[PublicBody]:
    """Those of ``bodies`` whose items the actor may change."""
    return [body for body in bodies if may_maintain(actor, body)]
