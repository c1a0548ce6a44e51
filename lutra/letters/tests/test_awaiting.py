"""Letters that wait for an official, and the national certificate authority's service with all its moods."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.documents import store
from lutra.documents.errors import FileDamaged
from lutra.ledger import queries as ledger
from lutra.ledger.followers import catch_up
from lutra.letters import awaiting, bsre, signing
from lutra.letters.errors import (
    CertificateNotValid,
    NotEnrolled,
    NotYours,
    ServiceAway,
    ServiceRefused,
    SignatureRefused,
    SignatureUnusable,
    SignedAlready,
    WrongPassphrase,
)
from lutra.letters.followers import letters
from lutra.letters.models import Letter, Unsigned
from lutra.letters.queries import letters_of, pdf
from lutra.letters.tests.conftest import Office
from lutra.letters.tests.reading import words
from lutra.requests.models import Request
from lutra.testing.bsre import NIK, PASSPHRASE, PASSWORD, USER, Twin


@pytest.fixture(scope="module")
def running() -> Iterator[Twin]:
    twin = Twin().start()
    yield twin
    twin.stop()


@pytest.fixture
def twin(running: Twin, settings: Any) -> Iterator[Twin]:
    """The service, set up for this installation."""
    settings.LUTRA_BSRE_URL, settings.LUTRA_BSRE_USER, settings.LUTRA_BSRE_PASSWORD = (
        running.url,
        USER,
        PASSWORD,
    )
    settings.LUTRA_BSRE_TIMEOUT = 1
    yield running
    running.trouble, running.status = "", {}


def service() -> bsre.Service:
    found = bsre.service()
    assert found is not None
    return found


def refused(office: Office) -> tuple[Request, Unsigned]:
    """A refusal that Budi decided and has not signed."""
    request = office.ask()
    office.answer(request, "refused")
    catch_up()
    return request, awaiting.waiting(office.budi).get()


def sign(unsigned: Unsigned, by: Actor, passphrase: str = PASSPHRASE) -> Letter:
    return awaiting.sign(unsigned, service=service(), nik=NIK, passphrase=passphrase, by=by)


@pytest.mark.law("A23")
def test_a_letter_is_a_draft_until_its_official_signs_it(office: Office, twin: Twin) -> None:
    request, draft = refused(office)
    assert [letter.kind for letter in letters_of(request)] == [
        "receipt"
    ]  # proves a receipt; nobody answers for it
    assert draft.reference.startswith("001/SK-PPID")
    letter = sign(draft, office.budi)
    found = signing.read_signature(pdf(letter))
    assert found is not None
    assert found["intact"]
    assert found["whole"]
    assert "Budi" in found["signer"]
    assert "Ditandatangani secara elektronik" in words(letter)
    assert (letter.reference, letter.is_signed) == (draft.reference, True)
    assert service().verify(pdf(letter))["summary"] == "VALID"
    assert not awaiting.waiting(office.budi).exists()


def test_the_book_tells_who_signed_and_the_services_number(office: Office, twin: Twin) -> None:
    request, draft = refused(office)
    sign(draft, office.budi)
    entry = ledger.history(request.ledger_subject, request.government_id).filter(kind="letter.issued").last()
    assert entry is not None
    assert entry.data["signed_by"] == office.budi.user_id
    assert entry.data["service_document"].startswith("twin-")


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("timeout", ServiceAway),
        ("500", ServiceAway),
        ("html", ServiceAway),
        ("moved", ServiceAway),
        ("garbage", SignatureUnusable),
        ("unsigned", SignatureUnusable),
        ("other", SignatureUnusable),
    ],
)
@pytest.mark.law("A23")
def test_trouble_leaves_a_draft_that_can_be_signed_later(
    office: Office, twin: Twin, trouble: str, error: type[SignatureRefused]
) -> None:
    request, draft = refused(office)
    twin.trouble = trouble
    with pytest.raises(error):
        sign(draft, office.budi)
    draft.refresh_from_db()
    assert (draft.letter, draft.tries, draft.last_error) == (None, 1, error.__name__)
    assert not letters_of(request).exclude(kind="receipt").exists()
    twin.trouble = ""
    assert sign(draft, office.budi).is_signed


def test_a_wrong_passphrase_ends_the_session(office: Office, twin: Twin) -> None:
    _request, draft = refused(office)
    with pytest.raises(WrongPassphrase) as refusal:
        sign(draft, office.budi, passphrase="salah")
    assert refusal.value.ends_session


def test_an_official_whom_the_service_does_not_know_is_told(twin: Twin) -> None:
    with pytest.raises(NotEnrolled):
        service().check("7322030101800999")
    with pytest.raises(NotEnrolled):
        service().sign(b"%PDF-1.7", nik="7322030101800999", passphrase="x")


def test_an_expired_certificate_is_told_before_and_while_signing(twin: Twin) -> None:
    service().check(NIK)
    twin.status[NIK] = "EXPIRED"
    with pytest.raises(CertificateNotValid):
        service().check(NIK)
    with pytest.raises(CertificateNotValid):
        service().sign(b"%PDF-1.7", nik=NIK, passphrase=PASSPHRASE)


def test_the_installations_own_log_in_may_be_wrong(twin: Twin, settings: Any) -> None:
    settings.LUTRA_BSRE_PASSWORD = "lain"
    with pytest.raises(ServiceRefused):
        service().check(NIK)


def test_a_service_that_is_not_there_is_away(twin: Twin, settings: Any) -> None:
    settings.LUTRA_BSRE_URL = "http://127.0.0.1:9"
    with pytest.raises(ServiceAway):
        service().check(NIK)


def test_a_redirect_takes_the_passphrase_nowhere(office: Office, twin: Twin) -> None:
    _request, draft = refused(office)
    twin.trouble = "moved"
    twin.asked.clear()
    with pytest.raises(ServiceAway):
        sign(draft, office.budi)
    assert twin.asked == ["/api/sign/pdf"]


def test_only_the_official_whose_name_it_bears_signs(office: Office, twin: Twin) -> None:
    _request, draft = refused(office)
    with pytest.raises(NotYours):
        sign(draft, office.andi)
    with pytest.raises(NotYours):
        awaiting.draft(draft, by=office.andi)
    nobody = Actor(kind="officer", government_id=draft.government_id, user_id=draft.signer_id)
    with pytest.raises(NotPermitted):
        sign(draft, nobody)


def test_two_windows_make_one_letter(office: Office, twin: Twin) -> None:
    request, draft = refused(office)
    again = Unsigned.objects.get(pk=draft.pk)
    sign(draft, office.budi)
    with pytest.raises(SignedAlready):
        sign(again, office.budi)
    assert letters_of(request).exclude(kind="receipt").count() == 1


def test_the_drafts_file_goes_once_the_letter_is_there(
    office: Office, twin: Twin, django_capture_on_commit_callbacks: Any
) -> None:
    _request, draft = refused(office)
    with django_capture_on_commit_callbacks(execute=True):
        sign(draft, office.budi)
    with pytest.raises(FileDamaged):
        store.read(draft.sha256, sealed=True)


def test_a_pen_helps_where_the_service_stays_away(office: Office, twin: Twin) -> None:
    _request, draft = refused(office)
    with pytest.raises(ValueError, match="pena"):
        awaiting.sign_by_pen(draft, reason=" ", by=office.budi)
    letter = awaiting.sign_by_pen(draft, reason="BSrE tidak menjawab dua hari.", by=office.budi)
    assert letter.signature == "by_hand"
    assert letter.reference == draft.reference
    assert signing.read_signature(pdf(letter)) is None
    assert "(ditandatangani dengan tangan)" in words(letter)


def test_a_replay_makes_no_second_draft(office: Office, twin: Twin) -> None:
    request, draft = refused(office)
    entry = ledger.history(request.ledger_subject, request.government_id).get(seq=draft.source_seq)
    assert letters.prepare is not None
    assert letters.prepare(entry) is None
    sign(draft, office.budi)
    assert letters.prepare(entry) is None


def test_without_a_service_nothing_waits(office: Office) -> None:
    request = office.ask()
    office.answer(request, "refused")
    assert office.last(request).is_signed
    assert not Unsigned.objects.exists()


def test_passphrase_and_nik_are_written_nowhere(
    office: Office, twin: Twin, caplog: pytest.LogCaptureFixture
) -> None:
    _request, draft = refused(office)
    caplog.set_level(logging.DEBUG)
    twin.trouble = "500"
    with pytest.raises(ServiceAway) as refusal:
        sign(draft, office.budi)
    twin.trouble = ""
    sign(draft, office.budi)
    said = caplog.text + str(refusal.value) + repr(refusal.value) + repr(service())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            said += str(cursor.fetchall())
    assert PASSPHRASE not in said
    assert NIK not in said
    assert PASSWORD not in said
