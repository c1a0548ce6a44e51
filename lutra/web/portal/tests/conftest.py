"""A government with a host of its own, and a browser that comes to it."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from lutra.directory.models import Government, Host
from lutra.testing import factories

HOST = "ppid.lutra.localhost"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Limits and the front page's numbers are kept in memory; each test begins without them."""
    cache.clear()


@pytest.fixture
def lutra(db: None) -> Government:
    """Luwu Utara, reached by its own host."""
    made = factories.government(
        name="Kabupaten Luwu Utara", abbreviation="LUTRA", email="ppid@lutra.example", address="Masamba"
    )
    Host.objects.create(host=HOST, government=made)
    return made


@pytest.fixture
def browser(lutra: Government) -> Client:
    """A citizen's browser, without JavaScript and without an account."""
    return Client(headers={"host": HOST, "accept-language": "id"})


@pytest.fixture
def march(lutra: Government):  # type: ignore[no-untyped-def]
    """It is 09:00 in Masamba on Monday 2 March 2020."""
    with time_machine.travel(factories.MOMENT, tick=False):
        yield
