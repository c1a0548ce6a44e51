"""What an objection or a ruling opens is everybody's from that day on: it enters the list (Pasal 11 ayat (2)).

The texts are content in the law's own language, and not words of a page.
"""

from __future__ import annotations

from datetime import datetime

from lutra.catalogue.actions import open_item
from lutra.catalogue.items.opening import first_shown, main_office
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.objections.models import Dispute, Objection
from lutra.requests.models import Decision

#: What was withheld before, and the answers that open it.
_WITHHELD = ("refused", "partly")
_OPENS = ("granted", "partly")


def opened_by_objection(objection: Objection, /, *, by: Actor, at: datetime) -> Item | None:
    """List what the superior orders to be given although it had been withheld. Part of his deed."""
    if objection.decision not in _OPENS:
        return None
    return _open(
        objection,
        title=f"Informasi yang dibuka lewat keberatan {objection.reference}",
        source=Item.Source.OBJECTION,
        source_ref=f"objection:{objection.pk}",
        by=by,
        at=at,
    )


def opened_by_ruling(dispute: Dispute, /, *, by: Actor, at: datetime) -> Item | None:
    """List what the Commission's ruling opens. Part of the deed that enters the ruling."""
    if dispute.ruling_result not in _OPENS:
        return None
    return _open(
        dispute.objection,
        title=f"Informasi yang dibuka lewat putusan {dispute.ruling_number}",
        source=Item.Source.RULING,
        source_ref=f"dispute:{dispute.pk}",
        by=by,
        at=at,
    )


def _open(
    objection: Objection, *, title: str, source: str, source_ref: str, by: Actor, at: datetime
) -> Item | None:
    """One item; nothing where nothing had been withheld, or where its objection has opened it already."""
    request = objection.request
    decision = Decision.objects.filter(request=request).select_related("test").first() if request else None
    if request is None or decision is None or decision.outcome not in _WITHHELD:
        return None
    earlier = Item.objects.filter(
        government_id=objection.government_id, key=f"objection:{objection.pk}"
    ).first()
    if earlier is not None:
        return earlier
    body = request.body or main_office(objection.government)
    if body is None:
        return None
    test = decision.test
    tested = f"{test.document}: {test.information}" if test else ""
    return open_item(
        objection.government,
        title=first_shown((tested, title)),
        summary="Semula dikecualikan; dinyatakan terbuka bagi setiap orang.",
        body=body,
        forms=("softcopy",),
        source=source,
        source_ref=source_ref,
        by=by,
        at=at,
    )
