"""The calendar of one government of this installation. Imported only once Django is set up."""

from __future__ import annotations

from datetime import date

from django.db import DatabaseError

from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.law.calendars import Calendar


def calendar_by_code(code: str, *, as_known_on: date | None) -> Calendar | None:
    """The calendar with that government's settings and local holidays; None where it is not installed here."""
    try:
        government = Government.objects.filter(code=code).first()
    except DatabaseError:  # no tables yet: the book of law answers all the same
        return None
    return calendar_of(government, as_known_on=as_known_on) if government else None
