"""Who signs a letter, and in which capacity: what stands under it must still be true in ten years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lutra.directory.models import Government, Holding, Post, User
from lutra.directory.roles import Role
from lutra.ledger.queries import Entry


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
    return Signatory(name=str(holding.user), title=holding.title_as_signed)


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
    user = User.objects.get(pk=user_id)
    if post_id is None:
        return Signatory(name=str(user), title=otherwise)
    post = Post.objects.get(pk=post_id)
    held = [one for one in post.holdings.filter(user=user) if one.holds_on(on)]
    return Signatory(name=str(user), title=held[-1].title_as_signed if held else post.title)
