"""Asking a village's site what it shows: one at a time, what comes is kept before it is read, and patience grows.

The asking happens outside any transaction: a slow site holds no lock. Whoever is killed in the middle loses the village
after some minutes; what was kept and not yet read is read by the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.channels.messages import Message
from lutra.channels.opensid.errors import NoSuchSource
from lutra.channels.opensid.models import Harvest, HarvestedRow, VillageSource
from lutra.channels.opensid.payload import MOST_BYTES
from lutra.channels.opensid.sources import without_site
from lutra.channels.opensid.taking import read_in
from lutra.directory.actors import system
from lutra.directory.models import Government
from lutra.documents.actions import add_raw, purge
from lutra.fetching import NotFetched, Opener, Resolver, fetch
from lutra.ledger import actions as ledger

PATH = "/index.php/api_informasi_publik/ppid"
EVERY = timedelta(days=1)
FULL_EVERY = timedelta(days=7)  # in between only what changed is asked for
OVERLAP = timedelta(days=2)  # a site's own clock may be wrong
FIRST_PAUSE = timedelta(hours=1)  # after a failure; doubled with each one
LONGEST_PAUSE = timedelta(days=7)
CLAIM = timedelta(minutes=10)
KEPT = timedelta(days=90)  # how long the bytes of an answer are kept
FORGOTTEN_AT_ONCE = 30  # so that the book has a line a month, not one a day
SECONDS = 60.0


def due(*, at: datetime) -> QuerySet[VillageSource]:
    """The villages to ask, the longest waiting first. A demo's sites are invented and nobody is asked for them."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    found = VillageSource.objects.filter(free, is_enabled=True, next_at__lte=at)
    return found.filter(government__is_demo=False).order_by("next_at", "pk")


def harvest(
    source: VillageSource,
    /,
    *,
    full: bool = False,
    opener: Opener | None = None,
    resolver: Resolver | None = None,
    at: datetime | None = None,
) -> Harvest | None:
    """Ask one village, keep what it answers, and take it in; None where somebody else is asking it just now."""
    moment = at or timezone.now()
    if not _claim(source, moment):
        return None
    try:
        source.refresh_from_db()
        for kept in source.harvests.filter(read_at__isnull=True, document__isnull=False).order_by("pk"):
            _note(source, read_in(kept, at=moment))
        since = None if full else _since(source, moment)
        done = _note(source, _ask(source, since, opener=opener, resolver=resolver, at=moment))
        _forget_old(source, at=moment)
        return done
    finally:
        VillageSource.objects.filter(pk=source.pk).update(claimed_until=None)


def _claim(source: VillageSource, moment: datetime) -> bool:
    """Take the village by one UPDATE, so that of two who ask at once one goes away."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=moment)
    claimed = VillageSource.objects.filter(free, pk=source.pk).update(claimed_until=moment + CLAIM)
    return bool(claimed)


def _since(source: VillageSource, moment: datetime) -> date | None:
    """From which day on changes are asked for; None where it is time for all documents again."""
    if source.full_at is None or source.answered_at is None or source.full_at <= moment - FULL_EVERY:
        return None
    if HarvestedRow.objects.filter(source=source, missing_since__isnull=False).exists():
        return None
    zone = ZoneInfo(source.government.time_zone)
    return (source.answered_at - OVERLAP).astimezone(zone).date()


def address(source: VillageSource, since: date | None = None) -> str:
    """Where the village shows its documents."""
    query = f"?tgl_dari={since:%d-%m-%Y}" if since else ""
    return f"{source.base_url}{PATH}{query}"


def _ask(
    source: VillageSource,
    since: date | None,
    *,
    opener: Opener | None,
    resolver: Resolver | None,
    at: datetime,
) -> Harvest:
    try:
        answer = fetch(
            address(source, since), most=MOST_BYTES, opener=opener, resolver=resolver, timeout=SECONDS
        )
    except NotFetched as refusal:
        return Harvest.objects.create(
            government_id=source.government_id,
            source=source,
            since=since,
            problem=refusal.code,
            came_at=at,
            read_at=at,
        )
    is_ok = 200 <= answer.status < 300
    kept = _keep(source, answer.body, since=since, status=answer.status, at=at, is_ok=is_ok)
    return read_in(kept, at=at) if is_ok else kept


@transaction.atomic
def _keep(
    source: VillageSource,
    content: bytes,
    *,
    since: date | None,
    status: int | None,
    at: datetime,
    is_ok: bool,
) -> Harvest:
    """Keep what came exactly as it came, before anything reads it; the same bytes again are kept once."""
    last = source.harvests.filter(document__isnull=False).select_related("document").first()
    document = add_raw(
        source.government,
        name=f"opensid-{source.region_id}-{at:%Y%m%d%H%M%S}.json",
        content=content,
        kind="application/json",
        at=at,
    )
    if last is not None and last.document is not None and last.document.sha256 == document.sha256:
        document.delete()
        document = last.document
    return Harvest.objects.create(
        government_id=source.government_id,
        source=source,
        document=document,
        since=since,
        status=status,
        problem="" if is_ok else "status",
        came_at=at,
        read_at=None if is_ok else at,
    )


def _note(source: VillageSource, done: Harvest) -> Harvest:
    """Note at the village how it went, and when it is asked next."""
    at = done.came_at
    source.asked_at, source.problem = at, done.problem
    source.detail = str(done.status) if done.problem == "status" else " ".join(done.errors)[:300]
    is_answer = done.problem in ("", "suspicious")
    if is_answer:
        source.answered_at, source.failures = at, 0
        source.full_at = at if done.is_full else source.full_at
        source.next_at = at + EVERY
    else:
        source.failures = min(source.failures + 1, 30)
        source.next_at = at + pause(source.failures)
    source.save(
        update_fields=["asked_at", "answered_at", "full_at", "problem", "detail", "failures", "next_at"]
    )
    return done


@transaction.atomic
def _forget_old(source: VillageSource, *, at: datetime) -> None:
    """Destroy what came long ago, some dozen at once; how it went stays, and the newest answer can be read again."""
    kept = source.harvests.filter(document__isnull=False).order_by("-pk").select_related("document")
    old = [one for one in kept[1:] if one.came_at < at - KEPT]
    if len(old) < FORGOTTEN_AT_ONCE:
        return
    ledger.lock(source.government_id)
    newest = kept[0].document_id
    Harvest.objects.filter(pk__in=[one.pk for one in old]).update(document=None)
    for document in {one.document_id: one.document for one in old if one.document_id != newest}.values():
        if document is not None and not Harvest.objects.filter(document=document).exists():
            purge(document, at=at)
    ledger.record(
        government_id=source.government_id,
        kind="village.answers_purged",
        subject=("village_source", source.pk),
        by=system(source.government_id),
        at=at,
        data={"village": source.region_id, "answers": len(old)},
    )


def pause(failures: int) -> timedelta:
    """How long a village that failed so often in a row is left alone."""
    doublings = min(failures - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


@transaction.atomic
def take_file(
    government: Government, content: bytes, messages: Sequence[Message], /, *, at: datetime | None = None
) -> list[Harvest]:
    """Keep and take in a file with the answers of one village or several, as if their sites had given it just now.

    A village without a site here is entered without one. Raises NoSuchSource for what is no village of this government.
    """
    moment = at or timezone.now()
    codes = sorted({one.sender for one in messages if one.sender})
    if not codes:
        raise NoSuchSource(_("Berkas ini tidak menyebut desanya; tidak ada yang dapat disimpan."))
    sources = [without_site(government, code, at=moment) for code in codes]
    return [_take_in(source, content, at=moment) for source in sources]


def _take_in(source: VillageSource, content: bytes, *, at: datetime) -> Harvest:
    kept = _keep(source, content, since=None, status=None, at=at, is_ok=True)
    return _note(source, read_in(kept, at=at))


def read_again(source: VillageSource, /, *, at: datetime | None = None) -> Harvest | None:
    """Read the newest list that was kept once more, after a reader was mended; None where nothing was kept."""
    kept = source.harvests.filter(document__isnull=False, status__isnull=True) | source.harvests.filter(
        document__isnull=False, status__range=(200, 299)
    )
    newest = kept.order_by("-pk").first()
    return read_in(newest, at=at or timezone.now()) if newest is not None else None
