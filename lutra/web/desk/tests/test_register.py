"""The legal register leaves only through a deed; the figures open their cases to those who may see them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lutra.ledger import queries as ledger
from lutra.requests import actions
from lutra.testing.factories import ANI, GRANTED
from lutra.web.desk.tests.conftest import NOW, Office

CASES = "/desk/angka/kasus/?since=2026-01-01&until=2026-12-31"
EXPORT = {"book": "requests", "year": "2026", "format": "csv"}


def text(response: Any) -> str:
    return response.content.decode()


def exports(office: Office) -> list[dict[str, Any]]:
    return [entry.data for entry in ledger.entries(office.government.pk, kinds=["register.exported"])]


def test_the_page_of_the_register_names_nobody(office: Office) -> None:
    case = office.filed()
    page = text(office.browser(office.desk).get("/desk/register/"))
    assert case.reference in page
    assert ANI["name"] not in page


@pytest.mark.parametrize("kind", ["csv", "csv-excel", "xlsx"])
def test_an_export_is_a_deed_with_its_entry(office: Office, kind: str) -> None:
    office.filed()
    answer = office.browser(office.desk).post("/desk/register/ekspor/", {**EXPORT, "format": kind})
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert content
    assert [(data["year"], data["format"], data["rows"]) for data in exports(office)] == [(2026, kind, 1)]
    assert ANI["name"] not in str(exports(office))


def test_the_export_holds_the_identity_that_the_law_demands(office: Office) -> None:
    office.filed()
    answer = office.browser(office.desk).post("/desk/register/ekspor/", EXPORT)
    assert ANI["name"] in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("wrong", [{"format": "exe"}, {"year": "1999"}, {"book": "x"}, {"year": "abc"}])
def test_a_wrong_export_is_refused_and_nothing_is_entered(office: Office, wrong: dict[str, str]) -> None:
    answer = office.browser(office.desk).post("/desk/register/ekspor/", {**EXPORT, **wrong})
    assert answer.status_code == 422
    assert exports(office) == []


@pytest.mark.parametrize("who", ["budi", "superior", "citra"])
def test_who_does_not_keep_the_register_gets_none(office: Office, who: str) -> None:
    office.filed()
    browser = office.browser(getattr(office, who))
    assert browser.get("/desk/register/").status_code == 403
    assert browser.post("/desk/register/ekspor/", EXPORT).status_code == 403
    assert exports(office) == []


def test_another_government_s_requests_are_in_no_export(office: Office, neighbour: Office) -> None:
    neighbour.filed(subject="Rahasia tetangga")
    answer = office.browser(office.desk).post("/desk/register/ekspor/", EXPORT)
    assert "Rahasia tetangga" not in b"".join(answer.streaming_content).decode()
    assert office.browser(neighbour.desk).post("/desk/register/ekspor/", EXPORT).status_code == 403


def test_the_figures_come_from_the_book_and_open_their_cases(office: Office) -> None:
    case = office.filed()
    actions.decide(case, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)
    ppid = office.browser(office.ppid)
    page = text(ppid.get("/desk/angka/"))
    assert "measure=received" in page
    cases = ppid.get("/desk/angka/kasus/?since=2026-01-01&until=2026-12-31&measure=given")
    assert case.reference in text(cases)


def test_behind_a_figure_budi_sees_only_his_office_s_cases(office: Office) -> None:
    mine, other = office.handed_over(), office.filed()
    page = text(office.browser(office.budi).get(f"{CASES}&measure=received"))
    assert mine.reference in page
    assert other.reference not in page


def test_citra_sees_the_numbers_and_none_of_the_cases(office: Office) -> None:
    case = office.filed()
    citra = office.browser(office.citra)
    assert citra.get("/desk/angka/").status_code == 200
    page = text(citra.get(f"{CASES}&measure=received"))
    assert case.reference not in page
    assert case.subject not in page


@pytest.mark.parametrize(
    "query", ["", "?since=x&until=y&measure=received", "?since=2026-01-01&measure=received"]
)
def test_an_address_of_no_figure_is_not_there(office: Office, query: str) -> None:
    assert office.browser(office.ppid).get(f"/desk/angka/kasus/{query}").status_code == 404


def test_a_period_that_ends_before_it_begins_is_said_so(office: Office) -> None:
    page = text(office.browser(office.ppid).get("/desk/angka/?since=2026-12-31&until=2026-01-01"))
    assert "Tanggal akhir lebih awal" in page


def test_each_number_of_a_body_opens_its_cases(office: Office) -> None:
    case = office.handed_over()
    office.filed(subject="Milik badan lain")
    page = text(office.browser(office.ppid).get("/desk/angka/"))
    opened = re.findall(rf'href="([^"]*measure=received[^"]*body={office.health.pk}[^"]*)"', page)
    assert opened
    behind = text(office.browser(office.ppid).get(opened[0].replace("&amp;", "&")))
    assert case.reference in behind
    assert "Milik badan lain" not in behind
