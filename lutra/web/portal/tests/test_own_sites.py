"""A body's own site: the same data under a host name of its own, narrowed to the body, and nothing of anybody else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from lutra.catalogue.models import Item
from lutra.directory import sites
from lutra.directory.founding import server_administrator
from lutra.directory.models import Government, Host, PublicBody
from lutra.directory.roles import Role
from lutra.ledger.followers import catch_up
from lutra.obligations.models import Package
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories

pytestmark = pytest.mark.django_db
DINKES = "dinkes.lutra.localhost"
MAIN = "http://ppid.lutra.localhost"


def text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    body = factories.body(lutra, "dinkes")
    sites.give(body, host=DINKES, look="blue", by=server_administrator(lutra.pk))
    return body


@pytest.fixture
def own(dinkes: PublicBody) -> Item:
    """What the office itself publishes."""
    return factories.item(dinkes, title="Profil kesehatan kenari")


@pytest.fixture
def others(lutra: Government, own: Item) -> Item:
    """What another office of the same government publishes, and one of the same name in another government."""
    made = factories.item(factories.body(lutra, "pu"), title="Jalan rusak merpati")
    there = factories.government("73.17")
    Host.objects.create(host="ppid.luwu.localhost", government=there)
    factories.item(factories.body(there, "dinkes"), title="Profil kesehatan elang")
    catch_up()
    return made


@pytest.fixture
def site(others: Item) -> Client:
    """A browser at the office's own site."""
    return Client(headers={"host": DINKES, "accept-language": "id"})


LISTS = [
    "/",
    "/?q=profil",
    "/cari/?q=profil",
    "/cari/",
    "/informasi/",
    "/informasi/?information_class=periodic",
    "/feed/informasi.atom",
    "/feed/kelas/periodic.atom",
    "/feed/badan/dinkes.atom",
    "/data/katalog.jsonld",
    "/data/katalog.ttl",
    "/data/unduh/informasi.csv",
    "/data/unduh/informasi.jsonl",
    "/api/v1/items",
    "/api/v1/search",
]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_the_office_s_own_and_nobody_else_s(site: Client, path: str) -> None:
    page = text(site.get(path))
    assert "kenari" in page
    assert "merpati" not in page
    assert "elang" not in page


@pytest.mark.parametrize(
    "path", [*(path for path in LISTS if path != "/"), "/badan/pu/", "/sitemap-items-1.xml", "/api/v1/bodies"]
)
def test_asking_for_another_body_on_this_site_shows_nothing_of_it(site: Client, path: str) -> None:
    asked = f"{path}{'&' if '?' in path else '?'}body=pu"
    answer = site.get(asked)
    assert "merpati" not in text(answer)
    assert answer.status_code in {200, 302}


def test_the_site_says_whose_it_is_and_leads_to_the_whole(site: Client, own: Item) -> None:
    page = text(site.get("/"))
    assert 'data-look="blue"' in page
    assert "looks.css" in page
    assert f'<span class="letterhead__gov">{own.body}</span>' in page
    assert f'href="{MAIN}/"' in page
    assert "looks.css" not in text(site.get("/", headers={"host": "ppid.lutra.localhost"}))
    found = text(site.get("/cari/?q=profil"))
    assert f'href="{MAIN}/cari/?q=profil"' in found


def test_a_page_has_one_address_wherever_it_is_read(site: Client, own: Item) -> None:
    link = f'<link rel="canonical" href="{MAIN}/informasi/{own.number}/">'
    assert link in text(site.get(f"/informasi/{own.number}/"))
    assert f'"@id": "{MAIN}/i/{own.number}/"' in text(site.get(f"/informasi/{own.number}/"))
    assert f"{MAIN}/i/{own.number}/" in text(site.get("/data/katalog.ttl"))
    home = f'<link rel="canonical" href="http://{DINKES}/">'
    assert home in text(site.get("/"))
    assert home in text(site.get("/badan/dinkes/", headers={"host": "ppid.lutra.localhost"}))


def test_the_same_entry_has_one_name_in_every_feed(site: Client) -> None:
    names = [
        re.findall(r"<id>(tag:[^<]+item/\d+)</id>", text(site.get(path, headers={"host": host})))
        for path, host in (
            ("/feed/informasi.atom", DINKES),
            ("/feed/badan/dinkes.atom", "ppid.lutra.localhost"),
        )
    ]
    assert names[0] == names[1] != []


def test_what_is_another_office_s_is_read_at_the_governments_own_site(site: Client, others: Item) -> None:
    for path in (f"/informasi/{others.number}/", "/badan/pu/", "/feed/badan/pu.atom", "/angka/?x=1"):
        answer = site.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"{MAIN}{path}")
    assert site.get("/badan/dinkes/?q=profil")["Location"] == "/?q=profil"
    assert site.get(f"/api/v1/items/{others.number}").status_code == 404
    assert site.get("/informasi/999/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/permohonan/1/", "/command/", "/pimpinan/", "/akun/login/", "/akun/"]
)
def test_the_officers_desk_and_accounts_are_at_the_governments_own_site(site: Client, path: str) -> None:
    assert site.get(path)["Location"] == f"{MAIN}{path}"
    sent = site.post(path, {"login": "ppid", "password": "rahasia-sekali"})
    assert (sent.status_code, sent["Location"]) == (302, f"{MAIN}{path}")


def test_a_signed_in_officer_is_not_served_the_desk_there(site: Client, lutra: Government) -> None:
    site.force_login(factories.user(lutra, Role.PPID_UTAMA))
    assert site.get("/desk/").status_code == 302


def test_the_site_map_and_robots_are_the_office_s_own(site: Client, own: Item, others: Item) -> None:
    index = text(site.get("/sitemap.xml"))
    assert f"http://{DINKES}/sitemap-items-1.xml" in index
    assert "sitemap-bodies" not in index
    items = text(site.get("/sitemap-items-1.xml"))
    assert f"http://{DINKES}/informasi/{own.number}/<" in items
    assert f"/informasi/{others.number}/<" not in items
    for address in re.findall(r"<loc>([^<]+)</loc>", text(site.get("/sitemap-pages-1.xml"))):
        assert site.get(address.removeprefix(f"http://{DINKES}")).status_code == 200, address
    assert f"Sitemap: http://{DINKES}/sitemap.xml" in text(site.get("/robots.txt"))


def test_the_interface_tells_whose_site_it_is_and_has_nothing_of_the_whole(site: Client) -> None:
    root = json.loads(text(site.get("/api/v1/")))
    assert root["body"] == "dinkes"
    assert "figures" not in root["links"]
    assert {row["slug"] for row in site.get("/api/v1/bodies").json()["items"]} == {"dinkes"}
    for path in ("figures", "versions", "versions/1", "versions/1/diff", "bodies/pu"):
        assert site.get(f"/api/v1/{path}").status_code == 404
    assert "body" not in site.get("/api/v1/search").json()["facets"]
    assert site.get("/api/v1/", headers={"host": "ppid.lutra.localhost"}).json()["body"] is None


def test_the_register_has_the_office_s_requests_alone(
    site: Client, lutra: Government, dinkes: PublicBody
) -> None:
    ppid = factories.officer(lutra, Role.PPID_UTAMA)
    for body, subject in ((dinkes, "Obat kenari"), (PublicBody.objects.get(slug="pu"), "Aspal merpati")):
        request = factories.file_request(lutra, subject=subject)
        actions.dispose(request, to=[body], by=ppid, at=factories.MOMENT)
    catch_up()
    for path in (
        "/register/",
        "/register/?body=pu",
        "/register/unduh.csv?year=2020",
        "/api/v1/register",
        "/api/v1/register?body=pu",
        "/data/unduh/register.csv",
    ):
        page = text(site.get(path))
        assert "Obat kenari" in page, path
        assert "Aspal merpati" not in page, path


def test_what_must_be_published_is_the_office_s_own(site: Client, dinkes: PublicBody) -> None:
    pu = PublicBody.objects.get(slug="pu", government=dinkes.government)
    for body, name in ((dinkes, "Paket kenari"), (pu, "Paket merpati")):
        Package.objects.create(
            government=body.government, body=body, name=name, year=2020, value=1, method="Tender",
            created_at=factories.MOMENT,
        )  # fmt: skip
    page = text(site.get("/pengadaan/"))
    assert "Paket kenari" in page
    assert "Paket merpati" not in page
    other = Package.objects.get(name="Paket merpati")
    assert site.get(f"/pengadaan/{other.pk}/")["Location"] == f"{MAIN}/pengadaan/{other.pk}/"
    assert str(dinkes) in text(site.get("/informasi/kewajiban/"))
    assert site.get("/informasi/kewajiban/pu/").status_code == 302


def test_a_request_filed_there_is_meant_for_the_office(site: Client, dinkes: PublicBody) -> None:
    assert str(dinkes) in text(site.get("/permohonan/baru/"))
    site.post("/permohonan/baru/", {**factories.ANI, **factories.QUESTION, "badan": "pu"})
    request = Request.objects.get()
    assert request.meant_for == dinkes
    assert request.body is None  # the PPID hands it on; nobody skips him


def test_by_path_the_form_knows_the_office_too(browser: Client, others: Item) -> None:
    assert 'href="/permohonan/baru/?badan=pu"' in text(browser.get("/badan/pu/"))
    page = text(browser.get("/permohonan/baru/?badan=pu"))
    assert '<input type="hidden" name="badan" value="pu">' in page
    browser.post("/permohonan/baru/", {**factories.ANI, **factories.QUESTION, "badan": "pu"})
    meant = Request.objects.get().meant_for
    assert meant is not None
    assert meant.slug == "pu"
    assert browser.get("/permohonan/baru/?badan=tidak-ada%00").status_code == 200


def test_an_office_shows_its_own_front_desk_and_else_the_governments(
    site: Client, browser: Client, dinkes: PublicBody
) -> None:
    sites.tell_front_desk(
        dinkes, given={"phone": "0473 21001"}, by=server_administrator(dinkes.government_id)
    )
    for page in (text(site.get("/")), text(browser.get("/badan/dinkes/"))):
        assert "0473 21001" in page
        assert "ppid@lutra.example" in page


def test_the_site_of_an_office_that_is_gone_is_gone(site: Client, dinkes: PublicBody) -> None:
    dinkes.is_active = False
    dinkes.save()
    answer = site.get("/")
    assert answer.status_code == 404
    assert "belum milik pemerintah daerah mana pun" in text(answer)
