"""When the system stood still: noted in each government's book as soon as it runs again, and read beside a due date.

The worker gives a sign of life all the time. A silence of more than a quarter of an hour in office hours is an outage:
whoever wanted to file, answer or follow on such a day can point at it, and so can the office (Perpres 95/2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.ledger import actions as ledger
from lutra.ledger.queries import entries

KIND = "system.outage"
LEAST = timedelta(minutes=15)
# When somebody would have been at the desk (Perpres 21/2023 Pasal 4); on working days only.
OPENS, CLOSES = time(7, 30), time(16, 0)
# A machine that was off for longer than this was not in service, and nobody's day is told about.
LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Outage:
    """From when until when nothing ran, in UTC."""

    since: datetime
    until: datetime


def note(since: datetime, until: datetime) -> int:
    """Enter the silence in the book of every government in whose office hours it fell; how many there were.

    Several workers may find the same silence; it is entered once.
    """
    if until - since <= LEAST:
        return 0
    return sum(
        _entered(government, since, until)
        for government in Government.objects.order_by("pk")
        if in_office_hours(government, since, until) > LEAST
    )


@transaction.atomic
def _entered(government: Government, since: datetime, until: datetime) -> bool:
    ledger.lock(government.pk)
    if any(_read(entry.data).until > since for entry in entries(government.pk, kinds=[KIND], since=since)):
        return False
    ledger.record(
        government_id=government.pk,
        kind=KIND,
        subject=("government", government.pk),
        by=actors.system(government.pk),
        at=until,
        data={
            "from": since.isoformat(),
            "until": until.isoformat(),
            "minutes": int((until - since).total_seconds() // 60),
        },
    )
    return True


def in_office_hours(government: Government, since: datetime, until: datetime) -> timedelta:
    """How much of the silence fell into hours in which the office is open."""
    zone, calendar = ZoneInfo(government.time_zone), calendar_of(government)
    day = max(since, until - LONGEST).astimezone(zone).date()
    lost = timedelta(0)
    while day <= until.astimezone(zone).date():
        if calendar.is_workday(day):
            opens, closes = (datetime.combine(day, hour, tzinfo=zone) for hour in (OPENS, CLOSES))
            lost += max(timedelta(0), min(until, closes) - max(since, opens))
        day += timedelta(days=1)
    return lost


def on(government: Government, day: date) -> list[Outage]:
    """The outages that touch the legal day ``day``, oldest first. One query."""
    start = datetime.combine(day, time.min, tzinfo=ZoneInfo(government.time_zone))
    end = start + timedelta(days=1)
    found = (_read(entry.data) for entry in entries(government.pk, kinds=[KIND], since=start))
    return [outage for outage in found if outage.since < end and outage.until > start]


def _read(data: dict[str, str]) -> Outage:
    return Outage(datetime.fromisoformat(data["from"]), datetime.fromisoformat(data["until"]))


def since_last_sign(age: float | None) -> int:
    """Note the silence before now, the last sign of life being ``age`` seconds old (None: there was none)."""
    if age is None:
        return 0
    now = timezone.now()
    return note(now - timedelta(seconds=age), now)
