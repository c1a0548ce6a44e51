"""What a request lacks, from the counter to the applicant's phone and back; and an applicant who changes his mind."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.asking import about, ask, code_in, fill
from e2e.conftest import Visit
from e2e.test_whole_path import case_of, deed
from e2e.visitor import PHONE


def test_the_desk_tells_what_is_missing_and_the_applicant_completes_it(visit: Visit, officer: Visit) -> None:
    question = about("Luas sawah irigasi di Desa Lara II per kelompok tani", nik="", purpose="")
    aminah = officer("petugas")
    desk = aminah.page

    # 1. At the counter: registered with a number, though the number of the card and the purpose are missing.
    aminah.goto("/desk/permohonan/baru/")
    fill(desk, question)
    desk.get_by_role("checkbox", name=re.compile("^Daftarkan meski belum lengkap")).check()
    aminah.press("Daftarkan dan cetak tanda bukti")
    receipt = desk.get_by_role("article", name="Tanda bukti penerimaan")
    code = code_in(receipt.inner_html())

    # 2. The desk tells it, once.
    case_of(aminah, question.subject)
    expect(desk.get_by_text("Beri tahu pemohon apa yang kurang.")).to_be_visible()
    expect(desk.get_by_text("Yang kurang:")).to_be_visible()
    deed(aminah, "Beri tahu kekurangan")
    aminah.press("Beri tahu pemohon")
    expect(desk.get_by_role("status")).to_contain_text("Surat kelengkapan dibuat.")
    expect(desk.get_by_text("Menunggu pemohon; bila datang sendiri")).to_be_visible()
    expect(desk.get_by_role("link", name=re.compile("^Beri tahu kekurangan"))).to_have_count(0)
    aminah.shot("desk-gaps-told")

    # 3. On his phone, without JavaScript, the applicant reads what is missing and until when, and fills it in.
    ani = visit(viewport=PHONE, java_script_enabled=False)
    page = ani.page
    ani.goto(f"/t/{code}/")
    ani.shot("case-incomplete")
    ani.follow(page.get_by_role("link", name="Lengkapi", exact=True))
    expect(page.get_by_text("paling lambat", exact=False).first).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Nama lengkap"))).to_have_count(0)
    page.get_by_role("textbox", name=re.compile("^NIK")).fill("123")
    page.get_by_role("textbox", name=re.compile("^Tujuan penggunaan")).fill("Usulan musyawarah desa")
    assert ani.press("Kirim kelengkapan").status == 422
    expect(page.get_by_role("textbox", name=re.compile("^NIK"))).to_have_attribute("aria-invalid", "true")
    ani.shot("complete-wrong")
    page.get_by_role("textbox", name=re.compile("^NIK")).fill("7322014508900003")
    ani.press("Kirim kelengkapan")

    # 4. The clock of the answer is shown from completion, and the day it would be from receipt is kept beside it.
    expect(page.get_by_role("heading", level=1)).to_have_text(question.subject)
    expect(page.get_by_role("heading", name="Waktunya")).to_be_visible()
    expect(page.get_by_text("Dihitung sejak lengkap,", exact=False)).to_be_visible()
    ani.must_fit()
    ani.shot("case-completed")
    case_of(aminah, question.subject)
    expect(desk.get_by_text("Yang kurang:")).to_have_count(0)
    expect(desk.get_by_text("kedua tanggal disimpan", exact=False)).to_be_visible()


def test_an_applicant_withdraws_and_nobody_is_asked_to_answer_any_more(visit: Visit, officer: Visit) -> None:
    question = about("Jadwal imunisasi balita di Posyandu Desa Tolada", email="ani.batal@warga.example")
    ani = visit(viewport=PHONE, java_script_enabled=False)
    page = ani.page
    code = ask(ani, question)
    ani.goto(f"/t/{code}/")
    ani.follow(page.get_by_role("link", name="Cabut permohonan ini"))
    ani.shot("withdraw")
    ani.follow(page.get_by_role("link", name="Jangan dicabut"))
    ani.follow(page.get_by_role("link", name="Cabut permohonan ini"))
    ani.press("Ya, cabut permohonan ini")
    expect(page.get_by_role("heading", level=1)).to_have_text(question.subject)
    expect(page.get_by_role("link", name="Cabut permohonan ini")).to_have_count(0)
    expect(page.get_by_text("Dicabut", exact=False).first).to_be_visible()
    ani.must_fit()
    ani.shot("case-withdrawn")

    ppid = officer("ppid")
    case_of(ppid, question.subject)
    for act in ("Teruskan", "Putuskan"):
        expect(ppid.page.get_by_role("link", name=re.compile(f"^{act}"))).to_have_count(0)
    expect(ppid.page.get_by_role("link", name=re.compile("^Buka kembali"))).to_be_visible()
