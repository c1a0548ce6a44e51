"""The citizen's pages of what is published: found without JavaScript, told with the law, nothing private in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lutra.catalogue import actions
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.models import Item
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.ledger.followers import catch_up
from lutra.publishing.readingroom.actions import offer
from lutra.requests import actions as requests
from lutra.testing import factories, journeys

AT = datetime(2020, 3, 2, 1, tzinfo=UTC)


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The documents that the release gate lets pass."""
    ids: set[int] = set()
    monkeypatch.setattr(release, "releasable", lambda wanted: ids & set(wanted))
    monkeypatch.setattr(release, "is_releasable", lambda document: document.pk in ids)
    return ids


@pytest.fixture
def item(lutra: Government, passed: set[int]) -> Item:
    """A listed item of the health office with a file that passed the gate."""
    budi = factories.officer(lutra, Role.PPID_UTAMA)
    form = ItemForm(
        title="Profil kesehatan 2019",
        body=factories.body(lutra, "dinkes"),
        kind="periodic",
        summary="Jumlah puskesmas dan tenaga kesehatan",
        holder="Bidang data",
        retention="5 tahun",
        forms=("softcopy",),
    )
    made = actions.publish_item(actions.add_item(lutra, form=form, by=budi, at=AT), by=budi, at=AT)
    file = documents.add(lutra, name="profil.csv", content=b"puskesmas;23\n", at=AT)
    passed.add(file.pk)
    actions.attach_file(made, document=file, label="Profil", by=budi, at=AT)
    catch_up()
    return made


@pytest.fixture
def answered(lutra: Government) -> None:
    """An answer in the reading room."""
    budi = factories.officer(lutra, Role.PPID_UTAMA)
    request = factories.file_request(lutra)
    journeys.decide(request, by=budi, on=date(2020, 3, 10))
    at = journeys.noon(date(2020, 3, 10))
    requests.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=budi, at=at)
    offer(request, title="Berapa panjang jalan rusak?", summary="41 kilometer di Seko.", by=budi)
    catch_up()


def test_the_list_shows_classes_facets_and_items_as_plain_links(browser: Client, item: Item) -> None:
    page = text(browser.get("/informasi/"))
    assert f'href="/informasi/{item.number}/"' in page
    assert "?information_class=periodic" in page
    assert "?body=dinkes" in page
    assert "Berkala" in page
    narrowed = text(browser.get("/informasi/?information_class=any_time"))
    assert f'href="/informasi/{item.number}/"' not in narrowed


def test_an_item_is_told_with_the_laws_columns_its_files_and_how_to_cite_it(
    browser: Client, item: Item
) -> None:
    page = text(browser.get(f"/informasi/{item.number}/"))
    for said in ("Bidang data", "5 tahun", "Softcopy", "Pasal 5", "SHA-256", "seharusnya diperbarui"):
        assert said in page
    assert 'name="question"' in page
    file = item.files.get()
    given = browser.get(f"/informasi/{item.number}/berkas/{file.pk}/")
    assert b"".join(given.streaming_content) == b"puskesmas;23\n"  # type: ignore[attr-defined]
    assert 'filename="Profil.csv"' in given["Content-Disposition"]


def test_a_file_that_the_gate_closes_again_is_not_given(
    browser: Client, item: Item, passed: set[int]
) -> None:
    passed.clear()
    assert browser.get(f"/informasi/{item.number}/berkas/{item.files.get().pk}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/informasi/99/",
        "/informasi/1/berkas/999/",
        "/jawaban/9/",
        "/jawaban/1/berkas/9/",
        "/badan/tidak-ada/",
    ],
)
def test_what_is_not_public_is_not_there(browser: Client, item: Item, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_the_search_marks_words_and_escapes_what_was_typed(browser: Client, item: Item) -> None:
    page = text(browser.get("/cari/", {"q": "kesehatan <script>"}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>kesehatan</mark>" in text(browser.get("/cari/", {"q": "kesehatan"}))


def test_a_mistyped_word_is_put_right_in_words(browser: Client, item: Item) -> None:
    page = text(browser.get("/cari/", {"q": "puskesmsa"}))
    assert "Menampilkan hasil untuk <b>puskesmas</b>" in page


def test_nothing_found_offers_to_ask(browser: Client, item: Item) -> None:
    page = text(browser.get("/cari/", {"q": "zzzqqq"}))
    assert "Tidak ditemukan" in page
    assert 'action="/permohonan/baru/"' in page
    assert 'value="zzzqqq"' in page


@pytest.mark.parametrize(
    "query", ["q=%00", "page=0", "page=9999999", "year=abc", "body=%27%3B--", "page=-1", "kind=x"]
)
def test_any_address_is_answered(browser: Client, item: Item, query: str) -> None:
    for path in ("/cari/", "/informasi/", "/jawaban/", "/badan/dinkes/"):
        assert browser.get(f"{path}?{query}").status_code == 200


def test_the_reading_room_shows_answers_and_asks_the_same(browser: Client, answered: None) -> None:
    assert 'href="/jawaban/1/"' in text(browser.get("/jawaban/"))
    page = text(browser.get("/jawaban/1/"))
    assert "41 kilometer di Seko." in page
    assert factories.ANI["name"] not in page
    asked = browser.post("/permohonan/baru/", {"question": "Berapa panjang jalan rusak?"})
    assert "Berapa panjang jalan rusak?" in text(asked)


def test_an_office_has_a_page_of_its_own_with_its_things_alone(
    browser: Client, item: Item, answered: None
) -> None:
    page = text(browser.get("/badan/dinkes/"))
    assert "Profil kesehatan" in page
    assert "jalan rusak" not in page
    assert 'href="/badan/dinkes/"' in text(browser.get("/badan/"))


def test_before_anything_is_published_each_page_says_what_will_be_there(browser: Client) -> None:
    for path, says in (
        ("/informasi/", "Tidak ditemukan"),
        ("/jawaban/", "Belum ada jawaban yang dibuka"),
        ("/dikecualikan/", "Belum ada yang diumumkan"),
        ("/informasi/versi/", "Belum ada versi"),
        ("/badan/", "Belum ada yang diterbitkan"),
        ("/cari/", "Tidak ditemukan"),
    ):
        assert says in text(browser.get(path))


def test_another_governments_things_are_not_here(browser: Client, item: Item) -> None:
    beside = factories.government("73.17")
    budi = factories.officer(beside, Role.PPID_UTAMA)
    form = ItemForm(title="Kenaritetangga", body=factories.body(beside, "dinkes"), kind="periodic")
    actions.publish_item(actions.add_item(beside, form=form, by=budi, at=AT), by=budi, at=AT)
    catch_up()
    for path in ("/", "/informasi/", "/cari/?q=kenaritetangga", "/badan/dinkes/", "/informasi/1/"):
        page = text(browser.get(path))
        assert "Kenaritetangga" not in page
