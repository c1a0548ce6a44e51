"""Publishing: a file with something hidden is held, cleaned, certified and found by everybody; corrected; withdrawn."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, expect

from e2e.conftest import Visit
from e2e.visitor import PHONE, Visitor

TITLE = "Stok garam beryodium puskesmas Limbong 2026"
NIK = "7322014508900003"
# Where programs find what is public.
EVERYWHERE = (
    "/feed/informasi.atom",
    "/feed/kelas/periodic.atom",
    "/feed/badan/dinkes.atom",
    "/api/v1/items?limit=5",
    "/api/v1/search?q=garam+beryodium+limbong",
    "/data/unduh/informasi.jsonl",
    "/sitemap-items-1.xml",
)
NOTE = "Angka Desa Rinding Allo tertukar dengan Desa Marampa."


def workbook(stock: int, *, hides: bool) -> bytes:
    """A table for everybody; ``hides``: with a hidden sheet that names somebody with her NIK."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Stok"
    for row in (("Desa", "Bungkus"), ("Rinding Allo", stock), ("Marampa", 40)):
        sheet.append(row)
    if hides:
        secret = book.create_sheet("Penerima")
        secret.append(["Nama", "NIK"])
        secret.append(["Ani Rante Balebo", NIK])
        secret.sheet_state = "hidden"
    book.properties.creator = book.properties.lastModifiedBy = None
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(officer: Visitor, file: Path) -> None:
    """Upload a file as an officer does and wait until the gate has looked at it."""
    officer.goto("/desk/dokumen/unggah/")
    officer.page.get_by_label("Berkas", exact=True).set_input_files(file)
    officer.page.get_by_role("button", name="Unggah", exact=True).click()
    officer.page.wait_for_url(re.compile(r"/desk/dokumen/\d+/$"))
    examined(officer)


def examined(officer: Visitor) -> None:
    """Wait until the look at the file on the page is over."""
    officer.reload_until(officer.page.locator(".document__side dt", has_text="Pemindai virus"), within=60)


def certify(officer: Visitor) -> None:
    """Let the file on the page through."""
    officer.follow(officer.page.get_by_role("link", name=re.compile("ertifikat")).first)
    officer.press("Terbitkan sertifikat")


def attach(officer: Visitor, item: str, name: str) -> None:
    """Put an uploaded file beside the item."""
    officer.goto(item)
    officer.page.get_by_text("Tambah berkas atau tautan").click()
    officer.page.get_by_label("Berkas yang sudah diunggah").select_option(label=name)
    officer.press("Tambahkan")


def number_of(officer: Visitor) -> int:
    """The number under which everybody finds the item on the page."""
    link = officer.page.get_by_role("link", name="Lihat seperti warga")
    found = re.search(r"/informasi/(\d+)/", str(link.get_attribute("href")))
    assert found
    return int(found[1])


def names(workbook: bytes) -> list[str]:
    """The parts that a workbook is packed of."""
    return zipfile.ZipFile(io.BytesIO(workbook)).namelist()


def text(visitor: Visitor, address: str) -> str:
    """What a program gets at an address, page after page."""
    found = ""
    while address:
        answer = visitor.page.request.get(address if "://" in address else visitor.address + address)
        assert answer.status == 200, address
        found += answer.text()
        after = re.search(r'rel="next" type="[^"]+" href="([^"]+)"', answer.text())
        address = after[1] if after else ""
    return found


def catalogue(visitor: Visitor) -> str:
    """The last page of the catalogue of data, where the newest item stands."""
    first = text(visitor, "/data/katalog.jsonld")
    last = max(int(number) for number in re.findall(r"katalog\.jsonld\?hal=(\d+)", first))
    return text(visitor, f"/data/katalog.jsonld?hal={last}")


def end_of(visitor: Visitor, gone: Locator) -> None:
    """Look again until something is gone."""
    for _again in range(40):
        if not gone.count():
            return
        visitor.page.wait_for_timeout(500)
        visitor.page.reload()
    raise AssertionError(f"{gone} is still on {visitor.page.url}")


def test_a_file_is_held_cleaned_published_corrected_and_withdrawn(
    visit: Visit, officer: Visit, tmp_path: Path
) -> None:
    budi = officer("pelaksana")
    page = budi.page

    # 1. The office's own PPID writes an item and uploads its file; the gate holds it.
    budi.goto("/desk/dip/baru/")
    budi.shot("publishing-item")
    page.get_by_label("Judul").fill(TITLE)
    page.get_by_label("Berkala").check()
    page.get_by_label("Ringkasan isi informasi").fill("Bungkus garam beryodium menurut desa.")
    page.get_by_label("Pejabat atau unit yang menguasai").fill("Bidang Kesehatan Masyarakat")
    page.get_by_label("Penanggung jawab pembuatan atau penerbitan").fill("Kepala bidang")
    page.get_by_label("Tanggal pembuatan").fill("2026-11-02")
    page.get_by_label("Softcopy").check()
    page.get_by_label("Jangka waktu penyimpanan").fill("5 tahun")
    budi.press("Simpan")
    item = page.url.removeprefix(budi.address)
    raw = tmp_path / "garam-limbong.xlsx"
    raw.write_bytes(workbook(60, hides=True))
    upload(budi, raw)
    expect(page.get_by_role("heading", name="Temuan", exact=True)).to_be_visible()
    assert NIK not in page.content()
    held = page.url
    attach(budi, item, raw.name)
    expect(page.get_by_role("main")).to_contain_text("menunggu pemeriksaan")
    budi.press("Terbitkan")
    number = number_of(budi)
    ani = visit(viewport=PHONE, java_script_enabled=False)
    ani.goto(f"/informasi/{number}/")
    ani.reload_until(ani.page.get_by_text("Belum ada berkas yang dapat diunduh"))

    # 2. A copy without what is hidden is made, looked at, certified, and takes the place of the first.
    budi.goto(held)
    budi.shot("publishing-held")
    budi.press("Buat salinan bersih")
    examined(budi)
    copy = page.get_by_role("heading", level=1).inner_text()
    certify(budi)
    budi.goto(item)
    budi.follow(page.get_by_role("link", name=f"Lepas berkas {raw.name}"))
    page.get_by_label("Alasan").fill("Ada lembar tersembunyi.")
    budi.press("Lepas")
    attach(budi, item, copy)

    # 3. Everybody finds it and opens it, on a phone and without JavaScript; programs find it, too.
    ani.goto("/cari/?q=garam+beryodium+limbong")
    found = ani.page.locator(f"a.hit__title[href='/informasi/{number}/']")
    ani.reload_until(found)
    ani.follow(found)
    ani.reload_until(ani.page.locator("#berkas .files a"))
    ani.must_fit()
    ani.shot("publishing-citizen")
    shared = ani.download(ani.page.locator("#berkas .files a").first)
    book = openpyxl.load_workbook(io.BytesIO(shared))
    assert book.sheetnames == ["Stok"]
    assert NIK.encode() not in b"".join(
        zipfile.ZipFile(io.BytesIO(shared)).read(name) for name in names(shared)
    )
    for address in EVERYWHERE:
        assert f"/informasi/{number}/" in text(ani, address), address
    assert f"/informasi/{number}/" in catalogue(ani)
    assert ani.page.request.get(f"{ani.address}/i/{number}/").url.endswith(f"/informasi/{number}/")

    # 4. A corrected file takes its place; the note and the digest of the old one stay to be seen.
    corrected = tmp_path / "garam-limbong-2.xlsx"
    corrected.write_bytes(workbook(65, hides=False))
    upload(budi, corrected)
    certify(budi)
    budi.goto(item)
    budi.follow(page.get_by_role("link", name=f"Ganti berkas {copy}"))
    page.get_by_label("Berkas yang sudah diunggah").select_option(label=corrected.name)
    page.get_by_label("Yang dikoreksi").fill(NOTE)
    budi.press("Ganti")
    ani.goto(f"/informasi/{number}/")
    ani.reload_until(ani.page.get_by_text(NOTE))
    expect(ani.page.locator("#berkas")).to_contain_text(hashlib.sha256(shared).hexdigest()[:12])
    ani.shot("publishing-corrected")

    # 5. Withdrawn it is gone everywhere at once, and its short address says so.
    budi.goto(item)
    budi.follow(page.get_by_role("link", name="Cabut", exact=True))
    page.get_by_label("Alasan").fill("Digabung ke laporan tahunan.")
    budi.press("Cabut")
    ani.goto("/cari/?q=garam+beryodium+limbong")
    end_of(ani, found)
    ani.goto(f"/informasi/{number}/")
    ani.reload_until(ani.page.get_by_role("heading", name="Halaman ini tidak ada di sini"))
    for address in EVERYWHERE:
        assert f"/informasi/{number}/" not in text(ani, address), address
    assert f"/informasi/{number}/" not in catalogue(ani)
    assert ani.goto(f"/informasi/{number}/").status == 404
    assert ani.goto(f"/i/{number}/").status == 410
    expect(ani.page.get_by_role("main")).to_contain_text("Digabung ke laporan tahunan.")
