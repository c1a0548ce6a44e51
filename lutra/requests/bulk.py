"""The same deed on many requests: planned after a preview, done by the worker when 60 seconds to take it back are over.

Each request goes through the deed of its own, with the planner's rights on that day and the revision that he saw; what
the deed refuses is noted beside the request and the others go on. Each request is done, and noted, in one transaction
behind the book's lock, so that a crash or a second worker repeats nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor, actor_of
from lutra.directory.calendars import today
from lutra.directory.errors import DirectoryError
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.requests import actions
from lutra.requests.errors import CaseError, Incomplete, NobodyToAsk, TooLate
from lutra.requests.models import BulkItem, BulkJob, Request
from lutra.requests.visibility import visible
from lutra.requests.workflow import allows

WINDOW = timedelta(seconds=60)
MOST = 200
# The deeds that may be done in bulk, with the permission that each needs anyway.
DEEDS: Mapping[str, str] = {"dispose": "requests.dispose", "close": "requests.close"}


@transaction.atomic
def plan(
    government: Government,
    /,
    *,
    deed: str,
    seen: Mapping[int, int],
    key: str,
    by: Actor,
    body: PublicBody | None = None,
    instruction: str = "",
    at: datetime | None = None,
) -> BulkJob:
    """Plan ``deed`` for the requests whose id ``seen`` maps to the revision that was shown; nothing happens yet.

    ``key`` makes it idempotent: the same form sent twice plans one job.
    Raises NotPermitted, Incomplete, NobodyToAsk.
    """
    if deed not in DEEDS:
        raise Incomplete({"deed": _("Pilih langkah yang dapat dilakukan sekaligus.")})
    permit(by, DEEDS[deed], government_id=government.pk)
    if not 1 <= len(seen) <= MOST:
        raise Incomplete(
            {"requests": _("Pilih sedikitnya satu dan paling banyak %(most)d permohonan.") % {"most": MOST}}
        )
    if deed == "dispose" and (body is None or body.government_id != government.pk or not body.is_active):
        raise NobodyToAsk(_("Pilih perangkat daerah yang aktif di pemerintah daerah ini."))
    if len(instruction.strip()) > 2000:
        raise Incomplete({"instruction": _("Petunjuk paling banyak %(max)d huruf.") % {"max": 2000}})
    moment = at or timezone.now()
    ledger.lock(government.pk)
    if earlier := BulkJob.objects.filter(government=government, key=key).first():
        return earlier
    found = set(visible(by).filter(pk__in=list(seen)).values_list("pk", flat=True))
    if found != set(seen):
        raise Incomplete({"requests": _("Ada permohonan yang tidak dapat Anda lihat; pilih lagi.")})
    job = BulkJob.objects.create(
        government=government,
        deed=deed,
        body=body if deed == "dispose" else None,
        instruction=instruction.strip(),
        planned_by_id=by.officer_id,
        planned_at=moment,
        runs_at=moment + WINDOW,
        key=key,
    )
    BulkItem.objects.bulk_create(
        BulkItem(government=government, job=job, request_id=pk, seen=revision)
        for pk, revision in sorted(seen.items())
    )
    _enter(job, "bulk.planned", by=by, at=moment)
    return job


@transaction.atomic
def cancel(job: BulkJob, /, *, by: Actor, at: datetime | None = None) -> BulkJob:
    """Take a planned job back before it runs; whoever may do its deed may. Raises NotPermitted, TooLate."""
    permit(by, DEEDS[job.deed], government_id=job.government_id)
    moment = at or timezone.now()
    ledger.lock(job.government_id)
    job.refresh_from_db()
    if job.state == BulkJob.State.CANCELLED:
        return job
    if job.state != BulkJob.State.WAITING or moment >= job.runs_at:
        raise TooLate(_("Waktu membatalkan sudah habis; langkah ini sedang atau sudah dikerjakan."))
    job.state, job.ended_at = BulkJob.State.CANCELLED, moment
    job.save(update_fields=["state", "ended_at"])
    _enter(job, "bulk.cancelled", by=by, at=moment)
    return job


def _enter(job: BulkJob, kind: str, *, by: Actor, at: datetime) -> None:
    ledger.record(
        government_id=job.government_id,
        kind=kind,
        subject=("bulk", job.pk),
        by=by,
        at=at,
        data={"deed": job.deed, "requests": list(job.items.values_list("request_id", flat=True))},
    )


def run_due(*, now: datetime | None = None) -> int:
    """Do every job whose window has ended; return how many requests were dealt with. A tick of the worker."""
    moment = now or timezone.now()
    due = BulkJob.objects.filter(state=BulkJob.State.WAITING, runs_at__lte=moment).order_by("runs_at", "pk")
    return sum(_run(job, at=moment) for job in due.select_related("government", "planned_by", "body"))


def _run(job: BulkJob, *, at: datetime) -> int:
    by = actor_of(job.planned_by, job.government, on=today(job.government, now=at))
    waiting = job.items.filter(done_at__isnull=True).values_list("pk", flat=True)
    count = sum(_one(job, pk, by=by, at=at) for pk in list(waiting))
    with transaction.atomic():
        ledger.lock(job.government_id)
        BulkJob.objects.filter(pk=job.pk, state=BulkJob.State.WAITING).exclude(
            items__done_at__isnull=True
        ).update(state=BulkJob.State.DONE, ended_at=at)
    return count


@transaction.atomic
def _one(job: BulkJob, item_id: int, *, by: Actor, at: datetime) -> bool:
    """Do one request behind the lock: whoever comes second finds it done."""
    ledger.lock(job.government_id)
    item = BulkItem.objects.select_related("request", "job").get(pk=item_id)
    if item.done_at is not None or item.job.state != BulkJob.State.WAITING:
        return False
    item.request.government = job.government
    try:
        with transaction.atomic():
            _do(job, item, by=by, at=at)
    except (CaseError, DirectoryError) as refusal:
        item.result, item.message = BulkItem.Result.REFUSED, str(refusal)[:500]
    else:
        item.result = BulkItem.Result.DONE
    item.done_at = at
    item.save(update_fields=["result", "message", "done_at"])
    return True


def _do(job: BulkJob, item: BulkItem, *, by: Actor, at: datetime) -> None:
    if job.deed == "close":
        actions.close(item.request, by=by, seen=item.seen, at=at)
    elif job.body is not None:
        actions.dispose(
            item.request, to=[job.body], instruction=job.instruction, by=by, seen=item.seen, at=at
        )


# --- reads ---


def preview(requests: Sequence[Request], *, deed: str) -> list[tuple[Request, bool]]:
    """Each request, and whether the table allows the deed at its stage now."""
    return [(request, allows(request, deed)) for request in requests]


def waiting(government: Government) -> list[BulkJob]:
    """The jobs that can still be taken back or are about to run, the next first."""
    found = BulkJob.objects.filter(government=government, state=BulkJob.State.WAITING)
    return list(found.select_related("planned_by", "body__parent").order_by("runs_at", "pk"))
