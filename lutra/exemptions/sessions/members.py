"""Who sits in the considerations team on a day: one person for each post, whoever covers it going first."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lutra.directory.models import Government, Holding
from lutra.directory.roles import Role

_ORDER = [Holding.Capacity.LEAVE_COVER, Holding.Capacity.ACTING, Holding.Capacity.DEFINITIVE]


def members(government: Government, *, on: date) -> list[Holding]:
    """The members on the legal day ``on``, each person once, in the order of the posts. One query."""
    found = (
        Holding.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            government=government,
            post__role=Role.CONSIDERATIONS_TEAM,
            starts_on__lte=on,
        )
        .select_related("user", "post")
        .order_by("pk")
    )
    seats: dict[int, Holding] = {}
    for holding in sorted(found, key=lambda one: _ORDER.index(Holding.Capacity(one.capacity))):
        seats.setdefault(holding.post_id, holding)
    people: dict[int, Holding] = {}
    for _post, holding in sorted(seats.items()):
        people.setdefault(holding.user_id, holding)
    return list(people.values())
