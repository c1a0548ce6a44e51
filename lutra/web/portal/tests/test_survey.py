"""The survey on the portal: nine questions on one page, without a name and without JavaScript."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from lutra.directory import actors
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.inbox.sending import send_waiting
from lutra.law import satisfaction
from lutra.ledger.followers import catch_up
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.satisfaction.actions import give_slips
from lutra.satisfaction.models import Survey
from lutra.testing import factories, journeys

FOURS = {element.code: "4" for element in satisfaction.elements()}
FILED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def case(lutra: Government) -> Request:
    """Ani's request, whose answer she has in hand."""
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    request = journeys.answered(lutra, by=ppid, on=date(2026, 3, 10), filed=FILED)
    at = journeys.noon(date(2026, 3, 10))
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=ppid, at=at)
    return request


def address(case: Request) -> str:
    return f"/t/{case.code}/kepuasan/"


def test_the_case_leads_to_the_survey_until_it_was_answered(browser: Client, case: Request) -> None:
    assert address(case) in browser.get(f"/t/{case.code}/").content.decode()
    assert browser.post(address(case), FOURS).status_code == 302
    assert address(case) not in browser.get(f"/t/{case.code}/").content.decode()
    assert "Terima kasih" in browser.get(address(case)).content.decode()


def test_a_case_that_waits_does_not_ask(browser: Client, lutra: Government) -> None:
    waiting = factories.file_request(lutra, at=timezone.now())
    assert address(waiting) not in browser.get(f"/t/{waiting.code}/").content.decode()
    assert "Survei belum dibuka" in browser.get(address(waiting)).content.decode()
    browser.post(address(waiting), FOURS)
    assert not Survey.objects.exists()


@pytest.mark.law("G16")
def test_the_nine_questions_of_the_law_stand_on_one_page(browser: Client, case: Request) -> None:
    answer = browser.get(address(case))
    page = answer.content.decode()
    for element in satisfaction.elements():
        assert element.question.id in page
    assert page.count('type="radio"') == 36
    assert len(answer.content) < 30_000
    assert answer["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.law("G16")
@pytest.mark.parametrize("value", ["5", "0", "-1", "x", "٣", "4.0", "99999999999"])
def test_an_answer_out_of_scale_is_unprocessable(browser: Client, case: Request, value: str) -> None:
    assert browser.post(address(case), {**FOURS, "time": value}).status_code == 422
    assert not Survey.objects.exists()


def test_what_is_missing_is_named_and_the_rest_is_kept(browser: Client, case: Request) -> None:
    given = {**FOURS, "comment": "Ruang tunggunya panas."}
    del given["cost"]
    answer = browser.post(address(case), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_cost_0"' in page
    assert len(re.findall(r"<input[^>]*checked", page)) == 8
    assert "Ruang tunggunya panas." in page


def test_a_second_sending_changes_nothing(browser: Client, case: Request) -> None:
    browser.post(address(case), FOURS)
    assert browser.post(address(case), {**FOURS, "cost": "1"}, follow=True).status_code == 200
    assert Survey.objects.get().answers["cost"] == 4


def test_a_slip_opens_the_survey_of_its_office(browser: Client, lutra: Government) -> None:
    dinkes = factories.body(lutra)
    desk = factories.officer(lutra, Role.DESK_OFFICER)
    (code,) = give_slips(lutra, count=1, body=dinkes, by=desk)
    found = browser.post("/kepuasan/isi/", {"code": code.lower()})
    assert found["location"] == f"/kepuasan/isi/{code}/"
    assert "Dinas dinkes" in browser.get(found["location"]).content.decode()
    assert browser.post(found["location"], FOURS).status_code == 302
    assert Survey.objects.get().body == dinkes


def test_an_unknown_code_says_so_and_is_counted(browser: Client, lutra: Government) -> None:
    assert browser.post("/kepuasan/isi/", {"code": "7KQ2 M9XF 3D5A"}).status_code == 422
    assert browser.get("/kepuasan/isi/7KQ2M9XF3D5A/").status_code == 404
    statuses = {browser.post("/kepuasan/isi/", {"code": "x"}).status_code for _ in range(70)}
    assert statuses == {422, 429}


def test_the_code_of_another_government_s_case_is_unknown_here(browser: Client) -> None:
    there = factories.government("73.17")
    abroad = factories.file_request(there, at=timezone.now())
    assert browser.get(f"/t/{abroad.code}/kepuasan/").status_code == 404
    assert browser.get(f"/kepuasan/isi/{abroad.code}/").status_code == 404


def judged(of: Government, count: int, points: int, **changes: Any) -> None:
    before = Survey.objects.count()
    for number in range(count):
        Survey.objects.create(
            government=of,
            mark=f"{before + number:064d}",
            answered_on=date(2026, 5, 4),
            answers=dict.fromkeys(FOURS, points),
            **changes,
        )


@pytest.mark.law("G17", "G18")
def test_the_result_is_public_with_index_grade_and_clause(browser: Client, lutra: Government) -> None:
    judged(lutra, 4, 3)
    judged(lutra, 1, 4, comment="Cepat <b>sekali</b>.", comment_state="published")
    judged(lutra, 1, 3, comment="Rahasia", comment_state="kept")
    page = browser.get("/kepuasan/").content.decode()
    assert "79,17" in page
    assert "Baik" in page
    assert "PermenPANRB 14/2017" in page
    assert "Cepat &lt;b&gt;sekali&lt;/b&gt;." in page
    assert "Rahasia" not in page


def test_few_answers_are_not_told(browser: Client, lutra: Government) -> None:
    judged(lutra, 4, 4)
    page = browser.get("/kepuasan/").content.decode()
    assert "belum cukup" in page
    assert "100,00" not in page


@pytest.mark.parametrize("year", ["20", "abcd", "2026x", "0000", "٢٠٢٦"])
def test_what_is_no_year_is_not_there(browser: Client, lutra: Government, year: str) -> None:
    assert browser.get("/kepuasan/", {"year": year}).status_code == 404


def test_the_mail_with_the_answer_leads_to_the_survey(
    browser: Client, lutra: Government, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    request = journeys.answered(lutra, by=ppid, on=timezone.now().date(), filed=timezone.now())
    catch_up()
    send_waiting()
    bodies = [message.body for message in mail.outbox if "menjawab" in message.body]
    assert bodies
    assert address(request) in bodies[-1]
    assert actors.applicant(lutra).kind == "applicant"
