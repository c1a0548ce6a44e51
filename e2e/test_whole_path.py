"""The main job: asked, handed on, drafted, decided, delivered and proved; extended; refused with a test."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from e2e.asking import NUMBER, Question, about, ask
from e2e.conftest import Visit
from e2e.installation import Installation
from e2e.paper import verification_code, words
from e2e.visitor import PHONE, Visitor

DATA = b"desa,stok_oralit\nMeli,120\nSalulemo,45\n"
HEALTH = about(
    "Stok oralit puskesmas Baebunta per desa",
    details="Stok oralit menurut desa pada akhir Oktober 2026.",
    email="ani.oralit@warga.example",
)


def case_of(visitor: Visitor, subject: str) -> str:
    """Find a case in the queue as an officer does, open it, and return its address."""
    visitor.goto("/desk/?group=all&q=" + subject.replace(" ", "+"))
    visitor.follow(visitor.page.get_by_role("link", name=subject).first)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(subject)
    return visitor.page.url.removeprefix(visitor.address)


def deed(visitor: Visitor, name: str) -> None:
    """Open the page of a deed from the case."""
    visitor.follow(visitor.page.get_by_role("link", name=re.compile(f"^{name}")).last)


def test_asked_handed_on_drafted_granted_delivered_and_proved(
    visit: Visit, officer: Visit, installation: Installation, tmp_path: Path
) -> None:
    # 1. Ani asks.
    ani = visit(viewport=PHONE, java_script_enabled=False)
    code = ask(ani, HEALTH)
    found = NUMBER.search(ani.page.inner_text("article"))
    assert found
    number = found[0]

    # 2. The PPID hands it to the Dinas Kesehatan; the law's date stays.
    ppid = officer("ppid")
    page = ppid.page
    case = case_of(ppid, HEALTH.subject)
    expect(page.get_by_text("Teruskan ke perangkat daerah yang menguasai informasinya.")).to_be_visible()
    due = page.locator("#waktu + p b").inner_text()
    ppid.shot("case-new")
    deed(ppid, "Teruskan")
    page.get_by_label("Perangkat daerah yang menjawab").select_option(label="Dinas Kesehatan")
    page.get_by_label("Petunjuk").fill("Rekap per desa saja.")
    ppid.shot("dispose")
    ppid.press("Teruskan")
    expect(page.get_by_role("status")).to_contain_text("Diteruskan.")
    expect(page.locator("#waktu + p b")).to_have_text(due)
    expect(page.locator("section", has=page.locator("#disposisi")).last).to_contain_text("Dinas Kesehatan")

    # 3. The Dinas Kesehatan sees the question and not the person, and proposes an answer with a file.
    health = officer("pelaksana")
    page = health.page
    case_of(health, HEALTH.subject)
    expect(page.get_by_text("Jabatan Anda melihat pertanyaannya, bukan orangnya.")).to_be_visible()
    expect(page.get_by_role("button", name="Tampilkan identitas")).to_have_count(0)
    for secret in HEALTH.private:
        assert secret not in page.content()
    deed(health, "Usulkan jawaban")
    page.get_by_role("radio", name=re.compile("^Diberikan(?! sebagian)")).check()
    page.get_by_label("Usulan jawaban").fill("Stok per desa ada pada berkas terlampir.")
    table = tmp_path / "stok-oralit.csv"
    table.write_bytes(DATA)
    page.get_by_label("Berkas").set_input_files(table)
    health.shot("draft")
    health.press("Kirim usulan")
    expect(page.get_by_role("status")).to_contain_text("Usulan jawaban terkirim ke PPID.")
    expect(page.get_by_role("link", name="stok-oralit.csv")).to_be_visible()

    # 4. The PPID decides; what the law's table wants and is missing comes back at its field.
    page = ppid.page
    ppid.goto(case)
    ppid.reload_until(page.get_by_text("siap disertifikasi"))
    expect(page.get_by_text("Periksa usulan, lalu putuskan")).to_be_visible()
    deed(ppid, "Putuskan")
    granted = page.get_by_role("radio", name=re.compile("^Diberikan(?! sebagian)"))
    expect(granted).to_be_checked()
    ppid.press("Lanjut")
    page.get_by_role("checkbox", name="stok-oralit.csv").check()
    page.get_by_label("Biaya").fill("gratis")
    page.get_by_role("checkbox", name=re.compile("^Saya sudah memeriksanya")).check()
    assert ppid.press("Putuskan").status == 422
    expect(page.get_by_label("Biaya")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Biaya").fill("0")
    expect(page.get_by_role("checkbox", name="stok-oralit.csv")).to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("^Saya sudah memeriksanya"))).to_be_checked()
    ppid.shot("decide-granted")
    ppid.press("Putuskan")
    expect(page.get_by_role("status")).to_contain_text("Keputusan terbit.")

    # 5. The letter comes by itself; Ani's page holds answer, file and letter.
    later = visit(viewport=PHONE, java_script_enabled=False)
    page = later.page
    later.goto(f"/t/{code}/")
    letter_link = later.reload_until(page.get_by_role("link", name="Pemberitahuan tertulis", exact=True))
    expect(page.get_by_role("heading", name="Jawabannya")).to_be_visible()
    expect(page.get_by_text("Stok per desa ada pada berkas terlampir.")).to_be_visible()
    assert later.download(page.get_by_role("link", name="stok-oralit.csv")) == DATA
    pdf = later.download(letter_link)
    letter = words(pdf)
    for told in (number, HEALTH.subject, HEALTH.name):
        assert told in letter
    later.shot("case-granted")
    for secret in HEALTH.private:
        assert secret not in page.content()

    # 6. Whoever holds the letter can ask whether it is genuine, and learns nothing else.
    checked = verification_code(pdf)
    stranger = visit(viewport=PHONE)
    stranger.goto(f"/verify/{checked}/")
    said = stranger.page.locator("main").inner_text()
    assert "Surat ini benar dari kami" in said
    assert hashlib.sha256(pdf).hexdigest() in said
    letter_number = stranger.page.locator("dd").first.inner_text()
    assert letter_number in letter
    for secret in (*HEALTH.private, HEALTH.subject, code):
        assert secret not in stranger.page.content()
    stranger.shot("verify")

    # 7. The e-mail went out, with the letter, to the address that Ani gave.
    installation.work_once()
    mails = installation.mails(HEALTH.email)
    answers = [mail for mail in mails if number in str(mail.get_body(("plain",)))]
    assert answers, [str(mail["Subject"]) for mail in mails]
    attached = [part.get_content() for mail in answers for part in mail.iter_attachments()]
    assert pdf in attached
    assert HEALTH.subject not in str(answers[-1]["Subject"])

    # 8. The public register has the line, without the person.
    stranger.goto("/register/?q=" + HEALTH.subject.replace(" ", "+"))
    row = stranger.page.locator("tbody tr", has_text=number)
    stranger.reload_until(row.filter(has_text=re.compile("diberikan", re.IGNORECASE)))
    expect(row).to_have_count(1)
    expect(row).to_contain_text(HEALTH.subject)
    expect(row).to_contain_text("Kesehatan")
    for secret in (*HEALTH.private, code):
        assert secret not in stranger.page.content()

    # 9. The desk closes the case; looking at who asked is entered in the book and told to Ani.
    desk = officer("petugas")
    page = desk.page
    case_of(desk, HEALTH.subject)
    desk.press("Tampilkan identitas")
    expect(page.get_by_text(HEALTH.name)).to_be_visible()
    desk.shot("case-identity")
    desk.goto(case)
    expect(page.get_by_text(HEALTH.name)).to_have_count(0)
    deed(desk, "Tutup")
    desk.press("Ya, tutup")
    expect(page.get_by_role("status")).to_contain_text("Permohonan ditutup.")
    expect(page.get_by_text("Selesai", exact=True).first).to_be_visible()
    desk.shot("case-closed")
    later.goto(f"/t/{code}/")
    expect(later.page.get_by_role("heading", name="Identitas dilihat")).to_be_visible()
    expect(later.page.get_by_role("heading", name="Permohonan selesai")).to_be_visible()


def test_more_time_is_taken_once_and_with_a_reason(visit: Visit, officer: Visit) -> None:
    question = about("Daftar aset kendaraan dinas Luwu Utara", email="ani.aset@warga.example")
    ani = visit(viewport=PHONE, java_script_enabled=False)
    code = ask(ani, question)
    ppid = officer("ppid")
    page = ppid.page
    case_of(ppid, question.subject)
    old = page.locator("#waktu + p b").inner_text()
    deed(ppid, "Perpanjang")
    new = page.locator(".lead b").inner_text()
    assert new != old
    page.get_by_role("radio", name=re.compile("^Informasi belum dikuasai")).check()
    assert ppid.press("Perpanjang").status == 422
    reason = page.get_by_label("Penjelasan tertulis")
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("radio", name=re.compile("^Informasi belum dikuasai"))).to_be_checked()
    ppid.shot("extend")
    reason.fill("Daftar masih dihimpun dari 27 perangkat daerah.")
    ppid.press("Perpanjang")
    expect(page.get_by_role("status")).to_contain_text("Diperpanjang.")
    expect(page.locator("#waktu + p")).to_contain_text(new)
    expect(page.get_by_role("link", name=re.compile("^Perpanjang"))).to_have_count(0)

    ani.goto(f"/t/{code}/")
    link = ani.reload_until(ani.page.get_by_role("link", name="Pemberitahuan perpanjangan", exact=True))
    expect(ani.page.get_by_text(new).first).to_be_visible()
    expect(ani.page.get_by_text("Daftar masih dihimpun dari 27 perangkat daerah.")).to_be_visible()
    assert "27 perangkat daerah" in words(ani.download(link))
    ani.shot("case-extended")


def test_nothing_is_refused_without_a_test_that_somebody_else_approved(visit: Visit, officer: Visit) -> None:
    question = about("Rekam medis pasien demam berdarah Masamba", email="ani.medis@warga.example")
    information = "Nama dan diagnosis pasien demam berdarah 2026"
    ani = visit(viewport=PHONE, java_script_enabled=False)
    code = ask(ani, question)

    # 1. The PPID wants to refuse; the page leads to the test.
    ppid = officer("ppid")
    page = ppid.page
    case = case_of(ppid, question.subject)
    ppid.goto(case + "putuskan/?outcome=refused")
    page.get_by_label("Alasan penolakan").fill("Rekam medis adalah rahasia pribadi pasien.")
    page.get_by_role("checkbox", name=re.compile("^Saya sudah memeriksanya")).check()
    assert ppid.press("Putuskan").status == 422
    expect(page.locator("#id_test_error")).to_be_visible()
    expect(page.locator("#id_marks_error")).to_be_visible()
    expect(page.get_by_label("Alasan penolakan")).to_have_value("Rekam medis adalah rahasia pribadi pasien.")

    # 2. The test, step by step; its maker cannot approve it.
    ppid.follow(page.get_by_role("link", name=re.compile("^Buat uji")).first)
    page.get_by_label("Huruf Pasal 17").select_option("h")
    ppid.press("Simpan untuk disetujui")
    expect(page.get_by_label("Angka di bawah huruf itu")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Angka di bawah huruf itu").select_option("h2")
    for field, text in (
        ("document", "Register pasien demam berdarah RSUD Andi Djemma 2026"),
        ("information", information),
        ("legal_analysis", "Pasal 17 huruf h angka 2 UU 14/2008 melindungi riwayat kesehatan seseorang."),
        ("consequence_open", "Pasien dapat dikucilkan dan enggan berobat."),
        ("benefit_closed", "Pasien tetap berobat; angka kejadian tetap diumumkan."),
        ("public_interest", "Jumlah kasus per desa sudah cukup bagi kewaspadaan warga."),
    ):
        page.locator(f"[name={field}]").fill(text)
    ppid.shot("test-form")
    ppid.press("Simpan untuk disetujui")
    expect(page.get_by_text("Menunggu persetujuan Atasan PPID", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Setujui")).to_have_count(0)
    test = page.url

    # 3. The superior approves it.
    superior = officer("atasan")
    superior.goto("/desk/uji/")
    superior.follow(superior.page.locator(f"a[href='{urlsplit(test).path}']"))
    expect(superior.page.get_by_role("heading", level=1)).to_have_text(information)
    superior.press("Setujui")
    expect(superior.page.get_by_role("status")).to_contain_text("Uji konsekuensi disetujui.")
    assert superior.page.url == test
    superior.shot("test-approved")

    # 4. Now the refusal holds: test, written consideration, reason.
    ppid.goto(case + "putuskan/?outcome=refused")
    page.get_by_label("Cari uji: informasi, dokumen, atau nomor penetapan").fill("demam berdarah")
    ppid.press("Saring uji")
    page.locator(f"[name=test][value='{urlsplit(test).path.split('/')[3]}']").check()
    for question_of_law in ("marks", "liftings"):
        page.locator(f"[name={question_of_law}][value=none]").check()
    page.get_by_label("Alasan penolakan").fill("Rekam medis adalah rahasia pribadi pasien.")
    page.get_by_role("textbox", name=re.compile("sosial", re.IGNORECASE)).fill(
        "Melindungi pasien dari stigma."
    )
    page.get_by_role("checkbox", name=re.compile("^Saya sudah memeriksanya")).check()
    ppid.shot("decide-refused")
    ppid.press("Putuskan")
    expect(page.get_by_role("status")).to_contain_text("Keputusan terbit.")

    # 5. Ani reads why, on which ground, and what she can do against it.
    ani.goto(f"/t/{code}/")
    link = ani.reload_until(ani.page.get_by_role("link", name="Keputusan penolakan", exact=True))
    expect(ani.page.get_by_text("Rekam medis adalah rahasia pribadi pasien.")).to_be_visible()
    expect(ani.page.get_by_text("Pasal 17 huruf h").first).to_be_visible()
    expect(ani.page.get_by_text("Keberatan paling lambat")).to_be_visible()
    letter = words(ani.download(link))
    for told in ("Pasal 17 huruf h", "Atasan PPID", "Melindungi pasien dari stigma."):
        assert told in letter
    ani.shot("case-refused")


def test_two_officers_at_once_do_not_overwrite_each_other(visit: Visit, officer: Visit) -> None:
    question = about("Jadwal pemeliharaan jalan Masamba 2026", email="ani.jalan@warga.example")
    ask(visit(viewport=PHONE, java_script_enabled=False), question)
    first, second = officer("ppid"), officer("ppid")
    case = case_of(first, question.subject)
    for window in (first, second):
        window.goto(case + "teruskan/")
        window.page.get_by_label("Perangkat daerah yang menjawab").select_option(label="Dinas Perhubungan")
        window.page.get_by_label("Petunjuk").fill("Mohon dijawab.")
    first.press("Teruskan")
    assert second.press("Teruskan").status == 409
    expect(second.page.get_by_role("alert")).to_be_visible()
    expect(second.page.get_by_label("Petunjuk")).to_have_value("Mohon dijawab.")


@pytest.mark.parametrize("command", [["ledger", "verify"]])
def test_the_book_of_all_that_happened_holds(installation: Installation, command: list[str]) -> None:
    installation.run(*command)


def test_a_person_is_nowhere_in_the_open(installation: Installation, visit: Visit) -> None:
    """What Ani wrote about herself is in no public page and in no line that the installation printed."""
    ani = visit(viewport=PHONE)
    canary = Question(
        subject="Jumlah perpustakaan desa di Kecamatan Sabbang",
        name="Canary Kenari Rongkong",
        nik="7322016506910009",
        email="kenari.canary@warga.example",
        address="Lorong Kenari 7, Desa Marobo, Kecamatan Sabbang",
    )
    code = ask(ani, canary)
    ani.goto("/register/?q=Jumlah+perpustakaan+desa+di+Kecamatan+Sabbang")
    ani.reload_until(ani.page.locator("tbody tr", has_text=canary.subject))
    for path in (
        "/",
        "/register/",
        f"/t/{code}/",
        f"/t/{code}/tanda-terima/",
        "/register/unduh.csv?year=2026",
    ):
        text = ani.context.request.get(ani.address + path).text()
        for secret in canary.private:
            assert secret not in text, path
    for secret in (*canary.private, code):
        assert secret not in installation.output
