"""A government with two bodies; Budi keeps all, Citra only her own body's part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.catalogue.items.deeds import add_item, publish_item
from lutra.catalogue.items.form import ItemForm
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.testing import people

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)

Publish = Callable[..., Item]


@pytest.fixture
def lutra(db: None) -> Government:
    return people.government()


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return people.body(lutra, "dinkes")


@pytest.fixture
def bpbd(lutra: Government) -> PublicBody:
    return people.body(lutra, "bpbd")


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return people.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def citra(lutra: Government, bpbd: PublicBody) -> Actor:
    return people.officer(lutra, Role.PPID_PELAKSANA, body=bpbd, name="Citra")


@pytest.fixture
def publish(lutra: Government, budi: Actor) -> Publish:
    """Publish an item of a body that carries the codes given."""

    def made(
        body: PublicBody, *codes: str, updated_on: date = TODAY, at: datetime = NOW, **fields: Any
    ) -> Item:
        kind = codes[0].partition(".")[0] if codes else "any_time"
        form = ItemForm(
            title=f"Butir {' '.join(codes)}"[:300],
            body=body,
            kind=kind if kind != "standing" else "any_time",
            obligations=codes,
            updated_on=updated_on,
            **{"summary": "Ringkasan", **fields},
        )
        return publish_item(add_item(lutra, form=form, by=budi, at=at), by=budi, at=at)

    return made
