"""Loading the demo once; a second call finds it there and keeps the data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import chain

from django.db import transaction
from django.utils import timezone

from lutra.demo import (
    catalogue,
    disputes,
    documents,
    exemptions,
    gaps,
    life,
    objections,
    obligations,
    others,
    places,
    readingroom,
    redactions,
    villages,
)
from lutra.directory.models import Government
from lutra.ledger import followers

REQUESTS = 300
NEIGHBOUR_REQUESTS = 20
SEED = 7322


def load(*, progress: Callable[[str], None]) -> None:
    """Load Luwu Utara and its neighbour with their requests, telling ``progress`` what is being done.

    All of it happens in one transaction, so that a killed first run leaves nothing half-made.
    """
    if Government.objects.filter(is_demo=True).exists():
        progress("Data demo sudah ada; dipertahankan.")
        return
    now = timezone.now()
    with transaction.atomic():
        progress("Memuat Kabupaten Luwu Utara: 15 kecamatan, 7 kelurahan, 166 desa …")
        main = places.luwu_utara()
        progress("Memuat Kabupaten Luwu …")
        beside = places.neighbour()
        for government, count in ((main, REQUESTS), (beside, NEIGHBOUR_REQUESTS)):
            _live(government, count, now=now, progress=progress)
    _tell_the_followers(progress)


def _tell_the_followers(progress: Callable[[str], None]) -> None:
    """Write register and letters of all that happened, so that the first real request need not wait behind them.

    Stopped in the middle, the worker goes on where this ended.
    """
    progress("Menyusun register publik dan surat dari buku …")
    handled = 0
    while step := followers.run_once():
        handled += step
        progress(f"Register dan surat: {handled} entri buku diolah …")


def _live(government: Government, count: int, *, now: datetime, progress: Callable[[str], None]) -> None:
    first = date(2022, 2, 1)
    office = life.Office(government)
    life.prepare_tests(office, on=date(2022, 1, 10))

    def tell(filed: int) -> None:
        if filed % 60 == 0:
            progress(f"{government.short_name}: {filed} dari {count} permohonan …")

    seed = SEED + government.pk
    plans = [life.plan(office, count=count, first=first, now=now, seed=seed)]
    if count >= REQUESTS:  # the neighbour has too few answers for anybody to object to or dispute
        plans += [
            plot.plan(office, now=now, seed=seed)
            for plot in (
                catalogue,
                objections,
                disputes,
                obligations,
                others,
                gaps,
                readingroom,
                documents,
                redactions,
                exemptions,
                villages,
            )
        ]
    life.live(chain.from_iterable(plans), progress=tell)
