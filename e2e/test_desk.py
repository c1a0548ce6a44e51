"""An officer at the desk: signing in, writing down what people say, and walking the queue by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.asking import NUMBER, about, fill
from e2e.conftest import Visit


def test_an_officer_signs_in_and_out(visit: Visit, viewport: dict[str, int]) -> None:
    aminah = visit(viewport=viewport)
    aminah.goto("/desk/")
    expect(aminah.page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    aminah.page.get_by_label("Nama pengguna").fill("petugas")
    aminah.page.get_by_label("Sandi", exact=True).fill("bukan-sandinya")
    aminah.press("Masuk")
    expect(aminah.page.get_by_role("alert")).to_be_visible()
    expect(aminah.page.get_by_label("Nama pengguna")).to_have_value("petugas")
    aminah.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
    aminah.press("Masuk")
    expect(aminah.page.get_by_role("heading", name="Antrean", exact=True)).to_be_visible()
    aminah.shot("queue", whole=False)
    aminah.press("Keluar")
    aminah.goto("/desk/")
    expect(aminah.page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()


def test_an_officer_writes_down_what_somebody_asks_at_the_counter(
    officer: Visit, viewport: dict[str, int]
) -> None:
    aminah = officer("petugas", viewport=viewport)
    page = aminah.page
    aminah.goto("/desk/")
    aminah.follow(page.get_by_role("link", name="Catat permohonan"))
    expect(page.get_by_role("radio", name="Datang langsung")).to_be_checked()
    expect(page.get_by_label("Tanggal surat diterima")).to_be_hidden()
    question = about("Syarat izin usaha warung kopi di Masamba", delivery="Diambil langsung")
    fill(page, question)
    aminah.shot("counter-form")
    page.get_by_role("textbox", name=re.compile("^Informasi yang diminta")).press("Enter")
    receipt = page.get_by_role("article", name="Tanda bukti penerimaan")
    expect(receipt).to_contain_text(NUMBER)
    expect(receipt).to_contain_text("Datang langsung")
    expect(receipt).to_contain_text(question.subject)
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    aminah.shot("counter-receipt")

    # The receipt to the printer, and the next one in line.
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.get_by_role("button", name="Cetak").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    aminah.follow(page.get_by_role("link", name=re.compile("^Isi lagi")))
    expect(page.get_by_role("radio", name="Datang langsung")).to_be_checked()


def test_a_letter_counts_from_the_day_on_which_it_came_in(officer: Visit) -> None:
    aminah = officer("petugas")
    page = aminah.page
    aminah.goto("/desk/permohonan/baru/")
    page.get_by_role("radio", name="Surat", exact=True).check()
    received = page.get_by_label("Tanggal surat diterima")
    expect(received).to_be_visible()
    fill(page, about("Salinan RPJMD Luwu Utara", delivery="Pos"))
    received.fill("2999-01-01")
    assert aminah.press("Daftarkan dan cetak tanda bukti").status == 422
    expect(received).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("textbox", name=re.compile("^Informasi yang diminta"))).to_have_value(
        "Salinan RPJMD Luwu Utara"
    )
    yesterday = page.evaluate("() => new Date(Date.now() - 864e5).toISOString().slice(0, 10)")
    received.fill(yesterday)
    aminah.press("Daftarkan dan cetak tanda bukti")
    expect(page.get_by_role("article", name="Tanda bukti penerimaan")).to_contain_text(NUMBER)
    expect(page.get_by_role("article", name="Tanda bukti penerimaan")).to_contain_text("Surat")


def test_the_queue_is_walked_by_keyboard(officer: Visit) -> None:
    rusli = officer("ppid")
    page = rusli.page
    rusli.goto("/desk/")
    rows = page.locator("table[data-rows] tbody tr")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_have_attribute("data-chosen", "")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(rows.nth(1)).to_have_attribute("data-chosen", "")
    expect(page.locator("tr[data-chosen]")).to_have_count(1)
    subject = rows.nth(1).get_by_role("link").first.inner_text()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Antrean", exact=True)).to_be_visible()

    # The slash leads to the search, also while that is folded away.
    page.keyboard.press("/")
    search = page.get_by_label("Cari nomor, kode lacak, atau perihal")
    expect(search).to_be_focused()
    search.fill(subject)
    with page.expect_navigation():
        search.press("Enter")
    expect(page.get_by_role("link", name=subject).first).to_be_visible()


def test_the_queue_is_narrowed_by_filters_and_found_by_number(
    officer: Visit, viewport: dict[str, int]
) -> None:
    rusli = officer("ppid", viewport=viewport)
    page = rusli.page
    rusli.goto("/desk/?group=all")
    number = page.locator("table[data-rows] tbody tr").nth(2).inner_text()
    found = NUMBER.search(number)
    assert found
    page.get_by_text("Cari dan saring").click()
    page.get_by_label("Cari nomor, kode lacak, atau perihal").fill(found[0])
    rusli.press("Tampilkan")
    rows = page.locator("table[data-rows] tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(found[0])
    page.get_by_label("Cari nomor, kode lacak, atau perihal").fill("")
    page.get_by_label("Hasil").select_option(label="Ditolak")
    rusli.press("Tampilkan")
    expect(rows.first).to_contain_text("Ditolak", ignore_case=True)
    rusli.follow(page.get_by_role("link", name="Hapus saringan"))
    expect(page.get_by_label("Hasil")).to_have_value("")
