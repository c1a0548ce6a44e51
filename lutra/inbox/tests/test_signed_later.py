"""A letter that waits for its official has reached nobody yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.inbox.models import OutgoingMessage
from lutra.inbox.tests.conftest import NOW
from lutra.ledger.followers import catch_up
from lutra.letters import awaiting, bsre
from lutra.testing import journeys
from lutra.testing.bsre import NIK, PASSPHRASE, PASSWORD, USER, Twin


@pytest.fixture
def twin(settings: Any) -> Iterator[Twin]:
    made = Twin().start()
    settings.LUTRA_BSRE_URL, settings.LUTRA_BSRE_USER, settings.LUTRA_BSRE_PASSWORD = made.url, USER, PASSWORD
    yield made
    made.stop()


@pytest.mark.law("A19")
def test_a_letter_reaches_the_applicant_when_it_is_signed_and_not_when_it_was_decided(
    government: Government, budi: Actor, twin: Twin
) -> None:
    request = journeys.answered(government, "granted", by=budi, on=NOW.date())
    catch_up()
    assert request.deliveries.count() == 0
    assert not OutgoingMessage.objects.filter(kind="notice").exists()
    service = bsre.service()
    assert service is not None
    signed = datetime(2020, 3, 12, 2, tzinfo=UTC)
    with time_machine.travel(signed, tick=False):
        awaiting.sign(awaiting.waiting(budi).get(), service=service, nik=NIK, passphrase=PASSPHRASE, by=budi)
    catch_up()
    assert request.deliveries.get().delivered_at == signed
    assert OutgoingMessage.objects.get(kind="notice").state == "waiting"
