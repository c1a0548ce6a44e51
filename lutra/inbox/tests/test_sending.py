"""E-mail to the applicant: what it says, when it is tried again, and what it never tells."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.inbox import queries, sending
from lutra.inbox.actions import queue_email
from lutra.inbox.mails import part, text
from lutra.inbox.models import OutgoingMessage
from lutra.inbox.sending import LEASE, MAX_TRIES, PAUSES, send_waiting
from lutra.inbox.tests.conftest import NOW
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import entries, history
from lutra.letters import forms
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of, pdf
from lutra.requests import actions
from lutra.requests.models import Delivery, Request
from lutra.testing import factories

BACKENDS = "lutra.inbox.tests.backends."
ANI = factories.ANI["email"]


def _ask(government: Government, **changes: Any) -> tuple[Request, OutgoingMessage]:
    request = factories.file_request(government, **{"at": NOW, **changes})
    catch_up()
    return request, OutgoingMessage.objects.get(request=request)


def _after(message: OutgoingMessage) -> OutgoingMessage:
    message.refresh_from_db()
    return message


def test_a_receipt_is_sent_to_the_address_that_ani_gave(government: Government) -> None:
    request, message = _ask(government)
    assert send_waiting(NOW) == 1
    sent = mail.outbox[0]
    letter = letters_of(request).get()
    assert sent.to == [ANI]
    assert sent.subject == f"Permohonan informasi {request.reference} sudah diterima"
    assert f"https://ppid.luwuutara.example/t/{request.code}/" in sent.body
    assert f"https://ppid.luwuutara.example/verify/{letter.code}/" in sent.body
    assert "{" not in sent.body
    assert sent.from_email == "PPID Luwu Utara <ppid@lutra.invalid>"
    assert sent.reply_to == ["ppid@luwuutara.example"]
    headers = sent.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == f"<letter-{government.pk}-{letter.pk}@lutra.invalid>"
    assert _after(message).state == "sent"
    assert message.sent_at == NOW


def test_the_letter_is_attached_when_ani_wants_to_be_answered_by_email(government: Government) -> None:
    request, _message = _ask(government)
    send_waiting(NOW)
    (attached,) = mail.outbox[0].attachments
    assert attached.filename == "001-TB-PPID-G7322-2020.pdf"
    assert attached.content == pdf(letters_of(request).get())
    assert part("attached", "id") in mail.outbox[0].body


def test_otherwise_a_link_leads_to_the_letter(government: Government) -> None:
    _ask(government, delivery_way="pickup")
    send_waiting(NOW)
    assert mail.outbox[0].attachments == []
    assert part("linked", "id") in mail.outbox[0].body


def test_neither_question_nor_name_stands_in_the_text(government: Government) -> None:
    _ask(government, subject="Pertanyaan rahasia Ani")
    send_waiting(NOW)
    whole = mail.outbox[0].subject + mail.outbox[0].body
    for canary in ("Pertanyaan rahasia", factories.ANI["name"], factories.ANI["nik"], factories.ANI["phone"]):
        assert canary not in whole


def test_whoever_asked_in_english_reads_english(government: Government) -> None:
    _ask(government, language="en")
    send_waiting(NOW)
    assert mail.outbox[0].subject.startswith("Request for information")
    assert mail.outbox[0].message()["Content-Language"] == "en"


def test_without_an_address_nothing_is_queued(government: Government) -> None:
    request = factories.file_request(government, at=NOW, email="", delivery_way="pickup")
    catch_up()
    assert not queries.messages_of(request).exists()


@pytest.mark.law("A20")
def test_an_answer_taken_by_the_mail_server_is_a_second_proof(government: Government, budi: Actor) -> None:
    request, _message = _ask(government)
    actions.decide(request, outcome="granted", answers=factories.GRANTED, by=budi, at=NOW)
    catch_up()
    assert send_waiting(NOW) == 2
    letter = letters_of(request).get(kind="notice")
    proof = Delivery.objects.get(request=request, channel="email")
    assert proof.what == "notice"
    assert proof.evidence == f"Message-ID <letter-{government.pk}-{letter.pk}@lutra.invalid>"


def test_a_message_is_sent_once(government: Government) -> None:
    request, _message = _ask(government)
    queue_email(letters_of(request).get(), now=NOW)
    assert send_waiting(NOW) == 1
    assert send_waiting(NOW + timedelta(days=2)) == 0
    assert len(mail.outbox) == 1


def test_without_a_mail_server_the_message_is_kept_and_proves_nothing(
    government: Government, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    request, message = _ask(government)
    send_waiting(NOW)
    assert _after(message).state == "kept"
    assert [proof.channel for proof in queries.proofs_of(request)] == ["page"]
    assert list(tmp_path.iterdir())


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(
    government: Government, settings: Any
) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "Away"
    request, message = _ask(government)
    now = NOW
    for tries, pause in enumerate(PAUSES, start=1):
        send_waiting(now)
        assert _after(message).tries == tries
        assert message.state == "waiting"
        assert message.next_try_at == now + pause
        assert send_waiting(message.next_try_at - timedelta(seconds=1)) == 0
        now = message.next_try_at
    send_waiting(now)
    assert _after(message).state == "failed"
    assert message.tries == MAX_TRIES == 8
    assert list(queries.failed(government)) == [message]
    failed = history(request.ledger_subject, government.pk).last()
    assert failed is not None
    assert (failed.kind, failed.data["error"]) == ("message.failed", "ConnectionRefusedError")


def test_while_the_server_is_away_the_other_messages_keep_their_tries(
    government: Government, settings: Any
) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "Away"
    for _ in range(3):
        factories.file_request(government, at=NOW)
    catch_up()
    send_waiting(NOW)
    assert sorted(OutgoingMessage.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_an_address_that_does_not_exist_is_given_up_at_once(government: Government, settings: Any) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "UnknownAddress"
    _request, message = _ask(government)
    send_waiting(NOW)
    assert _after(message).state == "failed"


def test_a_server_that_asks_for_patience_is_tried_again(government: Government, settings: Any) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "Greylisted"
    _request, message = _ask(government)
    send_waiting(NOW)
    assert _after(message).state == "waiting"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting(NOW + PAUSES[0]) == 1


def test_a_worker_killed_while_sending_leaves_the_message_to_the_next(
    government: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    _request, message = _ask(government)

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power_cut:
        power_cut.setattr(sending, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            send_waiting(NOW)
    assert send_waiting(NOW + timedelta(minutes=1)) == 0
    assert send_waiting(NOW + LEASE) == 1
    assert _after(message).tries == 2
    assert mail.outbox[0].message()["Message-ID"] == mail.outbox[1].message()["Message-ID"]


def test_a_message_that_kills_its_worker_each_time_is_given_up(
    government: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    _request, message = _ask(government)
    OutgoingMessage.objects.update(tries=MAX_TRIES)
    send_waiting(NOW)
    assert _after(message).state == "failed"
    assert mail.outbox == []


def test_old_news_is_not_announced(government: Government) -> None:
    request = factories.file_request(government, at=NOW - timedelta(days=45))
    catch_up()
    message = queries.messages_of(request).get()
    assert message.state == "expired"
    assert send_waiting(NOW + timedelta(days=1)) == 0


def test_the_address_stands_in_no_row_no_log_and_no_entry(
    government: Government, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "Away"
    _ask(government)
    with caplog.at_level(logging.DEBUG):
        send_waiting(NOW)
        OutgoingMessage.objects.update(tries=MAX_TRIES - 1, next_try_at=NOW)
        send_waiting(NOW)
    rows = str(list(OutgoingMessage.objects.values()))
    book = json.dumps([entry.data for entry in entries(government.pk)])
    for place in (rows, book, caplog.text):
        assert ANI not in place
        assert "warga.example" not in place
    assert "ConnectionRefusedError" in rows


@pytest.mark.parametrize("language", forms.LANGUAGES)
@pytest.mark.parametrize("kind", sorted(set(forms.kinds()) - {Letter.Kind.DECREE, Letter.Kind.MINUTES}))
def test_there_is_a_text_for_every_letter_in_every_language(kind: str, language: str) -> None:
    subject, body = text(kind, language)
    assert "{reference}" in subject
    assert "\n" not in subject
    for name in ("{tracking_url}", "{verify_url}", "{code}", "{where}", "{government}"):
        assert name in body


def test_a_clock_that_was_set_back_does_not_hold_a_message_up_for_years(
    government: Government, settings: Any
) -> None:
    _request, message = _ask(government)
    settings.EMAIL_BACKEND = BACKENDS + "Away"
    send_waiting(NOW + timedelta(days=3650))
    assert _after(message).state == "waiting"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting(NOW) == 1
