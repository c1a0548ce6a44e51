"""Blacking out: one officer draws, another approves; it is published, and the words are in nothing that goes out."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import typst
from playwright.sync_api import Page, expect

from e2e.conftest import Visit
from e2e.visitor import PHONE, Visitor

NAME, NIK = "Marhamah Tandilolo", "7322034509900001"
OPEN = "Bantuan rumah swadaya tahap kedua"
SOURCE = f"""#set page(paper: "a4", margin: 60pt)
#set text(size: 12pt)
= {OPEN}
#place(top, dy: 60pt)[Penerima: {NAME}]
#place(top, dy: 120pt)[NIK: {NIK}]
"""


def document(folder: Path) -> Path:
    """A letter with a name and a number that must not go out."""
    path = folder / "surat-bantuan.pdf"
    path.write_bytes(typst.compile(SOURCE.encode(), ignore_system_fonts=True, timestamp=0))
    return path


def explain(page: Page, form: str, matter: str) -> None:
    """Ground, kind of matter and reason in the form with this prefix."""
    page.locator(f"#{form}_ground").select_option("h")
    page.locator(f"#{form}_matter").fill(matter)
    page.locator(f"#{form}_reason").fill("Data pribadi penerima bantuan.")


def holds(content: bytes, word: str) -> bool:
    """Whether a word stands in the bytes, in any unpacked stream, or in the text of a PDF."""
    if word.encode() in content:
        return True
    if not content.startswith(b"%PDF"):
        return False
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        if any(word.encode() in each.read_bytes() for each in streams if each.get("/Subtype") != "/Image"):
            return True
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return word.replace(" ", "") in re.sub(r"\s", "", text)


def draw_over(
    officer: Visitor, *, top: float, left: float = 60, width: float = 190, height: float = 20
) -> None:
    """Drag the mouse over a part of the page, in points."""
    page = officer.page
    page.locator("#lembar").evaluate("heading => heading.scrollIntoView()")
    area = page.locator("#lapis").bounding_box()
    assert area
    scale = area["width"] / 595.28
    page.mouse.move(area["x"] + left * scale, area["y"] + top * scale)
    page.mouse.down()
    page.mouse.move(area["x"] + (left + width) * scale, area["y"] + (top + height) * scale, steps=4)
    page.mouse.up()


def test_two_officers_black_out_a_letter_and_nothing_of_it_goes_out(
    officer: Visit, visit: Visit, tmp_path: Path
) -> None:
    budi = officer("ppid")
    page = budi.page
    budi.goto("/desk/dokumen/unggah/")
    page.locator("input[type=file]").set_input_files(document(tmp_path))
    page.get_by_label("Perangkat daerah").select_option(label="Inspektorat")
    page.get_by_role("button", name="Unggah", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/dokumen/\d+/$"))
    original = page.url
    budi.press("Hitamkan bagiannya")
    place = page.url.partition("?")[0]

    # By search.
    page.get_by_label("Cari kata atau angka").fill(NAME.lower())
    budi.press("Cari")
    expect(page.get_by_role("heading", name="1 ditemukan")).to_be_visible()
    expect(page.get_by_role("checkbox", name=NAME)).to_be_checked()
    assert NAME.split(maxsplit=1)[0].lower() not in page.url.lower()
    explain(page, "temuan", "Nama penerima")
    budi.press("Tutup yang dipilih")

    # By the mouse; the numbers follow, and the ground is that of the box before.
    draw_over(budi, top=176)
    expect(page.locator(".redact__draft")).to_be_focused()
    assert abs(float(page.locator("#kotak_left").input_value()) - 60 / 72 * 25.4) < 1
    page.locator("#kotak_matter").fill("NIK penerima")
    budi.shot("redaction-drawn")
    budi.press("Tambah kotak t")
    expect(page.locator(".redact__box")).to_have_count(2)

    # By the keyboard, and undone again.
    page.keyboard.press("g")
    expect(page.locator(".redact__draft")).to_be_focused()
    before = page.locator("#kotak_left").input_value()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert float(page.locator("#kotak_left").input_value()) > float(before)
    page.keyboard.press("Enter")
    expect(page.locator("#kotak_ground")).to_be_focused()
    budi.press("Tambah kotak t")
    expect(page.locator(".redact__box")).to_have_count(3)
    budi.press("Urungkan u")
    expect(page.locator(".redact__box")).to_have_count(2)
    budi.must_be_accessible()
    budi.press("Ajukan")
    expect(page.get_by_role("heading", name="Menunggu persetujuan pejabat lain")).to_be_visible()

    # Somebody else approves.
    sari = officer("atasan")
    sari.goto("/desk/penghitaman/?group=setujui")
    sari.follow(sari.page.get_by_role("link", name="surat-bantuan.pdf"))
    sari.press("Setujui dan buat salinan")
    expect(sari.page.get_by_role("heading", name="Bukti", exact=True)).to_be_visible(timeout=60_000)
    sari.goto(f"{sari.page.url.partition('?')[0]}?hasil")
    sari.must_be_accessible()
    sari.must_fit()
    sari.shot("redaction-result")

    # The copy passes the gate; the original never.
    budi.goto(place)
    budi.follow(page.get_by_role("link", name="Buka salinannya"))
    copy = page.url
    budi.reload_until(page.get_by_role("link", name="Terbitkan sertifikat"))
    budi.follow(page.get_by_role("link", name="Terbitkan sertifikat"))
    budi.press("Terbitkan sertifikat")
    content = _fetched(budi, copy + "isi/")
    assert not holds(content, NAME)
    assert not holds(content, NIK)
    assert holds(content, "Bantuan")
    budi.goto(original)
    expect(page.get_by_text("hanya salinan itu yang boleh keluar")).to_be_visible()
    index = _fetched(budi, place + "bagian.json")
    assert b"NIK penerima" in index

    # Published, with nothing of it in what anybody can fetch.
    number = _published(budi, copy)
    citizen = visit()
    for address in (f"/informasi/{number}/", "/data/unduh/informasi.json", "/data/berkas.sha256"):
        got = _fetched(citizen, citizen.address + address)
        assert not holds(got, NIK)
        assert not holds(got, NAME)
    citizen.goto(f"/cari/?q={NAME.rsplit(maxsplit=1)[-1]}")
    expect(citizen.page.locator("main")).not_to_contain_text("Marhamah")
    citizen.goto(f"/informasi/{number}/")
    link = citizen.reload_until(citizen.page.get_by_role("link", name="Surat bantuan"))
    content = _fetched(citizen, citizen.address + str(link.get_attribute("href")))
    assert content.startswith(b"%PDF")
    assert not holds(content, NAME)
    assert not holds(content, NIK)


def test_boxes_are_drawn_by_numbers_without_a_script_and_on_a_phone(officer: Visit, tmp_path: Path) -> None:
    budi = officer("ppid", java_script_enabled=False, viewport=PHONE)
    page = budi.page
    budi.goto("/desk/dokumen/unggah/")
    page.locator("input[type=file]").set_input_files(document(tmp_path))
    budi.press("Unggah")
    budi.press("Hitamkan bagiannya")
    for name, value in {"left": "20", "top": "61", "width": "70", "height": "8"}.items():
        page.locator(f"#kotak_{name}").fill(value)
    explain(page, "kotak", "NIK penerima")
    budi.press("Tambah kotak t")
    expect(page.locator(".redact__box")).to_have_count(1)
    budi.press("Hapus kotak 1, halaman 1: NIK penerima")
    expect(page.locator(".redact__box")).to_have_count(0)
    budi.press("Urungkan u")
    expect(page.locator(".redact__box")).to_have_count(1)
    page.get_by_role("button", name="Hentikan penghitaman ini").click()
    expect(page.get_by_text("Penghitaman dihentikan.")).to_be_visible()


def _fetched(visitor: Visitor, address: str) -> bytes:
    answer = visitor.context.request.get(address)
    assert answer.ok, (address, answer.status)
    return answer.body()


def _published(budi: Visitor, copy: str) -> str:
    """Attach the copy to the first listed item; returns its number."""
    page = budi.page
    budi.goto("/desk/dip/?state=listed")
    budi.follow(page.locator("tbody a").first)
    page.get_by_text("Tambah berkas atau tautan").click()
    number = copy.rstrip("/").rpartition("/")[2]
    page.locator("select[name=document]").select_option(number)
    page.locator("details input[name=label]").fill("Surat bantuan")
    with page.expect_navigation():
        page.locator("form[action*='berkas'] button").last.click()
    link = page.get_by_role("link", name="Lihat seperti warga")
    return str(link.get_attribute("href")).strip("/").rpartition("/")[2]
