"""Requests that have come some way: decided with each outcome, late or in time; by real deeds, on ``factories``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.requests import actions
from lutra.requests.models import Decision, Request
from lutra.testing.factories import GRANTED, MOMENT, REFUSED, file_request, standing_test

#: What a complete written notice of each outcome holds.
ANSWERS: dict[str, dict[str, Any]] = {
    "granted": GRANTED,
    "partly": {
        **GRANTED,
        "considerations": REFUSED["considerations"],
        "withheld": [{"matter": "Nama pasien", "ground": "h", "sub_item": "2", "reason": "Rahasia pribadi"}],
    },
    "refused": REFUSED,
    "not_held": {"holding": "not_held", "holder": "Pemerintah Provinsi Sulawesi Selatan"},
    "not_yet_held": {
        "holding": "not_documented",
        "available_on": "2099-01-05",
        "explanation": "Laporan belum selesai disusun.",
    },
}


def noon(day: date) -> datetime:
    """Noon in Masamba on ``day``."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def decide(
    request: Request,
    outcome: str = "granted",
    /,
    *,
    by: Actor,
    on: date,
    test: ConsequenceTest | None = None,
    **changes: Any,
) -> Decision:
    """Decide a request completely at noon of ``on``; where the outcome withholds, a test is made when none is given."""
    if test is None and outcome in {"partly", "refused"}:
        test = standing_test(request.government, on=on)
    return actions.decide(
        request, outcome=outcome, answers={**ANSWERS[outcome], **changes}, by=by, at=noon(on), test=test
    )


def answered(
    of: Government,
    outcome: str = "granted",
    /,
    *,
    by: Actor,
    on: date,
    filed: datetime = MOMENT,
    to: PublicBody | None = None,
    test: ConsequenceTest | None = None,
    **changes: Any,
) -> Request:
    """Ani's request, handed to a body when one is named, and decided at noon of ``on``."""
    request = file_request(of, at=filed, **changes)
    if to is not None:
        actions.dispose(request, to=[to], by=by, at=filed)
    decide(request, outcome, by=by, on=on, test=test)
    return request
