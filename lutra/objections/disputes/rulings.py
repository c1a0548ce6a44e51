"""The ruling, and its orders as tasks with their days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import PublicBody
from lutra.law import statute
from lutra.ledger.cases import move
from lutra.objections.dispute_models import Dispute, RulingOrder
from lutra.objections.disputes import checks
from lutra.objections.errors import (
    ObjectionIncomplete,
)
from lutra.objections.opening import opened_by_ruling


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a ruling, to be carried out by ``due_on``."""

    text: str
    due_on: date | None
    body: PublicBody | None = None


@transaction.atomic
def rule(
    dispute: Dispute,
    /,
    *,
    kind: str,
    result: str,
    number: str,
    ruled_on: date | None,
    received_on: date | None,
    summary: str,
    by: Actor,
    orders: Iterable[Order] = (),
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter the Commission's ruling; each order becomes a task with a date (Pasal 39, 46).

    ``received_on`` starts the time for a suit, except after mediation. What the ruling opens is listed the same day
    (Pasal 11 ayat (2)). Raises ObjectionIncomplete.
    """
    moment, day = checks.begun(dispute, "rule", by=by, seen=seen, at=at)
    tasks = [order for order in orders if order.text.strip() or order.due_on]
    wrong = checks.missing(
        {
            "number": (number, _("Isi nomor putusan.")),
            "summary": (summary, _("Tuliskan amar putusan secara ringkas.")),
        }
    )
    wrong |= checks.wrong_code("result", result, statute.ruling_results(), _("Pilih hasil putusan."))
    wrong |= _wrong_ruling(dispute, kind, result)
    wrong |= checks.wrong_day("ruled_on", ruled_on, earliest=dispute.begun_on, latest=day)
    wrong |= checks.wrong_day("received_on", received_on, earliest=ruled_on, latest=day)
    if any(not order.text.strip() or order.due_on is None for order in tasks):
        wrong["orders"] = _("Setiap perintah putusan perlu isi dan batas waktunya.")
    if any(order.body is not None and order.body.government_id != dispute.government_id for order in tasks):
        raise NotPermitted(checks.MANAGE)
    if wrong or ruled_on is None or received_on is None:
        raise ObjectionIncomplete(wrong)
    chosen = next(row for row in statute.ruling_kinds() if row.code == kind)
    clock = dict(dispute.clock)
    if not chosen.is_final:
        clock = checks.clock(clock, "suit", received_on, government=dispute.government, day=day)
    made = [
        RulingOrder.objects.create(
            government=dispute.government,
            dispute=dispute,
            body=order.body,
            text=order.text.strip(),
            due_on=order.due_on,
        )
        for order in tasks
        if order.due_on is not None
    ]
    move(
        dispute,
        "rule",
        by=by,
        at=moment,
        data={
            "ruling_kind": kind,
            "result": result,
            "number": number.strip(),
            "ruled_on": ruled_on.isoformat(),
            "received_on": received_on.isoformat(),
            "orders": [{"order": order.pk, "due": order.due_on.isoformat()} for order in made],
            "suit": clock.get("suit"),
        },
        changes={
            "ruling_kind": kind,
            "ruling_result": result,
            "ruling_number": number.strip(),
            "ruled_on": ruled_on,
            "ruling_received_on": received_on,
            "ruling": summary.strip(),
            "clock": clock,
        },
    )
    opened_by_ruling(dispute, by=by, at=moment)
    return dispute


def _wrong_ruling(dispute: Dispute, kind: str, result: str) -> dict[str, str]:
    """The kind of a ruling must fit the stage at which it was given, and its result the kind."""
    found = next((row for row in statute.ruling_kinds() if row.code == kind), None)
    if found is None:
        return {"kind": _("Pilih jenis putusan.")}
    if found.stage is not None and found.stage != dispute.stage:
        return {"kind": _("Putusan jenis ini tidak dapat diberikan pada tahap sengketa sekarang.")}
    if (kind == "mediation") != (result == "agreed"):
        return {"result": _("Kesepakatan hanya dan selalu merupakan hasil putusan mediasi.")}
    return {}


@transaction.atomic
def carry_out(
    order: RulingOrder,
    /,
    *,
    note: str,
    by: Actor,
    on: date | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> RulingOrder:
    """Enter that an order of the ruling was carried out. Raises ObjectionIncomplete."""
    dispute = order.dispute
    moment, day = checks.begun(dispute, "carry_out", by=by, seen=seen, at=at)
    order.refresh_from_db()
    if order.done_on is not None:
        raise ObjectionIncomplete({"order": _("Pelaksanaan perintah ini sudah dicatat.")})
    wrong = checks.missing({"note": (note, _("Tuliskan apa yang sudah dilaksanakan."))})
    done_on = on or day
    wrong |= checks.wrong_day("on", done_on, earliest=dispute.ruled_on, latest=day)
    if wrong:
        raise ObjectionIncomplete(wrong)
    RulingOrder.objects.filter(pk=order.pk).update(done_on=done_on, note=note.strip())
    data = {"order": order.pk, "on": done_on.isoformat(), "late": done_on > order.due_on}
    move(dispute, "carry_out", by=by, at=moment, data=data)
    order.refresh_from_db()
    return order
