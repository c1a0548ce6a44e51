"""Images of identity cards and powers of attorney: kept while they are needed, then only their digest (LAW G11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import today
from lutra.documents.actions import purge, sweep
from lutra.documents.models import Document
from lutra.ledger import actions as ledger
from lutra.objections.dispute_queries import is_objection_on_hold, is_on_hold
from lutra.objections.models import Objection, ObjectionPower
from lutra.requests.models import Request

# For this long after a purge its bytes are looked for once more, in case the plug was pulled in between.
_SWEPT_FOR = timedelta(days=2)


def purge_images(now: datetime | None = None, *, limit: int = 200) -> int:
    """Purge the images whose case closed ``LUTRA_IMAGE_DAYS`` days ago and is in no dispute; a tick of the worker."""
    moment = now or timezone.now()
    sweep(since=moment - _SWEPT_FOR)
    kept = timedelta(days=settings.LUTRA_IMAGE_DAYS)
    # A day more than any zone can be ahead; the government's own day decides below.
    closed = Request.objects.filter(closed_on__lt=moment.date() - kept + timedelta(days=1))
    waiting = Document.objects.filter(purged_at__isnull=True, image_of_request__in=closed.values("pk"))
    purged = 0
    for document in waiting.select_related("government").order_by("pk")[:limit]:
        request = Request.objects.filter(
            government_id=document.government_id, pk=document.image_of_request or 0
        ).first()
        if request is None or request.closed_on is None or is_on_hold(request):
            continue
        if today(document.government, now=moment) > request.closed_on + kept:
            _purge(document, request, at=moment)
            purged += 1
    return purged + _purge_of_objections(moment, kept=kept, limit=limit - purged)


def _purge_of_objections(moment: datetime, *, kept: timedelta, limit: int) -> int:
    """Purge the powers of attorney of objections, by the day on which each was closed."""
    closed = Objection.objects.filter(closed_on__lt=moment.date() - kept + timedelta(days=1))
    waiting = ObjectionPower.objects.filter(objection__in=closed, document__purged_at__isnull=True)
    purged = 0
    for power in waiting.select_related("document", "objection__government").order_by("pk")[: max(limit, 0)]:
        objection = power.objection
        if objection.closed_on is None or is_objection_on_hold(objection):
            continue
        if today(objection.government, now=moment) > objection.closed_on + kept:
            _purge(power.document, objection, at=moment)
            purged += 1
    return purged


@transaction.atomic
def _purge(document: Document, case: Request | Objection, *, at: datetime) -> None:
    ledger.lock(document.government_id)
    purge(document, at=at)
    ledger.record(
        government_id=document.government_id,
        kind="data.image_purged",
        subject=case.ledger_subject,
        by=actors.clock(document.government_id),
        at=at,
        data={"document": document.pk, "sha256": document.sha256},
    )
