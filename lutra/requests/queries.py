"""Reads on requests: by code, as a queue. A story is `ledger.cases.story`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.requests.clocks import SOON
from lutra.requests.codes import read_code
from lutra.requests.models import WAITING, Request

# The queue's groups in the order in which the law needs them.
GROUPS = ("late", "today", "soon", "running", "incomplete", "to_deliver", "to_close", "closed")

# Where nothing is left to do.
ENDS = (Request.Stage.CLOSED, Request.Stage.WITHDRAWN, Request.Stage.SET_ASIDE)
# What the office must answer: waiting, and not the applicant's turn.
OFFICES_TURN = WAITING & ~Q(stage=Request.Stage.INCOMPLETE)


def find_by_code(government: Government, typed: str) -> Request | None:
    """The request that a tracking code opens, however it was typed; None when there is none here."""
    code = read_code(typed)
    if not code:
        return None
    found = Request.objects.filter(government=government, code=code).select_related("decision").first()
    if found:
        found.government = government  # the same row: joining it costs more than reading the request
    return found


def group_condition(group: str, *, government: Government, on: date) -> Q:
    """The condition for one group of ``GROUPS`` on the legal day ``on``. Raises KeyError for another word."""
    soon = calendar_of(government).add(on, SOON)
    waiting = OFFICES_TURN
    conditions: Mapping[str, Q] = {
        "late": waiting & Q(due_on__lt=on),
        "today": waiting & Q(due_on=on),
        "soon": waiting & Q(due_on__gt=on, due_on__lte=soon),
        "running": waiting & Q(due_on__gt=soon),
        "incomplete": WAITING & Q(stage=Request.Stage.INCOMPLETE),
        "to_deliver": Q(stage=Request.Stage.DECIDED),
        "to_close": Q(stage=Request.Stage.DELIVERED),
        "closed": Q(stage__in=ENDS),
    }
    return conditions[group]


def matching(requests: QuerySet[Request], *, text: str) -> QuerySet[Request]:
    """Narrow to a reference, a tracking code, or words of the subject."""
    wanted = text.strip()
    if not wanted:
        return requests
    condition = Q(subject__icontains=wanted) | Q(reference__istartswith=wanted)
    if (code := read_code(wanted)) and len(code) >= 4:
        condition |= Q(code__startswith=code)
    if wanted.isascii() and wanted.isdigit():
        condition |= Q(number=int(wanted[:9]))
    return requests.filter(condition)
