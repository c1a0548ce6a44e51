"""Who sees and handles which file of the list of documents. Nothing is visible that this module does not give."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may, permit
from lutra.documents.models import Document
from lutra.ledger.actions import record


def visible(actor: Actor) -> QuerySet[Document]:
    """The listed files that an officer may see: all of his government, those of his own bodies, or none.

    Letters and images of identity cards are sealed and never among them; files of a case are for those who may open
    what it withholds (LAW A25).
    """
    listed = Document.objects.filter(
        government_id=actor.government_id, listed=True, is_sealed=False, image_of_request__isnull=True
    )
    if not may(actor, "requests.see_withheld"):
        listed = listed.filter(of_case=False)
    if may(actor, "documents.see"):
        return listed
    if may(actor, "documents.see_own_body") and actor.body_ids:
        return listed.filter(body__in=actor.body_ids)
    return listed.none()


def permit_on(document: Document, permission: str, by: Actor) -> None:
    """Pass when ``by`` may do this with ``document``: whoever sees all files with all, a body's PPID with his body's.

    Raises NotPermitted.
    """
    permit(by, permission, government_id=document.government_id)
    if not may(by, "documents.see") and document.body_id not in by.body_ids:
        raise NotPermitted(permission)


def enter(document: Document, kind: str, data: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Write a deed on ``document`` into the book."""
    record(
        government_id=document.government_id,
        kind=kind,
        subject=("document", document.pk),
        by=by,
        data=data,
        at=at,
    )
