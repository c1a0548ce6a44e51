"""What a government still lacks (UU 14/2008 Pasal 13): bodies without a PPID Pelaksana, posts that nobody holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role

# Without these nobody answers, nobody decides objections, and nobody appoints.
NEEDED = (Role.SUPERIOR, Role.PPID_UTAMA, Role.DESK_OFFICER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing on a day; set-up is complete when both are empty."""

    roles: tuple[Role, ...]
    bodies: tuple[PublicBody, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not (self.roles or self.bodies)


def gaps(government: Government, /, *, on: date) -> Gaps:
    """The needed roles that nobody holds on the legal day ``on``, and the bodies without a PPID Pelaksana."""
    held = set(_held(government, on).values_list("post__role", flat=True))
    return Gaps(
        roles=tuple(role for role in NEEDED if role not in held),
        bodies=tuple(without_pelaksana(government, on=on)),
    )


def without_pelaksana(government: Government, /, *, on: date) -> QuerySet[PublicBody]:
    """Active perangkat daerah whose post of PPID Pelaksana nobody holds on ``on``, or that have none."""
    holders = _held(government, on).filter(post__role=Role.PPID_PELAKSANA, post__body=OuterRef("pk"))
    return PublicBody.objects.filter(
        ~Exists(holders), government=government, is_active=True, kind__in=PublicBody.WITH_PELAKSANA
    ).order_by("kind", "name")


def _held(government: Government, on: date) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        government=government,
        starts_on__lte=on,
        user__is_active=True,
    )
