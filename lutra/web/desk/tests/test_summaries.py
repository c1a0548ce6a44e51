"""Public summaries: an officer gives a closed subject its wording; nobody else may, and no person gets through."""

from __future__ import annotations

from typing import Any

import pytest

from lutra.ledger import followers
from lutra.publishing.models import PublicRequest, Summary
from lutra.publishing.queries import withheld_lines
from lutra.web.desk.tests.conftest import Office

CLOSED = {"subject": "Bantuan untuk Ani Rahmatiah, hubungi 081234567890"}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_closed_subject_waits_with_what_was_found_in_it(office: Office) -> None:
    office.filed(subject="Anggaran jalan Masamba")
    office.filed(**CLOSED)
    followers.catch_up()
    page = text(office.browser(office.ppid).get("/desk/ringkasan/"))
    assert "Bantuan untuk Ani" in page
    assert "nomor telepon" in page
    assert "Anggaran jalan Masamba" not in page


def test_nothing_waits_is_said(office: Office) -> None:
    assert "Tidak ada yang menunggu" in text(office.browser(office.ppid).get("/desk/ringkasan/"))


def test_a_summary_takes_the_place_of_the_closed_subject(office: Office) -> None:
    case = office.filed(**CLOSED)
    followers.catch_up()
    browser = office.browser(office.ppid)
    answer = browser.post(f"/desk/ringkasan/{case.pk}/", {"text": "Bantuan untuk warga lanjut usia"})
    assert answer["Location"] == "/desk/ringkasan/"
    assert "sedang dimuat" in text(browser.get("/desk/ringkasan/"))
    followers.catch_up()
    assert PublicRequest.objects.get().public_subject == "Bantuan untuk warga lanjut usia"
    assert withheld_lines(office.government).rows == []


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ("", "Tuliskan ringkasan"),
        ("x" * 301, "paling panjang 300"),
        ("Bantuan, hubungi 081234567890", "nomor telepon"),
    ],
)
def test_a_wrong_summary_comes_back_with_what_to_do_and_all_that_was_typed(
    office: Office, wording: str, says: str
) -> None:
    case = office.filed(**CLOSED)
    answer = office.browser(office.ppid).post(f"/desk/ringkasan/{case.pk}/", {"text": wording})
    assert answer.status_code == 422
    assert says in text(answer)
    assert wording in text(answer)
    assert not Summary.objects.exists()


def test_only_who_may_publish_writes_summaries(office: Office, neighbour: Office) -> None:
    case = office.filed(**CLOSED)
    for user in (office.budi, office.desk, office.superior, office.citra):
        assert office.browser(user).get("/desk/ringkasan/").status_code == 403
        assert (
            office.browser(user).post(f"/desk/ringkasan/{case.pk}/", {"text": "Bantuan"}).status_code == 403
        )
    foreign = neighbour.browser(neighbour.ppid).post(f"/desk/ringkasan/{case.pk}/", {"text": "Bantuan"})
    assert foreign.status_code == 404
    assert not Summary.objects.exists()


def test_a_page_of_closed_lines_leads_to_the_older_ones(office: Office) -> None:
    cases = [office.filed(**CLOSED) for _ in range(3)]
    followers.catch_up()
    first = withheld_lines(office.government, limit=2)
    assert [line.request_id for line in first.rows] == [cases[2].pk, cases[1].pk]
    rest = withheld_lines(office.government, after=first.older or "", limit=2)
    assert [line.request_id for line in rest.rows] == [cases[0].pk]
    assert rest.older is None
