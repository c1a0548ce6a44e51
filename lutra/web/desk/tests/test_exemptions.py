"""The exempt list at the desk: what waits for a decree, what is to be looked at again, and opening."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from lutra.catalogue.models import Item
from lutra.directory.models import Holding
from lutra.exemptions.models import Exemption, Proposal
from lutra.testing import factories
from lutra.web.desk.tests.conftest import Office

DAY = date(2026, 3, 2)
HERE = "/desk/dik/"


def page(office: Office, address: str = HERE) -> str:
    """What the main PPID reads."""
    return office.browser(office.ppid).get(address).content.decode()


def decree(office: Office, test: int, **changes: str) -> dict[str, str]:
    """The form of a decree, filled in."""
    return {
        "test": str(test),
        "body": str(office.health.pk),
        "scope": "information",
        "no_end_reason": "Rahasia pribadi tidak berubah dengan waktu.",
        "review_on": "2030-03-01",
        "decree_number": "555/01/PPID/2026",
        "decree_date": "2026-03-03",
        "place": "Masamba",
        "signatory": str(Holding.objects.get(user=office.ppid).pk),
        **changes,
    }


def test_before_there_is_any_the_page_says_that_everything_is_open(office: Office) -> None:
    assert "Belum ada pengecualian" in page(office)


@pytest.mark.law("P21", "P24", "P27")
def test_an_approved_test_waits_and_is_put_in_force(office: Office) -> None:
    test = factories.standing_test(office.government, on=DAY)
    assert f"/desk/dik/tetapkan/?uji={test.pk}" in page(office)
    browser = office.browser(office.ppid)
    wrong = browser.post(f"{HERE}tetapkan/", decree(office, test.pk, scope="document", place=""))
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Isi tempat penetapan." in text
    assert "mengapa menghitamkan sebagian tidak cukup" in text
    assert "555/01/PPID/2026" in text
    assert browser.post(f"{HERE}tetapkan/", decree(office, test.pk)).status_code == 302
    made = Exemption.objects.get()
    assert "Riwayat kesehatan perorangan" in page(office)
    told = page(office, f"{HERE}{made.pk}/")
    for content in (
        "Klasifikasi",
        "Pejabat PPID",
        "Badan publik",
        "Jangka waktu",
        "Alasan",
        "Tempat dan tanggal",
    ):
        assert content in told
    assert "555/01/PPID/2026" in told
    assert f"?uji={test.pk}" not in page(office)


@pytest.mark.law("G05")
def test_a_body_puts_nothing_in_force(office: Office) -> None:
    test = factories.standing_test(office.government, on=DAY)
    refused = office.browser(office.budi).post(f"{HERE}tetapkan/", decree(office, test.pk))
    assert refused.status_code == 403
    assert not Exemption.objects.exists()
    assert "/desk/dik/tetapkan/" not in office.browser(office.budi).get(HERE).content.decode()


@pytest.mark.law("P19")
def test_what_is_to_be_looked_at_is_shown_until_it_ends(
    office: Office, clock: time_machine.Traveller
) -> None:
    made = factories.exemption(office.health, on=DAY, ends_on=date(2026, 6, 30))
    assert "Tinjau sekarang" not in page(office)
    clock.move_to(datetime(2026, 5, 11, 1, tzinfo=UTC))
    assert "Tinjau sekarang" in page(office)
    assert "Perlu ditinjau" in page(office, f"{HERE}?state=review")
    assert f"?perpanjang={made.pk}" in page(office, f"{HERE}{made.pk}/")


@pytest.mark.law("P18")
def test_at_midnight_every_page_says_it_is_open(office: Office, clock: time_machine.Traveller) -> None:
    made = factories.exemption(office.health, on=DAY, ends_on=date(2026, 6, 30))
    public = office.browser()
    clock.move_to(datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC))
    assert "Dahulu dikecualikan" not in public.get("/dikecualikan/").content.decode()
    assert "Riwayat kesehatan" in public.get("/dikecualikan/daftar.csv").getvalue().decode()
    clock.move_to(datetime(2026, 6, 30, 16, tzinfo=UTC))
    assert "Dahulu dikecualikan" in public.get("/dikecualikan/").content.decode()
    assert "Riwayat kesehatan" not in public.get("/dikecualikan/daftar.csv").getvalue().decode()
    told = page(office, f"{HERE}{made.pk}/")
    assert "1 Juli 2026" in told
    assert "Buka sebelum berakhir" not in told
    assert "Riwayat kesehatan" in page(office, f"{HERE}?state=open")


@pytest.mark.law("A22")
def test_opened_early_it_is_listed_the_same_day(office: Office) -> None:
    made = factories.exemption(office.health, on=DAY)
    browser = office.browser(office.ppid)
    address = f"{HERE}{made.pk}/buka/"
    assert browser.post(address, {"because": "ruling", "reason": ""}).status_code == 422
    assert browser.post(address, {"because": "ruling", "reason": "Putusan 12/2026."}).status_code == 302
    assert Item.objects.get().is_public
    assert "Putusan 12/2026." in page(office, f"{HERE}{made.pk}/")
    again = browser.post(address, {"because": "ruling", "reason": "Lagi."})
    assert again.status_code == 422
    assert "sudah dibuka" in again.content.decode()


def test_the_list_is_narrowed(office: Office) -> None:
    factories.exemption(office.health, on=DAY)
    factories.exemption(
        office.works,
        on=DAY,
        ends_on=date(2026, 5, 1),
        information="Harga perkiraan sendiri sebelum lelang",
        ground="b",
        sub_item="",
    )
    for query, shown in [
        ("ground=h", {"Riwayat"}),
        ("ground=b", {"Harga"}),
        (f"body={office.works.pk}", {"Harga"}),
        ("ends=90", {"Harga"}),
        ("q=riwayat", {"Riwayat"}),
        ("q=tidakada", set()),
        ("state=all", {"Riwayat", "Harga"}),
        ("state=%00&body=x&ground=z&ends=q", {"Riwayat", "Harga"}),
    ]:
        text = page(office, f"{HERE}?{query}")
        assert {word for word in ("Riwayat", "Harga") if f">{word}" in text} == shown


def test_the_neighbour_finds_nothing(office: Office, neighbour: Office) -> None:
    made = factories.exemption(office.health, on=DAY)
    browser = neighbour.browser(neighbour.ppid)
    assert browser.get(f"{HERE}{made.pk}/").status_code == 404
    assert browser.post(f"{HERE}{made.pk}/buka/", {"because": "ruling", "reason": "X"}).status_code == 404
    assert "Riwayat" not in browser.get(HERE).content.decode()


def test_the_list_is_signed_by_decree_and_everybody_may_take_the_version_away(office: Office) -> None:
    factories.exemption(office.health, on=DAY)
    browser = office.browser(office.ppid)
    holding = Holding.objects.get(user=office.ppid)
    assert "Belum ada versi" in page(office, f"{HERE}versi/")
    typed = {"decree_number": "188/DIK-I", "decree_date": "2026-03-03", "signatory": str(holding.pk)}
    assert browser.post(f"{HERE}versi/tetapkan/", typed).status_code == 302
    one = page(office, f"{HERE}versi/1/")
    assert "Riwayat kesehatan perorangan" in one
    assert "188/DIK-I" in one
    assert browser.get(f"{HERE}versi/1/daftar.csv").status_code == 200
    citizen = office.browser()
    assert "188/DIK-I" in citizen.get("/dikecualikan/versi/").content.decode()
    for kind in ("csv", "xlsx", "json", "pdf"):
        answer = citizen.get(f"/dikecualikan/versi/1/daftar.{kind}")
        assert answer.status_code == 200
        assert (
            f'filename="dik-{office.government.code}-versi-1.{kind}"' in answer.headers["Content-Disposition"]
        )
    assert citizen.get("/dikecualikan/versi/1/daftar.exe").status_code == 404
    assert citizen.get("/informasi/versi/1/daftar.csv").status_code == 404


def test_an_old_list_is_looked_at_then_taken_in_and_each_row_begins_a_test(office: Office) -> None:
    table = (
        "No;Informasi;Dasar hukum;Akibat bila dibuka;Unit yang menguasai\n"
        "1;Rekam medis pasien;Pasal 17 huruf h angka 2;Merugikan pasien;Dinas dinkes\n"
        "2;;Pasal 17 huruf a;;Dinas dinkes\n"
    )
    browser = office.browser(office.ppid)

    def sent(button: str) -> Any:
        file = SimpleUploadedFile("dik.csv", table.encode(), content_type="text/csv")
        return browser.post(f"{HERE}usulan/", {"file": file, button: "1"})

    looked = sent("check").content.decode()
    assert "1 usulan baru" in looked
    assert "Tidak disebut informasi apa yang dikecualikan." in looked
    assert not Proposal.objects.exists()
    assert sent("import").status_code == 302
    proposal = Proposal.objects.get()
    assert f"/desk/uji/baru/?usulan={proposal.pk}" in page(office, f"{HERE}usulan/")
    form = page(office, f"/desk/uji/baru/?usulan={proposal.pk}")
    assert "Rekam medis pasien" in form
    assert "Merugikan pasien" in form
    assert browser.post(f"{HERE}usulan/{proposal.run_id}/batalkan/").status_code == 302
    assert not Proposal.objects.exists()
