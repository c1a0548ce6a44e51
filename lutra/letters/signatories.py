"""Who signs a letter, and in which capacity: what stands under it must still be true in ten years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lutra.directory.models import Government, Holding, Post, User
from lutra.directory.roles import Role
from lutra.ledger.queries import Entry

_PREFIX = {Holding.Capacity.ACTING: "Plt. ", Holding.Capacity.LEAVE_COVER: "Plh. "}


@dataclass(frozen=True, slots=True)
class Signatory:
    """Name and title as printed; an empty name leaves room for one."""

    name: str
    title: str


def signatory(told: Entry, government: Government, *, on: date, otherwise: str) -> Signatory:
    """Who did the deed, in the post in which it was done; for a deed of nobody's in office, the PPID Utama of that day.

    ``otherwise`` is the title where no such post is filled.
    """
    user_id = officer_of(told)
    if user_id is not None:
        return _officer(user_id, told.post_id, on=on, otherwise=otherwise)
    holding = holder(government, Role.PPID_UTAMA, on=on)
    if holding is None:
        return Signatory(name="", title=otherwise)
    return Signatory(name=str(holding.user), title=_titled(holding))


def officer_of(told: Entry) -> int | None:
    """The officer named by an entry, if an officer did the deed."""
    kind, _, number = told.actor.partition(":")
    return int(number) if kind == "officer" else None


def holder(government: Government, role: Role, *, on: date) -> Holding | None:
    """Who holds the role on that day; who covers for him goes first, since he is away."""
    holdings = (
        Holding.objects.filter(government=government, post__role=role, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("user", "post")
        .order_by("starts_on", "pk")
    )
    order = [Holding.Capacity.LEAVE_COVER, Holding.Capacity.ACTING, Holding.Capacity.DEFINITIVE]
    return min(holdings, key=lambda one: order.index(Holding.Capacity(one.capacity)), default=None)


def _officer(user_id: int, post_id: int | None, *, on: date, otherwise: str) -> Signatory:
    holding = next(
        (
            one
            for one in Holding.objects.filter(user_id=user_id, post_id=post_id).select_related("user", "post")
            if one.holds_on(on)
        ),
        None,
    )
    if holding is not None:
        return Signatory(name=str(holding.user), title=_titled(holding))
    post = Post.objects.filter(pk=post_id).first() if post_id else None
    return Signatory(name=str(User.objects.get(pk=user_id)), title=post.title if post else otherwise)


def _titled(holding: Holding) -> str:
    return _PREFIX.get(Holding.Capacity(holding.capacity), "") + holding.post.title
