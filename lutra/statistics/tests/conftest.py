"""A government whose year 2020 is over, with somebody for each part in a yearly report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.law import annual_report
from lutra.statistics.annual import actions
from lutra.testing.factories import body, government, officer

NEW_YEAR = datetime(2021, 1, 4, 1, tzinfo=UTC)  # a Monday, 09.00 in Masamba
TYPED: dict[str, Any] = {
    field.code: "Tidak ada." if field.kind == "text" else 7 for field in annual_report.layout().fields
}


@dataclass
class House:
    """One office and those who work on its report."""

    government: Government
    health: PublicBody
    works: PublicBody
    budi: Actor  # PPID Utama
    desk: Actor
    superior: Actor
    citra: Actor  # may not look

    def typed(self, **changes: Any) -> None:
        """All that the office must type for 2020."""
        actions.write(self.government, year=2020, typed={**TYPED, **changes}, by=self.budi, at=NEW_YEAR)

    def issue(self, *, at: datetime = NEW_YEAR, **more: Any) -> Any:
        """The report of 2020, issued by Budi."""
        return actions.issue(self.government, year=2020, by=self.budi, at=at, **more)


@pytest.fixture
def house() -> House:
    of = government()
    return House(
        of,
        body(of, "dinkes"),
        body(of, "pu"),
        officer(of, Role.PPID_UTAMA),
        officer(of, Role.DESK_OFFICER),
        officer(of, Role.SUPERIOR),
        officer(of, Role.ADMINISTRATOR, name="Citra"),
    )


@pytest.fixture
def in_time() -> date:
    """A day on which a request of 2 March 2020 is answered in time."""
    return date(2020, 3, 10)
