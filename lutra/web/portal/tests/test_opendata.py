"""Open data of the portal: feeds, catalogue, site maps, short addresses and whole tables; nothing private in them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from openpyxl import load_workbook

from lutra.catalogue import actions
from lutra.catalogue.models import Item
from lutra.directory.actors import system
from lutra.directory.models import Government, Host
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.ledger.followers import catch_up
from lutra.publishing.catalogue import projection
from lutra.publishing.opendata import sitemap
from lutra.publishing.readingroom import projection as readingroom
from lutra.publishing.readingroom.actions import offer, withdraw
from lutra.requests import actions as requests
from lutra.testing import factories, journeys
from lutra.web.portal.opendata import feeds

AT = datetime(2020, 3, 2, 1, tzinfo=UTC)
TABLES = ("informasi", "register", "jawaban")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESSES = (
    "/feed/informasi.atom",
    "/feed/jawaban.atom",
    "/feed/serta-merta.atom",
    "/feed/kelas/periodic.atom",
    "/feed/badan/dinkes.atom",
    "/data/",
    "/data/kosakata/",
    "/data/katalog.jsonld",
    "/data/katalog.ttl",
    "/data/katalog.rdf",
    *(
        f"/data/unduh/{name}.{form}"
        for name in ("informasi", "register", "jawaban")
        for form in ("csv", "json", "jsonl")
    ),
    "/data/berkas.sha256",
    "/sitemap.xml",
    "/sitemap-pages-1.xml",
    "/sitemap-bodies-1.xml",
    "/robots.txt",
)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The documents that the release gate lets pass."""
    ids: set[int] = set()
    monkeypatch.setattr(release, "releasable", lambda wanted: ids & set(wanted))
    monkeypatch.setattr(release, "is_releasable", lambda document: document.pk in ids)
    return ids


@pytest.fixture
def item(lutra: Government, passed: set[int]) -> Item:
    """An item of the health office with a file that passed the gate."""
    made = factories.item(
        factories.body(lutra, "dinkes"), title="Profil </script><b>kesehatan</b> 2019", at=AT
    )
    file = documents.add(lutra, name="profil.csv", content=b"puskesmas;23\n", at=AT)
    passed.add(file.pk)
    actions.attach_file(made, document=file, label="Profil", by=system(lutra.pk), at=AT)
    catch_up()
    return made


@pytest.fixture
def answered(lutra: Government) -> Any:
    """A request whose answer is in the reading room."""
    budi = factories.officer(lutra, Role.PPID_UTAMA)
    request = factories.file_request(lutra)
    journeys.decide(request, by=budi, on=date(2020, 3, 10))
    at = journeys.noon(date(2020, 3, 10))
    requests.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=budi, at=at)
    offer(request, title="Berapa panjang jalan rusak?", summary="41 kilometer di Seko.", by=budi)
    catch_up()
    return request, budi


# --- feeds ---


def test_a_feed_is_atom_with_names_that_stay(browser: Client, lutra: Government, item: Item) -> None:
    seen = []
    for host in ("ppid.lutra.localhost", "dinkes.lutra.localhost"):
        Host.objects.get_or_create(host=host, defaults={"government": lutra})
        feed = etree.fromstring(body_of(browser.get("/feed/informasi.atom", headers={"host": host})))
        assert feed.tag == f"{ATOM}feed"
        for part in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated", "author"):
                assert len(part.findall(ATOM + name)) == 1, name
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", part.findtext(f"{ATOM}updated"))
            assert part.findtext(f"{ATOM}id").startswith("tag:ppid.lutra.localhost,2026:")
        seen.append([entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")])
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Profil </script><b>kesehatan</b> 2019"
    assert seen[0] == seen[1]


@pytest.mark.parametrize("address", ["/feed/informasi.atom", "/data/katalog.ttl"])
def test_whoever_comes_again_gets_only_what_is_new(browser: Client, item: Item, address: str) -> None:
    first = browser.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    again = browser.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.withdraw_item(item, reason="Ganda.", by=system(item.government_id))
    catch_up()
    assert browser.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_one_feed_has_all_news_each_once_and_the_newest_first(
    browser: Client, lutra: Government, item: Item, answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PAGE", 2)
    for number in range(3):
        factories.item(item.body, title=f"Laporan {number}")
    catch_up()
    seen, address = [], "/feed/semua.atom"
    while address:
        feed = etree.fromstring(body_of(browser.get(address)))
        seen += feed.findall(f"{ATOM}entry")
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        address = links.get("next", "").removeprefix("http://ppid.lutra.localhost")
    names = [entry.findtext(f"{ATOM}id") for entry in seen]
    assert len(names) == len(set(names)) == 5
    assert {name.partition("/")[2].partition("/")[0] for name in names} == {"item", "answer"}
    assert browser.get("/feed/semua.atom?hal=21").status_code == 404


def test_a_long_feed_is_paged_and_each_entry_comes_once(
    browser: Client, lutra: Government, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PAGE", 2)
    for number in range(4):
        factories.item(item.body, title=f"Laporan {number}")
    catch_up()
    seen, address = [], "/feed/badan/dinkes.atom"
    while address:
        feed = etree.fromstring(body_of(browser.get(address)))
        seen += [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"].endswith(address)
        address = links.get("next", "").removeprefix("http://ppid.lutra.localhost")
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    "address",
    [
        "/feed/kelas/tidak-ada.atom",
        "/feed/badan/tidak-ada.atom",
        "/feed/tempat/00.00.atom",
        "/feed/informasi.atom?hal=0",
        "/feed/informasi.atom?hal=x",
        "/data/katalog.doc",
        "/data/katalog.ttl?hal=9",
        "/data/unduh/rahasia.csv",
        "/data/unduh/informasi.exe",
        "/sitemap-items-99.xml",
        "/sitemap-lain-1.xml",
        "/i/99/",
        "/a/99/",
    ],
)
def test_what_is_not_there_is_not_found(browser: Client, item: Item, address: str) -> None:
    assert browser.get(address).status_code == 404


# --- short addresses ---


def test_a_short_address_leads_on_for_ever_and_says_when_its_thing_was_withdrawn(
    browser: Client, lutra: Government, item: Item
) -> None:
    answer = browser.get(f"/i/{item.number}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/informasi/{item.number}/")
    actions.withdraw_item(item, reason="Angkanya keliru", by=system(lutra.pk))
    catch_up()
    gone = browser.get(f"/i/{item.number}/")
    assert gone.status_code == 410
    assert "Angkanya keliru" in gone.content.decode()
    assert "kesehatan" not in gone.content.decode()
    Item.objects.filter(pk=item.pk).update(withdrawn_reason="Memuat NIK 7322010101900001 milik Ani")
    assert "7322010101900001" not in browser.get(f"/i/{item.number}/").content.decode()
    again = factories.item(item.body, title="Yang baru")
    assert again.number != item.number


def test_an_item_that_was_never_published_has_no_short_address(browser: Client, item: Item) -> None:
    hidden = factories.item(item.body, title="Belum", is_public=False)
    assert browser.get(f"/i/{hidden.number}/").status_code == 404


def test_an_answers_short_address(browser: Client, answered: Any) -> None:
    request, budi = answered
    assert browser.get("/a/1/")["Location"] == "/jawaban/1/"
    withdraw(request, reason="Keliru", by=budi)
    catch_up()
    gone = browser.get("/a/1/")
    assert gone.status_code == 410
    assert "jalan rusak" not in gone.content.decode()


# --- whole tables ---


def test_the_whole_list_is_the_same_in_every_form(browser: Client, item: Item) -> None:
    text = body_of(browser.get("/data/unduh/informasi.csv")).decode()
    rows = list(csv.reader(io.StringIO(text)))
    lines = [json.loads(line) for line in body_of(browser.get("/data/unduh/informasi.jsonl")).splitlines()]
    assert json.loads(body_of(browser.get("/data/unduh/informasi.json"))) == lines
    sheet = load_workbook(io.BytesIO(body_of(browser.get("/data/unduh/informasi.xlsx")))).active
    assert sheet.max_row == len(rows) == len(lines) + 1 == 2
    assert lines[0]["title"] == rows[1][1] == sheet.cell(2, 2).value == item.title
    assert lines[0]["files"].startswith("http://ppid.lutra.localhost/informasi/1/berkas/")


def test_the_bundle_proves_its_own_files(browser: Client, item: Item, answered: Any) -> None:
    whole = zipfile.ZipFile(io.BytesIO(body_of(browser.get("/data/metadata.zip"))))
    listed = dict(reversed(line.split("  ")) for line in whole.read("SHA256SUMS").decode().splitlines())
    assert listed.keys() == set(whole.namelist()) - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256(whole.read(name)).hexdigest() == digest
    assert b"0001/PPID/LUTRA/2020" in whole.read("register.csv")
    digest, address = whole.read("berkas.sha256").decode().split()
    given = body_of(browser.get(address.removeprefix("http://ppid.lutra.localhost")))
    assert hashlib.sha256(given).hexdigest() == digest


# --- site maps and pages' own words ---


def test_the_site_map_names_every_page_in_parts(
    browser: Client, item: Item, answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    for number in range(2):
        factories.item(item.body, title=f"Laporan {number}")
    catch_up()
    index = etree.fromstring(body_of(browser.get("/sitemap.xml")))
    found: list[str] = []
    for loc in index.iter(f"{MAP}loc"):
        part = etree.fromstring(body_of(browser.get(loc.text.removeprefix("http://ppid.lutra.localhost"))))
        found += [each.text.removeprefix("http://ppid.lutra.localhost") for each in part.iter(f"{MAP}loc")]
    assert {"/", "/informasi/1/", "/informasi/2/", "/informasi/3/", "/jawaban/1/", "/badan/dinkes/"} <= set(
        found
    )
    assert len(found) == len(set(found))
    for address in found:
        assert browser.get(address).status_code == 200, address
    assert "Sitemap: http://ppid.lutra.localhost/sitemap.xml" in browser.get("/robots.txt").content.decode()


def test_a_page_describes_itself_in_a_block_that_no_text_can_break(
    browser: Client, item: Item, answered: Any
) -> None:
    for address, kind in ((f"/informasi/{item.number}/", "Dataset"), ("/jawaban/1/", "CreativeWork")):
        page = browser.get(address).content.decode()
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        graph = json.loads(block)["@graph"]
        assert [part["@type"] for part in graph] == [kind, "BreadcrumbList"]
        assert "<b>kesehatan" not in page
        assert 'property="og:title"' in page
        assert 'type="application/atom+xml"' in page


# --- what must not be there ---


def everything(browser: Client, *, host: str = "ppid.lutra.localhost") -> str:
    """All that open data says at a host, spreadsheets and the bundle unpacked."""
    told = [browser.get(address, headers={"host": host}) for address in ADDRESSES]
    assert {answer.status_code for answer in told} == {200}
    said = [f"{dict(answer.headers)}{body_of(answer).decode()}" for answer in told]
    for name in TABLES:
        sheet = load_workbook(
            io.BytesIO(body_of(browser.get(f"/data/unduh/{name}.xlsx", headers={"host": host})))
        ).active
        said += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    whole = zipfile.ZipFile(io.BytesIO(body_of(browser.get("/data/metadata.zip", headers={"host": host}))))
    return "\n".join([*said, *(whole.read(name).decode() for name in whole.namelist())])


def test_nothing_private_hidden_or_withdrawn_is_in_any_of_it_also_after_making_all_anew(
    browser: Client, lutra: Government, item: Item, answered: Any
) -> None:
    factories.item(item.body, title="KENARIBELUM terbit", is_public=False)
    gone = factories.item(item.body, title="KENARITARIK ditarik")
    named = factories.item(item.body, title="Yang judulnya diubah")
    catch_up()
    assert "KENARITARIK" in everything(browser)
    actions.withdraw_item(gone, reason="Keliru", by=system(lutra.pk))
    Item.objects.filter(pk=named.pk).update(title="KENARINAMA NIK 7322010101900001")  # past every check
    catch_up()
    for _round in range(2):
        projection.rebuild(lutra)
        readingroom.rebuild(lutra)
        said = everything(browser)
        assert "kesehatan" in said
        for private in ("KENARI", factories.ANI["name"], factories.ANI["nik"], "7322010101900001"):
            assert private not in said, private


def test_a_neighbour_shows_nothing_of_this_government(browser: Client, item: Item, answered: Any) -> None:
    there = factories.government(code="73.99", name="Kabupaten Lain", abbreviation="LAIN")
    factories.body(there, "dinkes")
    Host.objects.create(host="ppid.lain.localhost", government=there)
    said = everything(browser, host="ppid.lain.localhost")
    for word in ("kesehatan", "jalan rusak", "LUTRA", "Luwu Utara"):
        assert word not in said, word
