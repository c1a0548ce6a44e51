"""The pages an officer opens in a day of a hundred requests in every state, and her cookie."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from benchmarks.jobs.paths import session_of
from lutra.directory.models import Government, User
from lutra.objections.models import Objection
from lutra.requests.models import Request

_CASES = 100
_DEEDS = (
    "dispose",
    "draft",
    "extend",
    "decide",
    "deliver",
    "close",
    "tell_gaps",
    "withdraw",
    "note",
    "split",
)


def prepare(_arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Nothing to make ready."""
    return find


def find() -> dict[str, Any]:
    """Paths for each kind of page, and the cookie of the PPID Utama, who may open all of them."""
    government = Government.objects.get(code="73.22")
    cases = _of_every_stage(government)
    objections = Objection.objects.filter(government=government).values_list("pk", flat=True)
    queries = ("", "?group=late", "?group=soon", "?group=all", "?q=anggaran", "?sort=filed")
    return {
        "stages": sorted({stage for _pk, stage in cases}),
        "pages": {
            "queue": [f"{reverse('desk:queue')}{query}" for query in queries] * (_CASES // len(queries)),
            "case": [reverse("desk:case", args=[pk]) for pk, _stage in cases],
            "deed": [
                reverse(f"desk:{deed}", args=[pk])
                for (pk, _stage), deed in zip(cases, itertools.cycle(_DEEDS), strict=False)
            ],
            "objections": [reverse("desk:objections")] * 10,
            "objection": [reverse("desk:objection", args=[pk]) for pk in objections],
            "filing": [reverse("desk:file")] * 20,
            "register": [reverse("desk:register")] * 10,
            "figures": [reverse("desk:figures")] * 10,
            "report": [reverse("desk:reports")] * 5,
        },
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(User.objects.get(username='ppid'))}",
    }


def _of_every_stage(government: Government) -> list[tuple[int, str]]:
    """A hundred requests, as evenly from all stages as there are any."""
    by_stage: dict[str, list[int]] = defaultdict(list)
    for pk, stage in Request.objects.filter(government=government).order_by("-pk").values_list("pk", "stage"):
        by_stage[stage].append(pk)
    rounds = itertools.zip_longest(*([(pk, stage) for pk in pks] for stage, pks in sorted(by_stage.items())))
    drawn = (found for each in rounds for found in each if found is not None)
    return list(itertools.islice(drawn, _CASES))
