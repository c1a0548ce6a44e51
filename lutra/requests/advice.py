"""The written advice of the considerations team (Tim Pertimbangan), attached to a request before anything is withheld.

Whether a decision needs it is the government's own rule (``WorkRules.needs_advice``); the PPID decides either way, and
says in the decision why, when he does otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.actors import Actor
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.requests import decisions
from lutra.requests.errors import Incomplete, NoAdvice, TooLate
from lutra.requests.models import Advice, Request
from lutra.requests.rules import rules_of

KIND = "request.advised"


@transaction.atomic
def advise(request: Request, /, *, text: str, stance: str, by: Actor, at: datetime | None = None) -> Advice:
    """Attach the team's advice while the decision is still to come. The book learns the stance, not the words.

    Raises NotPermitted, Incomplete, TooLate.
    """
    permit(by, "requests.advise", government_id=request.government_id)
    said = text.strip()
    wrong = decisions.too_long(Advice, {"text": said})
    if not said:
        wrong["text"] = _("Tuliskan pertimbangannya; PPID membacanya sebelum memutuskan.")
    if stance not in Advice.Stance.values:
        wrong["stance"] = _("Pilih arah pertimbangan.")
    if wrong:
        raise Incomplete(wrong)
    ledger.lock(request.government_id)
    request.refresh_from_db()
    if not request.is_waiting:
        raise TooLate(
            _("Permohonan ini sudah diputuskan atau ditutup; pertimbangan tidak lagi mendahuluinya.")
        )
    moment = at or timezone.now()
    advice = Advice.objects.create(
        government=request.government,
        request=request,
        text=said,
        stance=stance,
        given_by_id=by.officer_id,
        given_as_id=by.post_id,
        given_at=moment,
    )
    ledger.record(
        government_id=request.government_id,
        kind=KIND,
        subject=request.ledger_subject,
        by=by,
        at=moment,
        data={"advice": advice.pk, "stance": stance},
    )
    return advice


def check(request: Request, grounds: Collection[str], tests: Collection[ConsequenceTest] = (), /) -> None:
    """Raise NoAdvice when a decision withholds something (Pasal 17 huruf a–j), advice is demanded and none is there.

    The team was heard when it advised on the request, or in a session on each of the ``tests`` that carry the decision.
    """
    if not grounds or not rules_of(request.government_id).needs_advice:
        return
    if tests and all(test.advice for test in tests):
        return
    if not of(request).exists():
        raise NoAdvice(
            _(
                "Aturan kerja meminta pertimbangan Tim Pertimbangan sebelum informasi ditolak atau dihitamkan; "
                "mintalah pertimbangannya pada permohonan ini, atau bahas ujinya dalam sidang tim."
            )
        )


def of(request: Request, /) -> QuerySet[Advice]:
    """The advice on a request, oldest first."""
    return Advice.objects.filter(request=request).select_related("given_by", "given_as").order_by("pk")
