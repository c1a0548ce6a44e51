"""The end of a holding, and the posts that nobody holds: rotation and leave lose no work."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import WrongTerm
from lutra.directory.models import Government, Holding, Post
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger


@transaction.atomic
def end_holding(holding: Holding, /, *, last_day: date, decree: str, by: Actor) -> Holding:
    """End a holding; ``last_day`` is the last day on which it still gives its rights.

    The post keeps its work: what was handed to its body waits for whoever holds it next. A term that has ended stays
    as it is. Raises NotPermitted, WrongTerm.
    """
    permit(by, "directory.manage", government_id=holding.government_id)
    if not decree.strip():
        raise WrongTerm(_("Tuliskan nomor SK pemberhentian, mutasi, atau cuti."))
    longest = Holding._meta.get_field("decree").max_length
    if longest is not None and len(decree.strip()) > longest:
        raise WrongTerm(_("Nomor SK paling banyak %(max)d huruf; tulis nomornya saja.") % {"max": longest})
    ledger.lock(holding.government_id)
    holding.refresh_from_db()
    if last_day < holding.starts_on:
        raise WrongTerm(_("Hari terakhir lebih awal daripada hari pertama jabatannya; periksa tanggalnya."))
    if holding.ends_on is not None and holding.ends_on <= last_day:
        raise WrongTerm(_("Masa jabatan ini sudah berakhir lebih awal; tidak ada yang perlu diakhiri."))
    before = holding.ends_on
    holding.ends_on = last_day
    holding.save(update_fields=["ends_on"])
    ledger.record(
        government_id=holding.government_id,
        kind="post.holding_ended",
        subject=("post", holding.post_id),
        by=by,
        data={
            "holding": holding.pk,
            "user": holding.user_id,
            "until": last_day.isoformat(),
            "before": before.isoformat() if before else None,
            "decree": decree.strip(),
        },
    )
    return holding


def held_on(day: date) -> Exists:
    """A condition for a queryset of posts: somebody, in whatever capacity, holds it on ``day``."""
    return Exists(
        Holding.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), post=OuterRef("pk"), starts_on__lte=day
        )
    )


def vacant_posts(government: Government, *, on: date) -> QuerySet[Post]:
    """The posts that nobody holds on the legal day ``on``."""
    return Post.objects.filter(~held_on(on), government=government).select_related("body__parent")


def vacant_roles(government: Government, *, on: date) -> set[str]:
    """The roles of which there are posts but on ``on`` no holder at all. One query."""
    rows = Post.objects.filter(government=government).annotate(is_held=held_on(on))
    held = {True: set[str](), False: set[str]()}
    for role, is_held in rows.values_list("role", "is_held"):
        held[is_held].add(role)
    return held[False] - held[True]


def vacant_bodies(government: Government, *, role: str, on: date) -> set[int]:
    """The ids of bodies whose posts with ``role`` are all without a holder on ``on``. One query."""
    rows = Post.objects.filter(government=government, role=role, body__isnull=False)
    held = {True: set[int](), False: set[int]()}
    for body_id, is_held in rows.annotate(is_held=held_on(on)).values_list("body_id", "is_held"):
        if body_id is not None:
            held[is_held].add(body_id)
    return held[False] - held[True]
