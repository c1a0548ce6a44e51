"""The clocks of an objection. The days come from the statute book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import Government
from lutra.law import clocks
from lutra.law.calendars import Calendar
from lutra.ledger import actions as ledger
from lutra.ledger.cases import move
from lutra.objections.models import Objection
from lutra.requests.models import Request


@dataclass(frozen=True, slots=True)
class Window:
    """Until when an objection to a request may be filed, and which grounds the facts suggest."""

    opened_on: date | None  # the day on which the ground was found; None: nothing to object to yet
    last_day: date | None
    suggested: tuple[str, ...]


def window(request: Request, *, on: date) -> Window:
    """The applicant's window on the legal day ``on``: from the answer's arrival, else from the end of silence.

    Reading Q7: of silence the ground is found when the due day ends, so the first day is the next working day.
    """
    if request.decided_on:
        opened: date | None = request.delivered_on or request.decided_on
    else:
        opened = request.due_on if request.is_late(on) else None
    last = filing_clock(request.government, opened).due if opened else None
    return Window(opened_on=opened, last_day=last, suggested=_suggested(request, on=on))


def _suggested(request: Request, *, on: date) -> tuple[str, ...]:
    found = []
    if request.outcome == "refused":
        found.append("a")
    if request.decided_on is None and request.is_late(on):
        found.append("c")
    if request.outcome in {"partly", "not_held", "not_yet_held"}:
        found.append("d")
    if request.is_late(on):
        found.append("g")
    return tuple(found)


def filing_clock(government: Government, opened_on: date) -> clocks.Due:
    """Until when the applicant may object (UU 14/2008 Pasal 36 ayat (1))."""
    return _own_term("objection.file", government, opened_on)


def _own_term(rule: str, government: Government, opened_on: date) -> clocks.Due:
    """An applicant's own term: a decree that came after it began may lengthen it, never shorten it (LAW Q18)."""
    promised = clocks.due(rule, opened_on, calendar=calendar_of(government, as_known_on=opened_on))
    return clocks.recounted(promised, calendar=calendar_of(government))


def reply_clock(government: Government, received_on: date, *, known_on: date) -> clocks.Due:
    """When the superior's answer is due (Pasal 36 ayat (2))."""
    return clocks.due("objection.reply", received_on, calendar=calendar_of(government, as_known_on=known_on))


def dispute_clock(objection: Objection) -> clocks.Due | None:
    """Until when the commission may be asked: from the answer's arrival, or from the end of the superior's silence.

    None while the superior may still answer (Pasal 37 ayat (2), PERKI 1/2013).
    """
    opened = objection.delivered_on or objection.decided_on
    if opened is None:
        opened = objection.due_on if objection.lapsed_on else None
    if opened is None:
        return None
    return _own_term("dispute.file", objection.government, opened)


def known_calendar(objection: Objection) -> Calendar:
    """The calendar by which the objection's due date was computed."""
    known_on = date.fromisoformat(objection.clock["reply"]["known_on"])
    return calendar_of(objection.government, as_known_on=known_on)


def days_left(objection: Objection, *, on: date) -> int:
    """Working days from the answer, or from ``on``, to the due day; negative when late."""
    calendar, end = known_calendar(objection), objection.answered_on() or on
    late = end > objection.due_on
    return -calendar.count(objection.due_on, end) if late else calendar.count(end, objection.due_on)


def ruler(objection: Objection, *, on: date) -> list[clocks.Cell]:
    """The working-day ruler from receipt to due date, with lateness."""
    calendar = known_calendar(objection)
    due = clocks.due("objection.reply", objection.received_on, calendar=calendar)
    return clocks.ruler(due, today=on, answered_on=objection.answered_on(), calendar=calendar)


def lapse_overdue(*, now: datetime | None = None) -> int:
    """Enter every objection whose due day ended without an answer; return how many. State-based, so never twice."""
    at = now or timezone.now()
    count = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        waiting = Objection.objects.filter(
            government=government, stage=Objection.Stage.REGISTERED, lapsed_on__isnull=True, due_on__lt=day
        )
        for pk in waiting.order_by("due_on", "pk").values_list("pk", flat=True):
            count += _lapse(pk, government=government, day=day, at=at)
    return count


def _lapse(pk: int, *, government: Government, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        objection = Objection.objects.get(pk=pk)
        if objection.stage != Objection.Stage.REGISTERED or objection.lapsed_on or objection.due_on >= day:
            return False
        move(
            objection,
            "lapse",
            by=actors.clock(government.pk),
            at=at,
            data={"due": objection.due_on.isoformat(), "on": day.isoformat()},
            changes={"lapsed_on": day},
        )
    return True
