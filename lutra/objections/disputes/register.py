"""Registering a dispute at the Commission, and who speaks for the body there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.permissions import permit
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.cases import move
from lutra.objections.clocks import dispute_clock
from lutra.objections.dispute_models import Dispute, Representative
from lutra.objections.disputes import checks
from lutra.objections.errors import (
    AlreadyDisputed,
    NoObjection,
    ObjectionIncomplete,
)
from lutra.objections.models import Objection


@transaction.atomic
def register(
    objection: Objection | None,
    /,
    *,
    commission: str,
    number: str,
    received_on: date | None,
    registered_on: date | None,
    by: Actor,
    sent: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    at: datetime | None = None,
) -> Dispute:
    """Enter that the Commission registered a dispute (UU 14/2008 Pasal 37). From now on nothing may be destroyed.

    ``received_on`` is the day the Commission received the application; its 14 working days run from it.
    Raises NoObjection, NotPermitted, AlreadyDisputed, ObjectionIncomplete, WrongFile.
    """
    if objection is None:
        raise NoObjection(
            _("Sengketa hanya dapat dicatat atas suatu keberatan; pilih keberatan yang disengketakan.")
        )
    permit(by, checks.MANAGE, government_id=objection.government_id)
    government = objection.government
    moment = at or timezone.now()
    day = legal_day(moment, government.time_zone)
    wrong = checks.missing(
        {
            "commission": (commission, _("Sebutkan Komisi Informasi yang menangani.")),
            "number": (number, _("Isi nomor register sengketa dari Komisi Informasi.")),
        }
    )
    wrong |= checks.wrong_day("received_on", received_on, earliest=objection.received_on, latest=day)
    wrong |= checks.wrong_day("registered_on", registered_on, earliest=received_on, latest=day)
    if wrong or received_on is None or registered_on is None:
        raise ObjectionIncomplete(wrong)
    ledger.lock(objection.government_id)
    if Dispute.objects.filter(objection=objection).exists():
        raise AlreadyDisputed(_("Keberatan ini sudah mempunyai catatan sengketa; buka catatannya."))
    if Dispute.objects.filter(
        government=government, commission=commission.strip(), number=number.strip()
    ).exists():
        raise ObjectionIncomplete({"number": _("Nomor register ini sudah dicatat untuk sengketa lain.")})
    last = dispute_clock(objection)
    dispute = Dispute.objects.create(
        government=government,
        objection=objection,
        commission=commission.strip(),
        number=number.strip(),
        received_on=received_on,
        registered_on=registered_on,
        sent=sent.strip(),
        last_day=last.due if last else None,
        is_late=last is not None and received_on > last.due,
        clock=checks.clock({}, "start", received_on, government=government, day=day),
    )
    dispute.papers.set(checks.kept(government, files, at=moment))
    ledger.record(
        government_id=government.pk,
        kind=dispute.table.transitions["register"].kind,
        subject=dispute.ledger_subject,
        by=by,
        at=moment,
        data={
            "objection": objection.pk,
            "request": objection.request_id,
            "number": dispute.number,
            "received_on": received_on.isoformat(),
            "registered_on": registered_on.isoformat(),
            "late": dispute.is_late,
            "start": dispute.clock["start"],
        },
    )
    return dispute


@transaction.atomic
def appoint(
    dispute: Dispute,
    /,
    *,
    full_name: str,
    title: str,
    power_number: str,
    power_on: date | None,
    by: Actor,
    user_id: int | None = None,
    ends_on: date | None = None,
    power: tuple[str, bytes] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Representative:
    """Appoint who stands for the body, by special power of attorney (Pasal 44). Raises ObjectionIncomplete, WrongFile.

    ``power`` is the signed power as (file name, content). His name stays out of the book.
    """
    moment, _day = checks.begun(dispute, "appoint", by=by, seen=seen, at=at)
    wrong = checks.missing(
        {
            "full_name": (full_name, _("Sebutkan nama kuasa.")),
            "title": (title, _("Sebutkan jabatan kuasa.")),
            "power_number": (power_number, _("Isi nomor surat kuasa atau surat tugas.")),
        }
    )
    if power_on is None:
        wrong["power_on"] = _("Isi tanggal surat kuasa.")
    elif ends_on is not None and ends_on < power_on:
        wrong["ends_on"] = _("Surat kuasa tidak dapat berakhir sebelum tanggalnya.")
    if wrong or power_on is None:
        raise ObjectionIncomplete(wrong)
    kept = checks.kept(dispute.government, [power] if power else [], at=moment)
    made = Representative.objects.create(
        government=dispute.government,
        dispute=dispute,
        user_id=user_id,
        full_name=full_name.strip(),
        title=title.strip(),
        power_number=power_number.strip(),
        power_on=power_on,
        ends_on=ends_on,
        document=kept[0] if kept else None,
    )
    move(
        dispute,
        "appoint",
        by=by,
        at=moment,
        data={
            "representative": made.pk,
            "power": made.power_number,
            "power_on": power_on.isoformat(),
            "file": kept[0].sha256 if kept else None,
        },
    )
    return made
