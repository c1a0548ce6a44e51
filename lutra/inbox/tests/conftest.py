"""Ani's government, with letters and notices following the book. The clock stands at the moment of filing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.testing import factories

NOW = datetime(2020, 3, 10, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _letters_and_notices(settings: Any) -> None:
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters", "lutra.inbox.followers.notices"]
    settings.LUTRA_BASE_URL = "https://ppid.luwuutara.example"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def government(db: None) -> Government:
    return factories.government(
        name="Kabupaten Luwu Utara",
        short_name="Luwu Utara",
        email="ppid@luwuutara.example",
        phone="(0473) 21001",
    )


@pytest.fixture
def budi(government: Government) -> Actor:
    return factories.officer(government, Role.PPID_UTAMA)
