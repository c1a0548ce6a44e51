"""A government with a body, and Budi who is its main PPID."""

from __future__ import annotations

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.testing import people


@pytest.fixture
def lutra(db: None) -> Government:
    return people.government()


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return people.body(lutra, "dinkes")


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return people.officer(lutra, Role.PPID_UTAMA)
