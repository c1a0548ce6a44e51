"""Files of a case that stay exempt: who may open them, and the entry when somebody else tried (LAW A25; Pasal 54).

A file is exempt when the request was refused or answered in part and the decision did not give it out; before the
decision, when it hangs on drafts that propose a refusal and on no other.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.permissions import may
from lutra.documents.models import Document
from lutra.law import statute
from lutra.ledger import actions as ledger
from lutra.requests.models import Decision, Draft, Request


def is_exempt(request: Request, document: Document) -> bool:
    """Whether ``document``, a file on the case's drafts, stays with the office."""
    decision = Decision.objects.filter(request=request).first()
    if decision is not None:
        withholds = bool(decision.withheld) or statute.outcome(decision.outcome).counts_as == "refused"
        return withholds and not decision.documents.filter(pk=document.pk).exists()
    proposed = set(
        Draft.objects.filter(request=request, documents__in=_origins(document)).values_list(
            "outcome", flat=True
        )
    )
    return bool(proposed) and all(statute.outcome(code).counts_as == "refused" for code in proposed)


def _origins(document: Document) -> list[int]:
    """The file and what it was made of: a copy of an exempt file is as exempt."""
    chain = [document.pk]
    while document.derived_from is not None:
        document = document.derived_from
        chain.append(document.pk)
    return chain


def may_open(request: Request, document: Document, *, by: Actor) -> bool:
    """Whether the actor, who sees the case, may open this file of it."""
    return may(by, "requests.see_withheld") or not is_exempt(request, document)


@transaction.atomic
def note_denied(request: Request, document: Document, /, *, by: Actor, at: datetime | None = None) -> None:
    """Enter that somebody without the right asked for an exempt file; no stage moves."""
    ledger.record(
        government_id=request.government_id,
        kind="request.file_denied",
        subject=request.ledger_subject,
        by=by,
        at=at or timezone.now(),
        data={"document": document.pk, "sha256": document.sha256},
    )
