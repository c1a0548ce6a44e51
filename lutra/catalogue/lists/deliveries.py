"""Each body's delivery of its part to the main PPID, at least every six months (Permendagri 3/2017), and the view of
the whole government: who holds how much, what is overdue, who has not delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.items.found import overdue_on
from lutra.catalogue.items.rights import permit_for
from lutra.catalogue.models import Delivery, Item
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.law import clocks, statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger

RULE = "catalogue.delivery"
_LONGEST_NOTE = 300


@transaction.atomic
def deliver(body: PublicBody, /, *, by: Actor, note: str = "", at: datetime | None = None) -> Delivery:
    """Deliver the body's part of the list, as it stands, to the main PPID. Raises NotPermitted, ItemIncomplete."""
    permit_for(by, body)
    if len(note.strip()) > _LONGEST_NOTE:
        raise ItemIncomplete(
            {"note": _("Catatan paling banyak %(max)d huruf; persingkat.") % {"max": _LONGEST_NOTE}}
        )
    moment = at or timezone.now()
    day = legal_day(moment, body.government.time_zone)
    place = ledger.lock(body.government_id)
    part = Item.objects.filter(government_id=body.government_id, body=body, is_public=True)
    made = Delivery.objects.create(
        government_id=body.government_id,
        body=body,
        delivered_on=day,
        delivered_at=moment,
        items=part.count(),
        overdue=part.filter(overdue_on(day)).count(),
        note=note.strip(),
        delivered_by_id=by.user_id,
    )
    ledger.record(
        government_id=body.government_id,
        kind="list.delivered",
        subject=("body", body.pk),
        by=by,
        at=moment,
        place=place,
        data={"delivery": made.pk, "items": made.items, "overdue": made.overdue, "on": day.isoformat()},
    )
    return made


def deliveries(government: Government) -> QuerySet[Delivery]:
    """All deliveries, newest first."""
    return Delivery.objects.filter(government=government).select_related("body", "delivered_by")


@dataclass(frozen=True, slots=True)
class Part:
    """One body's part of the list on a day."""

    body: PublicBody
    items: int  # listed
    drafts: int
    classes: Mapping[str, int]  # listed, by class
    overdue: int
    delivered_on: date | None
    due: date | None  # of the next delivery; None where there was none yet
    is_late: bool  # the body never delivered, or its time has passed


def overview(government: Government, *, on: date) -> list[Part]:
    """Every body that maintains a part of the list, by name. Three queries.

    Villages have lists of their own (PERKI 1/2018): one is here only when it has items.
    """
    counted = _counted(government, on=on)
    last = dict(
        Delivery.objects.filter(government=government, delivered_on__lte=on)
        .values_list("body_id")
        .annotate(Max("delivered_on"))
        .order_by()
    )
    bodies = government.bodies.filter(is_active=True).select_related("parent").order_by("name", "pk")
    return [
        _part(body, counted.get(body.pk, {}), last.get(body.pk), on=on)
        for body in bodies
        if body.kind != PublicBody.Kind.VILLAGE or body.pk in counted
    ]


def part_of(body: PublicBody, *, on: date) -> Part:
    """One body's part of the list on a day."""
    counted = _counted(body.government, on=on, body=body)
    last = Delivery.objects.filter(body=body, delivered_on__lte=on).aggregate(last=Max("delivered_on"))
    return _part(body, counted.get(body.pk, {}), last["last"], on=on)


def next_delivery(delivered_on: date) -> date:
    """The last day for the next delivery after one on ``delivered_on``."""
    return clocks.due(RULE, delivered_on).due


def _counted(
    government: Government, *, on: date, body: PublicBody | None = None
) -> dict[int, dict[str, Any]]:
    items = Item.objects.filter(government=government, withdrawn_at__isnull=True)
    if body is not None:
        items = items.filter(body=body)
    classes = {
        f"class_{one.code}": Count("pk", filter=Q(is_public=True, kind=one.code))
        for one in statute.information_classes()
    }
    rows = (
        items.order_by()
        .values("body_id")
        .annotate(
            listed=Count("pk", filter=Q(is_public=True)),
            drafts=Count("pk", filter=Q(is_public=False)),
            late=Count("pk", filter=overdue_on(on)),
            **classes,
        )
    )
    return {row["body_id"]: dict(row) for row in rows}


def _part(body: PublicBody, row: Mapping[str, Any], delivered_on: date | None, *, on: date) -> Part:
    due = next_delivery(delivered_on) if delivered_on else None
    return Part(
        body=body,
        items=row.get("listed", 0),
        drafts=row.get("drafts", 0),
        classes={one.code: row.get(f"class_{one.code}", 0) for one in statute.information_classes()},
        overdue=row.get("late", 0),
        delivered_on=delivered_on,
        due=due,
        is_late=due is None or due < on,
    )
