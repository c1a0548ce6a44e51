"""Filing for others and reading without papers, without JavaScript: groups, proxies, visitors, suggestions, limits."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lutra.directory.models import Applicant, Government
from lutra.directory.roles import Role
from lutra.objections.models import Objection
from lutra.publishing.projection import place
from lutra.requests import actions, proxies, splitting
from lutra.requests.models import Request
from lutra.requests.parts import PartAnswer
from lutra.statistics.models import SuggestionDay
from lutra.testing import factories
from lutra.testing.factories import ANI, GRANTED, MOMENT, QUESTION
from lutra.web.portal import limits

pytestmark = pytest.mark.usefixtures("march")
FORM = "/permohonan/baru/"
BUDI = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}
OBJECTING = {"grounds": ["c"], "purpose": "Penelitian", "case_position": "Tidak dijawab."}


def paper(content: bytes = b"%PDF-1.4 surat kuasa", name: str = "kuasa.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def filled(**changes: Any) -> dict[str, Any]:
    return {**ANI, **QUESTION, "key": "halaman-1", "website": "", **changes}


# --- proxies and groups ---


@pytest.mark.law("Q06")
def test_a_proxy_files_with_his_power_of_attorney_in_one_page(browser: Client) -> None:
    page = browser.get(FORM).content.decode()
    for name in ("by_proxy", "proxy_name", "proxy_nik", "power_of_attorney", "members"):
        assert f'name="{name}"' in page
    assert 'enctype="multipart/form-data"' in page
    answer = browser.post(FORM, filled(**BUDI, power_of_attorney=paper()))
    request = Request.objects.get()
    assert answer.headers["location"] == f"/t/{request.code}/tanda-terima/"
    assert (request.stage, request.powers.count()) == ("filed", 1)
    assert "Belum lengkap" not in browser.get(answer.headers["location"]).content.decode()


@pytest.mark.law("Q06", "Q14")
def test_without_it_the_receipt_names_what_is_missing_and_both_days(browser: Client) -> None:
    receipt = browser.post(FORM, filled(**BUDI), follow=True).content.decode()
    assert "Surat kuasa khusus" in receipt
    assert "Senin, 16 Maret 2020" in receipt  # from receipt
    assert "Kamis, 5 Maret 2020" in receipt  # until when the gap is told
    assert "Selasa, 24 Maret 2020" in receipt  # from completion, if told and completed on the last days
    request = Request.objects.get()
    assert browser.post(f"/t/{request.code}/lengkapi/", {}).status_code == 422
    answer = browser.post(f"/t/{request.code}/lengkapi/", {"power_of_attorney": paper()})
    assert answer.status_code == 302
    request.refresh_from_db()
    assert (request.stage, request.powers.count()) == ("filed", 1)


@pytest.mark.law("Q14")
def test_where_the_clock_always_runs_from_receipt_there_is_one_day(
    browser: Client, lutra: Government
) -> None:
    Government.objects.update(reply_starts_on_completion=False)
    receipt = browser.post(FORM, filled(**BUDI), follow=True).content.decode()
    assert "Belum lengkap" in receipt
    assert "24 Maret 2020" not in receipt


def test_a_wrong_file_is_told_at_its_field_and_nothing_is_filed(browser: Client) -> None:
    answer = browser.post(FORM, filled(**BUDI, power_of_attorney=paper(b"MZ", "kuasa.exe")))
    assert answer.status_code == 422
    assert 'id="id_power_of_attorney_error"' in answer.content.decode()
    answer = browser.post(FORM, filled(**BUDI, name="", power_of_attorney=paper()))
    assert "Pilih lagi berkasnya" in answer.content.decode()
    assert not Request.objects.exists()


def test_the_same_page_with_another_paper_is_another_filing(browser: Client) -> None:
    for content in (b"%PDF-1.4 satu", b"%PDF-1.4 satu", b"%PDF-1.4 dua"):
        browser.post(FORM, filled(**BUDI, power_of_attorney=paper(content)))
    assert Request.objects.count() == 2


def test_a_group_files_with_its_members_under_seal(browser: Client) -> None:
    members = "Siti Aminah, 7322034107900002\nRahmat Daud, 7322030101800004"
    answer = browser.post(FORM, filled(applicant_kind="group", members=members, power_of_attorney=paper()))
    assert answer.status_code == 302
    assert Applicant.objects.get().kind == "group"
    page = browser.get(f"/t/{Request.objects.get().code}/").content.decode()
    assert "Siti" not in page
    wrong = browser.post(FORM, filled(applicant_kind="group", members="Siti", key="k2")).content.decode()
    assert 'id="id_members_error"' in wrong
    assert "Siti</textarea>" in wrong


@pytest.mark.law("Q06")
def test_a_paper_not_accepted_late_may_be_sent_anew_from_the_page(browser: Client, lutra: Government) -> None:
    browser.post(FORM, filled(**BUDI, power_of_attorney=paper()))
    request = Request.objects.get()
    desk = factories.officer(lutra, Role.DESK_OFFICER)
    page = f"/t/{request.code}/"
    assert "Kirim surat kuasa" not in browser.get(page).content.decode()
    late = MOMENT + timedelta(days=8)
    proxies.check(request, request.powers.get(), verdict="refused", reason="Kabur.", by=desk, at=late)
    assert f"{page}kuasa/" in browser.get(page).content.decode()
    assert browser.get(f"{page}kuasa/").status_code == 200
    assert browser.post(f"{page}kuasa/", {}).status_code == 422
    assert browser.post(f"{page}kuasa/", {"power_of_attorney": paper(b"%PDF-1.4 baru")}).status_code == 302
    assert request.powers.count() == 2
    assert "Tidak ada surat kuasa yang ditunggu" in browser.get(f"{page}kuasa/").content.decode()


def test_an_objection_by_proxy_takes_the_paper_or_asks_for_it(browser: Client, lutra: Government) -> None:
    request = factories.file_request(lutra)
    address = f"/t/{request.code}/keberatan/"
    assert 'name="proxy_name"' in browser.get(address).content.decode()
    wrong = browser.post(address, {**OBJECTING, **BUDI, "proxy_nik": "1"})
    assert wrong.status_code == 422
    assert browser.post(address, {**OBJECTING, **BUDI}).status_code == 302
    objection = Objection.objects.get()
    page = f"/k/{objection.code}/"
    assert f"{page}kuasa/" in browser.get(page).content.decode()
    assert browser.post(f"{page}kuasa/", {"power_of_attorney": paper(b"MZ", "x.exe")}).status_code == 422
    assert browser.post(f"{page}kuasa/", {"power_of_attorney": paper()}).status_code == 302
    assert objection.powers.count() == 1
    assert f"{page}kuasa/" not in browser.get(page).content.decode()
    browser.post(address, {**OBJECTING, **BUDI, "power_of_attorney": paper()})
    assert Objection.objects.order_by("pk").last().powers.count() == 1  # type: ignore[union-attr]


# --- readers without papers ---


@pytest.mark.law("Q01")
def test_a_visitor_with_a_passport_is_shown_the_reading_room_and_gets_no_number(browser: Client) -> None:
    form = browser.get(FORM).content.decode()
    assert 'value="visitor"' in form
    answer = browser.post(FORM, {"applicant_kind": "visitor", "subject": "APBD", "key": "k"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/pengguna/", 302)]
    assert "Pengguna Informasi" in page
    assert 'href="/register/"' in page
    assert "Pasal 1 angka 12 UU 14/2008" in page
    assert not Request.objects.exists()
    assert not Applicant.objects.exists()


# --- answers that are there already ---


@pytest.fixture
def answered(lutra: Government) -> Request:
    request = factories.file_request(lutra, subject="Anggaran perbaikan jalan Masamba Radda 2019")
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    actions.decide(request, outcome="granted", answers=GRANTED, by=ppid, at=MOMENT + timedelta(days=1))
    place(lutra.pk, request.pk)
    return request


TYPED = {"subject": "anggaran jalan Masamba ke Radda", "details": "tahun lalu"}


def counted() -> tuple[int, int, int]:
    row = SuggestionDay.objects.get()
    return row.shown, row.opened, row.filed


def test_while_typing_a_piece_of_the_form_offers_what_is_answered(browser: Client, answered: Request) -> None:
    assert "django_htmx/htmx-2" in browser.get(FORM).content.decode()
    piece = browser.post(f"{FORM}serupa/", TYPED).content.decode()
    assert "Anggaran perbaikan jalan Masamba Radda 2019" in piece
    assert 'name="offered" value="1"' in piece
    assert "<html" not in piece
    nothing = browser.post(f"{FORM}serupa/", {"subject": "zzz"}).content.decode()
    assert "Belum ada jawaban serupa" in nothing
    assert 'name="offered"' not in nothing
    browser.post(f"{FORM}serupa/", {**TYPED, "offered": "1"})  # shown already: counted once
    assert counted() == (1, 0, 0)
    assert (SuggestionDay.objects.get().day, Request.objects.count()) == (date(2020, 3, 2), 1)


def test_without_javascript_it_is_a_step_that_keeps_the_form(browser: Client, answered: Request) -> None:
    answer = browser.post(FORM, filled(**TYPED, look="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Mungkin sudah pernah dijawab" in page
    assert ANI["name"] in page
    assert "id_name_error" not in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert Request.objects.count() == 1
    # Enter still sends: the button that sends stands first.
    assert page.index("Kirim permohonan</button>") < page.index('name="look"')


def test_shown_opened_and_filed_anyway_are_counted_without_anybody(
    browser: Client, answered: Request
) -> None:
    piece = browser.post(f"{FORM}serupa/", TYPED).content.decode()
    (address,) = re.findall(r'href="(/permohonan/serupa/[^"]+)"', piece)
    opened = browser.get(address)
    assert opened.status_code == 302
    assert opened.headers["location"].startswith("/register/?q=")
    assert "Anggaran perbaikan jalan" in browser.get(opened.headers["location"]).content.decode()
    browser.post(FORM, filled(offered="1"))
    browser.post(FORM, filled(key="k2"))
    assert counted() == (1, 1, 1)


def test_an_address_that_we_did_not_sign_leads_nowhere(browser: Client, lutra: Government) -> None:
    assert browser.get("/permohonan/serupa/https%3A%2F%2Fjahat.example/").status_code == 404
    assert browser.get("/permohonan/serupa/IlwvIg:1abc:xyz/").status_code == 404
    assert not SuggestionDay.objects.exists()


# --- the page of a request ---


def test_the_page_of_a_split_request_lists_each_part_with_its_outcome(
    browser: Client, lutra: Government
) -> None:
    request = factories.file_request(lutra)
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    dinkes = factories.body(lutra)
    splitting.split(
        request, parts=[("Anggaran 2019", dinkes), ("Data rumah sakit", None)], by=ppid, at=MOMENT
    )
    page = browser.get(f"/t/{request.code}/").content.decode()
    assert "Bagian permohonan" in page
    assert page.count("menunggu") >= 2
    answers = {
        1: PartAnswer(outcome="granted", answers={**GRANTED}),
        2: PartAnswer(
            outcome="not_held",
            answers={"holding": "not_held", "holder": "RSUD", "explanation": "Kami tidak mengelolanya."},
        ),
    }
    actions.decide(
        request,
        answers={"explanation": "Terlampir.", "copy_format": "soft", "delivery_way": "email", "cost": 0},
        parts=answers,
        by=ppid,
        at=MOMENT + timedelta(hours=1),
    )
    page = browser.get(f"/t/{request.code}/").content.decode()
    table = page[page.index("Bagian permohonan") : page.index("</table>", page.index("Bagian permohonan"))]
    assert "Diberikan" in table
    assert "Tidak dikuasai" in table


# --- limits ---


@pytest.mark.parametrize(
    "address", ["lengkapi", "cabut", "keterangan", "kuasa", "data/salinan", "data/perbaiki", "data/hapus"]
)
def test_whatever_an_applicant_may_send_has_a_limit(
    browser: Client, lutra: Government, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(limits, "is_too_often", lambda *_args, **_more: True)
    request = factories.file_request(lutra)
    assert browser.post(f"/t/{request.code}/{address}/", {}).status_code == 429
    request.refresh_from_db()
    assert request.stage == "filed"
