"""Reads on requests: by code, as a queue. A story is `ledger.cases.story`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from lutra.directory.calendars import calendar_of
from lutra.directory.holdings import vacant_bodies, vacant_posts, vacant_roles
from lutra.directory.models import Government, Post
from lutra.directory.roles import Role
from lutra.dispositions.queries import handed_to
from lutra.requests.clocks import SOON
from lutra.requests.codes import read_code
from lutra.requests.models import WAITING, Request
from lutra.requests.workflow import TABLE

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


def orphaned(government: Government, *, on: date) -> Q:
    """The open requests whose next act belongs to a post that nobody holds on the legal day ``on``. Two queries.

    Either nobody at all holds the role of the next act, or the body that should draft has no PPID of its own.
    """
    empty = vacant_roles(government, on=on)
    stages = [stage.code for stage in TABLE.stages if stage.next_act and stage.next_act.role in empty]
    bodies = vacant_bodies(government, role=Role.PPID_PELAKSANA, on=on)
    waits_for_body = handed_to(bodies, government_id=government.pk, subject_type="request")
    return Q(stage__in=stages) | (Q(stage=Request.Stage.DISPOSED) & Q(waits_for_body))


def vacant_desks(government: Government, *, on: date) -> QuerySet[Post]:
    """The posts of the work on requests that nobody holds on the legal day ``on``."""
    return vacant_posts(government, on=on).filter(
        role__in=[Role.PPID_PELAKSANA, Role.PPID_UTAMA, Role.DESK_OFFICER]
    )
