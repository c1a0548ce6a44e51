"""What is blacked out goes out with its index, and its original by no way at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lutra.catalogue import actions as catalogue
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.jobs import queue
from lutra.ledger.followers import catch_up
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of
from lutra.letters.tests.conftest import PARTLY
from lutra.letters.tests.reading import words
from lutra.publishing.catalogue.models import PublicFile
from lutra.redaction import actions as redactions
from lutra.redaction.models import Redaction
from lutra.redaction.tests.conftest import (
    LETTER,
    NAME,
    NUMBER,
    WHY,
    twin,  # noqa: F401  # autouse: no engine is needed here
)
from lutra.requests import actions
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import MOMENT

LATER = MOMENT + timedelta(days=1)
WITHHELD = {"matter": "NIK penerima", "ground": "h", "sub_item": "4", "reason": "Data pribadi."}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.LUTRA_FILES, settings.LUTRA_CLAMD = tmp_path, tmp_path / "files", "off"


@pytest.fixture
def ppid(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def asked(lutra: Government, ppid: Actor) -> Request:
    request = factories.file_request(lutra)
    return actions.dispose(request, to=[factories.body(lutra, "dinkes")], by=ppid, at=MOMENT)


def blacked_out(document: Document, lutra: Government, ppid: Actor) -> Redaction:
    """Budi draws, the PPID approves, the job makes it."""
    budi = factories.officer(lutra, Role.PROCESSING)
    redaction = redactions.start(document, by=budi)
    redactions.add_boxes(redaction, boxes=[NAME, NUMBER], why=WHY, by=budi)
    redactions.propose(redaction, by=budi)
    redactions.approve(redaction, by=ppid)
    queue.run_all()
    redaction.refresh_from_db()
    return redaction


def certified(document: Document, ppid: Actor) -> None:
    """Through the gate, whatever is found."""
    release.examine(document)
    queue.run_all()
    newest = release.latest(document)
    assert newest
    if found := list(newest.findings.all()):
        release.decide_many(found, verdict="mistaken", reason="Nomor contoh saja.", by=ppid)
    release.certify(document, by=ppid)


def decide(asked: Request, lutra: Government, ppid: Actor, document: Document, **changes: Any) -> None:
    test = factories.standing_test(lutra, ground="h", sub_item="4")
    answers = {**PARTLY, "withheld": [WITHHELD], **changes}
    actions.decide(
        asked, outcome="partly", answers=answers, test=test, documents=[document], by=ppid, at=LATER
    )


@pytest.mark.law("A06")
def test_the_applicant_gets_the_copy_with_its_index_on_the_page_in_the_letter_and_as_data(
    browser: Client, lutra: Government, ppid: Actor, asked: Request
) -> None:
    file = actions.draft(
        asked, text="Sebagian.", outcome="granted", files=[("surat.pdf", LETTER)], by=ppid, at=MOMENT
    ).documents.get()
    made = blacked_out(file, lutra, ppid)
    assert made.output
    with pytest.raises(Incomplete, match="hanya salinan yang dihitamkan"):
        decide(asked, lutra, ppid, file)
    decide(asked, lutra, ppid, made.output)
    catch_up()
    page = browser.get(f"/t/{asked.code}/").content.decode()
    assert "Yang dihitamkan dalam “surat (dihitamkan).pdf”" in page
    assert "NIK penerima bantuan (2×)" in page
    assert browser.get(f"/t/{asked.code}/berkas/{made.output.pk}/").content == content(made.output)
    assert browser.get(f"/t/{asked.code}/berkas/{file.pk}/").status_code == 404
    index = browser.get(f"/t/{asked.code}/berkas/{made.output.pk}/bagian.json").json()
    assert index["sha256"] == made.output.sha256
    assert [(part["page"], part["ground"], part["count"]) for part in index["parts"]] == [(1, "h", 2)]
    notice = letters_of(asked).get(kind=Letter.Kind.NOTICE)
    said = words(notice)
    assert "Daftar bagian yang dihitamkan" in said
    assert "NIK penerima bantuan (2×)" in said


@pytest.mark.law("A06")
def test_the_decision_names_the_grounds_that_are_stamped(
    lutra: Government, ppid: Actor, asked: Request
) -> None:
    file = actions.draft(
        asked, text="Sebagian.", outcome="granted", files=[("surat.pdf", LETTER)], by=ppid, at=MOMENT
    ).documents.get()
    made = blacked_out(file, lutra, ppid)
    assert made.output
    answers = {**factories.GRANTED}
    with pytest.raises(Incomplete, match="huruf h"):
        actions.decide(asked, outcome="granted", answers=answers, documents=[made.output], by=ppid, at=LATER)


def test_what_was_given_whole_is_given_no_more_once_it_is_blacked_out(
    browser: Client, lutra: Government, ppid: Actor, asked: Request
) -> None:
    file = actions.draft(
        asked, text="Ada.", outcome="granted", files=[("surat.pdf", LETTER)], by=ppid, at=MOMENT
    ).documents.get()
    certified(file, ppid)
    actions.decide(asked, outcome="granted", answers=factories.GRANTED, documents=[file], by=ppid, at=LATER)
    address = f"/t/{asked.code}/berkas/{file.pk}/"
    assert browser.get(address).status_code == 200
    blacked_out(file, lutra, ppid)
    assert browser.get(address).status_code == 404
    assert "surat.pdf" not in browser.get(f"/t/{asked.code}/").content.decode()


@pytest.mark.law("P07")
def test_a_published_contract_leaves_the_list_and_only_its_copy_is_published(
    browser: Client, lutra: Government, ppid: Actor
) -> None:
    contract = documents.add(lutra, name="kontrak.pdf", content=LETTER, at=timezone.now())
    contract.listed = True
    contract.save()
    release.examine(contract)
    queue.run_all()
    # The NIK in it is told, and holds it.
    assert release.gate(contract).code == "undecided"
    certified(contract, ppid)
    item = factories.item(factories.body(lutra, "pupr"), title="Kontrak jembatan Malangke", at=timezone.now())
    catalogue.attach_file(item, document=contract, label="Kontrak", by=ppid, at=timezone.now())
    catch_up()
    shown = PublicFile.objects.get()
    addresses = [f"/informasi/{item.number}/", "/data/berkas.sha256", "/data/unduh/informasi.json"]
    assert contract.sha256 in body_of(browser.get("/data/berkas.sha256")).decode()
    file = f"/informasi/{item.number}/berkas/{shown.file_id}/"
    assert body_of(browser.get(file)) == LETTER
    made = blacked_out(contract, lutra, ppid)
    catch_up()
    for address in addresses:
        assert contract.sha256 not in body_of(browser.get(address, follow=True)).decode()
    assert browser.get(file).status_code == 404
    assert not PublicFile.objects.filter(pk=shown.pk).exists()
    assert made.output
    certified(made.output, ppid)
    catalogue.attach_file(item, document=contract, label="Lagi", by=ppid, at=timezone.now())
    catalogue.attach_file(item, document=made.output, label="Kontrak", by=ppid, at=timezone.now())
    catch_up()
    assert [file.sha256 for file in PublicFile.objects.all()] == [made.output.sha256]
    assert made.output.sha256 in body_of(browser.get("/data/berkas.sha256")).decode()


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
