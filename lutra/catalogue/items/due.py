"""When an item must be renewed: by the rule of its class, never by a number in code."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from lutra.law import clocks, statute


def next_due(kind: str, updated_on: date | None) -> date | None:
    """The last day on which an item of class ``kind``, last renewed on ``updated_on``, is up to date; None if no rule.

    UU 14/2008 Pasal 9 ayat (3) for periodic information: at least every six months.
    """
    if updated_on is None:
        return None
    rule = statute.information_class(kind).renewed_by
    return _due(rule, updated_on) if rule else None


@lru_cache(maxsize=4096)
def _due(rule: str, start: date) -> date:
    return clocks.due(rule, start).due
