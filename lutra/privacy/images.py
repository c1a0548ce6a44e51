"""Images of identity cards and powers of attorney: kept while they are needed, then only their digest (LAW G11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import today
from lutra.documents.actions import purge
from lutra.documents.models import Document
from lutra.ledger import actions as ledger
from lutra.objections.dispute_queries import is_on_hold
from lutra.requests.models import Request


def purge_images(now: datetime | None = None, *, limit: int = 200) -> int:
    """Purge the images whose case closed ``LUTRA_IMAGE_DAYS`` days ago and is in no dispute; a tick of the worker."""
    moment = now or timezone.now()
    waiting = Document.objects.filter(purged_at__isnull=True).exclude(image_for="").order_by("pk")
    purged = 0
    for document in waiting.select_related("government")[: limit * 10]:
        request = _case(document)
        if request is None or request.closed_on is None:
            continue
        until = request.closed_on + timedelta(days=settings.LUTRA_IMAGE_DAYS)
        if today(document.government, now=moment) > until and not is_on_hold(request):
            _purge(document, request, at=moment)
            purged += 1
            if purged == limit:
                break
    return purged


def _case(document: Document) -> Request | None:
    kind, _colon, number = document.image_for.partition(":")
    if kind != "request" or not number.isdigit():
        return None
    return Request.objects.filter(government_id=document.government_id, pk=int(number)).first()


@transaction.atomic
def _purge(document: Document, request: Request, *, at: datetime) -> None:
    ledger.lock(document.government_id)
    purge(document, at=at)
    ledger.record(
        government_id=document.government_id,
        kind="data.image_purged",
        subject=request.ledger_subject,
        by=actors.clock(document.government_id),
        at=at,
        data={"document": document.pk, "sha256": document.sha256},
    )
