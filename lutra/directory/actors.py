"""Who does a deed: an officer in a post, an applicant, the clock, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Holding, RolePolicy, User
from lutra.directory.roles import Role

Kind = Literal["officer", "delegate", "applicant", "clock", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, with what he holds on the day he acts."""

    kind: Kind
    government_id: int
    user_id: int | None = None
    post_id: int | None = None
    roles: frozenset[str] = frozenset()
    body_ids: frozenset[int] = frozenset()
    # Whether one of the roles may be used only by somebody who signs in with a second factor.
    demands_second_factor: bool = False
    # Shown to colleagues beside a deed; the book keeps only ``ref``.
    label: str = field(default="", compare=False)

    @property
    def ref(self) -> str:
        """How the book names the actor: "officer:12", "delegate:34", "applicant", "clock", "system"."""
        return f"{self.kind}:{self.user_id}" if self.kind in {"officer", "delegate"} else self.kind

    @property
    def officer_id(self) -> int:
        """The user id of an officer, for deeds that carry his name. Raises NotPermitted for anybody else."""
        if self.user_id is None:
            raise NotPermitted("officer")
        return self.user_id


def actor_of(user: User, government: Government, *, on: date) -> Actor:
    """The officer ``user`` in ``government`` with the posts held on the legal day ``on``. One query.

    An applicant's account is an applicant and holds nothing, whatever a table may say.
    """
    if user.is_applicant:
        return applicant(government)
    demanding = RolePolicy.objects.filter(
        government=government, role=OuterRef("post__role"), needs_second_factor=True
    )
    holdings = list(
        Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), user=user, starts_on__lte=on)
        .filter(government=government)
        .select_related("post")
        .annotate(demands_second_factor=Exists(demanding))
        .order_by("-starts_on")
    )
    posts = [holding.post for holding in holdings]
    return Actor(
        kind="officer",
        government_id=government.pk,
        user_id=user.pk,
        post_id=posts[0].pk if posts else None,
        roles=frozenset(post.role for post in posts),
        body_ids=frozenset(
            post.body_id for post in posts if post.body_id and post.role == Role.PPID_PELAKSANA
        ),
        demands_second_factor=any(holding.demands_second_factor for holding in holdings),
        label=f"{user}, {posts[0].title}" if posts else str(user),
    )


def applicant(government: Government) -> Actor:
    """Somebody from the public who files or follows a request of his own."""
    return Actor(kind="applicant", government_id=government.pk)


def clock(government_id: int) -> Actor:
    """Time itself: recognises what nobody did in time."""
    return Actor(kind="clock", government_id=government_id)


def system(government_id: int) -> Actor:
    """The followers of the book: they issue letters and deliver what officers have decided."""
    return Actor(kind="system", government_id=government_id)
