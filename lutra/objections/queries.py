"""Reads on objections: by code, as a queue, those of a request, and the orders that wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.objections.models import Objection
from lutra.requests.clocks import SOON
from lutra.requests.codes import read_code
from lutra.requests.models import Request

# The queue's groups in the order in which the law needs them.
GROUPS = ("late", "today", "soon", "running", "to_deliver", "ordered", "to_close", "closed")

_WAITING = Q(stage=Objection.Stage.REGISTERED)
_ANSWERED = Q(stage__in=[Objection.Stage.DECIDED, Objection.Stage.SETTLED])
# What the superior told the PPID to do and nobody has done.
_ORDERED = Q(stage=Objection.Stage.DECIDED, order_due_on__isnull=False, order_done_on__isnull=True)


def find_by_code(government: Government, typed: str) -> Objection | None:
    """The objection that a tracking code opens, however it was typed; None when there is none here."""
    code = read_code(typed)
    if not code:
        return None
    found = Objection.objects.filter(government=government, code=code).select_related("request").first()
    if found:
        found.government = government  # the same row
    return found


def of_request(request: Request) -> QuerySet[Objection]:
    """The objections against a request, oldest first."""
    return Objection.objects.filter(request=request).order_by("pk")


def orders_waiting(government: Government) -> QuerySet[Objection]:
    """The objections whose order is still to be carried out, the most urgent first."""
    return Objection.objects.filter(_ORDERED, government=government).order_by("order_due_on", "pk")


def group_condition(group: str, *, government: Government, on: date) -> Q:
    """The condition for one group of ``GROUPS`` on the legal day ``on``. Raises KeyError for another word.

    A group holds what its next act is; an answer that is not delivered comes before its order.
    """
    soon = calendar_of(government).add(on, SOON)
    undelivered = _ANSWERED & Q(delivered_on__isnull=True)
    conditions: Mapping[str, Q] = {
        "late": _WAITING & Q(due_on__lt=on),
        "today": _WAITING & Q(due_on=on),
        "soon": _WAITING & Q(due_on__gt=on, due_on__lte=soon),
        "running": _WAITING & Q(due_on__gt=soon),
        "to_deliver": undelivered,
        "ordered": _ORDERED & ~undelivered,
        "to_close": _ANSWERED & ~undelivered & ~_ORDERED,
        "closed": Q(stage=Objection.Stage.CLOSED),
    }
    return conditions[group]


def group_of(objection: Objection, *, on: date, soon: date) -> str:
    """The group of ``group_condition`` in which the objection is; ``soon`` is the last day that counts as soon."""
    if objection.stage == Objection.Stage.CLOSED:
        return "closed"
    if objection.stage == Objection.Stage.REGISTERED:
        if objection.due_on <= on:
            return "today" if objection.due_on == on else "late"
        return "soon" if objection.due_on <= soon else "running"
    if objection.delivered_on is None:
        return "to_deliver"
    return "ordered" if objection.order_due_on and objection.order_done_on is None else "to_close"
