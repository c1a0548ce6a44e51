"""One's own data on the portal: who looked, and what only the proof from one's mailbox opens."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.privacy.models import DataRequest
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI
from lutra.web.portal.tests.conftest import HOST

CODE = re.compile(r"(\d{4} \d{4})")
DEEDS = ("salinan", "perbaiki", "hapus")


@pytest.fixture(autouse=True)
def _mails(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def case(lutra: Government) -> Request:
    return factories.file_request(lutra, at=timezone.now())


def page(browser: Client, case: Request) -> str:
    return browser.get(f"/t/{case.code}/data/").content.decode()


def proved(browser: Client, case: Request) -> Client:
    browser.post(f"/t/{case.code}/data/kirim/")
    (code,) = CODE.findall(mail.outbox[-1].body)
    assert browser.post(f"/t/{case.code}/data/buka/", {"proof": code}).status_code == 302
    return browser


@pytest.mark.law("G10")
def test_the_page_tells_who_looked_and_names_nobody(browser: Client, case: Request) -> None:
    assert "Belum ada yang membukanya" in page(browser, case)
    actions.see_identity(case, by=factories.officer(case.government, Role.DESK_OFFICER, name="Budi Tandi"))
    seen = page(browser, case)
    assert "Petugas Pelayanan Informasi" in seen
    assert "Budi Tandi" not in seen
    assert not any(value in seen for value in ANI.values() if value != "individual")


def test_the_tracking_code_alone_copies_changes_and_deletes_nothing(browser: Client, case: Request) -> None:
    for deed in DEEDS:
        assert browser.post(f"/t/{case.code}/data/{deed}/", {"phone": "081355512345"}).status_code == 404
    assert not DataRequest.objects.exists()


def test_the_code_goes_to_the_address_on_record_and_tells_nothing_else(
    browser: Client, case: Request
) -> None:
    browser.post(f"/t/{case.code}/data/kirim/")
    (sent,) = mail.outbox
    assert sent.to == [ANI["email"]]
    assert not any(ANI[name] in sent.body + sent.subject for name in ("name", "nik", "address", "phone"))
    assert case.code not in sent.body
    (code,) = CODE.findall(sent.body)
    assert code not in page(browser, case)


def test_the_proof_opens_a_copy_of_everything(browser: Client, case: Request) -> None:
    answer = proved(browser, case).post(f"/t/{case.code}/data/salinan/")
    copied = json.loads(answer.content)
    assert copied["applicant"]["nik"] == ANI["nik"]
    assert copied["request"]["details"] == case.details
    assert copied["looks"][0]["by"] == "Anda sendiri"
    assert answer["content-disposition"].startswith("attachment")
    assert "no-store" in answer["cache-control"]
    assert entries(case.government_id, kinds=["data.copied"]).count() == 1


def test_the_proof_of_one_case_opens_no_other_and_no_other_browser(
    browser: Client, case: Request, lutra: Government
) -> None:
    other = factories.file_request(lutra, at=timezone.now())
    proved(browser, case)
    assert browser.post(f"/t/{other.code}/data/salinan/").status_code == 404
    assert Client(headers={"host": HOST}).post(f"/t/{case.code}/data/salinan/").status_code == 404


def test_a_code_is_good_in_the_browser_that_asked_for_it_only(browser: Client, case: Request) -> None:
    browser.post(f"/t/{case.code}/data/kirim/")
    (code,) = CODE.findall(mail.outbox[-1].body)
    stranger = Client(headers={"host": HOST})
    assert stranger.post(f"/t/{case.code}/data/buka/", {"proof": code}).status_code == 422


def test_five_wrong_codes_spoil_the_right_one(browser: Client, case: Request) -> None:
    browser.post(f"/t/{case.code}/data/kirim/")
    (code,) = CODE.findall(mail.outbox[-1].body)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(5):
        assert browser.post(f"/t/{case.code}/data/buka/", {"proof": wrong}).status_code == 422
    assert browser.post(f"/t/{case.code}/data/buka/", {"proof": code}).status_code == 422


def test_codes_and_proofs_grow_old(browser: Client, case: Request) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        browser.post(f"/t/{case.code}/data/kirim/")
        (code,) = CODE.findall(mail.outbox[-1].body)
        clock.shift(timedelta(minutes=16))
        assert browser.post(f"/t/{case.code}/data/buka/", {"proof": code}).status_code == 422
        proved(browser, case)
        clock.shift(timedelta(minutes=31))
        assert browser.post(f"/t/{case.code}/data/salinan/").status_code == 404


def test_nobody_s_mailbox_is_flooded(lutra: Government, case: Request) -> None:
    for _ in range(6):
        Client(headers={"host": HOST}).post(f"/t/{case.code}/data/kirim/")
    assert len(mail.outbox) == 3


def test_without_an_address_the_page_looks_the_same_and_sends_nothing(
    browser: Client, lutra: Government
) -> None:
    silent = factories.file_request(lutra, at=timezone.now(), email="", delivery_way="pickup")
    assert browser.post(f"/t/{silent.code}/data/kirim/").status_code == 302
    assert not mail.outbox
    assert "Kode dari surel" in page(browser, silent)


@pytest.mark.law("G08")
def test_a_correction_is_asked_and_its_hours_are_shown(browser: Client, case: Request) -> None:
    proved(browser, case)
    bad = browser.post(f"/t/{case.code}/data/perbaiki/", {"email": "bukan surel", "phone": ANI["phone"]})
    assert bad.status_code == 422
    good = {"email": "baru@warga.example", "phone": ANI["phone"]}
    assert browser.post(f"/t/{case.code}/data/perbaiki/", good).status_code == 302
    asked = DataRequest.objects.get()
    assert asked.fields == ["email"]
    assert asked.due_at - asked.asked_at == timedelta(hours=72)
    assert "dijawab paling lambat" in page(browser, case)


@pytest.mark.law("G09")
def test_a_deletion_is_answered_with_the_reason(browser: Client, case: Request) -> None:
    proved(browser, case).post(f"/t/{case.code}/data/hapus/")
    seen = page(browser, case)
    assert "Dibatasi" in seen
    assert "UU 43/2009" in seen
    assert Request.objects.get().applicant.identity.open()["nik"] == ANI["nik"]


def test_it_is_not_there_on_the_host_of_another_government(browser: Client) -> None:
    neighbour = factories.file_request(factories.government("73.17"), at=timezone.now())
    assert browser.get(f"/t/{neighbour.code}/data/").status_code == 404
    assert browser.post(f"/t/{neighbour.code}/data/kirim/").status_code == 404
