"""Reading the reading room, and what an officer still has to decide about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from lutra.directory.models import Government
from lutra.law import statute
from lutra.publishing.readingroom.models import Offer, PublicAnswer, PublicAnswerFile
from lutra.requests.models import Request

#: Where an answer has reached the one who asked.
ANSWERED = (Request.Stage.DELIVERED, Request.Stage.CLOSED)


def giving() -> frozenset[str]:
    """The codes of the outcomes by which something was given."""
    return frozenset(row.code for row in statute.outcomes() if row.counts_as == "given")


def public_answers(government: Government, /) -> QuerySet[PublicAnswer]:
    """The answers in the reading room, newest first."""
    return PublicAnswer.objects.filter(government=government).order_by("-answered_on", "-number")


def find_answer(government: Government, /, number: int) -> PublicAnswer | None:
    """The answer with this number; None when it is not public."""
    return PublicAnswer.objects.filter(government=government, number=number).prefetch_related("files").first()


def find_answer_file(government: Government, /, number: int, document_id: int) -> PublicAnswerFile | None:
    """A file of the answer with this number; None when it is not public."""
    found = PublicAnswerFile.objects.filter(government=government, answer__number=number)
    return found.filter(document_id=document_id).select_related("answer").first()


def undecided(government: Government, /) -> QuerySet[Request]:
    """The delivered answers about which no officer has decided yet, the longest waiting first."""
    decided = Offer.objects.filter(government=government, request_id=OuterRef("pk"))
    found = Request.objects.filter(government=government, stage__in=ANSWERED, outcome__in=giving())
    found = found.filter(~Exists(decided), delivered_on__isnull=False)
    return found.select_related("body").order_by("delivered_on", "pk")


def decide_by(delivered_on: date) -> date:
    """The last day on which an officer should have decided about an answer delivered on ``delivered_on``."""
    return delivered_on + timedelta(days=settings.LUTRA_OFFER_DAYS)


def newest_offers(government: Government, /, request_ids: Collection[int]) -> dict[int, Offer]:
    """The decision that counts now for each of these requests that has one."""
    made = Offer.objects.filter(government=government, request_id__in=request_ids).order_by("pk")
    return {offer.request_id: offer for offer in made}


def offers(government: Government, /, *, state: str) -> QuerySet[Offer]:
    """The decisions that count now and say ``state``, newest first."""
    newer = Offer.objects.filter(
        government=government, request_id=OuterRef("request_id"), pk__gt=OuterRef("pk")
    )
    found = Offer.objects.filter(~Exists(newer), government=government, state=state)
    return found.select_related("decided_by").order_by("-pk")
