"""Reads on disputes: who sees them, what needs attention, which files the law holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.permissions import may
from lutra.ledger import queries as book
from lutra.objections.dispute_models import Dispute, Hearing, RulingOrder
from lutra.objections.models import Objection
from lutra.requests.models import Request

# From this many working days before a hearing somebody must stand for the body (LAW D09: a rule of prudence, since
# without the respondent the panel may rule).
NOTICE = 3


def visible(actor: Actor) -> QuerySet[Dispute]:
    """The disputes of the actor's government when his role sees them, else none."""
    if not may(actor, "disputes.see"):
        return Dispute.objects.none()
    return Dispute.objects.filter(government_id=actor.government_id)


def is_represented(hearing: Hearing) -> bool:
    """Whether somebody holds a power for the body on the hearing's day."""
    return any(one.stands_on(hearing.on) for one in hearing.dispute.representatives.all())


@dataclass(frozen=True, slots=True)
class Alerts:
    """What would do harm if nobody looked."""

    hearings: Sequence[Hearing]  # near, or past without a result
    unrepresented: Sequence[Hearing]  # of the near ones, those to which nobody is sent
    orders: Sequence[RulingOrder]  # not carried out, the date past

    def __bool__(self) -> bool:
        return bool(self.unrepresented or self.orders)


def alerts(government: Government, *, on: date, dispute: Dispute | None = None) -> Alerts:
    """What is alarming on the legal day ``on``, in the whole government or in one dispute."""
    until = calendar_of(government).add(on, NOTICE)
    narrow = Q(dispute=dispute) if dispute else Q()
    near = (
        Hearing.objects.filter(narrow, government=government, held_on__isnull=True, on__lte=until)
        .exclude(dispute__stage=Dispute.Stage.FINAL)
        .select_related("dispute")
        .prefetch_related("dispute__representatives")
    )
    late = RulingOrder.objects.filter(
        narrow, government=government, done_on__isnull=True, due_on__lt=on
    ).select_related("dispute", "body")
    hearings = list(near)
    return Alerts(
        hearings=hearings,
        unrepresented=[one for one in hearings if one.on >= on and not is_represented(one)],
        orders=list(late),
    )


def due_now(dispute: Dispute) -> tuple[str, date] | None:
    """The clock that runs at the dispute's stage, by the law's table, and its date."""
    act = dispute.table.stage(dispute.stage).next_act
    if act is None or act.rule is None:
        return None
    name = act.rule.partition(".")[2]
    due = dispute.due(name)
    return (name, due) if due else None


def _holding() -> Q:
    """A dispute holds its files until it is final and all that was ordered is done."""
    return ~Q(stage=Dispute.Stage.FINAL) | Q(orders__done_on__isnull=True, orders__isnull=False)


def is_on_hold(request: Request) -> bool:
    """Whether nothing of this request may be destroyed, because it is in dispute (LAW D10)."""
    return Dispute.objects.filter(_holding(), objection__request=request).exists()


def is_objection_on_hold(objection: Objection) -> bool:
    """Whether nothing of this objection may be destroyed, because it is in dispute."""
    return Dispute.objects.filter(_holding(), objection=objection).exists()


def on_hold(government: Government) -> QuerySet[Request]:
    """All requests of a government that retention must leave alone."""
    held = Dispute.objects.filter(_holding(), government=government).values("objection__request")
    return Request.objects.filter(government=government, pk__in=held)


def was_made_here(digest: str) -> bool:
    """Whether the book of one of this installation's governments knows a dossier, or an annex, with this SHA-256."""
    return any(
        digest in (entry.data.get("sha256"), entry.data.get("annex"))
        for government in Government.objects.values_list("pk", flat=True)
        for entry in book.entries(government, kinds=["dossier.made"])
    )
