"""Luwu Utara with its officers, and Ani's request that was answered and handed over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.law import satisfaction
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories, journeys

FILED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DECIDED = date(2026, 3, 10)
LATER = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
FOURS = {element.code: 4 for element in satisfaction.elements()}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.LUTRA_FILES = tmp_path


@pytest.fixture
def lutra(db: None) -> Government:
    return factories.government()


@pytest.fixture
def ani(lutra: Government) -> Actor:
    return factories.actors.applicant(lutra)


@pytest.fixture
def ppid(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def desk(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.DESK_OFFICER)


def delivered(of: Government, *, by: Actor, **changes: Any) -> Request:
    """A request whose answer its applicant has."""
    request = journeys.answered(of, by=by, on=DECIDED, filed=FILED, **changes)
    at = journeys.noon(DECIDED)
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=by, at=at)
    return request


@pytest.fixture
def case(lutra: Government, ppid: Actor) -> Request:
    return delivered(lutra, by=ppid)
