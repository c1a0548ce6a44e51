"""The list of public information on the desk: found, written, published, imported, signed, delivered."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lutra.catalogue.actions import attach_file
from lutra.catalogue.models import Delivery, ImportRun, Item, ListVersion
from lutra.directory.models import PublicBody
from lutra.jobs import queue
from lutra.law import statute
from lutra.requests import actions
from lutra.testing import factories
from lutra.testing.journeys import answered
from lutra.web.desk.tests.conftest import FILED, NOW, Office

FORM = {
    "title": "Renja 2026",
    "kind": "any_time",
    "summary": "Rencana setahun.",
    "holder": "Bidang Program",
    "responsible": "Kepala Dinas",
    "made_when": "Januari 2026",
    "forms": ["softcopy", "online"],
    "retention": "5 tahun",
}
CSV = (
    "No;Judul;Jenis;OPD;Tanggal\n"
    "1;LRA 2025;Berkala;{body};31 Desember 2025\n"
    "2;Neraca 2025;kapan saja;{body};\n"
)


def text(response: Any) -> str:
    return str(response.content.decode())


def item(office: Office, body: PublicBody | None = None, **changes: Any) -> Item:
    return factories.item(body or office.health, at=FILED, **changes)


def upload(office: Office, name: str = "dip.csv", content: str = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.format(body=office.health.name).encode())


def test_an_officer_of_one_body_begins_with_his_own_part(office: Office) -> None:
    item(office, title="Profil dinas")
    item(office, office.works, title="Gambar jembatan")
    browser = office.browser(office.budi)
    answer = browser.get("/desk/dip/")
    assert answer["Location"] == f"/desk/dip/?body={office.health.pk}"
    page = text(browser.get(answer["Location"]))
    assert "Profil dinas" in page
    assert "Gambar jembatan" not in page
    assert "Bagian Anda:" in page
    assert "Belum pernah disampaikan." in page
    assert "Gambar jembatan" in text(browser.get("/desk/dip/?state="))


def test_the_list_is_narrowed_and_goes_on_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lutra.web.desk.catalogue.listing.PAGE", 2)
    for year in (2023, 2024, 2025):
        item(office, title=f"LRA {year}")
    item(office, title="SOP", kind="any_time", is_public=False)
    browser = office.browser(office.ppid)
    page = text(browser.get("/desk/dip/"))
    assert "4 butir" in page
    assert "sesudah=2" in page
    assert "LRA 2025" in text(browser.get("/desk/dip/?sesudah=2"))
    for narrowed in ("?kind=any_time", "?state=draft", "?q=sop"):
        page = text(browser.get(f"/desk/dip/{narrowed}"))
        assert "SOP" in page
        assert "LRA" not in page
    assert "Tidak ada butir yang cocok" in text(browser.get("/desk/dip/?q=tidakada"))


@pytest.mark.law("P14")
def test_what_is_shown_is_taken_away_in_the_columns_of_the_law(office: Office) -> None:
    item(office, title="LRA 2025")
    item(office, title="SOP", kind="any_time")
    browser = office.browser(office.ppid)
    answer = browser.get("/desk/dip/ekspor/?format=csv&kind=any_time")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == [column.header() for column in statute.register("dip")]
    assert len(lines) == 2
    assert f"http://{office.host}/informasi/2/" in lines[1]
    found = json.loads(b"".join(browser.get("/desk/dip/ekspor/?format=json").streaming_content))
    assert "LRA 2025" in json.dumps(found)
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(browser.get("/desk/dip/ekspor/?format=xlsx").streaming_content))
    )
    assert book.worksheets[0].max_row == 3
    assert b"".join(browser.get("/desk/dip/ekspor/?format=pdf").streaming_content).startswith(b"%PDF")
    assert browser.get("/desk/dip/ekspor/?format=exe").status_code == 404


def test_an_item_is_written_column_by_column_and_published(office: Office) -> None:
    browser = office.browser(office.budi)
    page = text(browser.get("/desk/dip/baru/"))
    assert "PERKI 1/2021" in page
    assert "Pasal 9 ayat (4) UU 14/2008" in page
    answer = browser.post("/desk/dip/baru/", {**FORM, "body": office.health.pk, "terbit": "1"})
    made = Item.objects.get()
    assert answer["Location"] == f"/desk/dip/{made.pk}/"
    assert (made.title, made.is_public, made.forms) == ("Renja 2026", True, ["softcopy", "online"])
    page = text(browser.get(answer["Location"]))
    assert "Butir diterbitkan" in page
    assert "Subbagian" not in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": ""}, "body"),
        ({"plain_summary": "kata " * 151}, "plain_summary"),
        ({"period_from": "2026-02-01", "period_until": "2026-01-01"}, "period_until"),
        ({"updated_on": "kemarin"}, "updated_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    office: Office, changes: dict[str, str], field: str
) -> None:
    answer = office.browser(office.ppid).post(
        "/desk/dip/baru/", {**FORM, "body": office.health.pk, **changes}
    )
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)
    assert "Bidang Program" in text(answer)
    assert not Item.objects.exists()


def test_another_bodys_item_is_read_but_not_changed(office: Office) -> None:
    other = item(office, office.works)
    browser = office.browser(office.budi)
    page = text(browser.get(f"/desk/dip/{other.pk}/"))
    assert "/ubah/" not in page
    for tail in ("ubah/", "cabut/"):
        assert browser.get(f"/desk/dip/{other.pk}/{tail}").status_code == 403
    assert browser.post(f"/desk/dip/{other.pk}/langkah/perbarui/", {"seen": "1"}).status_code == 403


def test_what_is_not_listed_is_seen_by_those_who_maintain_it(office: Office) -> None:
    draft = item(office, title="Rancangan", is_public=False)
    for user, status in ((office.ppid, 200), (office.budi, 200), (office.wati, 404), (office.citra, 404)):
        browser = office.browser(user)
        assert browser.get(f"/desk/dip/{draft.pk}/").status_code == status
        assert ("Rancangan" in text(browser.get("/desk/dip/?state="))) is (status == 200)


def test_who_was_overtaken_keeps_what_he_typed(office: Office) -> None:
    made = item(office)
    browser = office.browser(office.ppid)
    typed = {**FORM, "body": office.health.pk, "seen": made.revision}
    assert browser.post(f"/desk/dip/{made.pk}/ubah/", typed).status_code == 302
    answer = browser.post(f"/desk/dip/{made.pk}/ubah/", {**typed, "retention": "30 tahun"})
    assert answer.status_code == 409
    assert "petugas lain" in text(answer)
    assert "30 tahun" in text(answer)


def test_a_change_keeps_what_the_form_does_not_ask(office: Office) -> None:
    made = item(office, obligations=("periodic.d.realisation",))
    typed = {**FORM, "body": office.health.pk, "seen": made.revision}
    office.browser(office.ppid).post(f"/desk/dip/{made.pk}/ubah/", typed)
    made.refresh_from_db()
    assert (made.title, made.obligations) == ("Renja 2026", ["periodic.d.realisation"])


def test_an_item_is_withdrawn_with_a_reason_and_restored(office: Office) -> None:
    made = item(office)
    browser = office.browser(office.budi)
    assert browser.post(f"/desk/dip/{made.pk}/cabut/", {"reason": "", "seen": "1"}).status_code == 422
    browser.post(f"/desk/dip/{made.pk}/cabut/", {"reason": "Ganda", "seen": "1"})
    assert "Ganda" in text(browser.get(f"/desk/dip/{made.pk}/"))
    browser.post(f"/desk/dip/{made.pk}/langkah/pulihkan/", {"seen": "2"})
    assert "Pencabutan dibatalkan" in text(browser.get(f"/desk/dip/{made.pk}/"))
    assert browser.post(f"/desk/dip/{made.pk}/langkah/hapus/").status_code == 404


@pytest.mark.law("P33")
def test_a_link_is_put_replaced_and_taken_off(office: Office) -> None:
    made = item(office)
    browser, at = office.browser(office.ppid), f"/desk/dip/{made.pk}/berkas/"
    assert browser.post(at, {"seen": "1"}).status_code == 422
    assert browser.post(at, {"url": "bukan", "seen": "1"}).status_code == 422
    browser.post(at, {"url": "https://x.example/a.pdf", "seen": "1"})
    old = made.files.get()
    assert (
        browser.post(f"{at}{old.pk}/ganti/", {"url": "https://x.example/b.pdf", "seen": "2"}).status_code
        == 422
    )
    browser.post(
        f"{at}{old.pk}/ganti/", {"url": "https://x.example/b.pdf", "correction_note": "Tabel 2.", "seen": "2"}
    )
    page = text(browser.get(f"/desk/dip/{made.pk}/"))
    assert "Koreksi: Tabel 2." in page
    assert "Sebelumnya: a.pdf" in page
    new = made.files.get(ended_at=None)
    browser.post(f"{at}{new.pk}/lepas/", {"reason": "Rusak", "seen": "3"})
    assert "Belum ada berkas" in text(browser.get(f"/desk/dip/{made.pk}/"))


def test_drafts_are_looked_at_and_published_together(office: Office) -> None:
    full = item(office, is_public=False)
    bare = item(office, is_public=False, title="SOP", retention="")
    other = item(office, office.works, is_public=False, title="Gambar")
    browser = office.browser(office.budi)
    page = text(browser.get("/desk/dip/terbitkan/"))
    assert "jangka waktu penyimpanan" in page
    assert "Gambar" not in page
    assert browser.post("/desk/dip/terbitkan/", {}).status_code == 422
    browser.post("/desk/dip/terbitkan/", {"item": [full.pk, bare.pk, other.pk]})
    assert set(Item.objects.filter(is_public=True)) == {full, bare}


def test_a_file_is_looked_at_then_imported_then_taken_back(office: Office) -> None:
    browser = office.browser(office.ppid)
    answer = browser.post("/desk/dip/impor/", {"file": upload(office)})
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/desk/dip/impor/{run.pk}/"
    page = text(browser.get(answer["Location"]))
    assert "Impor 1 butir" in page
    assert "kapan saja" in page
    assert "is not known" in page
    assert not Item.objects.exists()
    assert "LRA 2025" in text(browser.get(f"{answer['Location']}?hasil=added"))
    browser.post(f"/desk/dip/impor/{run.pk}/jalankan/")
    made = Item.objects.get()
    assert made.is_public
    assert "Diimpor dari berkas" in text(browser.get(f"/desk/dip/{made.pk}/"))
    browser.post(f"/desk/dip/impor/{run.pk}/batalkan/")
    made.refresh_from_db()
    assert not made.is_public
    assert "Dibatalkan" in text(browser.get("/desk/dip/impor/"))


def test_a_file_that_cannot_be_read_is_kept_and_says_why(office: Office) -> None:
    browser = office.browser(office.ppid)
    answer = browser.post(
        "/desk/dip/impor/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, follow=True
    )
    assert "Tidak dapat diimpor" in text(answer)
    assert browser.post("/desk/dip/impor/", {}).status_code == 422


def test_a_large_import_is_done_by_the_worker(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.web.desk.catalogue.imports.LARGE", 1)
    browser = office.browser(office.ppid)
    browser.post("/desk/dip/impor/", {"file": upload(office)})
    run = ImportRun.objects.get()
    browser.post(f"/desk/dip/impor/{run.pk}/jalankan/")
    assert not Item.objects.exists()
    assert "Sedang dikerjakan" in text(browser.get(f"/desk/dip/impor/{run.pk}/"))
    queue.run_all()
    assert Item.objects.count() == 1


def test_an_officer_sees_his_own_imports_only(office: Office) -> None:
    office.browser(office.ppid).post("/desk/dip/impor/", {"file": upload(office)})
    run = ImportRun.objects.get()
    assert office.browser(office.budi).get(f"/desk/dip/impor/{run.pk}/").status_code == 404


@pytest.mark.law("P15")
def test_the_list_is_signed_and_taken_away_as_it_was_frozen(office: Office) -> None:
    item(office)
    browser = office.browser(office.ppid)
    holding = office.ppid.holdings.get()
    typed = {"decree_number": "188.45/7/2026", "decree_date": "2026-03-02", "signatory": holding.pk}
    assert browser.post("/desk/dip/versi/tetapkan/", {**typed, "signatory": ""}).status_code == 422
    assert browser.post("/desk/dip/versi/tetapkan/", {**typed, "decree_number": ""}).status_code == 422
    assert browser.post("/desk/dip/versi/tetapkan/", typed)["Location"] == "/desk/dip/versi/1/"
    version = ListVersion.objects.get()
    page = text(browser.get("/desk/dip/versi/1/"))
    assert version.sha256 in page
    assert "188.45/7/2026" in page
    frozen = browser.get("/desk/dip/versi/1/daftar.json")
    assert json.loads(frozen.content)["items"][0]["title"] == "Laporan Realisasi Anggaran 2019"
    assert b"".join(browser.get("/desk/dip/versi/1/daftar.pdf").streaming_content).startswith(b"%PDF")
    assert browser.get("/desk/dip/versi/1/daftar.exe").status_code == 404
    assert browser.get("/desk/dip/versi/2/").status_code == 404


@pytest.mark.law("P16")
def test_what_changed_since_the_last_version_is_shown(office: Office) -> None:
    made = item(office)
    browser = office.browser(office.ppid)
    typed = {"decree_date": "2026-03-02", "signatory": office.ppid.holdings.get().pk}
    browser.post("/desk/dip/versi/tetapkan/", {**typed, "decree_number": "1"})
    assert "Tidak ada yang berubah." in text(browser.get("/desk/dip/versi/"))
    browser.post(f"/desk/dip/{made.pk}/ubah/", {**FORM, "body": office.health.pk, "seen": made.revision})
    item(office, title="Profil")
    page = text(browser.get("/desk/dip/versi/"))
    assert "Judul informasi" in page
    assert "Ditambahkan" in page
    browser.post("/desk/dip/versi/tetapkan/", {**typed, "decree_number": "2"})
    assert "Berubah sejak versi 1" in text(browser.get("/desk/dip/versi/2/"))


@pytest.mark.law("P17")
def test_a_body_delivers_its_part_and_the_view_of_all_says_who_is_late(office: Office) -> None:
    item(office)
    browser = office.browser(office.budi)
    page = text(browser.get("/desk/dip/penyampaian/"))
    assert page.count("terlambat</span>") == 2
    assert browser.get(f"/desk/dip/penyampaian/{office.works.pk}/").status_code == 403
    browser.post(f"/desk/dip/penyampaian/{office.health.pk}/", {"note": "Semester I"})
    made = Delivery.objects.get()
    assert (made.body, made.note, made.delivered_on) == (office.health, "Semester I", date(2026, 3, 3))
    assert text(browser.get("/desk/dip/penyampaian/")).count("terlambat</span>") == 1
    assert "Semester I" in text(browser.get(f"/desk/dip/penyampaian/{office.health.pk}/"))


def test_an_answer_that_was_given_is_taken_up_once(office: Office) -> None:
    actor = office.actor(office.ppid)
    case = answered(office.government, by=actor, on=NOW.date(), to=office.health)
    actions.deliver(case, channel="pickup", what="notice", evidence="Diterima", by=actor)
    browser = office.browser(office.ppid)
    assert case.reference in text(browser.get("/desk/dip/usulan/"))
    page = text(browser.get(f"/desk/dip/usulan/{case.pk}/"))
    assert "Laporan realisasi APBD 2019" in page
    browser.post(f"/desk/dip/usulan/{case.pk}/", {**FORM, "body": office.health.pk})
    made = Item.objects.get()
    assert (made.source, made.source_ref) == ("answer", f"request:{case.pk}")
    assert case.reference not in text(browser.get("/desk/dip/usulan/"))
    assert browser.get(f"/desk/dip/usulan/{case.pk}/").status_code == 404


def test_citra_may_read_and_not_write(office: Office) -> None:
    made = item(office)
    browser = office.browser(office.citra)
    assert browser.get("/desk/dip/?state=").status_code == 200
    for path in ("baru/", "impor/", "terbitkan/", f"{made.pk}/ubah/", "versi/tetapkan/", "usulan/"):
        assert browser.get(f"/desk/dip/{path}").status_code == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_list_come_back_changes_nothing(office: Office, kind: str) -> None:
    item(office, title="LRA 2025", made_on=date(2026, 1, 20))
    item(
        office, title="Profil", summary="", holder="", kind="any_time", made_on=None, made_when="Januari 2026"
    )
    linked = item(office, office.works, title="Kontrak Jembatan 2025", forms=("softcopy", "online"))
    attach_file(linked, url="https://x.example/kontrak.pdf", by=office.actor(office.ppid))
    browser = office.browser(office.ppid)
    taken = b"".join(browser.get(f"/desk/dip/ekspor/?format={kind}").streaming_content)
    browser.post("/desk/dip/impor/", {"file": SimpleUploadedFile(f"dip.{kind}", taken)})
    run = ImportRun.objects.get()
    assert [row.errors for row in run.rows.exclude(verdict="unchanged")] == []
    assert (run.counts["unchanged"], run.counts["rows"]) == (3, 3)
