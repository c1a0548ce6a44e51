"""A decree that comes while a clock runs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.ledger.queries import history
from lutra.requests import actions, clocks
from lutra.requests.models import Request
from lutra.requests.recounting import recount_open
from lutra.testing import factories


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def entries(request: Request) -> list[tuple[str, str]]:
    return [
        (entry.data["old_due"], entry.data["due"])
        for entry in history(request.ledger_subject, government_id=request.government_id)
        if entry.kind == "request.recomputed"
    ]


@pytest.mark.law("C10")
def test_a_holiday_decreed_on_the_way_moves_the_date_and_keeps_the_promise(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara, at=at(date(2025, 8, 6)))
    assert request.due_on == date(2025, 8, 20)
    assert recount_open(now=at(date(2025, 8, 6), 9)) == 0
    assert recount_open(now=at(date(2025, 8, 7))) == 1
    request.refresh_from_db()
    assert (request.due_on, request.original_due_on) == (date(2025, 8, 21), date(2025, 8, 20))
    assert request.clock["reply"]["due"] == "2025-08-21"
    assert "933" in request.clock["reply"]["calendar_version"]
    assert recount_open(now=at(date(2025, 8, 8))) == 0
    assert entries(request) == [("2025-08-20", "2025-08-21")]
    assert clocks.ruler(request, on=date(2025, 8, 8))[-1].date == date(2025, 8, 21)


@pytest.mark.law("C11")
def test_a_leave_taken_back_shortens_the_offices_time_and_is_entered(
    luwu_utara: Government, ppid: Actor
) -> None:
    request = factories.file_request(luwu_utara, at=at(date(2020, 11, 25)))
    actions.extend(
        request, reason="Dihimpun.", reason_kind="not_yet_held", by=ppid, at=at(date(2020, 11, 25), 4)
    )
    assert (request.original_due_on, request.due_on) == (date(2020, 12, 9), date(2020, 12, 18))
    assert recount_open(now=at(date(2020, 11, 27))) == 1  # the voting day of 9 December was decreed
    request.refresh_from_db()
    assert request.due_on == date(2020, 12, 21)

    long = factories.file_request(luwu_utara, at=at(date(2020, 11, 30)), key="long")
    actions.extend(
        long, reason="Dihimpun.", reason_kind="not_yet_held", by=ppid, at=at(date(2020, 11, 30), 4)
    )
    assert long.due_on == date(2021, 1, 4)
    assert recount_open(now=at(date(2020, 12, 1))) == 1  # SKB 744 took back the leave of 28 to 30 December
    long.refresh_from_db()
    assert (long.original_due_on, long.due_on) == (date(2020, 12, 15), date(2020, 12, 28))
    assert entries(long) == [("2021-01-04", "2020-12-28")]


def test_what_is_decided_or_silent_already_is_left_alone(luwu_utara: Government, ppid: Actor) -> None:
    answered = factories.file_request(luwu_utara, at=at(date(2025, 8, 6)))
    actions.decide(
        answered, outcome="granted", answers=factories.GRANTED, by=ppid, at=at(date(2025, 8, 6), 4)
    )
    assert recount_open(now=at(date(2025, 8, 7))) == 0
