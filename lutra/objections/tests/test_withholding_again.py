"""An answer that upholds a refusal withholds again: the consequence test must still stand that day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.catalogue.models import ConsequenceTest
from lutra.delegation.actions import _delegate
from lutra.delegation.models import Delegation
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.objections import actions
from lutra.objections.errors import ObjectionIncomplete
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.requests import bulk
from lutra.testing import factories, journeys

ANSWERED = date(2026, 1, 15)
NOW = datetime(2026, 2, 20, 1, tzinfo=UTC)


@pytest.fixture
def of(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA")


@pytest.fixture
def budi(of: Government) -> Actor:
    return factories.officer(of, Role.PPID_UTAMA)


def objected(
    of: Government, budi: Actor, test: ConsequenceTest, *, ground: str = "a", **more: Any
) -> Objection:
    request = factories.file_request(of, at=datetime(2026, 1, 5, 2, tzinfo=UTC))
    journeys.decide(request, more.pop("outcome", "refused"), by=budi, on=ANSWERED, test=test, **more)
    return actions.register(
        of,
        by=actors.applicant(of),
        channel="web",
        answers={"purpose": "Penelitian", "case_position": "Permohonan saya ditolak."},
        grounds=[ground],
        request=request,
        at=datetime(2026, 1, 20, 2, tzinfo=UTC),
    )


def uphold(objection: Objection, *, test: ConsequenceTest | None = None) -> Objection:
    superior = factories.officer(objection.government, Role.SUPERIOR, name="Sari")
    return actions.decide(objection, decision="upheld", reason="Rahasia.", test=test, by=superior, at=NOW)


def test_while_its_test_stands_a_refusal_is_upheld(of: Government, budi: Actor) -> None:
    assert uphold(objected(of, budi, factories.standing_test(of, on=ANSWERED))).decision == "upheld"


@pytest.mark.parametrize("gone", [{"ends_on": date(2026, 2, 19)}, {"lifted_on": date(2026, 2, 1)}])
def test_once_its_test_ended_or_was_lifted_it_is_not(
    of: Government, budi: Actor, gone: dict[str, date]
) -> None:
    test = factories.standing_test(of, on=ANSWERED)
    objection = objected(of, budi, test)
    ConsequenceTest.objects.filter(pk=test.pk).update(**gone)
    with pytest.raises(ObjectionIncomplete) as refusal:
        uphold(objection)
    assert set(refusal.value.problems) == {"test"}
    other = factories.standing_test(of, on=ANSWERED, ground="b", sub_item="", ends_on=date(2027, 1, 1))
    with pytest.raises(ObjectionIncomplete):
        uphold(objection, test=other)
    newer = factories.standing_test(of, on=date(2026, 2, 18))
    assert uphold(objection, test=newer).decision == "upheld"


def test_one_of_several_withheld_parts_is_enough(of: Government, budi: Actor) -> None:
    first = factories.standing_test(of, on=ANSWERED)
    second = factories.standing_test(of, on=ANSWERED)
    lines = [
        {"matter": matter, "ground": "h", "sub_item": "2", "reason": "Rahasia", "test": test.pk}
        for matter, test in (("Nama", first), ("Diagnosis", second))
    ]
    objection = objected(of, budi, first, outcome="partly", withheld=lines)
    ConsequenceTest.objects.filter(pk=second.pk).update(lifted_on=date(2026, 2, 1))
    with pytest.raises(ObjectionIncomplete):
        uphold(objection)


def test_an_objection_to_the_fee_asks_for_no_test(of: Government, budi: Actor) -> None:
    test = factories.standing_test(of, on=ANSWERED)
    objection = objected(of, budi, test, ground="f", outcome="partly")
    ConsequenceTest.objects.update(lifted_on=date(2026, 2, 1))
    assert uphold(objection).decision == "upheld"


def test_nobody_refuses_in_bulk_or_through_a_delegated_link(of: Government, budi: Actor) -> None:
    request = factories.file_request(of, at=datetime(2026, 1, 5, 2, tzinfo=UTC))
    assert not {"decide", "refuse"} & set(bulk.DEEDS)
    body = factories.body(of, "dinkes")
    delegate = _delegate(
        Delegation(government=of, request=request, body=body, person=factories.user(of, Role.NEWSROOM))
    )
    with pytest.raises(NotPermitted):
        requests.decide(
            request,
            outcome="refused",
            answers=factories.REFUSED,
            test=factories.standing_test(of),
            by=delegate,
        )
