"""Letters reach the applicant's page at once, and leave proof."""

from __future__ import annotations

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.inbox import queries
from lutra.inbox.actions import prove
from lutra.inbox.models import OutgoingMessage, Proof
from lutra.inbox.tests.conftest import NOW
from lutra.law.clocks import legal_day
from lutra.ledger.followers import catch_up, replay
from lutra.ledger.queries import entries, history
from lutra.letters.queries import letters_of
from lutra.requests import actions
from lutra.requests.models import Delivery, Request
from lutra.testing import factories


def _kinds(request: Request) -> list[str]:
    return [entry.kind for entry in history(request.ledger_subject, request.government_id)]


def _extend(request: Request, by: Actor) -> None:
    actions.extend(request, reason="Berkas dicari.", reason_kind="not_yet_held", by=by, at=NOW)


def _decide(request: Request, by: Actor) -> None:
    actions.decide(request, outcome="granted", answers=factories.GRANTED, by=by, at=NOW)


@pytest.mark.law("A20")
def test_an_answer_on_the_page_is_a_delivery_with_evidence(government: Government, budi: Actor) -> None:
    request = factories.file_request(government)
    _decide(request, budi)
    catch_up()
    request.refresh_from_db()
    letter = letters_of(request).get(kind="notice")
    delivery = Delivery.objects.get(request=request)
    assert (delivery.channel, delivery.what, delivery.delivered_at) == ("page", "notice", NOW)
    assert letter.code in delivery.evidence
    assert letter.sha256 in delivery.evidence
    assert request.stage == "delivered"


@pytest.mark.law("A20")
def test_to_whoever_stood_at_the_counter_the_desk_hands_the_answer_over(
    government: Government, budi: Actor
) -> None:
    """The page shows it, but he need never look there: his terms run from the hand-over."""
    request = factories.file_request(government, by=budi, delivery_way="pickup", email="")
    _decide(request, budi)
    catch_up()
    request.refresh_from_db()
    assert (request.stage, request.delivered_on) == ("decided", None)
    assert not Delivery.objects.exists()
    assert {proof.letter.kind for proof in queries.proofs_of(request)} == {"receipt", "notice"}
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima Ani", by=budi, at=NOW)
    assert request.stage == "delivered"


def test_a_receipt_on_the_page_is_proved_and_moves_no_stage(government: Government) -> None:
    request = factories.file_request(government)
    catch_up()
    request.refresh_from_db()
    assert request.stage == "filed"
    assert [(proof.letter.kind, proof.channel) for proof in queries.proofs_of(request)] == [
        ("receipt", "page")
    ]
    assert _kinds(request) == ["request.filed", "letter.issued", "letter.delivered"]
    assert not Delivery.objects.exists()


@pytest.mark.law("A19")
def test_an_extension_reaches_the_applicant_before_the_first_due_date(
    government: Government, budi: Actor
) -> None:
    request = factories.file_request(government)
    _extend(request, budi)
    catch_up()
    reached = queries.reached_at(letters_of(request).get(kind="extension"))
    assert reached == NOW
    assert legal_day(reached, government.time_zone) <= request.original_due_on


def test_a_letter_that_reached_nobody_has_no_moment(government: Government, settings: object) -> None:
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters"]  # type: ignore[attr-defined]
    request = factories.file_request(government)
    catch_up()
    assert queries.reached_at(letters_of(request).get()) is None


def test_a_replay_proves_and_queues_nothing_twice(government: Government, budi: Actor) -> None:
    request = factories.file_request(government)
    _decide(request, budi)
    catch_up()
    before = (
        Proof.objects.count(), Delivery.objects.count(), OutgoingMessage.objects.count(),
        entries(government.pk).count(),
    )  # fmt: skip
    replay("letters", government.pk)
    replay("notices", government.pk)
    catch_up()
    after = (
        Proof.objects.count(), Delivery.objects.count(), OutgoingMessage.objects.count(),
        entries(government.pk).count(),
    )  # fmt: skip
    assert before == after


def test_an_answer_that_an_officer_already_delivered_and_closed_is_still_proved(
    government: Government, budi: Actor
) -> None:
    request = factories.file_request(government)
    _decide(request, budi)
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima Ani.", by=budi, at=NOW)
    actions.close(request, by=budi, at=NOW)
    catch_up()
    request.refresh_from_db()
    assert request.stage == "closed"
    assert ("notice", "page") in [(proof.letter.kind, proof.channel) for proof in queries.proofs_of(request)]


def test_only_the_system_proves(government: Government, budi: Actor) -> None:
    request = factories.file_request(government)
    catch_up()
    letter = letters_of(request).get()
    for who in (budi, actors.applicant(government), actors.system(government.pk + 1)):
        with pytest.raises(NotPermitted):
            prove(letter, channel="email", evidence="x", at=NOW, by=who)
