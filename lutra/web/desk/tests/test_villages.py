"""The villages at the desk and for everybody: the map says what the table says, and nothing is out by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lutra.catalogue.models import Item
from lutra.channels.opensid import tasks
from lutra.channels.opensid.harvesting import take_file
from lutra.channels.opensid.models import HarvestedRow, HarvestPolicy, VillageSource
from lutra.channels.opensid.reading import read
from lutra.directory.models import Host, Region
from lutra.jobs import queue
from lutra.ledger import followers
from lutra.web.desk.tests.conftest import Office

HERE = "/desk/desa/"


def row(number: int, **changes: str) -> dict[str, str]:
    """One document as a village's site shows it."""
    village = {"id": str(number), "kode_desa": "73.22.01.2001", "nama": f"APBDes {number}"}
    return {**village, "enabled": "1", "kategori": "1", "tahun": "2026", "aksi": "0", **changes}


@pytest.fixture
def villages(office: Office) -> Office:
    """Two villages of one kecamatan; the site of the first shows three documents, one of them withheld."""
    for code, name, kind, parent in (
        ("73.22", "Luwu Utara", "regency", None),
        ("73.22.01", "Malangke", "district", "73.22"),
        ("73.22.01.2001", "Tolada", "village", "73.22.01"),
        ("73.22.01.2002", "Pute Mata", "village", "73.22.01"),
    ):
        Region.objects.create(code=code, name=name, kind=kind, parent_id=parent)
    content = json.dumps([row(1), row(2), row(3, kategori="4", nama="Rahasia desa")]).encode()
    take_file(office.government, content, read(content))
    return office


def shown(office: Office, address: str, **data: Any) -> str:
    """What the main PPID reads there."""
    return office.browser(office.ppid).get(address, data).content.decode()


def everybody(office: Office, address: str) -> str:
    """What anybody reads there."""
    return office.browser(None).get(address).content.decode()


def test_the_map_and_the_list_say_how_each_village_stands(villages: Office) -> None:
    page = shown(villages, HERE, kecamatan="73.22.01")
    assert "0 dari 2 · 0 informasi" in page
    assert page.count("<path") >= 2
    assert "menunggu petugas" in page
    assert "belum ada situs" in page
    assert "Pute Mata" not in shown(villages, HERE, kecamatan="73.22.01", keadaan="waits")
    assert "Pute Mata" in shown(villages, HERE, keadaan="missing")


def test_nothing_is_public_before_an_officer_lets_it_out(villages: Office) -> None:
    for address in ("/desa/", "/desa/?kecamatan=73.22.01", "/desa/73.22.01.2001/"):
        assert "APBDes" not in everybody(villages, address)
    browser = villages.browser(villages.ppid)
    assert "APBDes 1" in browser.get(f"{HERE}menunggu/").content.decode()
    first = HarvestedRow.objects.get(number="1")
    browser.post(f"{HERE}menunggu/", {"row": [first.pk]})
    followers.catch_up()
    page = everybody(villages, "/desa/73.22.01.2001/")
    assert "APBDes 1" in page
    assert "APBDes 2" not in page
    assert "1 dari 2 · 1 informasi" in everybody(villages, "/desa/")


def test_what_a_village_withholds_cannot_be_ticked_and_not_be_sent(villages: Office) -> None:
    withheld = HarvestedRow.objects.get(number="3")
    assert f'value="{withheld.pk}"' not in shown(villages, f"{HERE}73.22.01.2001/")
    for address in ("menunggu/", "73.22.01.2001/"):
        villages.browser(villages.ppid).post(f"{HERE}{address}", {"row": [withheld.pk]})
    assert not Item.objects.filter(is_public=True).exists()


def test_who_may_not_let_out_sees_only_what_is_out(villages: Office) -> None:
    browser = villages.browser(villages.citra)
    page = browser.get(f"{HERE}73.22.01.2001/")
    assert page.status_code == 200
    assert "APBDes" not in page.content.decode()
    sent = browser.post(f"{HERE}73.22.01.2001/", {"row": [HarvestedRow.objects.get(number="1").pk]})
    assert sent.status_code == 403
    assert browser.get(f"{HERE}menunggu/").status_code == 403


def test_sites_are_looked_at_first_and_then_entered(villages: Office) -> None:
    browser = villages.browser(villages.ppid)
    form = {"text": "73.22.01.2002;putemata.desa.id\n"}
    page = browser.post(f"{HERE}situs/", {**form, "lihat": "1"}).content.decode()
    assert "Akan ditambah 1 situs" in page
    assert VillageSource.objects.count() == 1
    assert browser.post(f"{HERE}situs/", form).status_code == 302
    assert VillageSource.objects.get(region="73.22.01.2002").base_url == "https://putemata.desa.id"
    wrong = browser.post(f"{HERE}situs/", {"text": "73.22.01.2002;http://127.0.0.1\n"})
    assert (wrong.status_code, "Baris 1" in wrong.content.decode()) == (422, True)


def test_a_site_is_asked_and_switched_off(villages: Office) -> None:
    browser = villages.browser(villages.ppid)
    browser.post(f"{HERE}situs/", {"text": "73.22.01.2002;putemata.desa.id\n"})
    source = VillageSource.objects.get(region="73.22.01.2002")
    assert browser.post(f"{HERE}73.22.01.2002/baca/").status_code == 302
    assert queue.status(tasks.key_of(source)).state == "waiting"
    assert "Sedang dibaca" in shown(villages, f"{HERE}73.22.01.2002/")
    browser.post(f"{HERE}73.22.01.2002/nyalakan/", {"on": "0"})
    source.refresh_from_db()
    assert not source.is_enabled
    # A village without a site cannot be asked.
    assert browser.post(f"{HERE}73.22.01.2001/baca/").status_code == 404


def test_an_error_of_a_site_says_what_to_do(villages: Office) -> None:
    VillageSource.objects.update(problem="unreadable", base_url="https://tolada.desa.id", is_enabled=True)
    for address in (HERE, f"{HERE}73.22.01.2001/"):
        page = shown(villages, address)
        assert "Jawaban situs bukan daftar dokumen." in page
        assert "Pastikan situs memakai OpenSID" in page


def test_the_policy_is_set_with_its_basis(villages: Office) -> None:
    browser = villages.browser(villages.ppid)
    wrong = browser.post(f"{HERE}kebijakan/", {"is_automatic": "yes", "basis": ""})
    assert wrong.status_code == 422
    assert browser.post(f"{HERE}kebijakan/", {"is_automatic": "yes", "basis": "SK 1"}).status_code == 302
    assert HarvestPolicy.objects.get().set_by == villages.ppid
    assert "SK 1" in shown(villages, f"{HERE}kebijakan/")


@pytest.mark.parametrize("code", ["73.22.01", "73.22.01.9999", "7322012001", "x", "73.17.01.2001"])
def test_what_is_no_village_of_ours_is_not_there(villages: Office, code: str) -> None:
    assert villages.browser(None).get(f"/desa/{code}/").status_code == 404
    assert villages.browser(villages.ppid).get(f"{HERE}{code}/").status_code == 404


def test_the_short_address_leads_to_the_village(villages: Office) -> None:
    answer = villages.browser(None).get("/d/73.22.01.2001/")
    assert (answer.status_code, answer["Location"]) == (301, "/desa/73.22.01.2001/")


def test_a_body_s_own_site_leads_on_to_the_whole_government_s(villages: Office) -> None:
    Host.objects.create(host="dinkes.localhost", government=villages.government, body=villages.health)
    answer = villages.browser(None).get("/desa/", headers={"host": "dinkes.localhost"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"{villages.host}/desa/")


def test_the_pages_are_light(villages: Office) -> None:
    assert len(everybody(villages, "/desa/?kecamatan=73.22.01").encode()) < 20 * 1024
