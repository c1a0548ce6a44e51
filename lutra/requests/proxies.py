"""Filing for somebody else: bringing the power of attorney, and the officer's check of it (LAW Q06).

An officer who does not accept it says why. While the gaps of the request can still be told in time, it then counts as
incomplete and the power of attorney is what it lacks; later the refusal stays on record beside the request, which goes
on to be answered.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import permit
from lutra.documents.models import Document
from lutra.law.clocks import legal_day
from lutra.requests import clocks, completeness, powers
from lutra.requests.errors import Incomplete
from lutra.requests.intake import POWER
from lutra.requests.models import PowerOfAttorney, Request
from lutra.requests.visibility import may_see_identity
from lutra.requests.workflow import hold, move

REFUSED = PowerOfAttorney.Verdict.REFUSED


@transaction.atomic
def bring(
    request: Request,
    /,
    *,
    name: str,
    content: bytes,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> PowerOfAttorney:
    """Hand in a power of attorney after the request: the applicant on his page, or an officer who was given it.

    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete.
    """
    if by.kind == "officer":
        permit(by, "requests.complete", government_id=request.government_id)
    elif by.kind != "applicant" or by.government_id != request.government_id:
        raise NotPermitted("requests.complete")
    powers.named({POWER: (name, content)})
    hold(request, deed="bring_power", seen=seen)
    if not request.by_proxy:
        raise Incomplete({POWER: _("Permohonan ini diajukan sendiri; surat kuasa tidak diperlukan.")})
    moment = at or timezone.now()
    power = powers.keep(request, name, content, at=moment)
    missing = [code for code in request.missing if code != POWER]  # also what the clock deemed complete
    move(request, "bring_power", by=by, at=moment, data={"power": power.pk}, changes={"missing": missing})
    return power


@transaction.atomic
def check(
    request: Request,
    power: PowerOfAttorney,
    /,
    *,
    verdict: str,
    by: Actor,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> PowerOfAttorney:
    """Say whether a power of attorney is accepted; a letter tells the applicant.

    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete, ReasonRequired.
    """
    permit(by, "requests.check_power", government_id=request.government_id)
    hold(request, deed="check_power", seen=seen)
    moment = at or timezone.now()
    own = request.powers.filter(pk=power.pk).first()
    powers.judge(power, of=own, verdict=verdict, reason=reason, by=by, at=moment)
    missing = list(request.missing)
    untold = request.stage == Request.Stage.INCOMPLETE and request.gaps_told_on is None
    if verdict == REFUSED and untold and POWER not in missing:
        missing.append(POWER)  # told with the other gaps
    move(
        request,
        "check_power",
        by=by,
        at=moment,
        data={"power": power.pk, "verdict": verdict, "reason": power.reason},
        changes={"missing": missing},
    )
    if verdict == REFUSED and _may_be_told(request, at=moment):
        completeness.find_gaps(request, missing=[POWER], by=by, at=moment)
    return power


def _may_be_told(request: Request, *, at: datetime) -> bool:
    """Whether the three working days in which gaps are told still run, and nobody has begun to answer."""
    if request.stage != Request.Stage.FILED or "notice" in request.clock:
        return False
    day = legal_day(at, request.government.time_zone)
    return day <= clocks.notice_clock(request.government, request.received_on, known_on=day).due


def look(request: Request, power: PowerOfAttorney, /, *, by: Actor) -> Document:
    """The file, for an officer who may know the applicant. The look is entered by ``actions.see_identity``.

    Raises NotPermitted.
    """
    if power.request_id != request.pk or not may_see_identity(by, request):
        raise NotPermitted("requests.see_identity")
    return power.document
