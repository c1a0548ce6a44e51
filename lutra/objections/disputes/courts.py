"""What follows a ruling: suit, judgment, cassation, and the end of a dispute."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.law import statute
from lutra.ledger.cases import move
from lutra.objections.dispute_models import Dispute
from lutra.objections.disputes import checks
from lutra.objections.errors import (
    ObjectionIncomplete,
    RulingIsFinal,
)


@transaction.atomic
def sue(
    dispute: Dispute,
    /,
    *,
    court: str,
    number: str,
    on: date | None,
    party: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter a suit against the ruling (Pasal 47-48). Raises RulingIsFinal after mediation, ObjectionIncomplete."""
    moment, day = checks.begun(dispute, "sue", by=by, seen=seen, at=at)
    if any(row.is_final for row in statute.ruling_kinds() if row.code == dispute.ruling_kind):
        raise RulingIsFinal(_("Putusan mediasi bersifat final dan mengikat; tidak dapat digugat."))
    wrong = checks.missing({"court": (court, _("Sebutkan pengadilannya."))}) | checks.wrong_party(party)
    wrong |= checks.wrong_day("on", on, earliest=dispute.ruling_received_on, latest=day)
    if wrong or on is None:
        raise ObjectionIncomplete(wrong)
    due = dispute.due("suit")
    move(
        dispute,
        "sue",
        by=by,
        at=moment,
        data={"on": on.isoformat(), "party": party, "late": due is not None and on > due},
        changes={"sued_on": on, "sued_by": party, "court": court.strip(), "suit_number": number.strip()},
    )
    return dispute


@transaction.atomic
def judge(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    received_on: date | None,
    summary: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter the court's judgment; 14 calendar days for a cassation run from its receipt (Pasal 50, reading Q13)."""
    moment, day = checks.begun(dispute, "judge", by=by, seen=seen, at=at)
    wrong = checks.missing({"summary": (summary, _("Tuliskan amar putusan secara ringkas."))})
    wrong |= checks.wrong_day("on", on, earliest=dispute.sued_on, latest=day)
    wrong |= checks.wrong_day("received_on", received_on, earliest=on, latest=day)
    if wrong or on is None or received_on is None:
        raise ObjectionIncomplete(wrong)
    clock = checks.clock(dispute.clock, "cassation", received_on, government=dispute.government, day=day)
    move(
        dispute,
        "judge",
        by=by,
        at=moment,
        data={
            "on": on.isoformat(),
            "received_on": received_on.isoformat(),
            "cassation": clock["cassation"],
        },
        changes={
            "judged_on": on,
            "judgment_received_on": received_on,
            "judgment": summary.strip(),
            "clock": clock,
        },
    )
    return dispute


@transaction.atomic
def appeal(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    party: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter a cassation (Pasal 50). Raises ObjectionIncomplete."""
    moment, day = checks.begun(dispute, "appeal", by=by, seen=seen, at=at)
    wrong = checks.wrong_party(party) | checks.wrong_day(
        "on", on, earliest=dispute.judgment_received_on, latest=day
    )
    if wrong or on is None:
        raise ObjectionIncomplete(wrong)
    due = dispute.due("cassation")
    move(
        dispute,
        "appeal",
        by=by,
        at=moment,
        data={"on": on.isoformat(), "party": party, "late": due is not None and on > due},
        changes={"appealed_on": on, "appealed_by": party},
    )
    return dispute


@transaction.atomic
def finish(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    note: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter that the ruling is final; what it orders stays on the list until it is done. Raises ObjectionIncomplete.

    While a suit or a cassation may still be filed nothing is final (Pasal 48 ayat (1), 50).
    """
    moment, day = checks.begun(dispute, "finish", by=by, seen=seen, at=at)
    wrong = checks.missing({"note": (note, _("Tuliskan mengapa putusan sudah berkekuatan hukum tetap."))})
    wrong |= checks.wrong_day("on", on, earliest=dispute.judged_on or dispute.ruled_on, latest=day)
    waits_for = {Dispute.Stage.RULED: "suit", Dispute.Stage.JUDGED: "cassation"}
    name = waits_for.get(Dispute.Stage(dispute.stage))
    until = dispute.due(name) if name else None
    if on is not None and until is not None and on <= until:
        wrong["on"] = _("Putusan belum tetap: upaya hukum masih dapat diajukan sampai %(until)s.") % {
            "until": until
        }
    if wrong or on is None:
        raise ObjectionIncomplete(wrong)
    move(
        dispute,
        "finish",
        by=by,
        at=moment,
        data={"on": on.isoformat()},
        changes={"final_on": on, "final_note": note.strip()},
    )
    return dispute
