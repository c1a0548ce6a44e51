from __future__ import annotations

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.testing import people


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return people.government("73.22", abbreviation="LUTRA")


@pytest.fixture
def luwu(db: None) -> Government:
    return people.government("73.17", abbreviation="LUWU")


@pytest.fixture
def administrator(luwu_utara: Government) -> Actor:
    return people.officer(luwu_utara, Role.ADMINISTRATOR)
