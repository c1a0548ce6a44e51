"""A yearly report that did not reach the Commission in its time is told to whoever runs the house (LAW R04)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from lutra.cli import doctor_checks
from lutra.directory.models import Government, Host
from lutra.directory.roles import Role
from lutra.statistics.annual import actions
from lutra.statistics.annual.queries import draft, overdue
from lutra.testing import factories

pytestmark = pytest.mark.django_db
PDF = ("laporan.pdf", b"%PDF-1.7 laporan")


@pytest.fixture
def luwu_utara() -> Government:
    made = factories.government()
    Host.objects.create(host="testserver", government=made)
    factories.file_request(made)  # in March 2020
    return made


def years(of: Government, on: date) -> list[int]:
    return [one.year for one in overdue(of, on=on)]


@pytest.mark.law("R04")
def test_a_report_unsent_on_the_first_of_april_is_overdue_and_on_the_last_of_march_is_not(
    luwu_utara: Government,
) -> None:
    assert years(luwu_utara, date(2021, 3, 31)) == []
    assert years(luwu_utara, date(2021, 4, 1)) == [2020]
    assert years(luwu_utara, date(2022, 4, 1)) == [2020, 2021]
    assert years(factories.government("73.17"), date(2021, 4, 1)) == []  # nothing has happened there


@pytest.mark.law("R04")
def test_a_report_that_was_sent_is_told_no_more(luwu_utara: Government) -> None:
    ppid = factories.officer(luwu_utara, Role.PPID_UTAMA)
    at = datetime(2021, 4, 5, 9, tzinfo=ZoneInfo("Asia/Makassar"))
    for failure in draft(luwu_utara, 2020, drawn_on=at.date()).blocking:
        actions.override(luwu_utara, year=2020, rule=failure.rule.id, note="Uji.", by=ppid, at=at)
    issued = actions.issue(luwu_utara, year=2020, by=ppid, at=at)
    actions.send(
        issued, commission="KI", channel="Pos", sent_on=at.date(), evidence="Resi", paper=PDF, by=ppid, at=at
    )
    assert years(luwu_utara, date(2021, 4, 6)) == []


@pytest.mark.law("R04")
def test_the_doctor_and_the_leader_are_told(luwu_utara: Government) -> None:
    with time_machine.travel(datetime(2021, 4, 1, 9, tzinfo=ZoneInfo("Asia/Makassar"))):
        (finding,) = doctor_checks.annual_reports()
        client = Client()
        client.force_login(factories.user(luwu_utara, Role.LEADER))
        page = client.get("/pimpinan/").content.decode()
    assert finding.level == "warning"
    assert "2020" in finding.text
    assert "Laporan layanan 2020 belum disampaikan" in page
    assert '"/desk/laporan/2020/"' in page
    with time_machine.travel(datetime(2021, 3, 31, 9, tzinfo=ZoneInfo("Asia/Makassar"))):
        assert [each.level for each in doctor_checks.annual_reports()] == ["ok"]
