"""What must be published, on the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lutra.catalogue.items.deeds import add_item, publish_item
from lutra.catalogue.items.form import ItemForm
from lutra.catalogue.models import Item, ItemFile
from lutra.fetching import Answer, Target
from lutra.law import statute
from lutra.obligations import links, officials, packages, programmes
from lutra.obligations.models import (
    Charter,
    Immediate,
    Official,
    Package,
    Programme,
    Sop,
    Statement,
)
from lutra.obligations.packages import PackageForm
from lutra.web.desk.tests.conftest import NOW, Office

SIX = {content.code: f"Isi {content.code}" for content in statute.charter_contents()}
EIGHT = {content.code: f"Isi {content.code}" for content in statute.immediate_contents()}
PACKAGE = {"name": "Jembatan Radda", "year": "2026", "value": "4200000000", "method": "Tender"}


def text(response: Any) -> str:
    return str(response.content.decode())


def page(office: Office, user: Any, address: str, *, status: int = 200) -> str:
    answer = office.browser(user).get(address)
    assert answer.status_code == status
    return text(answer)


def publish(office: Office, *codes: str, **fields: Any) -> Item:
    by = office.actor(office.ppid)
    form = ItemForm(
        title="Butir contoh", body=fields.pop("body", office.health), kind="periodic", summary="Isi",
        obligations=codes, **fields,
    )  # fmt: skip
    return publish_item(add_item(office.government, form=form, by=by, at=NOW), by=by, at=NOW)


def test_the_matrix_shows_each_body_and_ticks_itself(office: Office) -> None:
    before = page(office, office.ppid, "/desk/kewajiban/")
    assert ">0/11<" in before
    publish(office, "periodic.j")
    after = page(office, office.ppid, "/desk/kewajiban/")
    assert ">1/11<" in after
    assert "cell--fulfilled" in after
    assert "Maklumat pelayanan" in page(office, office.ppid, "/desk/kewajiban/?kind=standing")
    assert page(office, office.ppid, "/desk/kewajiban/?kind=any_time")
    assert ">1/11<" in page(office, office.ppid, "/desk/kewajiban/?kind=nonsense")


def test_a_body_s_page_names_what_lacks_and_the_next_step(office: Office) -> None:
    publish(office, "periodic.k.warning")
    shown = page(office, office.budi, f"/desk/kewajiban/badan/{office.health.pk}/")
    assert "Prosedur evakuasi di kantor" in shown
    assert "Nyatakan tidak ada" in shown
    not_mine = page(office, office.wati, f"/desk/kewajiban/badan/{office.health.pk}/")
    assert "Nyatakan tidak ada" not in not_mine


def test_gaps_can_be_filtered_and_taken_away(office: Office) -> None:
    shown = page(office, office.ppid, f"/desk/kewajiban/celah/?kind=periodic&body={office.works.pk}")
    assert "11 hal belum dipenuhi" in shown
    for address in ("celah.csv", "celah.xlsx", "matriks.csv", "matriks.xlsx"):
        answer = office.browser(office.ppid).get(f"/desk/kewajiban/unduh/{address}")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)  # type: ignore[arg-type]
    table = office.browser(office.ppid).get("/desk/kewajiban/unduh/celah.csv?kind=standing")
    assert "Tujuh SOP" in b"".join(table.streaming_content).decode()  # type: ignore[arg-type]
    for address in ("celah.pdf", "rahasia.csv"):
        assert office.browser(office.ppid).get(f"/desk/kewajiban/unduh/{address}").status_code == 404


def test_the_calendar_tells_what_falls_due_also_as_a_file(office: Office) -> None:
    publish(office, "periodic.j", updated_on=date(2026, 2, 10))
    assert "10 Agu" in page(office, office.budi, "/desk/kewajiban/kalender/")
    answer = office.browser(office.budi).get("/desk/kewajiban/kalender.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"20260810" in answer.content
    others = office.browser(office.wati).get("/desk/kewajiban/kalender.ics")
    assert b"20260810" not in others.content


def test_that_something_is_not_there_is_signed_with_a_reason_and_can_be_taken_back(office: Office) -> None:
    address = f"/desk/kewajiban/tidak-ada/any_time.f/{office.health.pk}/"
    assert office.browser(office.budi).post(address, {"reason": ""}).status_code == 422
    sent = office.browser(office.budi).post(address, {"reason": "Dinas ini tidak menerbitkan izin."})
    assert sent["Location"] == f"/desk/kewajiban/badan/{office.health.pk}/"
    made = Statement.objects.get()
    assert "Dinas ini tidak menerbitkan izin." in page(office, office.budi, sent["Location"])
    assert office.browser(office.wati).post(address, {"reason": "Bukan urusan saya."}).status_code == 403
    office.browser(office.budi).post(f"/desk/kewajiban/pernyataan/{made.pk}/cabut/")
    made.refresh_from_db()
    assert made.revoked_at is not None
    again = office.browser(office.budi).post(f"/desk/kewajiban/pernyataan/{made.pk}/cabut/", follow=True)
    assert "sudah dicabut" in text(again)
    assert office.browser(office.budi).get("/desk/kewajiban/tidak-ada/periodic.z/1/").status_code == 404
    assert office.browser(office.budi).get("/desk/kewajiban/tidak-ada/any_time.a/").status_code == 403
    assert office.browser(office.ppid).get("/desk/kewajiban/tidak-ada/any_time.a/").status_code == 200


def test_a_programme_is_entered_completed_and_ended(office: Office) -> None:
    address = f"/desk/kewajiban/badan/{office.health.pk}/program/"
    browser = office.browser(office.budi)
    assert browser.post(address, {"year": "2026", "name": ""}).status_code == 422
    browser.post(address, {"year": "2026", "name": "Pencegahan stunting"})
    made = Programme.objects.get()
    shown = page(office, office.budi, f"/desk/kewajiban/badan/{office.health.pk}/")
    assert "Besaran anggaran" in shown
    whole = {field.code: "Isi" for field in statute.programme_fields()}
    browser.post(f"/desk/kewajiban/program/{made.pk}/", {"year": "2026", **whole})
    made.refresh_from_db()
    assert programmes.missing_fields(made.answers) == ()
    assert office.browser(office.wati).get(f"/desk/kewajiban/program/{made.pk}/").status_code == 403
    browser.post(f"/desk/kewajiban/program/{made.pk}/akhiri/")
    made.refresh_from_db()
    assert made.ended_at is not None


@pytest.mark.law("P05")
def test_an_official_without_a_report_is_a_gap_row(office: Office) -> None:
    browser = office.browser(office.ppid)
    assert (
        browser.post("/desk/kewajiban/lhkpn/baru/", {"name": "Andi", "office": "Kepala"}).status_code == 422
    )
    form = {"body": office.health.pk, "name": "Andi Baso", "office": "Kepala Dinas"}
    sent = browser.post("/desk/kewajiban/lhkpn/baru/", form)
    made = Official.objects.get()
    assert sent["Location"] == f"/desk/kewajiban/lhkpn/{made.pk}/"
    assert "1 pejabat belum punya tautan LHKPN" in page(office, office.ppid, "/desk/kewajiban/lhkpn/")
    assert browser.post(f"/desk/kewajiban/lhkpn/{made.pk}/", {"year": "2025", "url": "x"}).status_code == 422
    report = {"year": "2025", "reported_on": "2026-02-01", "url": "https://elhkpn.example.go.id/1"}
    browser.post(f"/desk/kewajiban/lhkpn/{made.pk}/", report)
    assert not officials.without_report(office.government).exists()
    assert office.browser(office.wati).get(f"/desk/kewajiban/lhkpn/{made.pk}/").status_code == 403
    browser.post(f"/desk/kewajiban/lhkpn/{made.pk}/akhiri/")
    assert "Andi Baso" not in page(office, office.ppid, "/desk/kewajiban/lhkpn/")


def test_a_package_is_entered_and_its_slots_filled(office: Office) -> None:
    browser = office.browser(office.budi)
    refused = browser.post("/desk/kewajiban/pengadaan/baru/", {"name": "", "value": "1"})
    assert refused.status_code == 422
    assert 'id="id_body_error"' in text(refused)
    sent = browser.post("/desk/kewajiban/pengadaan/baru/", {**PACKAGE, "body": office.health.pk})
    made = Package.objects.get()
    home = f"/desk/kewajiban/pengadaan/{made.pk}/"
    assert sent["Location"] == home
    assert "0/39" in page(office, office.budi, home)
    waived = browser.post(f"{home}environment/tidak-dipersyaratkan/", {"reason": "Pemeliharaan rutin."})
    assert waived["Location"] == home
    item = publish(office, "periodic.i")
    assert browser.post(f"{home}rup/pasang/", {"item": ""}).status_code == 422
    browser.post(f"{home}rup/pasang/", {"item": str(item.pk)})
    shown = page(office, office.budi, home)
    assert "2/39" in shown
    assert "Pemeliharaan rutin." in shown
    document = packages.progress([made])[0].slots[0].documents[0]
    browser.post(f"{home}lepas/{document.pk}/")
    assert "1/39" in page(office, office.budi, home)
    browser.post(f"{home}ubah/", {**PACKAGE, "name": "Jembatan Masamba"})
    assert "Jembatan Masamba" in page(office, office.budi, "/desk/kewajiban/pengadaan/")
    assert (
        page(office, office.budi, f"/desk/kewajiban/pengadaan/?body={office.works.pk}").count("Jembatan") == 0
    )
    assert office.browser(office.wati).get(f"{home}rup/pasang/").status_code == 403
    assert browser.get(f"{home}coffee/pasang/").status_code == 404


@pytest.mark.law("P07")
def test_the_page_of_a_contract_asks_for_the_redacted_copy(office: Office) -> None:
    form = PackageForm(name="Obat", year=2026, value=1, method="Tender")
    made = packages.enter(office.health, form=form, by=office.actor(office.ppid), at=NOW)
    item = publish(office, "periodic.i")
    ItemFile.objects.create(
        government=office.government, item=item, url="https://lpse.example/1", label="Kontrak", added_at=NOW
    )
    address = f"/desk/kewajiban/pengadaan/{made.pk}/contract/pasang/"
    assert "dihitamkan" in page(office, office.ppid, address)
    chosen = f"{item.pk}.{item.files.get().pk}"
    refused = office.browser(office.ppid).post(address, {"item": chosen})
    assert refused.status_code == 422
    assert "tanpa data pribadi" in text(refused)
    sent = office.browser(office.ppid).post(address, {"item": chosen, "is_redacted": "on"})
    assert sent.status_code == 302


def test_packages_are_imported_after_a_look(office: Office) -> None:
    def send(**more: str) -> str:
        content = "Nama;OPD;Tahun;Nilai;Metode\nObat;dinkes;2026;5;Tender\nKapal;?;2026;5;Tender\n"
        file = SimpleUploadedFile("paket.csv", content.encode())
        return text(
            office.browser(office.ppid).post("/desk/kewajiban/pengadaan/impor/", {"file": file, **more})
        )

    assert "belum ada yang disimpan" in send(look="1")
    assert not Package.objects.exists()
    assert "Baris 3" in send()
    assert Package.objects.get().name == "Obat"
    assert office.browser(office.ppid).post("/desk/kewajiban/pengadaan/impor/", {}).status_code == 422


@pytest.mark.law("P30")
@pytest.mark.law("P31")
def test_a_charter_is_written_made_accessible_and_published(office: Office) -> None:
    browser = office.browser(office.ppid)
    assert browser.post("/desk/kewajiban/maklumat/terbitkan/").status_code == 404
    browser.post("/desk/kewajiban/maklumat/tulis/", {**SIX, "cost": ""})
    told = text(browser.post("/desk/kewajiban/maklumat/terbitkan/", follow=True))
    assert "Biaya atau tarif" in told
    browser.post("/desk/kewajiban/maklumat/tulis/", SIX)
    assert "Braille" in text(browser.post("/desk/kewajiban/maklumat/terbitkan/", follow=True))
    assert browser.post("/desk/kewajiban/maklumat/bentuk/", {"form": "audio"}).status_code == 422
    browser.post(
        "/desk/kewajiban/maklumat/bentuk/", {"form": "audio", "url": "https://radio.example/maklumat.mp3"}
    )
    browser.post("/desk/kewajiban/maklumat/bentuk/", {"form": "braille", "place": "Meja layanan"})
    first = Charter.objects.get().accessible.first()
    assert first is not None
    browser.post(f"/desk/kewajiban/maklumat/bentuk/{first.pk}/lepas/")
    assert "terbit" in text(browser.post("/desk/kewajiban/maklumat/terbitkan/", follow=True))
    assert Charter.objects.get().published_at is not None
    shown = page(office, office.budi, "/desk/kewajiban/maklumat/")
    assert "Versi 1 berlaku" in shown
    assert "Tulis versi baru" not in shown


def test_a_missing_procedure_is_red_and_can_be_published(office: Office) -> None:
    shown = page(office, office.ppid, "/desk/kewajiban/sop/")
    assert "0/7" in shown
    assert shown.count("due--late") == 7
    address = "/desk/kewajiban/sop/requests/"
    browser = office.browser(office.ppid)
    assert browser.post(address, {"title": "", "set_on": ""}).status_code == 422
    browser.post(address, {"title": "SOP permintaan", "set_on": "2026-01-05", "text": "Satu.\nDua."})
    assert Sop.objects.get().version == 1
    assert "1/7" in page(office, office.ppid, "/desk/kewajiban/sop/")
    assert browser.get("/desk/kewajiban/sop/coffee/").status_code == 404
    assert office.browser(office.budi).get(address).status_code == 403


@pytest.mark.law("P08")
@pytest.mark.law("P09")
def test_a_danger_goes_out_at_once_and_a_gap_asks_only_once(office: Office) -> None:
    browser = office.browser(office.desk)
    form = {
        **EIGHT, "body": office.health.pk, "title": "Banjir di Masamba", "hazard": "immediate.a", "avoiding": "",
    }  # fmt: skip
    warned = browser.post("/desk/kewajiban/serta-merta/baru/", form)
    assert warned.status_code == 422
    assert "Cara menghindari bahaya" in text(warned)
    assert "Isi danger" in text(warned)
    assert not Immediate.objects.exists()
    sent = browser.post("/desk/kewajiban/serta-merta/baru/", {**form, "knowingly": "on"})
    made = Immediate.objects.get()
    assert sent["Location"] == f"/desk/kewajiban/serta-merta/{made.pk}/"
    shown = page(office, office.desk, sent["Location"])
    assert "BANJIR DI MASAMBA" in shown
    assert "ditulis dalam 0 menit" in shown
    assert browser.post(f"/desk/kewajiban/serta-merta/{made.pk}/", EIGHT).status_code == 302
    made.refresh_from_db()
    assert made.haste == "whole"
    browser.post(f"/desk/kewajiban/serta-merta/{made.pk}/selesai/")
    assert "selesai" in page(office, office.ppid, "/desk/kewajiban/serta-merta/")
    assert office.browser(office.superior).get("/desk/kewajiban/serta-merta/baru/").status_code == 403


def test_a_body_s_own_ppid_announces_for_that_body_only(office: Office) -> None:
    shown = page(office, office.budi, "/desk/kewajiban/serta-merta/baru/")
    assert office.health.name in shown
    assert office.works.name not in shown


def test_broken_links_are_told_with_since_when(office: Office) -> None:
    item = publish(office, "periodic.j")
    ItemFile.objects.create(
        government=office.government, item=item, url="https://open.example/a", label="A", added_at=NOW
    )

    def gone(_target: Target, *, timeout: float) -> Answer:
        return Answer(404, {})

    links.check_round(
        opener=gone,
        resolver=lambda _host, _port: ["93.184.216.34"],
        at=datetime(2026, 3, 2, 23, 0, tzinfo=UTC),
    )
    shown = page(office, office.ppid, "/desk/kewajiban/tautan/")
    assert "1 dari 1 tautan sudah diperiksa" in shown
    assert "halamannya tidak ada (404)" in shown
    assert "3 Mar" in shown


def test_things_of_another_government_are_not_there(office: Office, neighbour: Office) -> None:
    by = neighbour.actor(neighbour.ppid)
    form = PackageForm(name="Obat", year=2026, value=1, method="Tender")
    theirs = packages.enter(neighbour.health, form=form, by=by, at=NOW)
    their_official = officials.enter(neighbour.health, name="A", office="B", by=by, at=NOW)
    browser = office.browser(office.ppid)
    for address in (
        f"/desk/kewajiban/pengadaan/{theirs.pk}/",
        f"/desk/kewajiban/badan/{neighbour.health.pk}/",
        f"/desk/kewajiban/badan/{neighbour.health.pk}/program/",
        f"/desk/kewajiban/lhkpn/{their_official.pk}/",
    ):
        assert browser.get(address).status_code == 404
