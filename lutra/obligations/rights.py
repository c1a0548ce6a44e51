"""Who keeps which part: the main PPID all of it, a body's own PPID what is the body's."""

from __future__ import annotations

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import PublicBody
from lutra.directory.permissions import may, permit


def may_keep(actor: Actor, body: PublicBody) -> bool:
    """Whether the actor may enter what ``body`` owes: programmes, packages, officials, statements."""
    if actor.government_id != body.government_id:
        return False
    if actor.kind == "system" or may(actor, "obligations.maintain"):
        return True
    return may(actor, "obligations.maintain_own_body") and body.pk in actor.body_ids


def permit_keep(actor: Actor, body: PublicBody) -> None:
    """Pass when the actor keeps what ``body`` owes; raise NotPermitted otherwise."""
    if not may_keep(actor, body):
        raise NotPermitted("obligations.maintain")


def permit_all(actor: Actor, government_id: int) -> None:
    """Pass when the actor keeps what the whole government owes: the charter, the procedures, statements for all."""
    if actor.kind == "system" and actor.government_id == government_id:
        return
    permit(actor, "obligations.maintain", government_id=government_id)


def own_bodies(actor: Actor) -> frozenset[int] | None:
    """The bodies to which the actor's part is limited; None for whoever keeps all of it."""
    if actor.kind == "system" or may(actor, "obligations.maintain"):
        return None
    return actor.body_ids if may(actor, "obligations.maintain_own_body") else frozenset()
