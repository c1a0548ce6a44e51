"""Breaches of personal data: entered when known, told to two recipients within three times 24 hours, then closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.law import clocks
from lutra.ledger import actions as ledger
from lutra.privacy.errors import AlreadyAnswered, NotYetTold, PrivacyIncomplete
from lutra.privacy.models import Breach, BreachNotice

RULE = "breach.notice"


@transaction.atomic
def record(
    government: Government,
    /,
    *,
    known_at: datetime,
    exposed: str,
    course: str,
    handling: str,
    affected: int,
    by: Actor,
    at: datetime | None = None,
) -> Breach:
    """Enter a breach with the three contents of UU 27/2022 Pasal 46; its 72 hours run from ``known_at``.

    The book keeps moments and numbers, not the texts. Raises NotPermitted, PrivacyIncomplete.
    """
    permit(by, "breaches.manage", government_id=government.pk)
    moment = at or timezone.now()
    wrong = {
        name: str(message)
        for name, value, message in (
            ("exposed", exposed, _("Tuliskan data apa yang terungkap.")),
            ("course", course, _("Tuliskan kapan dan bagaimana data terungkap.")),
            ("handling", handling, _("Tuliskan upaya penanganan dan pemulihannya.")),
        )
        if not value.strip()
    }
    if known_at > moment:
        wrong["known_at"] = _("Waktu diketahui tidak boleh sesudah sekarang.")
    if affected < 0:
        wrong["affected"] = _("Isi banyaknya orang, atau 0 bila belum diketahui.")
    if wrong:
        raise PrivacyIncomplete(wrong)
    ledger.lock(government.pk)
    due = clocks.due(RULE, known_at)
    breach = Breach.objects.create(
        government=government,
        known_at=known_at,
        due_at=due.due,
        exposed=exposed.strip(),
        course=course.strip(),
        handling=handling.strip(),
        affected=affected,
        recorded_by_id=by.officer_id,
        recorded_at=moment,
    )
    ledger.record(
        government_id=government.pk,
        kind="breach.recorded",
        subject=("breach", breach.pk),
        by=by,
        at=moment,
        data={
            "known_at": known_at.isoformat(),
            "due": breach.due_at.isoformat(),
            "clause": due.clause,
            "affected": affected,
        },
    )
    return breach


@transaction.atomic
def tell(
    breach: Breach, /, *, recipient: str, evidence: str, by: Actor, at: datetime | None = None
) -> BreachNotice:
    """Enter that the authority or the people affected were told in writing, with its proof.

    Late is entered as late, never refused. Raises NotPermitted, PrivacyIncomplete, AlreadyAnswered.
    """
    permit(by, "breaches.manage", government_id=breach.government_id)
    wrong = {}
    if recipient not in Breach.Recipient.values:
        wrong["recipient"] = _("Pilih penerima pemberitahuan.")
    if not evidence.strip():
        wrong["evidence"] = _("Tuliskan bukti pemberitahuan, misalnya nomor surat dan tanggalnya.")
    if wrong:
        raise PrivacyIncomplete(wrong)
    ledger.lock(breach.government_id)
    if BreachNotice.objects.filter(breach=breach, recipient=recipient).exists():
        raise AlreadyAnswered(_("Penerima ini sudah tercatat diberi tahu."))
    moment = at or timezone.now()
    notice = BreachNotice.objects.create(
        government_id=breach.government_id,
        breach=breach,
        recipient=recipient,
        evidence=evidence.strip()[:300],
        told_at=moment,
        told_by_id=by.officer_id,
    )
    ledger.record(
        government_id=breach.government_id,
        kind="breach.told",
        subject=("breach", breach.pk),
        by=by,
        at=moment,
        data={"recipient": recipient, "late": notice.is_late},
    )
    return notice


@transaction.atomic
def close(breach: Breach, /, *, by: Actor, at: datetime | None = None) -> Breach:
    """End a breach of which both recipients were told. Raises NotPermitted, NotYetTold, AlreadyAnswered."""
    permit(by, "breaches.manage", government_id=breach.government_id)
    ledger.lock(breach.government_id)
    breach.refresh_from_db()
    if breach.closed_at:
        raise AlreadyAnswered(_("Catatan ini sudah ditutup."))
    if breach.untold:
        raise NotYetTold(_("Beri tahu dulu lembaga dan orang yang datanya terungkap; keduanya wajib."))
    breach.closed_at = at or timezone.now()
    breach.save(update_fields=["closed_at"])
    ledger.record(
        government_id=breach.government_id,
        kind="breach.closed",
        subject=("breach", breach.pk),
        by=by,
        at=breach.closed_at,
        data={},
    )
    return breach
