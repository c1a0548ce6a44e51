"""Luwu Utara with its officers, and Ani's request."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.jobs import queue
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories, journeys

# After UU 27/2022 came into force: 09:00 in Masamba on Monday 2 March 2026.
FILED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLOSED = date(2026, 3, 10)


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
def desk(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.DESK_OFFICER)


@pytest.fixture
def ppid(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def superior(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.SUPERIOR)


@pytest.fixture
def archivist(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.SECRETARIAT)


@pytest.fixture
def citra(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.NEWSROOM, name="Citra")


@pytest.fixture
def filed(lutra: Government) -> Request:
    return factories.file_request(lutra, at=FILED)


def closed(of: Government, *, ppid: Actor, desk: Actor) -> Request:
    """Ani's request with a file in its answer, delivered and closed on ``CLOSED``."""
    request = factories.file_request(of, at=FILED)
    noon = journeys.noon(CLOSED)
    actions.dispose(request, to=[factories.body(of, f"d{request.pk}")], by=ppid, at=FILED)
    draft = actions.draft(
        request,
        text="Terlampir.",
        outcome="granted",
        by=ppid,
        files=[("jawab.csv", f"a\n{request.pk}\n".encode())],
        at=noon,
    )
    queue.run_all()  # the gate looks at the file
    actions.decide(
        request,
        outcome="granted",
        answers=factories.GRANTED,
        documents=list(draft.documents.all()),
        by=ppid,
        at=noon,
    )
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima Ani", by=desk, at=noon)
    return actions.close(request, by=desk, at=noon)
