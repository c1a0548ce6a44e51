"""Two governments with public things of every kind, and a program that reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from lutra.catalogue import actions as catalogue
from lutra.catalogue.lists.versions import sign_list
from lutra.directory.models import Government, Holding, Host
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.exemptions.versions import EXEMPT
from lutra.ledger.followers import catch_up
from lutra.publishing.readingroom.actions import offer
from lutra.requests import actions as requests
from lutra.testing import factories, journeys

HOST = "ppid.lutra.localhost"
OTHER = "ppid.lain.localhost"
AT = datetime(2020, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The documents that the release gate lets pass."""
    ids: set[int] = set()
    monkeypatch.setattr(release, "releasable", lambda wanted: ids & set(wanted))
    monkeypatch.setattr(release, "is_releasable", lambda document: document.pk in ids)
    return ids


@pytest.fixture
def lutra(db: None, passed: set[int]) -> Government:
    """Luwu Utara with an item and its file, a signed list, an answer in the reading room and its register."""
    made = factories.government(name="Kabupaten Luwu Utara", abbreviation="LUTRA")
    Host.objects.create(host=HOST, government=made)
    budi = factories.officer(made, Role.PPID_UTAMA)
    item = factories.item(
        factories.body(made, "dinkes"),
        title="Profil kesehatan 2019",
        dataset={"concept": "Kesehatan", "unit": "orang"},
    )
    file = documents.add(made, name="profil.csv", content=b"puskesmas;23\n", at=AT)
    passed.add(file.pk)
    catalogue.attach_file(item, document=file, label="Profil", by=budi, at=AT)
    request = factories.file_request(made)
    journeys.decide(request, by=budi, on=date(2020, 3, 10))
    at = journeys.noon(date(2020, 3, 10))
    requests.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=budi, at=at)
    offer(request, title="Berapa panjang jalan rusak?", summary="41 kilometer di Seko.", by=budi)
    sign_list(
        made,
        decree_number="188.4/12/2020",
        decree_date=date(2020, 3, 10),
        signatory=Holding.objects.filter(government=made, post__role=Role.PPID_UTAMA).first(),
        by=budi,
        at=at,
    )
    factories.exemption(factories.body(made, "rsud"), on=date(2020, 3, 2))
    sign_list(
        made,
        decree_number="188.4/13/2020",
        decree_date=date(2020, 3, 10),
        signatory=Holding.objects.filter(government=made, post__role=Role.PPID_UTAMA).first(),
        of=EXEMPT,
        by=budi,
        at=at,
    )
    catch_up()
    return made


@pytest.fixture
def other(db: None) -> Government:
    """The neighbour, with nothing but its name."""
    made = factories.government(code="73.99", name="Kabupaten Lain", abbreviation="LAIN")
    Host.objects.create(host=OTHER, government=made)
    return made


@pytest.fixture
def program(lutra: Government) -> Client:
    """A program that comes to the host of Luwu Utara."""
    return Client(headers={"host": HOST}, raise_request_exception=False)
