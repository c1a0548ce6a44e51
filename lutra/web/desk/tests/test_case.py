"""One case on one screen: the question for those who work on it, the person only for those who must see him."""

from __future__ import annotations

from typing import Any

import pytest

from lutra.ledger import followers
from lutra.ledger import queries as ledger
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing.factories import ANI, GRANTED
from lutra.web.desk import case as screen
from lutra.web.desk.tests.conftest import NOW, Office

WHO = [ANI["name"], ANI["nik"], ANI["address"], ANI["phone"], ANI["email"]]


def text(response: Any) -> str:
    return response.content.decode()


def kinds(case: Request) -> list[str]:
    return [entry.kind for entry in ledger.history(case.ledger_subject, case.government_id)]


def test_the_screen_says_what_the_law_needs_now_and_who_must_do_it(office: Office) -> None:
    case = office.filed()
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/"))
    assert "Teruskan ke perangkat daerah yang menguasai informasinya." in page
    assert "Pasal 22 ayat (7) UU 14/2008" in page
    assert f"/desk/permohonan/{case.pk}/teruskan/" in page
    assert "Langkah ini milik PPID Utama." in text(
        office.browser(office.desk).get(f"/desk/permohonan/{case.pk}/")
    )


def test_the_story_carries_the_short_hash_of_each_entry(office: Office) -> None:
    case = office.handed_over()
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/"))
    for entry in ledger.history(case.ledger_subject, case.government_id):
        assert f"#{entry.hash[:8]}" in page


@pytest.mark.parametrize("who", ["ppid", "desk", "budi", "superior"])
def test_nobody_learns_who_asked_from_the_screen_alone(office: Office, who: str) -> None:
    case = office.handed_over()
    page = text(office.browser(getattr(office, who)).get(f"/desk/permohonan/{case.pk}/"))
    assert case.subject in page
    for canary in WHO:
        assert canary not in page


def test_opening_the_identity_shows_it_once_and_enters_it_in_the_book(office: Office) -> None:
    case = office.filed()
    desk = office.browser(office.desk)
    opened = desk.post(f"/desk/permohonan/{case.pk}/identitas/")
    assert all(canary in text(opened) for canary in WHO)
    assert "no-store" in opened["Cache-Control"]
    assert kinds(case) == ["request.filed", "request.identity_seen"]
    again = text(desk.get(f"/desk/permohonan/{case.pk}/"))
    assert not any(canary in again for canary in WHO)


@pytest.mark.parametrize(("who", "status"), [("budi", 403), ("wati", 403), ("citra", 403)])
def test_who_need_not_know_the_person_cannot_open_the_identity(office: Office, who: str, status: int) -> None:
    case = office.handed_over()
    answer = office.browser(getattr(office, who)).post(f"/desk/permohonan/{case.pk}/identitas/")
    assert answer.status_code == status
    assert not any(canary in text(answer) for canary in WHO)
    assert "request.identity_seen" not in kinds(case)


def test_the_identity_is_not_opened_by_following_a_link(office: Office) -> None:
    case = office.filed()
    assert office.browser(office.desk).get(f"/desk/permohonan/{case.pk}/identitas/").status_code == 405
    assert kinds(case) == ["request.filed"]


def test_opening_the_identity_needs_the_page_s_own_token(office: Office) -> None:
    case = office.filed()
    answer = office.browser(office.desk, enforce_csrf_checks=True).post(
        f"/desk/permohonan/{case.pk}/identitas/"
    )
    assert answer.status_code == 403
    assert kinds(case) == ["request.filed"]


def test_a_case_of_another_office_is_as_if_it_were_not_there(office: Office) -> None:
    case = office.handed_over()
    assert office.browser(office.budi).get(f"/desk/permohonan/{case.pk}/").status_code == 200
    assert office.browser(office.wati).get(f"/desk/permohonan/{case.pk}/").status_code == 404
    assert office.browser(office.citra).get(f"/desk/permohonan/{case.pk}/").status_code == 403


def test_a_case_of_another_government_is_as_if_it_were_not_there(office: Office, neighbour: Office) -> None:
    case = office.filed()
    assert neighbour.browser(neighbour.ppid).get(f"/desk/permohonan/{case.pk}/").status_code == 404
    assert office.browser(neighbour.ppid).get(f"/desk/permohonan/{case.pk}/").status_code == 403


def test_the_files_of_a_proposal_can_be_fetched_by_who_sees_the_case(office: Office) -> None:
    case = office.handed_over()
    draft = actions.draft(
        case,
        text="Terlampir.",
        outcome="granted",
        by=office.actor(office.budi),
        files=[("data.csv", b"a,b\n1,2\n")],
    )
    address = f"/desk/permohonan/{case.pk}/berkas/{draft.documents.get().pk}/"
    got = office.browser(office.ppid).get(address)
    assert got.content == b"a,b\n1,2\n"
    assert got["Content-Disposition"].startswith("attachment")
    assert office.browser(office.wati).get(address).status_code == 404


def test_a_file_of_another_case_is_not_given_under_this_one(office: Office) -> None:
    case, other = office.handed_over(), office.handed_over()
    draft = actions.draft(
        other,
        text="Terlampir.",
        outcome="granted",
        by=office.actor(office.budi),
        files=[("data.csv", b"a\n")],
    )
    address = f"/desk/permohonan/{case.pk}/berkas/{draft.documents.get().pk}/"
    assert office.browser(office.ppid).get(address).status_code == 404


def test_the_decision_and_its_delivery_stand_on_the_screen(office: Office) -> None:
    case = office.filed()
    actions.decide(case, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)
    actions.deliver(
        case, channel="pickup", what="notice", evidence="Diterima Ani 3 Maret", by=office.actor(office.desk)
    )
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/"))
    assert "Laporan terlampir." in page
    assert "Diterima Ani 3 Maret" in page
    assert "Tutup permohonan setelah semua jawaban sampai." in page


def test_what_a_citizen_wrote_is_shown_as_text(office: Office) -> None:
    case = office.filed(subject="<script>alert(1)</script>", details="<b>tebal</b> {{ settings }}")
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/"))
    assert "<script>alert" not in page
    assert "<b>tebal" not in page
    assert "{{ settings }}" in page


def test_the_story_follows_the_moments_and_not_the_order_of_writing(office: Office) -> None:
    case = office.handed_over()
    followers.catch_up()  # the receipt is typeset after the case was handed over, but tells of its filing
    titles = [step.title for step in screen.thread(case)]
    assert titles.index("Surat dibuat") < titles.index("Diteruskan ke perangkat daerah")


def test_a_letter_is_listed_by_what_it_is(office: Office) -> None:
    case = office.filed()
    followers.catch_up()
    page = text(office.browser(office.desk).get(f"/desk/permohonan/{case.pk}/"))
    listed = page.split('id="surat"')[1]
    assert "Tanda bukti penerimaan" in listed.split("</section>")[0]
