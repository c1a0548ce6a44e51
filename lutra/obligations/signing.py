"""The post in which somebody signs, as it is called on the day."""

from __future__ import annotations

from datetime import date

from lutra.directory.actors import Actor
from lutra.directory.models import Holding


def signed_as(actor: Actor, *, on: date) -> str:
    """Title of the post with its capacity and decree; empty for who holds none (the system)."""
    if actor.user_id is None or actor.post_id is None:
        return ""
    holding = (
        Holding.objects.filter(user_id=actor.user_id, post_id=actor.post_id, starts_on__lte=on)
        .select_related("post")
        .order_by("-starts_on")
        .first()
    )
    if holding is None:
        return ""
    return f"{holding.title_as_signed} ({holding.decree})"[:240]
