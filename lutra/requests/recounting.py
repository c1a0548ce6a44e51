"""A new decree on holidays counts the open cases anew: by an entry in the book, never silently (LAW Q18).

The new date binds the office, also when it is earlier; the first promise stays on record. The applicant's own terms are
no stored dates: they are counted when asked for, and there the later date holds (see `objections.clocks`).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import Government
from lutra.law import clocks
from lutra.law.calendars import Calendar
from lutra.ledger import actions as ledger
from lutra.requests.clocks import as_stored
from lutra.requests.models import WAITING, Request
from lutra.requests.workflow import move


def recount_open(*, now: datetime | None = None) -> int:
    """Count every running clock by the decrees known today; enter each that moved. Returns how many moved.

    A tick of the worker: state-based, so a worker that slept catches up and nothing is entered twice.
    """
    at = now or timezone.now()
    moved = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        calendar = calendar_of(government, as_known_on=day)
        running = Request.objects.filter(
            WAITING, government=government, lapsed_on__isnull=True, due_on__gte=day
        )
        for request in running.order_by("pk").iterator(chunk_size=500):
            if _dues(request, calendar)[-1].due != request.due_on:
                moved += _recount(request.pk, government=government, calendar=calendar, day=day, at=at)
    return moved


def _dues(request: Request, calendar: Calendar) -> list[clocks.Due]:
    start = request.clock_starts_on
    rules = ["request.reply", *(["request.extension"] if request.extended_on else [])]
    return clocks.chain(rules, start, calendar=calendar)


def _recount(pk: int, *, government: Government, calendar: Calendar, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        request = Request.objects.select_related("government").get(pk=pk)
        dues = _dues(request, calendar)
        if not request.is_waiting or request.lapsed_on or dues[-1].due == request.due_on:
            return False
        names = ("reply", "extension")
        clock = {name: as_stored(due, known_on=day) for name, due in zip(names, dues, strict=False)}
        move(
            request,
            "recompute",
            by=actors.clock(government.pk),
            at=at,
            data={
                "old_due": request.due_on.isoformat(),
                "due": dues[-1].due.isoformat(),
                "calendar_version": dues[-1].calendar_version,
                **clock,
            },
            changes={"due_on": dues[-1].due, "clock": {**request.clock, **clock}},
        )
    return True
