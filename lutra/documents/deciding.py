"""What an officer decides on each finding, alone or many alike, with the statute's verdicts and grounds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.documents.errors import DecisionIncomplete, NotReleasable
from lutra.documents.gate import latest
from lutra.documents.models import Certificate, Examination, Finding
from lutra.documents.rights import enter, permit_on
from lutra.law import statute

_SHORTEST_REASON = 5


def decide(finding: Finding, /, *, verdict: str, reason: str = "", ground: str = "", by: Actor) -> None:
    """Answer one finding; see ``decide_many``."""
    decide_many([finding], verdict=verdict, reason=reason, ground=ground, by=by)


@transaction.atomic
def decide_many(
    findings: Iterable[Finding], /, *, verdict: str, reason: str = "", ground: str = "", by: Actor
) -> int:
    """Answer findings of one examination alike, with one reason; return how many.

    ``verdict`` and ``ground``: codes of the statute's finding_verdicts and finding_grounds. A decision may be changed
    until the certificate is made. Raises DecisionIncomplete, NotReleasable (another look has begun), NotPermitted.
    """
    chosen = list(findings)
    if not chosen:
        raise DecisionIncomplete({"findings": _("Pilih sedikitnya satu temuan.")})
    examination = Examination.objects.select_for_update(of=("self",)).get(pk=chosen[0].examination_id)
    document = examination.document
    if any(each.examination_id != examination.pk for each in chosen):
        raise DecisionIncomplete({"findings": _("Putuskan temuan dari satu pemeriksaan saja.")})
    permit_on(document, "documents.decide", by)
    _check_decision(verdict, reason, ground)
    if latest(document) != examination:
        raise NotReleasable(_("Berkas sudah diperiksa lagi; putuskan temuan dari pemeriksaan yang terbaru."))
    if Certificate.objects.filter(examination=examination).exists():
        raise NotReleasable(_("Sertifikatnya sudah terbit; minta pemeriksaan ulang untuk mengubah putusan."))
    now = timezone.now()
    Finding.objects.filter(pk__in=[each.pk for each in chosen]).update(
        verdict=verdict, reason=reason.strip(), ground=ground, decided_by=by.officer_id, decided_at=now
    )
    facts = {
        "examination": examination.pk,
        "numbers": sorted(each.number for each in chosen),
        "verdict": verdict,
        "ground": ground,
    }
    enter(document, "finding.decided", facts, by=by, at=now)
    return len(chosen)


def _check_decision(verdict: str, reason: str, ground: str) -> None:
    problems: dict[str, str] = {}
    row = next((each for each in statute.finding_verdicts() if each.code == verdict), None)
    if row is None:
        raise DecisionIncomplete({"verdict": _("Pilih putusannya.")})
    if row.ground and ground not in {each.code for each in statute.finding_grounds()}:
        problems["ground"] = _("Pilih alasan hukumnya.")
    if not row.ground and ground:
        problems["ground"] = _("Alasan hukum hanya untuk yang boleh dibuka.")
    if not row.removes and len(reason.strip()) < _SHORTEST_REASON:
        problems["reason"] = _("Tulis alasannya dalam satu kalimat.")
    if len(reason) > 1000:
        problems["reason"] = _("Alasan paling panjang 1.000 huruf.")
    if problems:
        raise DecisionIncomplete(problems)
