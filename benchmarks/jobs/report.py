"""One process that counts, checks and typesets a yearly report."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from lutra.directory.models import Government
from lutra.statistics.annual.content import as_json, from_json
from lutra.statistics.annual.drafting import draft
from lutra.statistics.annual.figures import figures
from lutra.statistics.annual.paper import pdf

# The book's cases lie in several years; as of a later day, all of them that are of this year are counted.
_DRAWN_ON = date(2999, 1, 1)


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``year`` is counted (the last one that is over when None)."""
    government = Government.objects.get(code="73.22")
    year = arguments["year"] or timezone.now().year - 1

    def work() -> dict[str, Any]:
        begin = time.perf_counter()
        found = figures(government, year, drawn_on=_DRAWN_ON)
        counted = time.perf_counter()
        drawn = draft(government, year, upto=found.upto, drawn_on=_DRAWN_ON)
        drafted = time.perf_counter()
        file = pdf(government, drawn.content, is_full=True)
        typeset = time.perf_counter()
        return {
            "year": year,
            "cases": found.overall.figures["opening"] + found.overall.figures["received"],
            "count": counted - begin,
            "draft": drafted - counted,
            "pdf": typeset - drafted,
            "whole": typeset - counted,  # what the command does: count, check, typeset
            "bytes": len(file),
            "broken": [one.rule.id for one in drawn.failures],
            "reads_back": from_json(as_json(drawn.content)) == drawn.content,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }

    return work
