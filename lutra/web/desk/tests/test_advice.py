"""Advice and outages on the case's own screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from lutra.directory import outages
from lutra.directory.roles import Role
from lutra.requests.models import Advice
from lutra.testing import factories
from lutra.web.desk.tests.conftest import Office


@pytest.mark.law("G06")
def test_the_team_advises_on_a_page_and_officers_of_the_case_read_it(office: Office) -> None:
    case = office.filed()
    team = office.browser(factories.user(office.government, Role.CONSIDERATIONS_TEAM, name="Tini"))
    assert (
        f"/desk/permohonan/{case.pk}/pertimbangan/"
        in team.get(f"/desk/permohonan/{case.pk}/").content.decode()
    )
    wrong = team.post(f"/desk/permohonan/{case.pk}/pertimbangan/", {"stance": "open"})
    assert wrong.status_code == 422
    assert "Tuliskan pertimbangannya" in wrong.content.decode()
    given = {"stance": "open", "text": "Datanya sudah pernah diumumkan."}
    assert team.post(f"/desk/permohonan/{case.pk}/pertimbangan/", given).status_code == 302
    assert Advice.objects.get().stance == "open"
    page = office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/").content.decode()
    assert "Datanya sudah pernah diumumkan." in page
    assert "Tim Pertimbangan memberi pertimbangan" in page
    leader = office.browser(factories.user(office.government, Role.LEADER, name="Lia"))
    assert "Datanya sudah pernah" not in leader.get(f"/desk/permohonan/{case.pk}/").content.decode()
    assert "Datanya sudah pernah" not in office.browser().get(f"/t/{case.code}/").content.decode()


@pytest.mark.law("G06")
def test_the_rule_is_set_at_the_desk(office: Office) -> None:
    browser = office.browser(office.ppid)
    rules = {"repeated_from": 10, "repeated_days": 7, "alike_from": 10, "alike_days": 7}
    browser.post("/desk/aturan/", {**rules, "needs_advice": "on"})
    assert office.government.work_rules.needs_advice


@pytest.mark.law("G22")
def test_an_outage_on_the_due_date_is_shown_in_the_case_file(
    office: Office, clock: time_machine.Traveller
) -> None:
    case = office.filed()
    outages.note(datetime(2026, 3, 16, 1, tzinfo=UTC), datetime(2026, 3, 16, 4, tzinfo=UTC))
    other = office.filed()
    outages.note(datetime(2026, 3, 12, 1, tzinfo=UTC), datetime(2026, 3, 12, 4, tzinfo=UTC))
    clock.move_to(datetime(2026, 3, 17, 1, tzinfo=UTC))
    page = office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/").content.decode()
    assert "Gangguan sistem pada hari jatuh tempo" in page
    assert "16 Maret 2026, 09.00 WITA" in page
    assert "12 Maret 2026, 09.00 WITA" not in page
    assert other.due_on == case.due_on
