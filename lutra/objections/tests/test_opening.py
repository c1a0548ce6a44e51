"""What an objection or a ruling opens enters the list of public information the same day (LAW A22)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lutra.catalogue.models import ConsequenceTest, Item
from lutra.catalogue.queries import public_items
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.objections import actions
from lutra.objections import dispute_actions as disputes
from lutra.objections.models import Objection
from lutra.testing import factories, journeys

ANSWERED = date(2026, 1, 15)
NOW = datetime(2026, 2, 20, 1, tzinfo=UTC)
WORDS = {"purpose": "Penelitian", "case_position": "Permohonan saya ditolak."}

pytestmark = pytest.mark.law("A22")


@pytest.fixture
def of(db: None) -> Government:
    made = factories.government("73.22", abbreviation="LUTRA")
    factories.body(made, "dinkes")
    return made


@pytest.fixture
def budi(of: Government) -> Actor:
    return factories.officer(of, Role.PPID_UTAMA)


def objected(of: Government, budi: Actor, outcome: str = "refused") -> Objection:
    """Ani objects to an answer of 15 January."""
    request = factories.file_request(of, at=datetime(2026, 1, 5, 2, tzinfo=UTC))
    journeys.decide(request, outcome, by=budi, on=ANSWERED)
    return actions.register(
        of,
        by=actors.applicant(of),
        channel="web",
        answers=WORDS,
        grounds=["a"],
        request=request,
        at=datetime(2026, 1, 20, 2, tzinfo=UTC),
    )


def decided(objection: Objection, decision: str) -> Objection:
    ordered = {} if decision == "upheld" else {"order": "Berikan.", "order_due_on": date(2026, 3, 2)}
    superior = factories.officer(objection.government, Role.SUPERIOR)
    return actions.decide(
        objection,
        decision=decision,
        reason="Alasan.",
        by=superior,
        at=NOW,
        **ordered,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("decision", ["granted", "partly"])
def test_what_the_superior_orders_to_be_given_is_listed_that_day(
    of: Government, budi: Actor, decision: str
) -> None:
    objection = decided(objected(of, budi), decision)
    item = public_items(of).get()
    assert (item.title, item.kind) == ("Rekam medis: Riwayat kesehatan perorangan", "any_time")
    assert (item.source, item.source_ref, item.updated_on) == (
        "objection", f"objection:{objection.pk}", date(2026, 2, 20),
    )  # fmt: skip


def test_an_upheld_refusal_opens_nothing(of: Government, budi: Actor) -> None:
    decided(objected(of, budi), "upheld")
    assert Item.objects.count() == 0


def test_what_had_been_given_needs_no_opening(of: Government, budi: Actor) -> None:
    decided(objected(of, budi, "granted"), "granted")
    assert Item.objects.count() == 0


def test_a_name_that_tells_of_somebody_is_not_listed(of: Government, budi: Actor) -> None:
    objection = objected(of, budi)
    ConsequenceTest.objects.update(document="Rekam medis NIK 7322034107900001")
    decided(objection, "granted")
    assert public_items(of).get().title == f"Informasi yang dibuka lewat keberatan {objection.reference}"


def test_a_ruling_opens_what_objection_and_answer_withheld(of: Government, budi: Actor) -> None:
    objection = decided(objected(of, budi), "upheld")
    officer = factories.officer(of, Role.DISPUTES)
    later = datetime(2026, 9, 1, 2, tzinfo=UTC)
    dispute = disputes.register(
        objection,
        commission="Komisi Informasi Sulawesi Selatan",
        number="010/REG-PSI/2026",
        received_on=date(2026, 3, 2),
        registered_on=date(2026, 3, 3),
        by=officer,
        at=later,
    )
    disputes.begin(dispute, on=date(2026, 3, 10), by=officer, at=later)
    disputes.adjudicate(dispute, on=date(2026, 4, 2), by=officer, at=later)
    disputes.rule(
        dispute,
        kind="adjudication",
        result="granted",
        number="010/PTS-A/2026",
        ruled_on=date(2026, 6, 10),
        received_on=date(2026, 6, 15),
        summary="Dibuka.",
        by=officer,
        at=later,
    )
    item = public_items(of).get()
    assert (item.source, item.source_ref) == ("ruling", f"dispute:{dispute.pk}")
    assert item.updated_on == date(2026, 9, 1)
