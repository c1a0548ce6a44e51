"""The clocks of a request: what is due when, by which clause, and who was silent. The statute book counts the days."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import Government
from lutra.law import clocks
from lutra.law.calendars import Calendar
from lutra.ledger import actions as ledger
from lutra.requests.models import WAITING, Request
from lutra.requests.workflow import move

log = logging.getLogger(__name__)

# "awaiting": the applicant's turn, to fill the gaps; "ended": withdrawn or set aside.
State = Literal["running", "soon", "late", "answered", "answered_late", "awaiting", "ended"]

# "Soon" begins at the stricter reading's warning or with this many working days left (a reading, not law).
SOON = 3


def reply_clock(government: Government, received_on: date, *, known_on: date) -> clocks.Due:
    """When the written notice is due (UU 14/2008 Pasal 22 ayat (7)), by the calendar known on ``known_on``."""
    return clocks.due("request.reply", received_on, calendar=calendar_of(government, as_known_on=known_on))


def extension_clock(government: Government, due_on: date, *, known_on: date) -> clocks.Due:
    """When an extended notice is due: the extension runs from the old deadline (Pasal 22 ayat (8))."""
    return clocks.due("request.extension", due_on, calendar=calendar_of(government, as_known_on=known_on))


def notice_clock(government: Government, received_on: date, *, known_on: date) -> clocks.Due:
    """Until when the gaps of an incomplete request must be told, so that the reply clock waits for them (Q12)."""
    calendar = calendar_of(government, as_known_on=known_on)
    return clocks.due("request.completeness_notice", received_on, calendar=calendar)


def completion_clock(government: Government, told_on: date, *, known_on: date) -> clocks.Due:
    """Until when the applicant fills the gaps that he was told of (Q13)."""
    return clocks.due("request.completion", told_on, calendar=calendar_of(government, as_known_on=known_on))


def promised_at_completion(request: Request, *, on: date) -> date | None:
    """The latest day of the answer to an incomplete request, if its clock begins anew at completion (reading Q3).

    While the gaps are not told yet it is reckoned as if they were told, and filled, on the last day for each. None
    where the government's clock runs from receipt, and for a request that lacks nothing.
    """
    if request.gap_due_on is None or not request.government.reply_starts_on_completion:
        return None
    if request.gaps_told_on is None:
        last = completion_clock(request.government, request.gap_due_on, known_on=on).due
    else:
        last = last_day_to_complete(request, on=on)
    return reply_clock(request.government, last, known_on=on).due


def last_day_to_complete(request: Request, *, on: date) -> date:
    """The applicant's last day: a decree known ``on`` that day may lengthen it, never shorten it (LAW Q18).

    Raises KeyError before the gaps were told.
    """
    told = request.clock["completion"]
    promised = completion_clock(
        request.government,
        date.fromisoformat(told["from"]),
        known_on=date.fromisoformat(told["known_on"]),
    )
    return clocks.recounted(promised, calendar=calendar_of(request.government, as_known_on=on)).due


def as_stored(due: clocks.Due, *, known_on: date) -> dict[str, Any]:
    """A due date with its derivation, as the request and the book keep it."""
    return {**due.as_json(), "known_on": known_on.isoformat()}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says on one day. ``days_left`` and ``days_late`` count working days."""

    state: State
    due_on: date
    days_left: int
    days_late: int
    days_used: int
    days_allowed: int


def known_calendar(request: Request) -> Calendar:
    """The calendar by which the request's present due date was computed."""
    latest = request.clock.get("extension") or request.clock["reply"]
    return calendar_of(request.government, as_known_on=date.fromisoformat(latest["known_on"]))


def read(request: Request, *, on: date) -> Reading:
    """The reading of the request's reply clock on the legal day ``on``."""
    calendar = known_calendar(request)
    start, end = request.clock_starts_on, request.decided_on or request.closed_on or on
    late = calendar.count(request.due_on, end) if request.is_late(on) else 0
    left = calendar.count(end, request.due_on) if end < request.due_on else 0
    state: State
    if request.decided_on:
        state = "answered_late" if request.is_late(on) else "answered"
    elif request.closed_on:
        state = "ended"
    elif request.awaits_applicant:
        state = "awaiting"
    elif end > request.due_on:
        state = "late"
    else:
        state = "soon" if left <= SOON else "running"
    return Reading(
        state=state,
        due_on=request.due_on,
        days_left=left,
        days_late=late,
        days_used=calendar.count(start, end) if end > start else 0,
        days_allowed=calendar.count(start, request.due_on),
    )


def ruler(request: Request, *, on: date) -> list[clocks.Cell]:
    """The working-day ruler from the start of the clock to due date, with extension and lateness."""
    calendar = known_calendar(request)
    reply = clocks.due("request.reply", request.clock_starts_on, calendar=calendar)
    extension = clocks.due("request.extension", reply.due, calendar=calendar) if request.extended_on else None
    return clocks.ruler(
        reply, extension=extension, today=on, answered_on=request.decided_on, calendar=calendar
    )


def lapse_overdue(*, now: datetime | None = None) -> int:
    """Enter in the book every request whose due day ended without a notice; return how many.

    State-based: a worker that slept for days catches up, and nothing is entered twice.
    """
    at = now or timezone.now()
    count = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        # An incomplete request is first deemed complete or set aside (`completeness.pass_gaps`).
        waiting = Request.objects.filter(
            WAITING, government=government, lapsed_on__isnull=True, due_on__lt=day
        ).exclude(stage=Request.Stage.INCOMPLETE)
        for pk in waiting.order_by("due_on", "pk").values_list("pk", flat=True):
            count += _lapse(pk, government=government, day=day, at=at)
    return count


def _lapse(pk: int, *, government: Government, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        request = Request.objects.select_related("government").get(pk=pk)
        if (
            not request.is_waiting
            or request.lapsed_on
            or request.due_on >= day
            or request.stage == Request.Stage.INCOMPLETE
        ):
            return False
        move(
            request,
            "lapse",
            by=actors.clock(government.pk),
            at=at,
            data={"due": request.due_on.isoformat(), "on": day.isoformat()},
            changes={"lapsed_on": day},
        )
    return True
