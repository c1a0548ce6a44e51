"""What the counter's script asks of the server when the network is back."""

from __future__ import annotations

from datetime import date

from lutra.requests.models import Request
from lutra.testing.factories import ANI, QUESTION
from lutra.web.desk.tests.conftest import Office

FORM = {**ANI, **QUESTION, "channel": "counter", "key": "kept-in-the-browser"}
SCRIPT = {"HTTP_ACCEPT": "application/json"}


def test_what_was_kept_is_registered_once_however_often_it_is_sent(office: Office) -> None:
    desk = office.browser(office.desk)
    answers = [desk.post("/desk/permohonan/baru/", FORM, **SCRIPT).json() for _ in range(3)]
    case = Request.objects.get()
    assert (
        answers == [{"reference": case.reference, "receipt": f"/desk/permohonan/{case.pk}/tanda-terima/"}] * 3
    )


def test_it_counts_from_the_day_on_which_somebody_stood_at_the_counter(office: Office) -> None:
    desk = office.browser(office.desk)
    desk.post("/desk/permohonan/baru/", {**FORM, "received_on": "2026-02-27"}, **SCRIPT)
    assert Request.objects.get().received_on == date(2026, 2, 27)


def test_a_refused_entry_comes_back_with_its_reasons(office: Office) -> None:
    desk = office.browser(office.desk)
    answer = desk.post("/desk/permohonan/baru/", {**FORM, "nik": "123", "purpose": ""}, **SCRIPT)
    assert set(answer.json()["problems"]) == {"nik", "purpose"}
    assert not Request.objects.exists()


def test_the_worker_keeps_the_page_and_its_parts_only(office: Office) -> None:
    answer = office.browser(office.desk).get("/desk/permohonan/baru/luring.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    script = answer.content.decode()
    assert '"/desk/permohonan/baru/"' in script
    assert "counter.js" in script
    assert "/t/" not in script


def test_a_token_is_given_to_officers_only(office: Office) -> None:
    assert office.browser(office.desk).get("/desk/permohonan/baru/token/").json()["token"]
    assert office.browser(None).get("/desk/permohonan/baru/token/").status_code == 302
