"""The working-day calendar of one government."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from lutra.directory.models import Government
from lutra.law import calendars
from lutra.law.clocks import legal_day


def calendar_of(government: Government, *, as_known_on: date | None = None) -> calendars.Calendar:
    """The calendar with the government's named readings, as the decrees known on ``as_known_on`` make it."""
    local: tuple[calendars.LocalHoliday, ...] = ()
    if government.local_holidays_count:
        local = tuple(
            calendars.LocalHoliday(date=row.date, name=row.name, decree=row.decree)
            for row in government.local_holidays.order_by("date")
        )
    return calendars.calendar(
        as_known_on=as_known_on, joint_leave_is_workday=government.joint_leave_is_workday, local=local
    )


def today(government: Government, *, now: datetime | None = None) -> date:
    """The legal day it is in the government's own zone."""
    return legal_day(now or timezone.now(), government.time_zone)
