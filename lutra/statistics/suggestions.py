"""How often an answer that is published already spared somebody a request: four numbers a day and nothing else.

Nobody's question, address or browser is kept; the form itself carries whether something was shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from lutra.directory.models import Government
from lutra.statistics.models import SuggestionDay

COUNTED = ("shown", "opened", "filed")


def count(government: Government, what: str, /, *, on: date) -> None:
    """Count one more of ``COUNTED``: suggestions shown on a form, one opened, a request filed all the same.

    Raises KeyError for another word.
    """
    if what not in COUNTED:
        raise KeyError(what)
    day = SuggestionDay.objects.filter(government=government, day=on)
    if day.update(**{what: F(what) + 1}):
        return
    try:
        with transaction.atomic():
            SuggestionDay.objects.create(government=government, day=on, **{what: 1})
    except IntegrityError:  # two came first at once
        day.update(**{what: F(what) + 1})


@dataclass(frozen=True, slots=True)
class Spared:
    """The sums of a period: how often suggestions were shown, opened, and what became of it."""

    shown: int
    opened: int
    filed: int

    @property
    def not_filed(self) -> int:
        """How often nobody filed after something was shown; a form open over midnight counts on both days."""
        return max(self.shown - self.filed, 0)


def spared(government: Government, /, *, since: date, until: date) -> Spared:
    """The sums from ``since`` to ``until`` inclusive."""
    days = SuggestionDay.objects.filter(government=government, day__gte=since, day__lte=until)
    sums = days.aggregate(**{f"{name}_sum": Sum(name) for name in COUNTED})
    return Spared(**{name: sums[f"{name}_sum"] or 0 for name in COUNTED})
