"""A new decree on holidays counts open objections and disputes anew: by an entry in the book, never silently (LAW Q18).

The superior's new date binds him, also when it is earlier; the first promise stays on record. The Commission's targets
follow the calendar. A party's own time at court only ever grows. The applicant's terms to object and to go to the
Commission are no stored dates: they are counted when asked for, and the later date holds (see ``clocks``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import Government
from lutra.law import clocks
from lutra.law.calendars import Calendar
from lutra.ledger import actions as ledger
from lutra.ledger.cases import move
from lutra.objections.dispute_models import Dispute
from lutra.objections.models import Objection
from lutra.requests.clocks import as_stored


def recount_open(*, now: datetime | None = None) -> int:
    """Count every running clock by the decrees known today; enter each that moved. Returns how many moved.

    A tick of the worker: state-based, so a worker that slept catches up and nothing is entered twice.
    """
    at = now or timezone.now()
    moved = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        calendar = calendar_of(government, as_known_on=day)
        objections = Objection.objects.filter(
            government=government, stage=Objection.Stage.REGISTERED, lapsed_on__isnull=True, due_on__gte=day
        )
        for objection in objections.order_by("pk").iterator(chunk_size=500):
            if _reply(objection, calendar).due != objection.due_on:
                moved += _recount(objection.pk, government=government, calendar=calendar, day=day, at=at)
        disputes = Dispute.objects.filter(government=government).exclude(stage=Dispute.Stage.FINAL)
        for dispute in disputes.order_by("pk").iterator(chunk_size=500):
            dispute.government = government
            if any(_moved(dispute, calendar, day=day)):
                moved += _recount_dispute(
                    dispute.pk, government=government, calendar=calendar, day=day, at=at
                )
    return moved


def _reply(objection: Objection, calendar: Calendar) -> clocks.Due:
    start = date.fromisoformat(objection.clock["reply"]["from"])
    return clocks.due("objection.reply", start, calendar=calendar)


def _recount(pk: int, *, government: Government, calendar: Calendar, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        objection = Objection.objects.get(pk=pk)
        due = _reply(objection, calendar)
        is_running = objection.stage == Objection.Stage.REGISTERED and objection.lapsed_on is None
        if not is_running or due.due == objection.due_on:
            return False
        reply = as_stored(due, known_on=day)
        move(
            objection,
            "recompute",
            by=actors.clock(government.pk),
            at=at,
            data={
                "old_due": objection.due_on.isoformat(),
                "due": due.due.isoformat(),
                "calendar_version": due.calendar_version,
                "reply": reply,
            },
            changes={"due_on": due.due, "clock": {**objection.clock, "reply": reply}},
        )
    return True


def _moved(dispute: Dispute, calendar: Calendar, *, day: date) -> Iterator[tuple[str, clocks.Due]]:
    """The clock that runs at the dispute's stage, if it has not ended and another date comes out now."""
    act = dispute.table.stage(dispute.stage).next_act
    name = act.rule.partition(".")[2] if act and act.rule else ""
    stored: dict[str, Any] | None = dispute.clock.get(name)
    if stored is None or date.fromisoformat(stored["due"]) < day:
        return
    promised = clocks.due(
        stored["rule"],
        date.fromisoformat(stored["from"]),
        calendar=calendar_of(dispute.government, as_known_on=date.fromisoformat(stored["known_on"])),
    )
    found = clocks.recounted(promised, calendar=calendar)
    if found.due != promised.due:
        yield name, found


def _recount_dispute(pk: int, *, government: Government, calendar: Calendar, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        dispute = Dispute.objects.select_related("government").get(pk=pk)
        found = dict(_moved(dispute, calendar, day=day))
        if not found:
            return False
        for name, due in found.items():
            stored = as_stored(due, known_on=day)
            move(
                dispute,
                "recompute",
                by=actors.clock(government.pk),
                at=at,
                data={
                    "clock": name,
                    "old_due": dispute.clock[name]["due"],
                    "due": due.due.isoformat(),
                    "calendar_version": due.calendar_version,
                    name: stored,
                },
                changes={"clock": {**dispute.clock, name: stored}},
            )
    return True
