"""Filing for somebody else, from the form to the officer's check, on a small phone without JavaScript; and reading
without Indonesian papers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, expect

from e2e.asking import NUMBER, about, code_in, fill
from e2e.conftest import Visit
from e2e.visitor import DESK, PHONE

PAPER: FilePayload = {
    "name": "surat-kuasa.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}
WANTED = about("Riwayat tanah garapan di Dusun Salu Paremang", delivery="Diambil langsung")


def test_a_proxy_files_sends_the_paper_and_reads_that_it_is_accepted(visit: Visit, officer: Visit) -> None:
    budi = visit(viewport=PHONE, java_script_enabled=False)
    page = budi.page
    budi.goto("/permohonan/baru/")
    name = page.get_by_role("textbox", name=re.compile("^Nama penerima kuasa"))
    expect(name).to_be_hidden()
    fill(page, WANTED)
    page.get_by_role("checkbox", name=re.compile("^Diajukan melalui kuasa")).check()
    name.fill("Budi Santoso")
    page.get_by_role("textbox", name=re.compile("^NIK penerima kuasa")).fill("7322030101850003")
    budi.shot("proxy-form")
    budi.press("Kirim permohonan")

    # Without the paper: registered, and both days of the answer are named.
    expect(page.get_by_role("heading", name="Belum lengkap")).to_be_visible()
    expect(page.get_by_text("dihitung sejak lengkap", exact=False).first).to_be_visible()
    expect(page.get_by_role("article", name="Tanda bukti penerimaan")).to_contain_text(NUMBER)
    budi.shot("proxy-receipt")
    code = code_in(page.url)
    page.get_by_role("link", name="Lengkapi sekarang").click()
    page.get_by_label(re.compile("^Surat kuasa khusus")).set_input_files(PAPER)
    budi.press("Kirim kelengkapan")
    expect(page.get_by_role("heading", name=WANTED.subject)).to_be_visible()

    aminah = officer("petugas")
    desk = aminah.page
    aminah.goto("/desk/?q=Riwayat+tanah+garapan+di+Dusun+Salu")
    desk.get_by_role("link", name=WANTED.subject).first.click()
    aminah.shot("desk-power")
    expect(desk.get_by_text("belum diperiksa")).to_be_visible()
    expect(desk.get_by_text("Budi Santoso")).to_have_count(0)
    desk.get_by_role("link", name=re.compile("^Periksa surat kuasa")).first.click()
    desk.get_by_role("radio", name="Diterima", exact=True).check()
    aminah.press("Simpan hasil pemeriksaan")
    expect(desk.get_by_text("Hasil: Diterima.")).to_be_visible()

    budi.goto(f"/t/{code}/")
    expect(page.get_by_text("Surat kuasa diperiksa")).to_be_visible()


@pytest.mark.law("Q19")
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("kind", ["Perorangan", "Badan hukum", "Kelompok orang", "Bukan WNI"])
def test_the_form_is_accessible_whoever_fills_it_in(
    visit: Visit, viewport: dict[str, int], kind: str
) -> None:
    """No serious finding of axe on the form of any kind of applicant, nor on its errors (WCAG 2.1 AA)."""
    somebody = visit(viewport=viewport)
    somebody.goto("/permohonan/baru/")
    somebody.page.get_by_role("radio", name=re.compile(f"^{kind}")).check()
    somebody.page.get_by_role("checkbox", name=re.compile("^Diajukan melalui kuasa")).check()
    somebody.must_be_accessible()
    somebody.must_fit()
    if kind != "Bukan WNI":
        somebody.press("Kirim permohonan")
        somebody.must_be_accessible()
        somebody.must_fit()


def test_somebody_with_a_passport_is_led_to_the_reading_room(visit: Visit) -> None:
    guest = visit(viewport=PHONE, java_script_enabled=False)
    guest.goto("/permohonan/baru/")
    guest.page.get_by_role("radio", name=re.compile("^Bukan WNI")).check()
    expect(guest.page.get_by_role("textbox", name=re.compile("^NIK"))).to_be_hidden()
    guest.press("Kirim permohonan")
    expect(guest.page.get_by_role("heading", name="Anda Pengguna Informasi")).to_be_visible()
    expect(guest.page.get_by_text(NUMBER)).to_have_count(0)
    guest.shot("reading-room")


def test_answers_come_while_somebody_types(visit: Visit) -> None:
    ani = visit()
    ani.goto("/register/?outcome=granted")
    known = ani.page.locator("tbody .ledger__main").first.inner_text()
    ani.goto("/permohonan/baru/")
    ani.page.get_by_role("textbox", name=re.compile("^Informasi yang diminta")).press_sequentially(known[:60])
    offered = ani.page.get_by_role("region", name="Mungkin sudah pernah dijawab")
    expect(offered.get_by_role("link").first).to_be_visible()
    ani.shot("similar")
