"""The letters about an objection reach its page and its filer's e-mail; the time to the commission runs from there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import mail

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.inbox.models import OutgoingMessage, Proof
from lutra.inbox.sending import send_waiting
from lutra.inbox.tests.conftest import NOW
from lutra.ledger.followers import catch_up, replay
from lutra.ledger.queries import entries, history, verify
from lutra.letters.queries import letters_of
from lutra.objections import actions, clocks
from lutra.objections.models import Delivery, Objection
from lutra.testing import factories

WORDS = {"purpose": "Penelitian", "case_position": "Jawabannya tidak sesuai permintaan."}


@pytest.fixture
def andi(government: Government) -> Actor:
    return factories.officer(government, Role.SUPERIOR, name="Andi")


@pytest.fixture
def objection(government: Government) -> Objection:
    return object_to(government, request=factories.file_request(government))


def object_to(government: Government, **changes: Any) -> Objection:
    keywords: dict[str, Any] = {"answers": WORDS, "grounds": ["d"], "channel": "web", "at": NOW, **changes}
    return actions.register(government, by=actors.applicant(government), **keywords)


def uphold(objection: Objection, by: Actor) -> None:
    actions.decide(objection, decision="upheld", reason="Sudah sesuai.", by=by, at=NOW)


def _kinds(objection: Objection) -> list[str]:
    return [entry.kind for entry in history(objection.ledger_subject, objection.government_id)]


def test_a_receipt_is_proved_and_moves_nothing(objection: Objection) -> None:
    catch_up()
    objection.refresh_from_db()
    assert objection.delivered_on is None
    assert [proof.channel for proof in Proof.objects.filter(letter__objection=objection)] == ["page"]
    assert _kinds(objection) == ["objection.registered", "letter.issued", "letter.delivered"]


@pytest.mark.law("D02")
@pytest.mark.law("O15")
def test_the_superiors_answer_on_the_page_starts_the_time_to_the_commission(
    objection: Objection, andi: Actor
) -> None:
    uphold(objection, andi)
    catch_up()
    objection.refresh_from_db()
    delivery = Delivery.objects.get(objection=objection)
    assert (delivery.channel, delivery.what, delivery.delivered_at) == ("page", "objection_reply", NOW)
    assert letters_of(objection).get(kind="objection_reply").code in delivery.evidence
    assert objection.delivered_on == date(2020, 3, 10)
    found = clocks.dispute_clock(objection)
    assert found is not None
    assert found.start == date(2020, 3, 10)


def test_minutes_on_the_page_are_a_delivery(objection: Objection, andi: Actor) -> None:
    actions.settle(objection, minutes="Data diserahkan.", by=andi, at=NOW)
    catch_up()
    assert [delivery.what for delivery in Delivery.objects.filter(objection=objection)] == ["settlement"]


def test_an_answer_whose_objection_was_closed_meanwhile_is_still_proved(
    objection: Objection, andi: Actor, government: Government
) -> None:
    desk = factories.officer(government, Role.DESK_OFFICER)
    uphold(objection, andi)
    actions.deliver(
        objection, channel="pickup", what="objection_reply", evidence="Diterima Ani", by=desk, at=NOW
    )
    actions.close(objection, by=desk, at=NOW)
    catch_up()
    assert Proof.objects.filter(letter__objection=objection, letter__kind="objection_reply").exists()


def test_a_replay_proves_and_queues_nothing_twice(objection: Objection, andi: Actor) -> None:
    uphold(objection, andi)
    catch_up()
    before = (Delivery.objects.count(), Proof.objects.count(), OutgoingMessage.objects.count())
    count = entries(objection.government_id).count()
    replay("notices", objection.government_id)
    catch_up()
    assert (Delivery.objects.count(), Proof.objects.count(), OutgoingMessage.objects.count()) == before
    assert entries(objection.government_id).count() == count
    assert all(found.is_whole for found in verify(objection.government_id))


def test_the_answer_is_sent_with_the_letter_and_a_link_to_the_objections_page(
    objection: Objection, andi: Actor, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    uphold(objection, andi)
    catch_up()
    send_waiting(NOW)
    sent = next(one for one in mail.outbox if "Tanggapan" in one.subject)
    assert sent.to == [factories.ANI["email"]]
    assert objection.reference in sent.subject
    assert f"https://ppid.luwuutara.example/k/{objection.code}/" in sent.body
    assert "halaman keberatan Anda" in sent.body
    assert len(sent.attachments) == 1
    for canary in (WORDS["case_position"], factories.ANI["name"], objection.information):
        assert canary not in sent.body
    channels = set(Delivery.objects.filter(objection=objection).values_list("channel", flat=True))
    assert channels == {"page", "email"}


def test_an_objection_without_a_request_is_announced_to_the_address_it_gave(
    government: Government, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    answers = {**factories.ANI, **WORDS, "information": "Laporan keuangan 2019"}
    object_to(government, answers=answers, grounds=["b"])
    catch_up()
    send_waiting(NOW)
    assert [one.to for one in mail.outbox] == [[factories.ANI["email"]]]
    assert OutgoingMessage.objects.get().state == OutgoingMessage.State.SENT


def test_a_message_that_is_given_up_is_told_on_the_objection(government: Government, settings: Any) -> None:
    settings.EMAIL_BACKEND = "lutra.inbox.tests.backends.UnknownAddress"
    objection = object_to(
        government, request=factories.file_request(government, email="hilang@warga.example")
    )
    catch_up()
    send_waiting(NOW)
    assert "message.failed" in _kinds(objection)
