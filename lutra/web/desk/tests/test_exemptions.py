"""The exempt list at the desk: what waits for a decree, what is to be looked at again, and opening."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from lutra.catalogue.models import Item
from lutra.directory.models import Holding
from lutra.exemptions.models import Exemption
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
