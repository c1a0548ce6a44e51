"""Consequence tests: made by one, approved by another, chosen for a refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lutra.catalogue.models import ConsequenceTest
from lutra.testing.factories import standing_test
from lutra.web.desk.tests.conftest import NOW, Office

FORM = {
    "kind": "before_request",
    "document": "Rekam medis",
    "information": "Riwayat kesehatan perorangan",
    "ground": "h",
    "sub_item": "h2",
    "legal_analysis": "Pasal 17 huruf h UU 14/2008.",
    "consequence_open": "Merugikan pasien.",
    "benefit_closed": "Menjaga kepercayaan.",
    "public_interest": "Data agregat tetap dibuka.",
}


def text(response: Any) -> str:
    return response.content.decode()


def test_a_test_is_made_and_waits_for_another_person(office: Office) -> None:
    answer = office.browser(office.ppid).post("/desk/uji/baru/", FORM)
    made = ConsequenceTest.objects.get()
    assert answer["Location"] == f"/desk/uji/{made.pk}/"
    assert (made.ground, made.sub_item, made.approved_on) == ("h", "2", None)
    page = text(office.browser(office.superior).get("/desk/uji/"))
    assert made.information in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ground": "k"}, "ground"),
        ({"ground": ""}, "ground"),
        ({"sub_item": "a1"}, "sub_item"),
        ({"legal_analysis": ""}, "legal_analysis"),
        ({"ground": "c", "sub_item": "c1"}, "ends_on"),
        ({"ground": "j", "sub_item": "", "act": "Perbup 5/2020"}, "act"),
        ({"ends_on": "besok"}, "ends_on"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(
    office: Office, wrong: dict[str, str], field: str
) -> None:
    answer = office.browser(office.ppid).post("/desk/uji/baru/", {**FORM, **wrong})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)
    assert "Menjaga kepercayaan." in text(answer)
    assert not ConsequenceTest.objects.exists()


def test_the_superior_approves(office: Office) -> None:
    office.browser(office.ppid).post("/desk/uji/baru/", FORM)
    made = ConsequenceTest.objects.get()
    superior = office.browser(office.superior)
    assert f"/desk/uji/{made.pk}/setujui/" in text(superior.get(f"/desk/uji/{made.pk}/"))
    assert superior.post(f"/desk/uji/{made.pk}/setujui/").status_code == 302
    made.refresh_from_db()
    assert (made.approved_by, made.approved_on) == (office.superior, date(2026, 3, 3))


def test_approving_twice_is_refused_kindly(office: Office) -> None:
    test = standing_test(office.government, on=NOW.date())
    answer = office.browser(office.superior).post(f"/desk/uji/{test.pk}/setujui/")
    assert answer.status_code == 409
    assert "sudah disetujui" in text(answer)


@pytest.mark.parametrize(
    ("who", "makes", "approves"), [("budi", 200, 403), ("desk", 403, 403), ("citra", 403, 403)]
)
def test_each_does_only_his_part(office: Office, who: str, makes: int, approves: int) -> None:
    test = standing_test(office.government, on=NOW.date())
    browser = office.browser(getattr(office, who))
    assert browser.get("/desk/uji/baru/").status_code == makes
    assert browser.post(f"/desk/uji/{test.pk}/setujui/").status_code == approves


def test_a_test_of_another_government_is_as_if_it_were_not_there(office: Office, neighbour: Office) -> None:
    foreign = standing_test(neighbour.government, on=NOW.date(), information="Rahasia tetangga")
    superior = office.browser(office.superior)
    assert superior.get(f"/desk/uji/{foreign.pk}/").status_code == 404
    assert superior.post(f"/desk/uji/{foreign.pk}/setujui/").status_code == 404
    assert "Rahasia tetangga" not in text(superior.get("/desk/uji/"))
