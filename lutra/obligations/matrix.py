"""Who has published what of the law's lists: computed from the catalogue and the rows beside it, never stored.

``matrix`` reads everything there is for a government in a fixed number of queries and works the rest out in memory, so
that sixty bodies times thirty obligations cost the same dozen queries as one.

How a cell comes to its state:
1. A standing statement on the head: not required.
2. Each part is there when a listed item carries its code or the head's; a part known from rows (programmes, officials,
   packages, the charter, …) is there when the rows are right, and never while they show a gap.
3. Nothing there: missing. Something needed lacks: incomplete. The clock has run out: overdue. Else fulfilled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from django.db.models import Max

from lutra.catalogue.models import Delivery, Item, ListVersion
from lutra.directory.models import Government, PublicBody
from lutra.law import clocks, statute
from lutra.law.clocks import legal_day
from lutra.law.duties import Obligation, Part
from lutra.obligations import packages
from lutra.obligations.models import Charter, Official, Programme, Sop, Statement
from lutra.obligations.programmes import missing_fields
from lutra.obligations.statements import standing

State = Literal["fulfilled", "incomplete", "overdue", "not_required", "missing"]

# PERKI 1/2018 sets standards of their own for villages.
NOT_OWING = (PublicBody.Kind.VILLAGE,)


@dataclass(frozen=True, slots=True)
class Fact:
    """One listed item as far as the matrix needs it."""

    pk: int
    number: int
    title: str
    body: int
    codes: frozenset[str]
    published_on: date | None
    updated_on: date | None
    next_due: date | None


@dataclass(frozen=True, slots=True)
class RowFact:
    """What rows beside the catalogue say of a part: ``holds`` None when there are no rows, and the gaps they show."""

    holds: bool | None
    gaps: int = 0
    due_from: date | None = None  # the day from which the rule counts


@dataclass(frozen=True, slots=True)
class Cell:
    """One obligation of one body (None: of the government), with what is there, what lacks, and until when it holds.

    ``since`` is the day since which it is as it is, where that can be known. ``unmarked`` counts items that do not
    count because they lack the mark ("not audited").
    """

    obligation: Obligation
    body: int | None
    state: State
    have: frozenset[str] = frozenset()
    lacking: tuple[Part, ...] = ()
    due: date | None = None
    since: date | None = None
    items: tuple[Fact, ...] = ()
    unmarked: int = 0
    gaps: int = 0
    statement: Statement | None = None

    @property
    def is_met(self) -> bool:
        """Nothing is left to do."""
        return self.state in ("fulfilled", "not_required")


@dataclass(frozen=True, slots=True)
class Summary:
    """One obligation over everybody who owes it."""

    obligation: Obligation
    met: int
    owing: int
    overdue: int

    @property
    def state(self) -> State:
        """The government's own state: met by all, by nobody, or by some."""
        if self.met == self.owing:
            return "fulfilled"
        if self.overdue:
            return "overdue"
        return "incomplete" if self.met else "missing"

    @property
    def percent(self) -> int:
        """How many of a hundred, rounded down: only all is a hundred."""
        return 100 * self.met // self.owing if self.owing else 100


@dataclass(frozen=True, slots=True)
class Matrix:
    """All bodies, all obligations, on one day."""

    government: Government
    on: date
    bodies: tuple[PublicBody, ...]
    cells: Mapping[tuple[int | None, str], Cell] = field(repr=False)

    def of_body(self, body: int | None, *, kind: str | None = None) -> tuple[Cell, ...]:
        """The cells of one body (None: what the government owes once), in the order of the law."""
        return tuple(self.cells[body, one.code] for one in owed(kind) if (body, one.code) in self.cells)

    def of_obligation(self, code: str) -> tuple[Cell, ...]:
        """The cells of one obligation, body by body."""
        keys = (None, *(body.pk for body in self.bodies))
        return tuple(self.cells[key, code] for key in keys if (key, code) in self.cells)

    def summaries(self, *, kind: str | None = None) -> tuple[Summary, ...]:
        """Every obligation over everybody who owes it."""
        return tuple(_summed(one, self.of_obligation(one.code)) for one in owed(kind))

    def score(self, body: int | None, *, kind: str | None = None) -> tuple[int, int]:
        """(met, owed) of one body: PERKI's eleven periodic heads give 10 of 11."""
        cells = self.of_body(body, kind=kind)
        return sum(cell.is_met for cell in cells), len(cells)


def owed(kind: str | None = None) -> tuple[Obligation, ...]:
    """The obligations that are owed all the time, in the order of the law; what an event asks for is left out."""
    return tuple(one for one in statute.obligations(kind=kind) if one.owed_by != "when_it_happens")


def matrix(government: Government, /, *, on: date, bodies: Iterable[PublicBody] | None = None) -> Matrix:
    """Compute the matrix of a government for a day; ``bodies`` narrows it (the government's own duties stay)."""
    rows = tuple(bodies) if bodies is not None else tuple(owing_bodies(government))
    evidence = _gather(government, on=on)
    cells: dict[tuple[int | None, str], Cell] = {}
    for one in owed():
        owers: tuple[int | None, ...] = (
            (None,) if one.owed_by == "government" else tuple(body.pk for body in rows)
        )
        for body in owers:
            cells[body, one.code] = _cell(one, body, evidence, on)
    return Matrix(government, on, rows, cells)


def owing_bodies(government: Government) -> list[PublicBody]:
    """The bodies that owe the lists: all active ones but villages."""
    rows = PublicBody.objects.filter(government=government, is_active=True).exclude(kind__in=NOT_OWING)
    return list(rows.select_related("parent").order_by("name", "pk"))


# --- what there is -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Everything read, ready to be asked by (body, code)."""

    items: Mapping[tuple[int | None, str], list[Fact]]
    statements: Mapping[tuple[int | None, str], Statement]
    rows: Mapping[tuple[int | None, str], RowFact]
    nothing: RowFact = RowFact(None)

    def facts(self, body: int | None, codes: Iterable[str]) -> list[Fact]:
        found = {fact.pk: fact for code in codes for fact in self.items.get((body, code), ())}
        return list(found.values())

    def statement(self, body: int | None, code: str) -> Statement | None:
        """The body's own statement, else the government's for everybody."""
        return self.statements.get((body, code)) or self.statements.get((None, code))

    def row(self, body: int | None, name: str) -> RowFact:
        return self.rows.get((body, name), self.nothing)


def _gather(government: Government, *, on: date) -> _Evidence:
    """A dozen queries, whatever the number of bodies."""
    items: dict[tuple[int | None, str], list[Fact]] = {}
    for fact in _facts(government):
        for code in fact.codes:
            items.setdefault((fact.body, code), []).append(fact)
            items.setdefault((None, code), []).append(fact)
    statements = {(one.body_id, one.code): one for one in standing(government, on=on)}
    rows: dict[tuple[int | None, str], RowFact] = {}
    rows.update(_programmes(government))
    rows.update(_officials(government))
    rows.update(_packages(government, on=on))
    rows.update(_deliveries(government))
    rows[None, "list"] = _exists(ListVersion.objects.filter(government=government, register="dip").exists())
    charter = Charter.objects.filter(government=government, published_at__isnull=False).exists()
    rows[None, "charter"] = RowFact(charter, gaps=not charter)
    held = Sop.objects.filter(government=government).values("slot").distinct().count()
    lacking = len(statute.sops()) - held
    rows[None, "sops"] = RowFact(not lacking, gaps=lacking)
    return _Evidence(items, statements, rows)


def _facts(government: Government) -> Iterable[Fact]:
    listed = Item.objects.filter(government=government, is_public=True).exclude(obligations=[])
    zone = government.time_zone
    names = ("pk", "number", "title", "body_id", "obligations", "published_at", "updated_on", "next_due")
    for pk, number, title, body, codes, published_at, updated_on, next_due in listed.values_list(*names):
        published_on = legal_day(published_at, zone) if published_at else None
        yield Fact(
            pk, number, title, body, frozenset(codes), published_on, updated_on or published_on, next_due
        )


def _exists(there: bool) -> RowFact:
    return RowFact(True) if there else RowFact(None)


def _programmes(government: Government) -> dict[tuple[int | None, str], RowFact]:
    lacking: dict[int, list[bool]] = {}
    rows = Programme.objects.filter(government=government, ended_at__isnull=True)
    for body, answers in rows.values_list("body_id", "answers"):
        lacking.setdefault(body, []).append(bool(missing_fields(answers)))
    return {(body, "programmes"): RowFact(not any(gaps), gaps=sum(gaps)) for body, gaps in lacking.items()}


def _officials(government: Government) -> dict[tuple[int | None, str], RowFact]:
    lacking: dict[int, list[bool]] = {}
    rows = Official.objects.filter(government=government, ended_at__isnull=True)
    for body, url in rows.values_list("body_id", "url"):
        lacking.setdefault(body, []).append(not url)
    return {(body, "officials"): RowFact(not any(gaps), gaps=sum(gaps)) for body, gaps in lacking.items()}


def _packages(government: Government, *, on: date) -> dict[tuple[int | None, str], RowFact]:
    """A stage is right when no slot of it is open in this year's packages or last year's."""
    recent = packages.of(government).filter(year__gte=on.year - 1)
    gaps: dict[tuple[int, str], int] = {}
    for one in packages.progress(recent):
        for filled in one.slots:
            key = (one.package.body_id, filled.slot.stage)
            gaps[key] = gaps.get(key, 0) + filled.is_open
    return {
        (body, f"packages.{stage}"): RowFact(not count, gaps=count) for (body, stage), count in gaps.items()
    }


def _deliveries(government: Government) -> dict[tuple[int | None, str], RowFact]:
    rows = Delivery.objects.filter(government=government).values_list("body_id")
    return {
        (body, "deliveries"): RowFact(True, due_from=last)
        for body, last in rows.annotate(last=Max("delivered_on")).order_by()
    }


# --- one cell ------------------------------------------------------------------------------------------------------


def _cell(one: Obligation, body: int | None, evidence: _Evidence, on: date) -> Cell:
    if statement := evidence.statement(body, one.code):
        return Cell(one, body, "not_required", statement=statement, since=statement.signed_on)
    marked, unmarked = _by_mark(one, evidence.facts(body, one.codes))
    have: set[str] = set()
    dues: list[date] = []
    gaps = 0
    for part in one.parts:
        row = evidence.row(body, _row_name(part))
        gaps += row.gaps
        covering = [fact for fact in marked if fact.codes & {part.code, one.code}]
        if row.holds is False:
            continue
        if row.holds or covering or evidence.statement(body, part.code):
            have.add(part.code)
        if covering and not part.optional:
            dues += [latest] if (latest := _latest_due(one, covering)) else []
        elif row.due_from and one.rule:
            dues.append(_due(one.rule, row.due_from))
    if not one.parts and marked and (latest := _latest_due(one, marked)):
        dues.append(latest)
    lacking = tuple(part for part in one.needed if part.code not in have)
    due = min(dues) if dues else None
    begun = bool(marked or have)
    state = _state(begun=begun, lacking=bool(lacking), due=due, on=on)
    return Cell(
        one,
        body,
        state,
        have=frozenset(have),
        lacking=lacking if begun else one.needed,
        due=due,
        since=_since(state, due, marked),
        items=tuple(sorted(marked, key=lambda fact: fact.number)),
        unmarked=len(unmarked),
        gaps=gaps,
    )


def _by_mark(one: Obligation, facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The items that count, and those that lack the mark. The mark alone ("audited") says nothing is there."""
    if one.mark is None:
        return facts, []
    speaking = [fact for fact in facts if fact.codes & {one.code, *(part.code for part in one.parts)}]
    marked = [fact for fact in speaking if one.mark.code in fact.codes]
    return marked, [fact for fact in speaking if one.mark.code not in fact.codes]


def _row_name(part: Part) -> str:
    """Packages are known by stage, which is the end of the part's code."""
    if part.rows == "packages":
        return f"packages.{part.code.rpartition('.')[2]}"
    return part.rows or ""


def _latest_due(one: Obligation, facts: list[Fact]) -> date | None:
    """When the newest of several items about the same part falls due; None where no rule binds."""
    if one.rule is None:
        return None
    days = [fact.next_due or (_due(one.rule, fact.updated_on) if fact.updated_on else None) for fact in facts]
    return max((day for day in days if day), default=None)


@lru_cache(maxsize=4096)
def _due(rule: str, start: date) -> date:
    return clocks.due(rule, start).due


def _state(*, begun: bool, lacking: bool, due: date | None, on: date) -> State:
    if not begun:
        return "missing"
    if due is not None and due < on:
        return "overdue"
    return "incomplete" if lacking else "fulfilled"


def _since(state: State, due: date | None, facts: list[Fact]) -> date | None:
    if state == "overdue" and due is not None:
        return due + timedelta(days=1)
    published = [fact.published_on for fact in facts if fact.published_on]
    if state == "fulfilled":
        return max((fact.updated_on for fact in facts if fact.updated_on), default=None)
    return min(published, default=None) if state == "incomplete" else None


def _summed(one: Obligation, cells: tuple[Cell, ...]) -> Summary:
    return Summary(
        one,
        met=sum(cell.is_met for cell in cells),
        owing=len(cells),
        overdue=sum(cell.state == "overdue" for cell in cells),
    )
