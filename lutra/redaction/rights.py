"""Who sees and handles which redaction: whoever sees, or handles, its document."""

from __future__ import annotations

from django.db.models import QuerySet

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.documents import rights as documents
from lutra.documents.models import Document
from lutra.redaction.models import Redaction


def visible(actor: Actor) -> QuerySet[Redaction]:
    """The redactions an officer may see."""
    return Redaction.objects.filter(
        government_id=actor.government_id, document__in=documents.visible(actor)
    ).select_related("document__body", "government", "output", "started_by", "proposed_by", "approved_by")


def may_on(document: Document, permission: str, by: Actor) -> bool:
    """Whether the officer may do this with redactions of ``document``."""
    try:
        documents.permit_on(document, permission, by)
    except NotPermitted:
        return False
    return True
