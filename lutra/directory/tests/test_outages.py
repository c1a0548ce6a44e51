"""Silence of the system in office hours is entered once, in each government's book, and read beside a due date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lutra.directory import outages
from lutra.directory.models import Government
from lutra.ledger.queries import entries
from lutra.testing import people

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2020 in Masamba (UTC+8), in UTC."""
    moment = datetime.fromisoformat(f"2020-03-{day:02d}T{hour:02d}:{minute:02d}+08:00")
    return moment.astimezone(UTC)


@pytest.fixture
def lutra() -> Government:
    return people.government()


@pytest.mark.law("G22")
def test_an_outage_on_a_due_date_is_entered_and_found(lutra: Government) -> None:
    assert outages.note(at(16, 9), at(16, 11, 30)) == 1
    (entry,) = entries(lutra.pk, kinds=["system.outage"])
    assert (entry.data["minutes"], entry.actor) == (150, "system")
    (found,) = outages.on(lutra, date(2020, 3, 16))
    assert (found.since, found.until) == (at(16, 9), at(16, 11, 30))
    assert outages.on(lutra, date(2020, 3, 13)) == outages.on(lutra, date(2020, 3, 17)) == []


@pytest.mark.law("G22")
@pytest.mark.parametrize(
    ("since", "until"),
    [
        (at(16, 9), at(16, 9, 15)),  # no more than a pause
        (at(16, 17), at(17, 7)),  # at night
        (at(14, 6), at(15, 22)),  # Saturday and Sunday
        (at(25, 8), at(25, 15)),  # Nyepi
        (at(16, 15, 50), at(16, 20)),  # ten minutes of office hours
    ],
)
def test_silence_outside_office_hours_is_no_outage(
    lutra: Government, since: datetime, until: datetime
) -> None:
    assert outages.note(since, until) == 0
    assert not entries(lutra.pk).exists()


def test_two_workers_that_find_the_same_silence_enter_it_once(lutra: Government) -> None:
    assert outages.note(at(16, 9), at(16, 11)) == 1
    assert outages.note(at(16, 9), at(16, 11, 1)) == 0
    assert outages.note(at(16, 12), at(16, 13)) == 1
    assert len(outages.on(lutra, date(2020, 3, 16))) == 2


def test_an_outage_over_days_is_found_on_each_of_them(lutra: Government) -> None:
    outages.note(at(13, 14), at(17, 9))
    assert all(outages.on(lutra, date(2020, 3, day)) for day in (13, 16, 17))
    assert not outages.on(lutra, date(2020, 3, 18))


def test_each_government_has_it_in_its_own_hours(lutra: Government) -> None:
    jakarta = people.government("31.71", time_zone="Asia/Jakarta")
    # 16:00 in Masamba is 15:00 in Jakarta, where the office is still open.
    assert outages.note(at(16, 16), at(16, 16, 40)) == 1
    assert entries(jakarta.pk, kinds=["system.outage"]).count() == 1
    assert not entries(lutra.pk).exists()


def test_a_machine_that_was_off_for_years_does_not_walk_through_them(lutra: Government) -> None:
    lost = outages.in_office_hours(lutra, datetime(2015, 1, 1, tzinfo=UTC), at(16, 9))
    assert lost < outages.LONGEST
