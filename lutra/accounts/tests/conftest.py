"""Luwu Utara, and Ani with a mailbox."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lutra.accounts import actions
from lutra.accounts.models import Account
from lutra.directory.models import Government
from lutra.testing import factories
from lutra.testing.factories import ANI

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.LUTRA_FILES = tmp_path


@pytest.fixture
def lutra(db: None) -> Government:
    return factories.government()


def opened(of: Government, address: str = ANI["email"], *, at: datetime = NOW) -> Account:
    """The account that a link to ``address`` opens."""
    asked = actions.ask_link(of, address=address, at=at)
    assert asked is not None
    return actions.use_link(of, token=asked.token, at=at)
