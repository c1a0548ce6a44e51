"""A right lasts as long as the post, to the day, also for whoever is signed in already."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lutra.directory.models import Holding
from lutra.requests.models import Request
from lutra.web.desk.tests.conftest import NOW, Office

TODAY = date(2026, 3, 3)


def term(office: Office, **changes: Any) -> None:
    Holding.objects.filter(user=office.ppid).update(**changes)


def extend(browser: Any, case: Request) -> int:
    form = {"reason_kind": "not_yet_held", "reason": "Data masih dihimpun.", "seen": case.revision}
    return browser.post(f"/desk/permohonan/{case.pk}/perpanjang/", form).status_code


@pytest.mark.law("G03")
def test_a_post_that_ended_yesterday_opens_nothing_in_a_session_of_yesterday(office: Office) -> None:
    case, browser = office.filed(), office.browser(office.ppid)
    assert browser.get("/desk/").status_code == 200
    term(office, ends_on=TODAY - timedelta(days=1))
    assert browser.get("/desk/").status_code == 403
    assert browser.post(f"/desk/permohonan/{case.pk}/identitas/").status_code == 403
    assert extend(browser, case) == 403
    case.refresh_from_db()
    assert case.extended_on is None


@pytest.mark.law("G03")
def test_the_last_day_in_office_counts_and_so_does_its_end_at_midnight_in_masamba(
    office: Office, clock: Any
) -> None:
    case = office.filed()
    term(office, ends_on=TODAY)
    clock.move_to(NOW.replace(hour=15, minute=59))  # 23:59 in Masamba
    browser = office.browser(office.ppid)
    assert browser.get(f"/desk/permohonan/{case.pk}/").status_code == 200
    clock.move_to(NOW.replace(hour=16, minute=0))  # Wednesday has begun
    assert browser.get(f"/desk/permohonan/{case.pk}/").status_code == 403
    assert extend(browser, case) == 403


@pytest.mark.parametrize("capacity", ["plt", "plh"])
def test_who_acts_for_somebody_may_do_it_within_his_term_only(office: Office, capacity: str) -> None:
    case, browser = office.filed(), office.browser(office.ppid)
    term(office, capacity=capacity, starts_on=TODAY + timedelta(days=1))
    assert extend(browser, case) == 403
    term(office, starts_on=TODAY)
    assert extend(browser, case) == 302


def test_whoever_holds_no_post_or_was_shut_out_has_no_desk(office: Office) -> None:
    case, browser = office.filed(), office.browser(office.ppid)
    Holding.objects.filter(user=office.ppid).delete()
    assert browser.get(f"/desk/permohonan/{case.pk}/").status_code == 403
    office.ppid.is_active = False
    office.ppid.save()
    assert browser.get("/desk/").status_code == 302  # to the log-in


def test_a_name_that_may_do_everything_in_other_systems_may_do_nothing_here(office: Office) -> None:
    office.citra.is_superuser = office.citra.is_staff = True
    office.citra.save()
    case = office.filed()
    assert office.browser(office.citra).get(f"/desk/permohonan/{case.pk}/").status_code in {403, 404}
