"""Asking on the web: in one page, without an account, and nothing lost on the way."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import escape

from lutra.directory.models import Government, Identity
from lutra.requests.models import Request
from lutra.testing.factories import ANI, QUESTION

pytestmark = pytest.mark.usefixtures("march")
FORM = "/permohonan/baru/"


def filled(**changes: str) -> dict[str, str]:
    return {**ANI, **QUESTION, "key": "halaman-1", "website": "", **changes}


@pytest.mark.law("Q18", "Q08")
def test_anybody_can_ask_without_an_account_and_gets_a_number_at_once(
    browser: Client, lutra: Government
) -> None:
    answer = browser.post(FORM, filled())
    request = Request.objects.get()
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/t/{request.code}/tanda-terima/"
    assert request.reference == "0001/PPID/LUTRA/2020"
    assert "0001/PPID/LUTRA/2020" in browser.get(answer.headers["location"]).content.decode()


@pytest.mark.law("Q11", "C01")
def test_the_receipt_promises_the_day_by_its_clause(browser: Client) -> None:
    page = browser.post(FORM, filled(), follow=True).content.decode()
    assert "Senin, 16 Maret 2020" in page
    assert "Pasal 22 ayat (7) UU 14/2008" in page
    assert "2 Maret 2020, 09.00 WITA" in page


def test_the_same_page_sent_five_times_files_once(browser: Client) -> None:
    answers = {browser.post(FORM, filled()).headers["location"] for _ in range(5)}
    assert len(answers) == 1
    assert Request.objects.count() == 1


def test_without_a_key_each_sending_is_a_request_of_its_own(browser: Client) -> None:
    for key in ("", ""):
        assert browser.post("/permohonan/baru/", filled(key=key)).status_code == 302
    assert Request.objects.count() == 2


def test_a_key_of_somebody_else_opens_nothing_without_all_his_answers(browser: Client) -> None:
    ani = browser.post("/permohonan/baru/", filled(key="k")).headers["location"]
    for name in ("name", "nik", "phone", "email", "address", "details"):
        changed = {"nik": "7322035505900002", "email": "lain@example.id", "phone": "081200000000"}
        other = browser.post("/permohonan/baru/", filled(key="k", **{name: changed.get(name, "Lain")}))
        assert other.headers["location"] != ani


def test_a_page_that_repeats_who_asks_is_kept_nowhere(browser: Client) -> None:
    answer = browser.post("/permohonan/baru/", filled(nik="123"))
    assert ANI["address"] in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_another_question_on_the_page_of_the_first_is_another_request(browser: Client) -> None:
    browser.post(FORM, filled())
    browser.post(FORM, filled(subject="Data gizi balita 2019"))
    assert Request.objects.count() == 2


@pytest.mark.law("Q04")
def test_every_missing_field_is_told_at_the_field_and_the_rest_is_kept(browser: Client) -> None:
    answer = browser.post(FORM, filled(name="", address="", purpose=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Request.objects.count() == 0
    for code in ("name", "address", "purpose"):
        assert f'id="id_{code}_error"' in page
        assert f'href="#id_{code}"' in page
    assert escape(QUESTION["details"]) in page
    assert f'value="{ANI["nik"]}"' in page
    assert 'value="halaman-1"' in page  # the key, so that a second try is still the same filing


@pytest.mark.law("Q05")
@pytest.mark.parametrize("nik", ["123", "7322034107900000", "73220341079000012", "abcdefghijklmnop"])
def test_a_wrong_nik_is_told_at_its_field(browser: Client, nik: str) -> None:
    answer = browser.post(FORM, filled(nik=nik))
    assert answer.status_code == 422
    assert 'id="id_nik_error"' in answer.content.decode()


def test_a_nik_may_be_typed_with_spaces_and_is_not_cut(browser: Client) -> None:
    assert (
        "maxlength"
        not in browser.get(FORM).content.decode().partition('id="id_nik"')[0].rpartition("<input")[2]
    )
    assert browser.post(FORM, filled(nik="7322 0341 0790 0001")).status_code == 302
    assert Identity.objects.get().open()["nik"] == "7322034107900001"


def test_errors_are_listed_in_the_order_of_the_page(browser: Client) -> None:
    page = browser.post(
        FORM, filled(purpose="", name="", phone="", email="", delivery_way="")
    ).content.decode()
    assert re.findall(r'<a href="#id_(\w+?)(?:_0)?">', page) == ["purpose", "delivery_way", "name", "phone"]


@pytest.mark.law("Q05")
def test_a_legal_body_is_asked_for_its_establishment_number_and_not_for_a_nik(browser: Client) -> None:
    body = filled(applicant_kind="legal_body", nik="", establishment_number="")
    page = browser.post(FORM, body).content.decode()
    assert 'id="id_establishment_number_error"' in page
    assert 'id="id_nik_error"' not in page
    body["establishment_number"] = "AHU-0012345.AH.01.04.Tahun 2020"
    assert browser.post(FORM, body).status_code == 302
    assert "nik" not in Identity.objects.get().open()


@pytest.mark.law("Q16")
def test_a_way_that_the_law_does_not_know_is_refused_at_its_field(browser: Client) -> None:
    answer = browser.post(FORM, filled(access_way="telepati"))
    assert answer.status_code == 422
    assert 'id="id_access_way_error"' in answer.content.decode()


@pytest.mark.law("Q17")
def test_an_answer_by_email_needs_an_address(browser: Client) -> None:
    answer = browser.post(FORM, filled(email="", delivery_way="email"))
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()


@pytest.mark.law("Q20")
def test_no_consent_is_asked_since_the_basis_is_a_duty(browser: Client) -> None:
    page = browser.get(FORM).content.decode()
    boxes = re.findall(r'type="checkbox" name="(\w+)"', page)
    assert boxes == ["by_proxy"]  # no consent; only whether somebody speaks for another


@pytest.mark.law("Q21")
def test_the_privacy_notice_stands_at_the_form(browser: Client) -> None:
    page = browser.get(FORM).content.decode()
    for part in ("Tujuan", "Dasar", "Disimpan", "Hak Anda", "ppid@lutra.example", "Pasal 22 UU 14/2008"):
        assert part in page


def test_the_question_of_the_front_page_begins_the_form_and_stays_out_of_the_address(browser: Client) -> None:
    answer = browser.post(FORM, {"question": "Izin galian di Desa Meli\nsejak 2018 sampai sekarang"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Izin galian di Desa Meli"' in page
    assert "sejak 2018 sampai sekarang</textarea>" in page
    assert Request.objects.count() == 0


def test_a_machine_that_fills_the_trap_files_nothing(browser: Client) -> None:
    assert browser.post(FORM, filled(website="https://spam.example")).status_code == 422
    assert Request.objects.count() == 0


@pytest.mark.law("Q22")
def test_a_flood_from_one_address_is_asked_to_wait(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.web.portal.views.filing.LIMIT", 2)
    for place in range(2):
        assert browser.post(FORM, filled(subject=f"Pertanyaan {place}")).status_code == 302
    answer = browser.post(FORM, filled(subject="Pertanyaan 3"))
    assert answer.status_code == 429
    assert "Tunggu beberapa menit" in answer.content.decode()


def test_the_form_works_in_english(browser: Client) -> None:
    browser.post("/bahasa/", {"language": "en", "next": FORM})
    page = browser.post(FORM, filled(name="")).content.decode()
    assert '<html lang="en">' in page
    assert "Enter the full name" in page
    assert Request.objects.count() == 0
    browser.post(FORM, filled())
    assert Request.objects.get().language == "en"


def test_fields_of_another_kind_of_applicant_carry_the_class_that_hides_them(browser: Client) -> None:
    page = browser.get(FORM).content.decode()
    assert re.search(r'class="field +when when--legal_body"', page)
    assert re.search(r'class="field +when when--individual', page)
    assert re.search(r'class="field +when when--copy"', page)
