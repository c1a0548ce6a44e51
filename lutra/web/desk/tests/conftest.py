"""One office of Luwu Utara and its neighbour, with Budi, his colleagues, and Citra who may not look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from lutra.directory.models import Government, Host, PublicBody, User
from lutra.directory.roles import Role
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories

# Ani files on Monday 2 March 2026 at 09:00 in Masamba; her notice is due on 16 March. It is the day after.
FILED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


@dataclass
class Office:
    """A government with one person for each part in our tests."""

    government: Government
    health: PublicBody
    works: PublicBody
    ppid: User
    desk: User
    budi: User  # answers for health
    wati: User  # his colleague of public works
    superior: User
    citra: User  # may not look

    def browser(self, user: User | None = None, **keywords: Any) -> Client:
        """A browser at this government's host, signed in as ``user``."""
        client = Client(headers={"host": self.host}, **keywords)
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    @property
    def host(self) -> str:
        """This government's address."""
        return f"g{self.government.pk}.localhost"

    def filed(self, **changes: Any) -> Request:
        """A request of Ani's."""
        return factories.file_request(self.government, **{"at": FILED, **changes})

    def handed_over(self, **changes: Any) -> Request:
        """A request of Ani's that Budi's office holds."""
        return actions.dispose(self.filed(**changes), to=[self.health], by=self.actor(self.ppid))

    def actor(self, user: User) -> Any:
        """``user`` as the one who acts."""
        return factories.actors.actor_of(user, self.government, on=factories.DAY)


def make_office(code: str) -> Office:
    """An office in the government ``code``, reachable at its own host."""
    government = factories.government(code)
    Host.objects.create(host=f"g{government.pk}.localhost", government=government)
    health, works = factories.body(government, "dinkes"), factories.body(government, "pu")
    return Office(
        government=government,
        health=health,
        works=works,
        ppid=factories.user(government, Role.PPID_UTAMA),
        desk=factories.user(government, Role.DESK_OFFICER, name="Dewi"),
        budi=factories.user(government, Role.PPID_PELAKSANA, body=health),
        wati=factories.user(government, Role.PPID_PELAKSANA, body=works, name="Wati"),
        superior=factories.user(government, Role.SUPERIOR, name="Sari"),
        citra=factories.user(government, Role.NEWSROOM, name="Citra"),
    )


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The third of March 2026; move it with ``clock.move_to``."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(db: None, clock: time_machine.Traveller) -> Office:
    """Luwu Utara's office."""
    return make_office("73.22")


@pytest.fixture
def neighbour(office: Office) -> Office:
    """The office of the regency next door."""
    return make_office("73.17")
