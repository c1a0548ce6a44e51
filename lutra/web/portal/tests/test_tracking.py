"""Following a request by its code: everything about the case, nothing about the person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from lutra.directory.models import Government, Host
from lutra.directory.roles import Role
from lutra.jobs import queue
from lutra.law import statute
from lutra.requests import actions
from lutra.requests.clocks import lapse_overdue
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI, GRANTED, REFUSED, file_request

CANARIES = [ANI["name"], ANI["nik"], ANI["address"], ANI["phone"], ANI["email"], ANI["occupation"]]


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2020, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def request_(lutra: Government) -> Request:
    return file_request(lutra)


def read(browser: Client, request: Request, *, on: datetime | None = None) -> str:
    with time_machine.travel(on or at(6), tick=False):
        answer = browser.get(f"/t/{request.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("write", [str, str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]} "])
def test_a_code_opens_its_case_in_one_step_however_it_is_typed(
    browser: Client, request_: Request, write
) -> None:  # type: ignore[no-untyped-def]
    answer = browser.post("/lacak/", {"code": write(request_.code)})
    assert answer.headers["location"] == f"/t/{request_.code}/"


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Ketik kode lacak"), ("AAAA BBBB CCCC", "Tidak ada permohonan")]
)
def test_a_wrong_code_is_told_kindly_and_kept(browser: Client, typed: str, said: str) -> None:
    answer = browser.post("/lacak/", {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{typed}"' in page


def test_guessing_codes_is_stopped(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.web.portal.views.tracking.WRONG_CODES", 2)
    assert [browser.post("/lacak/", {"code": "x"}).status_code for _ in range(3)] == [422, 422, 429]


@pytest.mark.parametrize("tail", ["", "tanda-terima/", "surat/1/", "berkas/1/"])
def test_guessing_codes_in_the_address_is_stopped_too(
    browser: Client, request_: Request, monkeypatch: pytest.MonkeyPatch, tail: str
) -> None:
    monkeypatch.setattr("lutra.web.portal.views.tracking.WRONG_CODES", 2)
    assert [browser.get(f"/t/AAAABBBB000{n}/{tail}").status_code for n in range(3)] == [404, 404, 429]
    assert browser.get(f"/t/{request_.code}/").status_code == 200  # who has a code is not kept waiting


@pytest.mark.law("C01")
def test_the_page_shows_stage_clock_and_derivation(browser: Client, request_: Request) -> None:
    page = read(browser, request_)
    for part in (
        "Terdaftar",
        "Senin, 16 Maret 2020",
        "6 hari kerja lagi",
        "hari kerja ke-10",
        "ruler__day--today",
    ):
        assert part in page


@pytest.mark.law("C02")
def test_an_extension_is_told_with_its_reason_and_its_own_stretch(browser: Client, lutra: Government) -> None:
    request = file_request(lutra)
    reason = statute.extension_reasons()[0].code
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    actions.extend(request, reason="Data masih dihimpun.", reason_kind=reason, by=ppid, at=at(12))
    page = read(browser, request, on=at(13))
    assert "Data masih dihimpun." in page
    assert "Kamis, 26 Maret 2020" in page
    assert "ruler__day--extension" in page
    assert "Hari Suci Nyepi" in page


@pytest.mark.law("A18")
def test_silence_opens_the_objection_and_tells_its_last_day(browser: Client, request_: Request) -> None:
    lapse_overdue(now=at(17))
    page = read(browser, request_, on=at(18))
    assert "Tidak ditanggapi" in page
    assert "berhak mengajukan keberatan" in page
    assert "terlambat 2 hari kerja" in page
    assert "Rabu, 29 April 2020" in page


def test_a_granted_request_gives_its_files_to_whoever_has_the_code(
    browser: Client, lutra: Government
) -> None:
    request = file_request(lutra)
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    office = factories.body(lutra)
    budi = factories.officer(lutra, Role.PPID_PELAKSANA, body=office)
    actions.dispose(request, to=[office], by=ppid, at=at(3))
    draft = actions.draft(
        request,
        text="Terlampir.",
        outcome="granted",
        by=budi,
        files=[("realisasi.csv", b"a,b\n1,2\n")],
        at=at(4),
    )
    assert "realisasi.csv" not in read(browser, request)  # a draft is not yet an answer
    queue.run_all()
    actions.decide(
        request, outcome="granted", answers=GRANTED, by=ppid, documents=list(draft.documents.all()), at=at(5)
    )
    page = read(browser, request)
    assert "Diberikan" in page
    address = f"/t/{request.code}/berkas/{draft.documents.get().pk}/"
    assert address in page
    answer = browser.get(address)
    assert answer.content == b"a,b\n1,2\n"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_file_of_another_request_is_not_given(browser: Client, lutra: Government) -> None:
    one, other = file_request(lutra), file_request(lutra)
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    actions.dispose(one, to=[factories.body(lutra)], by=ppid, at=at(3))
    draft = actions.draft(
        one, text="x", outcome="granted", by=ppid, files=[("rahasia.csv", b"a\n")], at=at(4)
    )
    file = draft.documents.get()
    queue.run_all()
    actions.decide(one, outcome="granted", answers=GRANTED, by=ppid, documents=[file], at=at(5))
    actions.decide(other, outcome="granted", answers=GRANTED, by=ppid, at=at(5))
    assert browser.get(f"/t/{other.code}/berkas/{file.pk}/").status_code == 404
    assert browser.get(f"/t/{one.code}/berkas/{file.pk}/").status_code == 200


@pytest.mark.law("A02")
def test_a_refusal_shows_ground_and_consideration(browser: Client, lutra: Government) -> None:
    request = file_request(lutra)
    test = factories.standing_test(lutra)
    actions.decide(
        request,
        outcome="refused",
        answers=REFUSED,
        test=test,
        by=factories.officer(lutra, Role.PPID_UTAMA),
        at=at(5),
    )
    page = read(browser, request)
    assert "Pasal 17 huruf h UU 14/2008" in page
    assert "Melindungi pasien." in page
    assert "Keberatan paling lambat" in page


@pytest.mark.law("R07")
def test_no_page_of_a_case_tells_who_asked(browser: Client, request_: Request) -> None:
    ppid = factories.officer(request_.government, Role.PPID_UTAMA, name="Budi Tandi")
    actions.see_identity(request_, by=ppid, at=at(3))
    pages = [read(browser, request_), browser.get(f"/t/{request_.code}/tanda-terima/").content.decode()]
    for page in pages:
        for canary in [*CANARIES, "Budi Tandi"]:
            assert canary not in page
    assert "melihat identitas Anda" in pages[0]


def test_a_case_is_kept_from_search_engines_caches_and_referrers(browser: Client, request_: Request) -> None:
    answer = browser.get(f"/t/{request_.code}/")
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["referrer-policy"] == "same-origin"


def test_a_code_opens_nothing_on_the_host_of_another_government(request_: Request) -> None:
    neighbour = factories.government("73.17", abbreviation="LUWU")
    Host.objects.create(host="luwu.localhost", government=neighbour)
    outside = Client(headers={"host": "luwu.localhost"})
    for path in ("", "tanda-terima/", "surat/1/", "berkas/1/"):
        assert outside.get(f"/t/{request_.code}/{path}").status_code == 404
    assert outside.post("/lacak/", {"code": request_.code}).status_code == 422
