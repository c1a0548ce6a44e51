"""The yearly report at the desk: every number opens its cases, and the deeds on it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from lutra.law import annual_report
from lutra.ledger import followers
from lutra.ledger.queries import entries
from lutra.objections import actions as objections
from lutra.requests import actions
from lutra.statistics.annual.queries import newest
from lutra.testing.factories import GRANTED, actors
from lutra.web.desk.tests.conftest import FILED, NOW, Office

NEXT_YEAR = datetime(2027, 1, 4, 1, tzinfo=UTC)
TYPED = {field.code: "Tidak ada." if field.kind == "text" else "7" for field in annual_report.layout().fields}
PAGE = "/desk/laporan/2026/"
_LINK = re.compile(r'href="(/desk/laporan/2026/kasus/\?figure=[^"]+)">([0-9.]+)</a>')


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def busy(office: Office) -> Office:
    """A year with a request that was given, one that is open, and an objection."""
    ppid = office.actor(office.ppid)
    given = office.handed_over()
    actions.decide(given, outcome="granted", answers=GRANTED, by=ppid, at=NOW)
    office.filed()
    objections.register(
        office.government, by=actors.applicant(office.government), channel="web", grounds=["d"], request=given,
        answers={"case_position": "Bukan itu.", "purpose": "Riset"}, at=NOW,
    )  # fmt: skip
    return office


@pytest.mark.law("R03")
@pytest.mark.law("R11")
def test_the_page_has_six_headings_and_zeros(busy: Office) -> None:
    page = text(busy.browser(busy.desk).get(PAGE))
    places = [page.index(f'id="bab-{letter}"') for letter in "abcdef"]
    assert places == sorted(places)
    assert ("/desk/laporan/2026/kasus/?figure=dispute.received", "0") in _LINK.findall(page)


def test_every_number_opens_exactly_the_cases_it_counts(busy: Office) -> None:
    browser = busy.browser(busy.ppid)
    links = _LINK.findall(text(browser.get(PAGE)))
    assert len(links) > len(annual_report.figures())  # overall, and bodies beside
    for address, count in links:
        page = text(browser.get(address.replace("&amp;", "&")))
        assert page.count('data-label="Nomor"') == int(count), address


def test_who_may_not_see_a_case_does_not_see_it_here(busy: Office) -> None:
    for figure in ("received", "objection.received"):
        page = text(busy.browser(busy.citra).get(f"{PAGE}kasus/?figure={figure}"))
        assert 'data-label="Nomor"' not in page
        assert "Tidak ada yang dapat Anda buka" in page


@pytest.mark.parametrize("query", ["", "figure=password", "figure=received&body=x", "figure=received&body=²"])
def test_a_wrong_figure_is_not_there(office: Office, query: str) -> None:
    assert office.browser(office.ppid).get(f"{PAGE}kasus/?{query}").status_code == 404


@pytest.mark.parametrize("year", [1999, 2027, 9999])
def test_a_year_without_report_is_not_there(office: Office, year: int) -> None:
    assert office.browser(office.ppid).get(f"/desk/laporan/{year}/").status_code == 404


def test_the_menu_leads_to_the_report_that_is_due(office: Office) -> None:
    browser = office.browser(office.desk)
    assert "/desk/laporan/" in text(browser.get("/desk/"))
    assert browser.get("/desk/laporan/").url == "/desk/laporan/2025/"


@pytest.mark.law("R04")
def test_an_unsent_report_is_shown_as_overdue(office: Office, clock: Any) -> None:
    page = "/desk/laporan/2025/"
    assert "Laporan belum disampaikan" not in text(office.browser(office.ppid).get(page))
    clock.move_to(datetime(2026, 4, 1, 1, tzinfo=UTC))
    assert "Laporan belum disampaikan" in text(office.browser(office.ppid).get(page))


def test_from_typing_to_the_proof_of_sending(busy: Office) -> None:
    with time_machine.travel(NEXT_YEAR, tick=False):
        ppid, superior = busy.browser(busy.ppid), busy.browser(busy.superior)
        assert "Yang menghalangi penerbitan" in text(ppid.get(PAGE))
        assert ppid.post(f"{PAGE}terbitkan/").status_code == 422
        assert ppid.post(f"{PAGE}isi/", {**TYPED, "staff": "banyak"}).status_code == 422
        assert ppid.post(f"{PAGE}isi/", {**TYPED, "spent": "0"}).status_code == 302
        assert "staff" in text(ppid.get(f"{PAGE}isi/"))
        assert superior.post(f"{PAGE}loloskan/balance/", {"note": "x"}).status_code == 404
        assert superior.post(f"{PAGE}loloskan/staff_and_cost/", {"note": ""}).status_code == 422
        assert (
            superior.post(f"{PAGE}loloskan/staff_and_cost/", {"note": "Dibiayai provinsi."}).status_code
            == 302
        )
        assert ppid.post(f"{PAGE}terbitkan/").status_code == 302
        page = text(ppid.get(PAGE))
        assert "Dibiayai provinsi." in page
        assert "Yang menghalangi" not in page
        followers.catch_up()
        pdf = ppid.get(f"{PAGE}unduh/full.pdf")
        assert pdf.content.startswith(b"%PDF")
        assert ppid.get(f"{PAGE}unduh/summary.pdf").status_code == 200
        told = json.loads(ppid.get(f"{PAGE}unduh/full.json").content)
        issued = newest(busy.government, 2026)
        assert issued is not None
        assert told["sha256"] == issued.sha256
        proof = {"commission": "KI Sulsel", "channel": "Pos", "sent_on": "2027-01-04", "evidence": "Resi 1"}
        assert ppid.post(f"{PAGE}sampaikan/", {**proof, "evidence": ""}).status_code == 422
        assert ppid.post(f"{PAGE}sampaikan/", proof).status_code == 302
        assert "KI Sulsel" in text(ppid.get(PAGE))
        assert ppid.post(f"{PAGE}terbitkan/", {"correction": ""}).status_code == 422
        assert ppid.post(f"{PAGE}terbitkan/", {"correction": "Salah ketik."}).status_code == 302
    kinds = [entry.kind for entry in entries(busy.government.pk) if entry.subject_type == "report"]
    assert kinds == [
        "report.written",
        "report.overridden",
        "report.issued",
        "report.sent",
        "report.corrected",
    ]


def test_nothing_is_sent_before_it_is_issued(office: Office) -> None:
    proof = {"commission": "KI", "channel": "Pos", "sent_on": "2026-03-03", "evidence": "Resi 1"}
    answer = office.browser(office.ppid).post("/desk/laporan/2025/sampaikan/", proof)
    assert answer.status_code == 422
    assert "Terbitkan laporan dahulu" in text(answer)


def test_words_of_the_office_are_text_and_never_markup(office: Office) -> None:
    browser = office.browser(office.ppid)
    browser.post("/desk/laporan/2025/isi/", {"policy": "<script>alert(1)</script>"})
    page = text(browser.get("/desk/laporan/2025/"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_english_has_the_headings_in_english(office: Office) -> None:
    browser = office.browser(office.ppid)
    browser.cookies["django_language"] = "en"
    page = text(browser.get(PAGE))
    assert "Obstacles, external and internal" in page
    assert FILED.year == 2026
