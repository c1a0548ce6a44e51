"""An officer enters a request for somebody at the counter, on the phone, or from a letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lutra.ledger import queries as ledger
from lutra.requests.models import Request
from lutra.testing.factories import ANI, QUESTION
from lutra.web.desk.tests.conftest import Office

FORM = {**ANI, **QUESTION, "channel": "counter", "key": "satu"}


def text(response: Any) -> str:
    return response.content.decode()


def test_the_counter_registers_on_one_screen_and_gets_the_receipt(office: Office) -> None:
    desk = office.browser(office.desk)
    assert "autofocus" in text(desk.get("/desk/permohonan/baru/"))
    answer = desk.post("/desk/permohonan/baru/", FORM, follow=True)
    case = Request.objects.get()
    assert answer.redirect_chain[-1][0] == f"/desk/permohonan/{case.pk}/tanda-terima/"
    page = text(answer)
    assert case.reference in page
    assert " ".join(case.code[i : i + 4] for i in (0, 4, 8)) in page
    assert "Isi lagi" in page
    assert (case.channel, case.recorded_by) == ("counter", office.desk)


@pytest.mark.law("Q03")
@pytest.mark.parametrize("channel", ["oral", "phone"])
def test_what_was_spoken_is_entered_by_a_named_officer(office: Office, channel: str) -> None:
    office.browser(office.desk).post("/desk/permohonan/baru/", {**FORM, "channel": channel})
    case = Request.objects.get()
    assert (case.channel, case.recorded_by) == (channel, office.desk)


@pytest.mark.law("Q09")
def test_a_letter_counts_from_the_day_it_came_in(office: Office) -> None:
    office.browser(office.desk).post(
        "/desk/permohonan/baru/", {**FORM, "channel": "letter", "received_on": "2026-02-27"}
    )
    assert Request.objects.get().received_on == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nik": "123"}, "nik"),
        ({"name": ""}, "name"),
        ({"purpose": ""}, "purpose"),
        ({"delivery_way": "email", "email": ""}, "email"),
        ({"channel": "web"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"channel": "letter", "received_on": "kemarin"}, "received_on"),
        ({"channel": "letter", "received_on": "2026-04-01"}, "received_on"),
    ],
)
def test_a_wrong_value_gets_its_message_and_the_rest_is_kept(
    office: Office, wrong: dict[str, str], field: str
) -> None:
    answer = office.browser(office.desk).post("/desk/permohonan/baru/", {**FORM, **wrong})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)
    assert QUESTION["details"] in text(answer)
    assert not Request.objects.exists()


def test_the_same_page_sent_twice_registers_once(office: Office) -> None:
    desk = office.browser(office.desk)
    first, second = (desk.post("/desk/permohonan/baru/", FORM)["Location"] for _ in range(2))
    assert first == second
    assert Request.objects.count() == 1
    assert ledger.entries(office.government.pk).count() == 1


def test_two_people_with_the_same_question_are_two_requests(office: Office) -> None:
    desk = office.browser(office.desk)
    desk.post("/desk/permohonan/baru/", FORM)
    desk.post("/desk/permohonan/baru/", {**FORM, "key": "dua", "name": "Rahmat"})
    assert Request.objects.count() == 2


def test_budi_prints_the_receipt_of_what_he_entered_though_another_office_answers(office: Office) -> None:
    budi = office.browser(office.budi)
    receipt = budi.post("/desk/permohonan/baru/", FORM)["Location"]
    assert budi.get(receipt).status_code == 200
    assert office.browser(office.wati).get(receipt).status_code == 404


def test_the_code_of_a_case_that_was_handed_over_is_not_budi_s_to_know(office: Office) -> None:
    case = office.handed_over()
    assert office.browser(office.budi).get(f"/desk/permohonan/{case.pk}/tanda-terima/").status_code == 404
    assert case.code not in text(office.browser(office.budi).get(f"/desk/permohonan/{case.pk}/"))


@pytest.mark.parametrize("who", ["citra", "superior"])
def test_who_does_not_record_gets_no_form(office: Office, who: str) -> None:
    browser = office.browser(getattr(office, who))
    assert browser.get("/desk/permohonan/baru/").status_code == 403
    assert browser.post("/desk/permohonan/baru/", FORM).status_code == 403
    assert not Request.objects.exists()


def test_an_officer_of_another_government_cannot_enter_a_request_here(
    office: Office, neighbour: Office
) -> None:
    assert office.browser(neighbour.desk).post("/desk/permohonan/baru/", FORM).status_code == 403
    assert not Request.objects.exists()
