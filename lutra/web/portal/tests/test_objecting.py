"""Objecting from the page of a request, or without any; following the objection to the commission's door."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.followers import catch_up
from lutra.objections import actions, clocks
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.requests.clocks import lapse_overdue
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.web.portal.views import objections as views

# The day after Ani's request was due: 09:00 in Masamba on Tuesday 17 March 2020.
SILENT = datetime(2020, 3, 17, 1, tzinfo=UTC)
LATE = datetime(2020, 4, 30, 1, tzinfo=UTC)
WRITTEN = {"case_position": "Sudah lewat waktunya dan belum dijawab.", "purpose": "Penelitian", "key": "k1"}
UNASKED = {**factories.ANI, **WRITTEN, "grounds": ["b"], "information": "Laporan keuangan 2019"}


@pytest.fixture
def silent(lutra: Government) -> Request:
    """Ani's request of 2 March, which nobody answered; it is the day after it was due."""
    request = factories.file_request(lutra)
    lapse_overdue(now=SILENT)
    request.refresh_from_db()
    return request


@pytest.fixture
def march17(lutra: Government) -> Any:
    with time_machine.travel(SILENT, tick=False) as traveller:
        yield traveller


def read(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def send(browser: Client, silent: Request, **changes: Any) -> Any:
    return browser.post(f"/t/{silent.code}/keberatan/", {**WRITTEN, "grounds": ["c", "g"], **changes})


@pytest.mark.law("O02")
def test_the_page_of_a_silent_request_leads_to_the_objection(
    browser: Client, silent: Request, march17: Any
) -> None:
    page = read(browser, f"/t/{silent.code}/")
    assert f"/t/{silent.code}/keberatan/" in page
    assert "Rabu, 29 April 2020" in page


@pytest.mark.law("O02")
@pytest.mark.law("O18")
def test_the_form_says_the_last_day_with_its_clause_and_chooses_what_the_facts_show(
    browser: Client, silent: Request, march17: Any
) -> None:
    page = read(browser, f"/t/{silent.code}/keberatan/")
    assert "Ajukan paling lambat <b>Rabu, 29 April 2020</b>" in page
    assert "Pasal 36 ayat (1) UU 14/2008" in page
    assert "Permintaan saya tidak dijawab sama sekali" in page
    boxes = re.findall(r'<input type="checkbox" name="grounds" value="(.)"([^>]*)>', page)
    assert [letter for letter, rest in boxes if "checked" in rest] == ["c", "g"]
    assert len(boxes) == 7
    assert "Penelitian</textarea>" in page


@pytest.mark.law("O18")
def test_a_late_answer_chooses_ground_g(browser: Client, silent: Request, march17: Any) -> None:
    ppid = factories.officer(silent.government, Role.PPID_UTAMA)
    requests.decide(silent, outcome="granted", answers=factories.GRANTED, by=ppid, at=SILENT)
    assert clocks.window(silent, on=date(2020, 3, 17)).suggested == ("g",)
    page = read(browser, f"/t/{silent.code}/keberatan/")
    assert page.count(" checked") == 1
    assert "sesuai catatan kami" in page


@pytest.mark.law("O12")
def test_what_was_sent_is_registered_and_leads_to_the_receipt(
    browser: Client, silent: Request, march17: Any
) -> None:
    answer = send(browser, silent)
    made = Objection.objects.get()
    assert answer.url == f"/k/{made.code}/tanda-terima/"
    assert (made.request, made.grounds, made.channel) == (silent, ["c", "g"], "web")
    page = read(browser, answer.url)
    assert made.reference in page
    assert "Atasan PPID menanggapi paling lambat" in page
    assert "Kamis, 30 April 2020" in page
    assert "Pasal 36 ayat (2) UU 14/2008" in page


def test_the_same_page_sent_twice_is_one_objection(browser: Client, silent: Request, march17: Any) -> None:
    assert send(browser, silent).url == send(browser, silent).url
    assert send(browser, silent, grounds=["g"]).url != send(browser, silent).url
    assert Objection.objects.count() == 2


@pytest.mark.law("O01")
@pytest.mark.law("O10")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grounds": []}, "id_grounds"),
        ({"grounds": ["h"]}, "id_grounds"),
        ({"case_position": " "}, "id_case_position"),
        ({"purpose": ""}, "id_purpose"),
    ],
)
def test_what_is_missing_comes_back_beside_its_field(
    browser: Client, silent: Request, march17: Any, changes: dict[str, Any], field: str
) -> None:
    answer = send(browser, silent, **{"case_position": "Kata-kata yang tetap ada", **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}_error"' in page
    assert not Objection.objects.exists()


@pytest.mark.law("O04")
def test_a_late_one_is_taken_with_a_kind_word(browser: Client, silent: Request, march17: Any) -> None:
    march17.move_to(LATE)
    assert "Anda tetap boleh mengajukannya" in read(browser, f"/t/{silent.code}/keberatan/")
    answer = send(browser, silent)
    assert Objection.objects.get().is_late
    assert "tetap terdaftar" in read(browser, answer.url)


def test_before_there_is_a_ground_the_page_says_when_the_answer_is_due(
    browser: Client, lutra: Government, march: None
) -> None:
    request = factories.file_request(lutra)
    page = read(browser, f"/t/{request.code}/keberatan/")
    assert "PPID masih punya waktu menjawab" in page
    assert "Senin, 16 Maret 2020" in page


@pytest.mark.law("O17")
def test_ground_b_needs_a_name_and_no_request(browser: Client, lutra: Government, march17: Any) -> None:
    page = read(browser, "/keberatan/")
    assert "Informasi yang wajib diumumkan berkala tidak diumumkan" in page
    assert 'value="c"' not in page
    answer = browser.post("/keberatan/", UNASKED)
    made = Objection.objects.get()
    assert answer.url == f"/k/{made.code}/tanda-terima/"
    assert made.applicant.identity.open()["name"] == factories.ANI["name"]
    assert browser.post("/keberatan/", UNASKED).url == answer.url
    nameless = browser.post("/keberatan/", {**UNASKED, "name": "", "key": "k2"})
    assert nameless.status_code == 422
    assert Objection.objects.count() == 1


def test_a_machine_that_fills_the_trap_registers_nothing(
    browser: Client, silent: Request, march17: Any
) -> None:
    assert send(browser, silent, website="https://x.example").status_code == 422
    assert not Objection.objects.exists()


def test_too_many_from_one_address_wait(
    browser: Client, silent: Request, march17: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LIMIT", 1)
    cache.clear()
    assert send(browser, silent).status_code == 302
    assert send(browser, silent, key="k2").status_code == 429


def test_no_page_of_an_objection_tells_who_objected(browser: Client, silent: Request, march17: Any) -> None:
    send(browser, silent)
    browser.post("/keberatan/", UNASKED)
    catch_up()
    for made in Objection.objects.all():
        for path in (f"/k/{made.code}/", f"/k/{made.code}/tanda-terima/"):
            answer = browser.get(path)
            page = answer.content.decode()
            assert not [
                word for word in ("name", "nik", "address", "phone", "email") if factories.ANI[word] in page
            ]
            assert answer.headers["x-robots-tag"].startswith("noindex")


def test_the_page_of_an_objection_has_thread_ruler_and_letters(
    browser: Client, silent: Request, march17: Any
) -> None:
    send(browser, silent)
    catch_up()
    made = Objection.objects.get()
    page = read(browser, f"/k/{made.code}/")
    assert "Keberatan diterima" in page
    assert "Tanda bukti keberatan" in page
    assert "ruler__day--due" in page
    assert "atasan PPID wajib menanggapi" in page
    assert "Ke Komisi Informasi" not in page
    assert made.reference in read(browser, f"/t/{silent.code}/")
    letter = made.letters.get()
    assert browser.get(f"/k/{made.code}/surat/{letter.pk}/").content.startswith(b"%PDF")
    other = actions.register(
        made.government, by=factories.actors.applicant(made.government), channel="web", answers=UNASKED, grounds=["b"],
        at=SILENT,
    )  # fmt: skip
    assert browser.get(f"/k/{other.code}/surat/{letter.pk}/").status_code == 404


@pytest.mark.law("O15")
@pytest.mark.law("D01")
def test_the_answer_is_shown_with_the_last_day_at_the_commission(
    browser: Client, silent: Request, march17: Any
) -> None:
    send(browser, silent)
    made = Objection.objects.get()
    actions.decide(
        made,
        decision="upheld",
        reason="Informasi itu belum dikuasai.",
        by=factories.officer(silent.government, Role.SUPERIOR),
        at=SILENT,
    )
    catch_up()
    page = read(browser, f"/k/{made.code}/")
    assert "Putusan PPID dikuatkan" in page
    assert "Informasi itu belum dikuasai." in page
    assert "Paling lambat <b>Selasa, 7 April 2020</b>" in page
    assert "Pasal 37 ayat (2) UU 14/2008" in page
    assert "Komisi Informasi Provinsi" in page


@pytest.mark.law("O16")
def test_silence_of_the_superior_shows_the_way_to_the_commission(
    browser: Client, silent: Request, march17: Any
) -> None:
    send(browser, silent)
    made = Objection.objects.get()
    march17.move_to(datetime(2020, 5, 1, 1, tzinfo=UTC))
    clocks.lapse_overdue()
    page = read(browser, f"/k/{made.code}/")
    assert "Atasan PPID belum menanggapi" in page
    assert "Ke Komisi Informasi" in page


def test_the_code_of_an_objection_is_found_like_that_of_a_request(
    browser: Client, silent: Request, march17: Any
) -> None:
    send(browser, silent)
    made = Objection.objects.get()
    assert browser.post("/lacak/", {"code": made.code.lower()}).url == f"/k/{made.code}/"
    assert browser.get("/k/AAAAAAAAAAAA/").status_code == 404


def test_the_form_reads_english_too(browser: Client, silent: Request, march17: Any) -> None:
    browser.cookies["django_language"] = "en"
    assert "My request was not answered at all" in read(browser, f"/t/{silent.code}/keberatan/")
    send(browser, silent)
    assert Objection.objects.get().language == "en"


def test_first_views_stay_small(browser: Client, silent: Request, march17: Any) -> None:
    for path in (f"/t/{silent.code}/keberatan/", "/keberatan/"):
        assert len(browser.get(path).content) < 30_000
