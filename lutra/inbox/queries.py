"""Reading messages and proofs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from lutra.directory.models import Government
from lutra.inbox.models import OutgoingMessage, Proof
from lutra.letters.models import Letter
from lutra.requests.models import Request


def messages_of(request: Request) -> QuerySet[OutgoingMessage]:
    """What was sent, or waits to be sent, about a request itself, oldest first."""
    return OutgoingMessage.objects.filter(request=request).select_related("letter").order_by("pk")


def failed(government: Government) -> QuerySet[OutgoingMessage]:
    """Messages given up: these applicants must be told another way."""
    return (
        OutgoingMessage.objects.filter(
            government=government, state=OutgoingMessage.State.FAILED, letter__isnull=False
        )
        .select_related("letter__request", "letter__objection")
        .order_by("-pk")
    )


def proofs_of(request: Request) -> QuerySet[Proof]:
    """Proof that receipt and extension reached the applicant; that of the answer is ``request.deliveries``."""
    return Proof.objects.filter(letter__request=request).select_related("letter").order_by("pk")


def reached_at(letter: Letter) -> datetime | None:
    """The first moment at which a letter reached the applicant by any way; None while there is no proof (LAW A19)."""
    proofs = Proof.objects.filter(letter=letter).values_list("reached_at", flat=True)
    deliveries = letter.case.deliveries.filter(what=letter.kind).values_list("delivered_at", flat=True)
    return min([*proofs, *deliveries], default=None)
