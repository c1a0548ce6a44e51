"""Do the links of the catalogue still answer? Looked at a few at a time, kept with the day, told on the desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lutra.catalogue.models import ItemFile
from lutra.directory.models import Government
from lutra.fetching import Opener, Resolver
from lutra.obligations import fetching
from lutra.obligations.models import BrokenLink

#: A link that answered is asked again after this long, one that did not after the shorter time.
AGAIN = timedelta(days=7)
AGAIN_BROKEN = timedelta(days=1)
#: No host is asked more often than this in a minute, by all governments together.
PER_HOST = 6
MINUTE = timedelta(minutes=1)
#: How many links one round looks at.
ROUND = 40
#: How many waiting links one round looks through for hosts that may still be asked.
LOOKED_THROUGH = 5000


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    checked: int
    broken: int


def check_round(
    *,
    opener: Opener | None = None,
    resolver: Resolver | None = None,
    at: datetime | None = None,
    most: int = ROUND,
) -> Round:
    """Look at the links that are due, the longest unseen first; polite to each host. Safe to run side by side.

    The asking happens outside any transaction: a slow server holds no lock.
    """
    moment = at or timezone.now()
    checked = broken = 0
    for file in _take(moment, most):
        verdict = fetching.check(file.url, opener=opener, resolver=resolver)
        _keep(file, verdict, moment)
        checked += 1
        broken += not verdict.works
    return Round(checked, broken)


def links(government: Government) -> QuerySet[ItemFile]:
    """The links that the public may follow now."""
    return ItemFile.objects.filter(
        ~Q(url=""), government=government, ended_at__isnull=True, item__is_public=True
    )


def broken(government: Government) -> QuerySet[BrokenLink]:
    """The links that fail, with since when; oldest first."""
    return (
        BrokenLink.objects.filter(
            government=government,
            mended_at__isnull=True,
            file__ended_at__isnull=True,
            file__item__is_public=True,
        )
        .select_related("file__item__body__parent")
        .order_by("since", "pk")
    )


def is_due(*, at: datetime | None = None) -> bool:
    """Whether any link waits to be looked at."""
    return _due(at or timezone.now()).exists()


def _due(moment: datetime) -> QuerySet[ItemFile]:
    """The links to look at, the longest unseen first. A demo's addresses are invented and nobody is asked for them."""
    return (
        ItemFile.objects.filter(
            ~Q(url=""), ended_at__isnull=True, item__is_public=True, government__is_demo=False
        )
        .filter(
            Q(checked_at__isnull=True)
            | Q(checked_at__lte=moment - AGAIN)
            | (Q(checked_at__lte=moment - AGAIN_BROKEN) & ~Q(check_status="ok"))
        )
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )


def _take(moment: datetime, most: int) -> list[ItemFile]:
    """Choose and mark what this round looks at; one UPDATE claims a link, so another worker takes others."""
    recent = ItemFile.objects.filter(~Q(url=""), checked_at__gt=moment - MINUTE)
    asked = Counter(_host(url) for url in recent.values_list("url", flat=True))
    taken: list[int] = []
    for pk, url, checked_at in _due(moment).values_list("pk", "url", "checked_at")[:LOOKED_THROUGH]:
        if len(taken) == most:
            break
        if asked[_host(url)] >= PER_HOST:
            continue
        if _unchanged(pk, checked_at).update(checked_at=moment):
            asked[_host(url)] += 1
            taken.append(pk)
    return list(ItemFile.objects.filter(pk__in=taken).order_by("pk"))


def _unchanged(pk: int, checked_at: datetime | None) -> QuerySet[ItemFile]:
    if checked_at is None:
        return ItemFile.objects.filter(pk=pk, checked_at__isnull=True)
    return ItemFile.objects.filter(pk=pk, checked_at=checked_at)


@transaction.atomic
def _keep(file: ItemFile, verdict: fetching.Verdict, moment: datetime) -> None:
    ItemFile.objects.filter(pk=file.pk).update(checked_at=moment, check_status=verdict.status[:40])
    there = BrokenLink.objects.select_for_update().filter(file=file).first()
    if verdict.works:
        if there is not None and there.mended_at is None:
            there.mended_at = moment
            there.save(update_fields=["mended_at"])
    elif there is None:
        BrokenLink.objects.create(
            government_id=file.government_id,
            file=file,
            since=moment,
            last_at=moment,
            status=verdict.status[:40],
        )
    else:
        if there.mended_at is not None:
            there.since, there.mended_at, there.tries = moment, None, 0
        there.last_at, there.status, there.tries = moment, verdict.status[:40], there.tries + 1
        there.save(update_fields=["since", "mended_at", "tries", "last_at", "status"])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""
