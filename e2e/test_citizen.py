"""A citizen asks and follows: on a small phone, without JavaScript, without an account."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from e2e.asking import ANI, NUMBER, Question, about, ask, code_in, fill
from e2e.conftest import Visit
from e2e.paper import words
from e2e.visitor import PHONE

DAY = re.compile(r"(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d{1,2} [A-Z][a-z]+ 20\d\d")


def test_a_citizen_asks_and_follows_without_javascript_on_a_small_phone(visit: Visit) -> None:
    # 1. The front page promises a day and asks one question.
    ani = visit(viewport=PHONE, java_script_enabled=False)
    page = ani.page
    ani.goto("/")
    expect(page.get_by_role("heading", name="Apa yang ingin Anda ketahui?")).to_be_visible()
    expect(page.get_by_text("Anda dijawab paling lambat").first).to_contain_text(DAY)
    ani.shot("home-without-script")
    page.get_by_label("Informasi yang Anda perlukan").fill(
        "Anggaran perbaikan jembatan gantung Desa Meli 2026"
    )

    # 2. The form begins with that question.
    ani.press("Lanjutkan permohonan")
    subject = page.get_by_role("textbox", name=re.compile("^Informasi yang diminta"))
    expect(subject).to_have_value(ANI.subject)
    expect(page.get_by_role("textbox", name=re.compile("^Nomor SK pengesahan"))).to_be_hidden()

    # 3. A mistake comes back at its field, and nothing else is lost.
    fill(page, Question(nik="73220145", email="ani@warga"))
    answer = ani.press("Kirim permohonan")
    assert answer.status == 422
    summary = page.get_by_role("alert").filter(has_text="Ada 2 hal yang perlu dilengkapi")
    expect(summary).to_be_visible()
    expect(summary.get_by_role("link", name=re.compile("^NIK"))).to_have_attribute("href", "#id_nik")
    nik = page.get_by_role("textbox", name=re.compile("^NIK"))
    expect(nik).to_have_attribute("aria-invalid", "true")
    expect(nik).to_have_accessible_description(re.compile("NIK terdiri atas 16 angka"))
    email = page.get_by_role("textbox", name=re.compile("^Surat elektronik"))
    expect(email).to_have_accessible_description(re.compile("nama@contoh"))
    expect(page.get_by_role("textbox", name=re.compile("^Nama lengkap"))).to_have_value(ANI.name)
    expect(page.get_by_role("textbox", name=re.compile("^Alamat"))).to_have_value(ANI.address)
    expect(page.get_by_role("textbox", name=re.compile("^Rincian"))).to_have_value(ANI.details)
    expect(page.get_by_role("radio", name=ANI.delivery)).to_be_checked()
    ani.shot("form-with-mistakes")

    # 4. Put right, it is registered at once; the receipt says all that the law wants.
    nik.fill(ANI.nik)
    email.fill(ANI.email)
    ani.press("Kirim permohonan")
    expect(page.get_by_role("heading", name="Permohonan Anda sudah tercatat")).to_be_visible()
    receipt = page.get_by_role("article", name="Tanda bukti penerimaan")
    expect(receipt).to_contain_text(NUMBER)
    expect(receipt).to_contain_text("Anda akan dijawab paling lambat")
    expect(receipt).to_contain_text(DAY)
    expect(receipt).to_contain_text("Pasal 22")
    expect(receipt.get_by_role("img", name="Kode QR menuju halaman lacak").locator("svg")).to_be_visible()
    expect(page.locator(".ruler").first).to_be_visible()
    code = code_in(page.url)
    shown = "[ -]?".join(code[start : start + 4] for start in (0, 4, 8))
    expect(receipt).to_contain_text(re.compile(shown))
    for secret in ANI.private:
        expect(page.locator("body")).not_to_contain_text(secret)
    number = NUMBER.search(receipt.inner_text())
    assert number
    ani.shot("receipt")

    # 5. The letter follows within moments.
    link = ani.reload_until(page.get_by_role("link", name="Unduh PDF"))
    letter = words(ani.download(link))
    assert number[0] in letter
    assert ANI.subject in letter
    assert DAY.search(letter)
    assert re.search(shown, letter)

    # 6. Another day, one step with the code: where it is and by when it will be answered.
    later = visit(viewport=PHONE, java_script_enabled=False)
    later.goto("/")
    later.page.get_by_label("Kode lacak").fill(f" {code[:4].lower()}-{code[4:8]} {code[8:]}")
    later.press("Lihat permohonan")
    expect(later.page.get_by_role("heading", name=ANI.subject)).to_be_visible()
    expect(later.page.get_by_text("Terdaftar", exact=True)).to_be_visible()
    expect(later.page.get_by_text("Anda tidak perlu berbuat apa-apa; PPID wajib menjawab")).to_be_visible()
    expect(later.page.get_by_role("heading", name="Waktunya")).to_be_visible()
    expect(later.page.get_by_role("link", name="Tanda bukti penerimaan").first).to_be_visible()
    for secret in ANI.private:
        assert secret not in later.page.content()
    later.shot("case-filed")


def test_a_wrong_code_is_answered_with_what_to_do(visit: Visit, viewport: dict[str, int]) -> None:
    ani = visit(viewport=viewport, java_script_enabled=False)
    ani.goto("/lacak/")
    ani.page.get_by_label("Kode lacak").fill("AAAA BBBB CCCC")
    assert ani.press("Lihat permohonan").status == 422
    expect(ani.page.get_by_role("alert")).to_contain_text("Periksa lagi huruf dan angkanya")
    expect(ani.page.get_by_label("Kode lacak")).to_have_value("AAAA BBBB CCCC")


def test_the_same_form_sent_twice_is_one_request(visit: Visit) -> None:
    ani = visit(viewport=PHONE, java_script_enabled=False)
    ani.goto("/permohonan/baru/")
    fill(ani.page, about("Jadwal mobil penyuluh Desa Meli"))
    fields = ani.page.evaluate(
        "() => Object.fromEntries(new FormData(document.querySelector('main form[method=post]')))"
    )
    # The signal was lost after the first; the second is the same page sent again.
    first, second = (
        ani.context.request.post(ani.address + "/permohonan/baru/", form=fields, max_redirects=0)
        for _time in range(2)
    )
    assert first.status == second.status == 302
    assert first.headers["location"] == second.headers["location"]


def test_an_impatient_finger_files_once(visit: Visit) -> None:
    ani = visit(viewport=PHONE)
    ani.goto("/permohonan/baru/")
    fill(ani.page, about("Jadwal panen raya Desa Meli"))
    # Looking for similar answers while one types is no filing.
    sent: list[str] = []
    form = ani.page.url
    ani.page.on(
        "request", lambda seen: sent.append(seen.url) if seen.method == "POST" and seen.url == form else None
    )
    ani.page.get_by_role("button", name="Kirim permohonan").dblclick()
    expect(ani.page.get_by_role("heading", name="Permohonan Anda sudah tercatat")).to_be_visible()
    assert len(sent) == 1


@pytest.mark.parametrize("script", [False, True], ids=["without-script", "with-script"])
def test_a_legal_body_is_asked_for_what_the_law_asks_of_it(visit: Visit, script: bool) -> None:
    yayasan = visit(viewport=PHONE, java_script_enabled=script)
    page = yayasan.page
    yayasan.goto("/permohonan/baru/")
    fill(page, about("Peta izin galian di Kecamatan Baebunta", name="Yayasan Pemerhati Sungai Rongkong"))
    page.get_by_role("radio", name="Badan hukum").check()
    expect(page.get_by_role("textbox", name=re.compile("^NIK"))).to_be_hidden()
    expect(page.get_by_role("textbox", name=re.compile("^Pekerjaan"))).to_be_hidden()

    assert yayasan.press("Kirim permohonan").status == 422
    establishment = page.get_by_role("textbox", name=re.compile("^Nomor SK pengesahan"))
    expect(establishment).to_have_accessible_description(re.compile("Isi nomor surat keputusan"))
    expect(page.get_by_role("radio", name="Badan hukum")).to_be_checked()

    establishment.fill("AHU-0012345.AH.01.04.Tahun 2020")
    yayasan.press("Kirim permohonan")
    expect(page.get_by_role("heading", name="Permohonan Anda sudah tercatat")).to_be_visible()


def test_a_question_answered_before_is_shown_before_it_is_asked_again(visit: Visit) -> None:
    ani = visit(viewport=PHONE, java_script_enabled=False)
    ani.goto("/register/?outcome=granted")
    known = ani.page.locator("tbody .ledger__main").first.inner_text()
    ani.goto("/")
    ani.page.get_by_label("Informasi yang Anda perlukan").fill(known)
    ani.press("Lanjutkan permohonan")
    alike = ani.page.locator(
        "section", has=ani.page.get_by_role("heading", name="Mungkin sudah pernah dijawab")
    )
    expect(alike).to_contain_text(known)


def test_the_site_speaks_english_and_comes_back(visit: Visit, viewport: dict[str, int]) -> None:
    guest = visit(viewport=viewport, java_script_enabled=False)
    guest.goto("/permohonan/baru/")
    guest.press("English")
    assert guest.page.url.endswith("/permohonan/baru/")
    expect(guest.page.locator("html")).to_have_attribute("lang", "en")
    expect(guest.page.get_by_role("textbox", name=re.compile("^Information requested"))).to_be_visible()
    expect(guest.page.get_by_role("heading", name="Minta informasi")).to_have_count(0)
    guest.shot("form-in-english")
    guest.press("Bahasa Indonesia")
    expect(guest.page.locator("html")).to_have_attribute("lang", "id")
    expect(guest.page.get_by_role("heading", name="Minta informasi")).to_be_visible()


def test_the_receipt_prints_as_a_receipt(visit: Visit) -> None:
    ani = visit()
    ask(ani, about("Jumlah guru honorer SD Negeri 012 Meli"))
    ani.page.emulate_media(media="print")
    expect(ani.page.get_by_role("article", name="Tanda bukti penerimaan")).to_be_visible()
    for gone in (ani.page.get_by_role("navigation"), ani.page.get_by_role("button")):
        for part in gone.all():
            expect(part).to_be_hidden()
    ani.shot("receipt-printed")
    # On an 80 mm roll nothing but the receipt, on one strip.
    roll = ani.page.pdf(width="80mm", height="280mm", print_background=True)
    assert NUMBER.search(words(roll))
    assert "Kode ini seperti kunci" not in words(roll)
