"""What the queue of objections shows: what the law needs first, in pages by cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, F, IntegerField, Q, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.law import statute
from lutra.law.records import Text
from lutra.objections import clocks
from lutra.objections.models import Objection
from lutra.objections.queries import GROUPS, group_condition, group_of
from lutra.objections.visibility import visible
from lutra.requests.clocks import SOON

PAGE = 50
# A tab says no more than this.
COUNT_UP_TO = 500

LABELS: Mapping[str, Promise] = {
    "open": _("Semua yang menunggu"),
    "late": _("Terlambat"),
    "today": _("Jatuh tempo hari ini"),
    "soon": _("Segera"),
    "running": _("Berjalan"),
    "to_deliver": _("Perlu disampaikan"),
    "ordered": _("Perintah belum dilaksanakan"),
    "to_close": _("Perlu ditutup"),
    "closed": _("Selesai"),
    "all": _("Semua keberatan"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    objection: Objection
    group: str
    due: date | None  # of what the law waits for now: the answer, or the order
    days_left: int | None  # working days to it, negative when late
    is_done: bool
    is_ordered: bool  # the superior's order is still to be carried out
    stage: Text
    next: Text | None
    decision: Text | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``following`` is the cursor of the next one, empty on the last."""

    rows: Sequence[Row]
    following: str


def page(actor: Actor, government: Government, *, group: str, cursor: str, on: date) -> Page:
    """The objections of ``group`` after ``cursor``: the open ones by what is due, the closed ones newest first."""
    found = visible(actor).filter(_condition(group, government, on=on)).select_related("request")
    if group in {"closed", "all"}:
        kept = list(found.filter(_before(cursor)).order_by("-pk")[: PAGE + 1])
        following = str(kept[PAGE - 1].pk) if len(kept) > PAGE else ""
    else:
        needed = found.annotate(rank=_RANK, needed_on=_NEEDED_ON).filter(_after(cursor))
        kept = list(needed.order_by("rank", "needed_on", "pk")[: PAGE + 1])
        last = kept[PAGE - 1] if len(kept) > PAGE else None
        following = f"{last.rank}.{last.needed_on.isoformat()}.{last.pk}" if last else ""  # type: ignore[attr-defined]
    return Page(as_rows(kept[:PAGE], government, on=on), following)


# What waits for its answer or for its order to be carried out comes before what waits for delivery or closing.
_ORDERED = Q(order_due_on__isnull=False, order_done_on__isnull=True)
_RANK = Case(
    When(Q(stage=Objection.Stage.REGISTERED) | _ORDERED, then=0), default=1, output_field=IntegerField()
)
_NEEDED_ON = Case(When(_ORDERED, then=F("order_due_on")), default=F("due_on"), output_field=DateField())


def counts(actor: Actor, government: Government, *, on: date) -> dict[str, int]:
    """How many objections each open group holds, each counted up to ``COUNT_UP_TO``."""
    groups = [group for group in GROUPS if group != "closed"]
    counted = {
        group: visible(actor).filter(_condition(group, government, on=on))[:COUNT_UP_TO].count()
        for group in groups
    }
    return {**counted, "open": min(sum(counted.values()), COUNT_UP_TO)}


def _condition(group: str, government: Government, *, on: date) -> Q:
    if group == "all":
        return Q()
    if group == "open":
        return ~Q(stage=Objection.Stage.CLOSED)
    return group_condition(group, government=government, on=on)


def _before(cursor: str) -> Q:
    """What is older than the cursor; one that nobody gave out starts at the beginning."""
    return Q(pk__lt=int(cursor[:18])) if cursor.isascii() and cursor.isdecimal() else Q()


def _after(cursor: str) -> Q:
    """What comes behind the cursor; one that nobody gave out starts at the beginning."""
    try:
        rank, day, pk = cursor.split(".")
        at = date.fromisoformat(day)
        behind = Q(needed_on__gt=at) | Q(needed_on=at, pk__gt=int(pk[:18]))
        return Q(rank__gt=int(rank[:1])) | Q(behind, rank=int(rank[:1]))
    except ValueError:
        return Q()


def as_rows(objections: Iterable[Objection], government: Government, *, on: date) -> list[Row]:
    """The objections as lines of the queue."""
    calendar = calendar_of(government)
    soon = calendar.add(on, SOON)
    rows: list[Row] = []
    for objection in objections:
        objection.government = government  # the same row: saves reading it again for every line
        group = group_of(objection, on=on, soon=soon)
        waits_for_order = objection.order_due_on is not None and objection.order_done_on is None
        due = objection.order_due_on if waits_for_order else objection.due_on
        stage = objection.table.stage(objection.stage)
        rows.append(
            Row(
                objection=objection,
                group=group,
                due=due,
                days_left=_order_days_left(objection, on=on)
                if waits_for_order
                else clocks.days_left(objection, on=on),
                is_done=not waits_for_order and objection.answered_on() is not None,
                is_ordered=waits_for_order,
                stage=stage.label,
                next=stage.next_act.sentence if stage.next_act else None,
                decision=statute.objection_decision(objection.decision).label if objection.decision else None,
            )
        )
    return rows


def _order_days_left(objection: Objection, *, on: date) -> int:
    """Working days until the superior's order must be carried out; negative when late."""
    calendar, due = calendar_of(objection.government), objection.order_due_on or on
    return calendar.count(on, due) if on <= due else -calendar.count(due, on)
