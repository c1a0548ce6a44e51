from __future__ import annotations

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.requests.models import Request
from lutra.testing import factories


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA")


@pytest.fixture
def luwu(db: None) -> Government:
    return factories.government("73.17", abbreviation="LUWU")


@pytest.fixture
def dinkes(luwu_utara: Government) -> PublicBody:
    return factories.body(luwu_utara, "dinkes")


@pytest.fixture
def ppid(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.PPID_UTAMA, name="Budi")


@pytest.fixture
def desk(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.DESK_OFFICER, name="Budi")


@pytest.fixture
def pelaksana(luwu_utara: Government, dinkes: PublicBody) -> Actor:
    return factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=dinkes, name="Budi")


@pytest.fixture
def citra(luwu_utara: Government) -> Actor:
    """Works for the government but has no part in requests."""
    return factories.officer(luwu_utara, Role.ANNOUNCER, name="Citra")


@pytest.fixture
def request_of_ani(luwu_utara: Government) -> Request:
    return factories.file_request(luwu_utara)
