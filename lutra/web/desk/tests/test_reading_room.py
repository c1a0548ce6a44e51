"""The officers' reading room: each answer is decided about by whoever may, and closed texts can be let out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lutra.catalogue import actions as catalogue
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.models import Item
from lutra.ledger import followers
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.readingroom.models import Offer, PublicAnswer
from lutra.requests import actions as requests
from lutra.requests.models import Request
from lutra.testing import journeys
from lutra.web.desk.tests.conftest import Office

WORDS = {"title": "Berapa panjang jalan rusak?", "summary": "41 kilometer, terutama di Seko."}


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def answered(office: Office) -> Request:
    """A granted request, delivered to Ani."""
    request = office.filed(subject="Panjang jalan rusak")
    by = office.actor(office.ppid)
    journeys.decide(request, by=by, on=date(2026, 3, 3))
    at = journeys.noon(date(2026, 3, 3))
    requests.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=by, at=at)
    followers.catch_up()
    return request


def test_a_delivered_answer_waits_for_a_decision_and_then_is_read_by_everybody(
    office: Office, answered: Request
) -> None:
    browser = office.browser(office.ppid)
    assert "Panjang jalan rusak" in text(browser.get("/desk/ruang-baca/"))
    assert "Panjang jalan rusak" in text(browser.get(f"/desk/ruang-baca/{answered.pk}/"))
    assert browser.post(f"/desk/ruang-baca/{answered.pk}/", WORDS)["Location"] == "/desk/ruang-baca/"
    followers.catch_up()
    assert PublicAnswer.objects.get().title == WORDS["title"]
    assert "Panjang jalan rusak" not in text(browser.get("/desk/ruang-baca/"))
    assert "Panjang jalan rusak" in text(browser.get("/desk/ruang-baca/?state=offered"))


def test_wrong_words_come_back_with_what_to_do(office: Office, answered: Request) -> None:
    page = office.browser(office.ppid).post(
        f"/desk/ruang-baca/{answered.pk}/", {**WORDS, "summary": "Hubungi 081234567890"}
    )
    assert page.status_code == 422
    assert "nomor telepon" in text(page)
    assert WORDS["title"] in text(page)
    assert not Offer.objects.exists()


def test_an_answer_is_kept_back_or_withdrawn_with_a_reason(office: Office, answered: Request) -> None:
    browser, address = office.browser(office.ppid), f"/desk/ruang-baca/{answered.pk}"
    browser.post(f"{address}/simpan/", {"why-reason": " "})
    assert not Offer.objects.exists()
    browser.post(f"{address}/simpan/", {"why-reason": "Hanya menyangkut pemohon"})
    assert "Hanya menyangkut pemohon" in text(browser.get("/desk/ruang-baca/?state=kept"))
    browser.post(f"{address}/", WORDS)
    browser.post(f"{address}/tarik/", {"why-reason": "Angkanya keliru"})
    followers.catch_up()
    assert not PublicAnswer.objects.exists()
    assert "Angkanya keliru" in text(browser.get(f"{address}/"))


def test_only_who_may_offer_sees_it(office: Office, neighbour: Office, answered: Request) -> None:
    for user in (office.budi, office.desk, office.citra):
        browser = office.browser(user)
        assert browser.get("/desk/ruang-baca/").status_code == 403
        assert browser.post(f"/desk/ruang-baca/{answered.pk}/", WORDS).status_code == 403
    foreign = neighbour.browser(neighbour.ppid)
    assert foreign.post(f"/desk/ruang-baca/{answered.pk}/", WORDS).status_code == 404
    assert foreign.post(f"/desk/ruang-baca/{answered.pk}/simpan/", {"why-reason": "x"}).status_code == 404
    assert not Offer.objects.exists()


def test_a_text_that_stays_closed_is_let_out_with_a_reason(office: Office) -> None:
    by = office.actor(office.ppid)
    form = ItemForm(title="Data petani", body=office.health, kind="periodic")
    item = catalogue.publish_item(catalogue.add_item(office.government, form=form, by=by), by=by)
    Item.objects.filter(pk=item.pk).update(summary="Hubungi Ani di 081234567890")
    browser = office.browser(office.ppid)
    assert "nomor telepon" in text(browser.get("/desk/ruang-baca/informasi/"))
    address = f"/desk/ruang-baca/informasi/{item.pk}/?field=summary"
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.get(f"/desk/ruang-baca/informasi/{item.pk}/?field=x").status_code == 404
    browser.post(address, {"reason": "Nomor pengaduan dinas"})
    followers.catch_up()
    assert "081234567890" in PublicItem.objects.get().summary
    assert "Tidak ada yang tertahan" in text(browser.get("/desk/ruang-baca/informasi/"))
