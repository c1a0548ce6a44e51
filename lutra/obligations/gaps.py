"""What is left to do: who owes what, since when, by which clause, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lutra.directory.models import PublicBody
from lutra.law.duties import Obligation, Part, Rows
from lutra.obligations.matrix import Cell, Matrix, State

Step = Literal[
    "add_item", "renew", "programmes", "officials", "packages", "charter", "sops", "deliver", "sign"
]
_BY_ROWS: dict[Rows, Step] = {
    "programmes": "programmes",
    "officials": "officials",
    "packages": "packages",
    "charter": "charter",
    "sops": "sops",
    "deliveries": "deliver",
    "list": "sign",
}
_ORDER: dict[State, int] = {"overdue": 0, "missing": 1, "incomplete": 2, "fulfilled": 3, "not_required": 4}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing left to do. ``body`` None: the government's own. ``steps`` are what would close it, first first."""

    obligation: Obligation
    body: PublicBody | None
    state: State
    lacking: tuple[Part, ...]
    since: date | None
    due: date | None
    clause: str
    steps: tuple[Step, ...]
    cell: Cell


def gaps(matrix: Matrix, /, *, kind: str | None = None, bodies: Iterable[int] | None = None) -> list[Gap]:
    """Everything not met, the overdue first, then what was never there, then what is incomplete.

    ``bodies`` keeps those of some bodies only (without the government's own).
    """
    wanted = None if bodies is None else set(bodies)
    by_pk = {body.pk: body for body in matrix.bodies}
    found = [
        _gap(cell, by_pk.get(cell.body) if cell.body is not None else None)
        for cell in matrix.cells.values()
        if not cell.is_met
        and (kind is None or cell.obligation.kind == kind)
        and (wanted is None or cell.body in wanted)
    ]
    return sorted(found, key=_urgency)


def _gap(cell: Cell, body: PublicBody | None) -> Gap:
    return Gap(
        obligation=cell.obligation,
        body=body,
        state=cell.state,
        lacking=cell.lacking,
        since=cell.since,
        due=cell.due,
        clause=cell.obligation.clause,
        steps=_steps(cell),
        cell=cell,
    )


def _steps(cell: Cell) -> tuple[Step, ...]:
    """Rows that show gaps first, for an item cannot hide them; then items to renew or to add."""
    rows = [_BY_ROWS[part.rows] for part in cell.lacking if part.rows]
    plain: list[Step] = ["renew"] if cell.state == "overdue" and cell.items else []
    if cell.obligation.kind == "standing":
        own = [_BY_ROWS[part.rows] for part in cell.obligation.parts if part.rows]
        return tuple(dict.fromkeys([*rows, *own]))
    if any(part.rows is None for part in cell.lacking) or not rows:
        plain.append("add_item")
    if not cell.lacking:
        # One item is enough; rows that would do as well (a signed list) come after it.
        rows = [
            _BY_ROWS[part.rows] for part in cell.obligation.parts if part.rows and cell.state == "missing"
        ]
    return tuple(dict.fromkeys([*rows, *plain]))


def _urgency(gap: Gap) -> tuple[int, date, str, str]:
    return (_ORDER[gap.state], gap.due or date.max, gap.obligation.code, gap.body.name if gap.body else "")
