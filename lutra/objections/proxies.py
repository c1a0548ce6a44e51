"""Objecting for somebody else: the power of attorney, brought with the objection or after it, and checked.

An objection is never refused for want of it: it is registered, the desk asks for the paper, and the superior weighs
what is missing. The file is sealed and short-lived, like that of a request.
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
from lutra.ledger.cases import hold, move
from lutra.objections.errors import ObjectionIncomplete
from lutra.objections.models import Objection, ObjectionPower
from lutra.objections.visibility import may_see_identity
from lutra.requests import powers
from lutra.requests.errors import Incomplete
from lutra.requests.intake import POWER


def keep(objection: Objection, name: str, content: bytes, *, at: datetime) -> ObjectionPower:
    """Keep a power of attorney. It is part of the deed that brings it, which writes the entry."""
    return ObjectionPower.objects.create(
        government=objection.government,
        objection=objection,
        document=powers.kept_file(objection.government, name, content, request_id=None, at=at),
        brought_at=at,
    )


@transaction.atomic
def bring(
    objection: Objection,
    /,
    *,
    name: str,
    content: bytes,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> ObjectionPower:
    """Hand in a power of attorney after the objection.

    Raises NotPermitted, NotNow, ChangedMeanwhile, ObjectionIncomplete.
    """
    if by.kind == "officer":
        permit(by, "objections.record", government_id=objection.government_id)
    elif by.kind != "applicant" or by.government_id != objection.government_id:
        raise NotPermitted("objections.record")
    try:
        powers.named({POWER: (name, content)})
    except Incomplete as wrong:
        raise ObjectionIncomplete(wrong.problems) from wrong
    hold(objection, deed="bring_power", seen=seen)
    if not objection.by_proxy:
        raise ObjectionIncomplete({POWER: _("Keberatan ini diajukan sendiri; surat kuasa tidak diperlukan.")})
    moment = at or timezone.now()
    power = keep(objection, name, content, at=moment)
    move(objection, "bring_power", by=by, at=moment, data={"power": power.pk})
    return power


@transaction.atomic
def check(
    objection: Objection,
    power: ObjectionPower,
    /,
    *,
    verdict: str,
    by: Actor,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> ObjectionPower:
    """Say whether a power of attorney is accepted; a letter tells the one who objected.

    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete, ReasonRequired.
    """
    permit(by, "requests.check_power", government_id=objection.government_id)
    hold(objection, deed="check_power", seen=seen)
    moment = at or timezone.now()
    own = objection.powers.filter(pk=power.pk).first()
    powers.judge(power, of=own, verdict=verdict, reason=reason, by=by, at=moment)
    data = {"power": power.pk, "verdict": verdict, "reason": power.reason}
    move(objection, "check_power", by=by, at=moment, data=data)
    return power


def waiting(objection: Objection) -> ObjectionPower | None:
    """The newest power of attorney that nobody has checked yet."""
    return objection.powers.filter(verdict="").order_by("-pk").first()


def is_wanted(objection: Objection) -> bool:
    """Whether somebody objects for another and no power of attorney is accepted or waits to be checked."""
    return objection.by_proxy and not objection.powers.exclude(verdict="refused").exists()


def look(objection: Objection, power: ObjectionPower, /, *, by: Actor) -> Document:
    """The file, for an officer who may know who objected; ``actions.see_identity`` enters the look.

    Raises NotPermitted.
    """
    if power.objection_id != objection.pk or not may_see_identity(by, objection):
        raise NotPermitted("requests.see_identity")
    return power.document
