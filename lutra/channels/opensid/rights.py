"""Who sees and manages the villages' sites."""

from __future__ import annotations

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may, permit

SEE = "villages.see"
MANAGE = "villages.manage"
SET_POLICY = "villages.set_policy"


def may_manage(actor: Actor) -> bool:
    """Whether the actor enters sites and lets documents out. The system itself (the command, the clock) may enter."""
    return actor.kind == "system" or may(actor, MANAGE)


def permit_to_manage(actor: Actor, government_id: int) -> None:
    """Pass when the actor manages that government's villages; raise NotPermitted otherwise."""
    if actor.government_id != government_id or not may_manage(actor):
        raise NotPermitted(MANAGE)


def permit_to_set_policy(actor: Actor, government_id: int) -> None:
    """Pass when the actor may say how what villages show is published; raise NotPermitted otherwise."""
    permit(actor, SET_POLICY, government_id=government_id)
