"""The pages everybody may read: small, complete in both languages, and without a trace of who asked."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.publishing import projection
from lutra.requests import actions
from lutra.requests.clocks import lapse_overdue
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI, GRANTED, file_request

PUBLIC = [
    "/",
    "/permohonan/baru/",
    "/lacak/",
    "/register/",
    "/angka/",
    "/verify/",
    "/privasi/",
    "/tentang/",
    "/bantuan/",
    "/pengguna/",
]
CANARIES = [ANI["name"], ANI["nik"], ANI["address"], ANI["phone"], ANI["email"]]


@pytest.fixture
def lived(lutra: Government) -> Request:
    """A government where one request was granted and one left in silence."""
    first = file_request(lutra)
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    actions.decide(first, outcome="granted", answers=GRANTED, by=ppid, at=datetime(2020, 3, 9, 2, tzinfo=UTC))
    file_request(lutra, subject="Peta jaringan irigasi Malangke")
    lapse_overdue(now=datetime(2020, 3, 18, tzinfo=UTC))
    projection.rebuild(lutra)
    return first


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.law("G23")
def test_the_first_view_is_at_most_fifty_kilobytes(browser: Client, lived: Request, path: str) -> None:
    answer = browser.get(path)
    styles = finders.find("lutra/lutra.css")
    assert answer.status_code == 200
    with open(str(styles), "rb") as file:
        assert len(answer.content) + len(file.read()) <= 50 * 1024


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_inline_script_or_style_and_calls_no_other_host(
    browser: Client, lived: Request, path: str
) -> None:
    page = browser.get(path).content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.law("R07")
def test_no_public_page_tells_who_asked(browser: Client, lived: Request, path: str) -> None:
    page = browser.get(path).content.decode()
    assert not [canary for canary in CANARIES if canary in page]
    assert lived.code not in page


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_in_english_is_english(browser: Client, lived: Request, path: str) -> None:
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = browser.get(path).content.decode()
    assert '<html lang="en">' in page
    for word in ("Lacak", "Bantuan", "Masuk untuk petugas", "Menu utama"):
        assert word not in page


@pytest.mark.law("C01")
def test_the_front_page_promises_the_day_for_whoever_asks_today(browser: Client, march: None) -> None:
    assert "Senin, 16 Maret 2020" in browser.get("/").content.decode()


def test_the_front_page_shows_what_was_answered_lately(browser: Client, lived: Request) -> None:
    assert lived.subject in browser.get("/").content.decode()


def test_the_register_is_narrowed_by_word_outcome_and_year(browser: Client, lived: Request) -> None:
    def shown(query: str) -> set[str]:
        page = browser.get(f"/register/{query}").content.decode()
        return set(re.findall(r"000\d/PPID/LUTRA/2020", page))

    both = {"0001/PPID/LUTRA/2020", "0002/PPID/LUTRA/2020"}
    assert shown("") == both
    assert shown("?q=irigasi") == {"0002/PPID/LUTRA/2020"}
    assert shown("?outcome=granted") == {"0001/PPID/LUTRA/2020"}
    assert shown("?outcome=waiting") == {"0002/PPID/LUTRA/2020"}
    assert shown("?year=2020") == both
    assert shown("?year=1999&outcome=nonsense&sebelum=x") == both


def test_the_register_pages_newer_and_older(browser: Client, lutra: Government) -> None:
    for number in range(25):
        file_request(lutra, subject=f"Daftar jalan desa {number}")
    projection.rebuild(lutra)
    first = browser.get("/register/").content.decode()
    older = re.search(r'href="(\?sebelum=\d+)" rel="next"', first)
    assert older
    second = browser.get(f"/register/{older[1]}").content.decode()
    numbers = [set(re.findall(r"\d{4}/PPID/LUTRA", page)) for page in (first, second)]
    assert len(numbers[0]) == 20
    assert len(numbers[1]) == 5
    assert not numbers[0] & numbers[1]
    newer = re.search(r'href="(\?sesudah=\d+)" rel="prev"', second)
    assert newer
    assert (
        set(re.findall(r"\d{4}/PPID/LUTRA", browser.get(f"/register/{newer[1]}").content.decode()))
        == numbers[0]
    )


@pytest.mark.law("R07")
def test_the_register_can_be_taken_away_without_anybodys_identity(browser: Client, lived: Request) -> None:
    text = b"".join(browser.get("/register/unduh.csv?year=2020").streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 3
    assert rows[1][0] == "0001/PPID/LUTRA/2020"
    data = b"".join(browser.get("/register/unduh.json?year=2020").streaming_content).decode()  # type: ignore[attr-defined]
    json.loads(data)
    for canary in CANARIES:
        assert canary not in text + data


@pytest.mark.parametrize(
    "path", ["/register/unduh.exe?year=2020", "/register/unduh.csv", "/register/unduh.csv?year=x"]
)
def test_an_export_that_does_not_exist_is_not_found(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.law("R01")
def test_the_figures_of_a_period_are_shown_with_the_entry_they_were_counted_to(
    browser: Client, lived: Request
) -> None:
    page = browser.get("/angka/?since=2020-01-01&until=2020-12-31").content.decode()
    assert "<b>2</b>diterima" in page
    assert "<b>1</b>diputuskan" in page
    assert "<b>1</b>tidak ditanggapi" in page
    data = browser.get("/angka/angka.json?since=2020-01-01&until=2020-12-31").json()
    assert data["overall"]["received"] == 2
    assert data["root"] in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?since=kemarin&until=2020-12-31", "Tulis tanggal seperti"),
        ("?since=2020-12-31&until=2020-01-01", "Hari terakhir tidak boleh sebelum hari pertama."),
    ],
)
def test_a_wrong_period_is_told_at_its_field(browser: Client, lived: Request, query: str, said: str) -> None:
    answer = browser.get(f"/angka/{query}")
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_code_that_no_letter_has_is_told_plainly(browser: Client) -> None:
    answer = browser.get("/verify/AAAABBBBCCCC/")
    assert answer.status_code == 404
    assert "Tidak ada surat dengan kode ini" in answer.content.decode()


def test_an_unknown_page_leads_on(browser: Client) -> None:
    answer = browser.get("/tidak/ada/")
    assert answer.status_code == 404
    assert "/lacak/" in answer.content.decode()


def test_the_style_page_is_for_demo_and_development_only(browser: Client) -> None:
    with override_settings(DEBUG=False, DEMO=False):
        assert browser.get("/gaya/").status_code == 404
    with override_settings(DEBUG=False, DEMO=True):
        assert browser.get("/gaya/").status_code == 200


def test_an_empty_verification_code_is_answered_with_what_to_type(browser: Client) -> None:
    answer = browser.post("/verify/", {"code": ""})
    assert answer.status_code == 422
    assert "samping kode QR" in answer.content.decode()
    assert browser.get("/verify/").status_code == 200
