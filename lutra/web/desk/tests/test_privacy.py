"""Corrections, breaches and retention on the desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lutra.directory.models import Identity
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.privacy import actions, retention
from lutra.privacy.models import Breach, DataRequest, DestructionList, RetentionRule
from lutra.testing import factories
from lutra.web.desk.tests.conftest import Office

NEW = "081355512345"
BREACH = {
    "known_at": "2026-03-02T21:30",
    "exposed": "Nomor telepon 12 pemohon",
    "course": "Laptop loket hilang",
    "handling": "Kata sandi diganti",
    "affected": "12",
}
RULE = {
    "record": "request",
    "archive_class": "480/12",
    "years": "5",
    "fate": "destroy",
    "decree": "Perbup 12/2024",
}


def asked(office: Office) -> DataRequest:
    request = office.filed()
    return actions.ask_correction(
        request, values={"phone": NEW}, by=factories.actors.applicant(office.government)
    )


@pytest.mark.law("G08")
def test_a_correction_is_opened_entered_and_taken_over(office: Office) -> None:
    one, browser = asked(office), office.browser(office.desk)
    listed = browser.get("/desk/data/").content.decode()
    assert one.request.reference in listed
    assert NEW not in listed
    opened = browser.post(f"/desk/data/{one.pk}/").content.decode()
    assert NEW in opened
    assert entries(office.government.pk, kinds=["request.identity_seen"]).count() == 1
    assert browser.post(f"/desk/data/{one.pk}/", {"verdict": "accept"}).status_code == 302
    assert Identity.objects.get().open()["phone"] == NEW
    assert DataRequest.objects.get().state == "done"


def test_a_decline_without_a_reason_goes_back(office: Office) -> None:
    one, browser = asked(office), office.browser(office.desk)
    page = browser.post(f"/desk/data/{one.pk}/", {"verdict": "decline"}, follow=True)
    assert "mengapa data tidak diubah" in page.content.decode()
    assert DataRequest.objects.get().state == "waiting"


def test_corrections_of_a_neighbour_are_not_there(office: Office, neighbour: Office) -> None:
    one = asked(neighbour)
    assert office.browser(office.desk).post(f"/desk/data/{one.pk}/").status_code == 404
    assert office.browser(office.citra).get("/desk/data/").status_code == 403


@pytest.mark.law("G07", "C16")
def test_a_breach_is_entered_told_and_closed(office: Office) -> None:
    browser = office.browser(office.ppid)
    assert browser.post("/desk/kegagalan/baru/", {**BREACH, "exposed": ""}).status_code == 422
    made = browser.post("/desk/kegagalan/baru/", BREACH)
    assert made.status_code == 302
    breach = Breach.objects.get()
    assert breach.known_at == datetime(2026, 3, 2, 13, 30, tzinfo=UTC)  # typed in the office's own zone
    assert breach.due_at == datetime(2026, 3, 5, 13, 30, tzinfo=UTC)
    page = browser.get(made["location"]).content.decode()
    assert "5 Maret 2026, 21.30 WITA" in page
    for words in ("Nomor telepon 12 pemohon", "Laptop loket hilang", "Kata sandi diganti"):
        assert words in page
    for recipient in ("authority", "subjects"):
        browser.post(made["location"], {"recipient": recipient, "evidence": "Surat 1/2026"})
    browser.post(made["location"])
    assert Breach.objects.get().closed_at


def test_a_breach_of_a_neighbour_is_not_there(office: Office, neighbour: Office) -> None:
    neighbour.browser(neighbour.ppid).post("/desk/kegagalan/baru/", BREACH)
    assert office.browser(office.ppid).get(f"/desk/kegagalan/{Breach.objects.get().pk}/").status_code == 404


@pytest.mark.law("G20")
def test_a_list_goes_from_schedule_to_minutes(office: Office) -> None:
    keeper = factories.user(office.government, Role.SECRETARIAT)
    browser, superior = office.browser(keeper), office.browser(office.superior)
    assert browser.post("/desk/retensi/", {**RULE, "decree": ""}).status_code == 422
    assert browser.post("/desk/retensi/", RULE).status_code == 302
    assert superior.post("/desk/retensi/", RULE).status_code == 403
    rule = RetentionRule.objects.get()
    listed = DestructionList.objects.create(
        government=office.government,
        rule=rule,
        archive_class=rule.archive_class,
        years=rule.years,
        decree=rule.decree,
        proposed_at=datetime(2026, 3, 3, tzinfo=UTC),
    )
    where = f"/desk/retensi/{listed.pk}/"
    browser.post(where, {"verdict": "destroy"})
    assert DestructionList.objects.get().state == "proposed"
    superior.post(where, {"verdict": "approve", "minutes": ""})
    assert DestructionList.objects.get().state == "proposed"
    superior.post(where, {"verdict": "approve", "minutes": "BA 1/2031"})
    browser.post(where, {"verdict": "destroy"})
    assert DestructionList.objects.get().state == "done"
    assert "BA 1/2031" in superior.get(where).content.decode()


def test_a_list_of_a_neighbour_is_not_there(office: Office, neighbour: Office) -> None:
    rule = retention.set_rule(
        neighbour.government,
        by=factories.officer(neighbour.government, Role.SECRETARIAT),
        **{**RULE, "years": 5},
    )
    listed = DestructionList.objects.create(
        government=neighbour.government,
        rule=rule,
        archive_class="x",
        years=5,
        decree="x",
        proposed_at=datetime(2026, 3, 3, tzinfo=UTC),
    )
    assert office.browser(office.superior).get(f"/desk/retensi/{listed.pk}/").status_code == 404
