"""What the queue shows: rows in the order in which the law needs them, a bounded count per group, pages by cursor.

The cost of a page depends on its length and not on the number of requests: every list is read along an index from the
cursor on, and no count goes beyond ``COUNT_UP_TO``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.permissions import may
from lutra.dispositions.models import Disposition
from lutra.law import statute
from lutra.law.records import Text
from lutra.requests import clocks, floods
from lutra.requests.codes import read_code
from lutra.requests.models import Request
from lutra.requests.queries import ENDS, OFFICES_TURN, group_condition, orphaned, vacant_desks
from lutra.requests.visibility import visible
from lutra.requests.workflow import TABLE

PAGE = 25
COUNT_UP_TO = 500
# Words of a subject are looked for in the newest requests only; a number or code is found however old it is.
SEARCH_IN = 5000
MOST_FOUND = 500
_FIRST_YEAR = 2010  # the Act binds since then

WAITING = ("late", "today", "soon", "running")
OPEN = (*WAITING, "incomplete", "to_deliver", "to_close")

LABELS: Mapping[str, Promise] = {
    "mine": _("Giliran Anda"),
    "open": _("Semua yang menunggu"),
    "late": _("Terlambat"),
    "today": _("Jatuh tempo hari ini"),
    "soon": _("Segera"),
    "running": _("Berjalan"),
    "incomplete": _("Menunggu kelengkapan"),
    "to_deliver": _("Perlu disampaikan"),
    "to_close": _("Perlu ditutup"),
    "orphaned": _("Tanpa pejabat"),
    "closed": _("Selesai"),
    "all": _("Semua permohonan"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader narrowed the queue to; an empty value narrows nothing."""

    text: str = ""
    stage: str = ""
    body: int | None = None
    channel: str = ""
    clock: str = ""  # "late" or "in_time": against the due date, answered or not
    outcome: str = ""
    year: int | None = None
    newest_first: bool = False  # an order, not a narrowing

    @property
    def reach_beyond_the_open(self) -> bool:
        """Whether they ask for more than what still waits for a deed."""
        return bool(self.text or self.stage or self.clock or self.outcome or self.year)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    request: Request
    group: str
    reading: clocks.Reading
    days_left: int  # working days, negative when late
    stage: Text
    next: Text | None
    outcome: Text | None
    extension_days: int  # working days of the second stretch
    sub_deadline: date | None  # the reader's own body's, where it has one
    flag: floods.Flag | None = None

    @property
    def reply_days(self) -> int:
        """Working days of the first stretch."""
        return self.reading.days_allowed - self.extension_days

    @property
    def is_done(self) -> bool:
        """Whether the clock has stopped."""
        return not self.request.is_waiting


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    group: str
    label: Promise
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; ``following`` is the cursor of the next one, empty on the last."""

    sections: Sequence[Section]
    following: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is here."""
        return not self.sections


class _BoundedCount(Subquery):
    """How many rows a sliced queryset has, as a value: never more than the slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) bounded)"
    output_field = IntegerField()


def page(
    actor: Actor, government: Government, *, group: str, filters: Filters, cursor: str, on: date
) -> Page:
    """The page of ``group`` ("open", "all" or one of the law's groups) after ``cursor``. One to three queries.

    A cursor that nobody gave out starts at the beginning.
    """
    requests = _dressed(_narrowed(actor, filters, on=on), actor)
    newest_first = filters.newest_first or group in {"all", "closed"}
    if newest_first:
        found = _newest_first(requests, _condition(group, actor, government, on=on), cursor)
    else:
        found = _by_due_day(requests, _stretches(group, actor, government, on=on), cursor)
    kept = found[:PAGE]
    following = _cursor_of(kept[-1], newest_first=newest_first) if len(found) > PAGE else ""
    rows = _rows(kept, government, on=on)
    if newest_first:
        return Page([Section(group, LABELS[group], list(rows))] if kept else [], following)
    return Page(
        [
            Section(name, LABELS[name], list(members))
            for name, members in groupby(rows, key=lambda row: row.group)
        ],
        following,
    )


def counts(actor: Actor, government: Government, *, filters: Filters, on: date) -> dict[str, int]:
    """How many requests each open group holds, each counted up to ``COUNT_UP_TO``. One query.

    For those who can do something about it also "vacant": how many posts of the work nobody holds.
    """
    requests = _narrowed(actor, filters, on=on).order_by()
    groups = (*OPEN, "mine") if turns(actor) else OPEN
    bounded = [
        _BoundedCount(requests.filter(_condition(group, actor, government, on=on)).values("pk")[:COUNT_UP_TO])
        for group in groups
    ]
    if may(actor, "requests.dispose"):
        groups = (*groups, "vacant")
        bounded.append(_BoundedCount(vacant_desks(government, on=on).order_by().values("pk")[:COUNT_UP_TO]))
    found = Government.objects.filter(pk=government.pk).values_list(*bounded).get()
    counted = dict(zip(groups, found, strict=True))
    return {**counted, "open": min(sum(counted[group] for group in OPEN), COUNT_UP_TO)}


def turns(actor: Actor) -> list[str]:
    """The stages at which the law's next act belongs to one of the actor's roles."""
    return [stage.code for stage in TABLE.stages if stage.next_act and stage.next_act.role in actor.roles]


def _turn(actor: Actor) -> Q:
    """What waits for a deed of the actor's roles; gaps that nobody has told yet are the front desk's turn."""
    turn = Q(stage__in=turns(actor))
    if may(actor, "requests.tell_gaps"):
        turn |= Q(stage=Request.Stage.INCOMPLETE, gaps_told_on__isnull=True)
    return turn


def _condition(group: str, actor: Actor, government: Government, *, on: date) -> Q:
    """The condition for any group of ``LABELS``."""
    if group == "all":
        return Q()
    if group == "mine":
        return _turn(actor)
    if group == "orphaned":
        return orphaned(government, on=on)
    if group == "open":
        return ~Q(stage__in=ENDS)
    return group_condition(group, government=government, on=on)


def _narrowed(actor: Actor, filters: Filters, *, on: date) -> QuerySet[Request]:
    requests = visible(actor)
    if filters.text:
        # The code opens the applicant's own page and letters, so only who may know him may look for one.
        by_code = may(actor, "requests.see_identity")
        found = _found(actor.government_id, filters.text.strip(), on=on, by_code=by_code)
        requests = requests.filter(pk__in=found)
    for name, value in (("stage", filters.stage), ("channel", filters.channel), ("outcome", filters.outcome)):
        if value:
            requests = requests.filter(**{name: value})
    if filters.body:
        requests = requests.filter(body_id=filters.body)
    if filters.year:
        requests = requests.filter(year=filters.year)
    if filters.clock == "late":
        waiting = OFFICES_TURN & Q(due_on__lt=on)
        requests = requests.filter(Q(decided_on__gt=F("due_on")) | waiting)
    elif filters.clock == "in_time":
        requests = requests.filter(Q(decided_on__lte=F("due_on")) | (OFFICES_TURN & Q(due_on__gte=on)))
    return requests


def _found(government_id: int, typed: str, *, on: date, by_code: bool) -> list[int]:
    """The requests meant by a number ("42", "0042/PPID/…/2026", "42/2026"), the start of a tracking code, or words.

    Each is looked for by itself along an index: as parts of one condition the database would read the whole table.
    """
    requests = Request.objects.filter(government_id=government_id).order_by().values_list("pk", flat=True)
    first, last = typed.split("/", maxsplit=1)[0], typed.rsplit("/", maxsplit=1)[-1]
    if first.isascii() and first.isdigit() and len(first) <= 9:
        of_year = "/" in typed and last.isascii() and last.isdigit() and len(last) == 4
        years = [int(last)] if of_year else range(_FIRST_YEAR, on.year + 2)
        return list(requests.filter(year__in=years, number=int(first)))
    found: list[int] = []
    code = read_code(typed)
    if by_code and len(code) >= 4 and len(typed.split()) == 1:
        # A range and not LIKE, and the government looked at afterwards: otherwise SQLite reads every row.
        coded = Request.objects.filter(code__gte=code, code__lte=code.ljust(16, "Z")).order_by()
        pairs = coded.values_list("pk", "government_id")[:MOST_FOUND]
        found += [pk for pk, government in pairs if government == government_id]
    newest = requests.order_by("-pk")
    floor = newest[SEARCH_IN : SEARCH_IN + 1].first() or 0
    return found + list(newest.filter(pk__gt=floor, subject__icontains=typed)[:MOST_FOUND])


def _dressed(requests: QuerySet[Request], actor: Actor) -> QuerySet[Request]:
    """Add what a row shows, and the sub-deadline of the reader's own body; leave out what it does not show."""
    requests = requests.select_related("body__parent").defer("details", "purpose")
    if not actor.body_ids:
        return requests
    own = Disposition.objects.filter(
        government_id=actor.government_id,
        subject_type="request",
        subject_id=OuterRef("pk"),
        to_body_id__in=list(actor.body_ids),
        recalled_at__isnull=True,
        done_at__isnull=True,
    )
    return requests.annotate(sub_deadline=Subquery(own.order_by("due_on").values("due_on")[:1]))


def _newest_first(requests: QuerySet[Request], condition: Q, cursor: str) -> list[Request]:
    requests = requests.filter(condition)
    if cursor.isascii() and cursor.isdigit():
        requests = requests.filter(pk__lt=int(cursor[:18]))
    return list(requests.order_by("-pk")[: PAGE + 1])


def _stretches(group: str, actor: Actor, government: Government, *, on: date) -> Sequence[Q]:
    """ "open" and the reader's own turn go on from what waits for its answer to what waits for delivery and closing."""
    if group == "mine":
        return [stretch & _condition(group, actor, government, on=on) for stretch in _OPEN_STRETCHES]
    return _OPEN_STRETCHES if group == "open" else [_condition(group, actor, government, on=on)]


def _by_due_day(requests: QuerySet[Request], stretches: Sequence[Q], cursor: str) -> list[Request]:
    """Read along the due days of one stretch after the other."""
    at, after = _read_cursor(cursor)
    at = min(at, len(stretches) - 1)
    found: list[Request] = []
    for number, stretch in enumerate(stretches[at:], start=at):
        rows = requests.filter(stretch)
        if after and number == at:
            day, pk = after
            rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk), due_on__gte=day)
        missing = PAGE + 1 - len(found)
        found += list(rows.order_by("due_on", "pk")[:missing])
        if len(found) > PAGE:
            break
    return found


# The order of "open": what waits for its answer, then to be completed, then for delivery, then for closing.
_OPEN_STRETCHES = (
    OFFICES_TURN,
    Q(stage=Request.Stage.INCOMPLETE),
    Q(stage=Request.Stage.DECIDED),
    Q(stage=Request.Stage.DELIVERED),
)
_STRETCH = {Request.Stage.INCOMPLETE: 1, Request.Stage.DECIDED: 2, Request.Stage.DELIVERED: 3}


def _cursor_of(request: Request, *, newest_first: bool) -> str:
    if newest_first:
        return str(request.pk)
    return f"{_STRETCH.get(Request.Stage(request.stage), 0)}.{request.due_on.isoformat()}.{request.pk}"


def _read_cursor(cursor: str) -> tuple[int, tuple[date, int] | None]:
    try:
        stretch, day, pk = cursor.split(".")
        return min(max(int(stretch), 0), len(_OPEN_STRETCHES) - 1), (date.fromisoformat(day), int(pk))
    except ValueError:
        return 0, None


def _rows(requests: Sequence[Request], government: Government, *, on: date) -> Iterator[Row]:
    soon = calendar_of(government).add(on, clocks.SOON)
    flags = floods.flags(requests, government_id=government.pk)
    for request in requests:
        request.government = government  # the same row: saves reading it again for every line
        reading = clocks.read(request, on=on)
        stage = TABLE.stage(request.stage)
        yield Row(
            request=request,
            group=_group_of(request, on=on, soon=soon),
            reading=reading,
            days_left=reading.days_left - reading.days_late,
            stage=stage.label,
            next=stage.next_act.sentence if stage.next_act else None,
            outcome=statute.outcome(request.outcome).label if request.outcome else None,
            extension_days=_extension_days(request),
            sub_deadline=getattr(request, "sub_deadline", None),
            flag=flags.get(request.pk),
        )


def _extension_days(request: Request) -> int:
    if not request.extended_on:
        return 0
    return clocks.known_calendar(request).count(request.first_due_on, request.due_on)


def _group_of(request: Request, *, on: date, soon: date) -> str:
    """The group of ``requests.queries.group_condition`` in which this row is."""
    if request.stage == Request.Stage.INCOMPLETE:
        return "incomplete"
    if request.is_waiting:
        if request.due_on < on:
            return "late"
        if request.due_on == on:
            return "today"
        return "soon" if request.due_on <= soon else "running"
    return {"decided": "to_deliver", "delivered": "to_close"}.get(request.stage, "closed")
