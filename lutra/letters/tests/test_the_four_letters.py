"""What each letter says: UU 14/2008 Pasal 22, and the rows of the acceptance list that end on paper."""

from __future__ import annotations

import pytest

from lutra.directory.models import Post
from lutra.directory.roles import Role
from lutra.jobs import queue
from lutra.letters.tests.conftest import LATE, PARTLY, Office
from lutra.letters.tests.reading import words
from lutra.requests import actions
from lutra.testing import factories


@pytest.mark.law("Q11")
def test_a_receipt_holds_number_moment_officer_due_date_clause_ruler_and_tracking_code(
    office: Office,
) -> None:
    request = office.ask()
    said = words(office.last(request))
    assert request.reference in said
    assert "Senin, 2 Maret 2020 pukul 09.00 WITA" in said
    assert "Tercatat langsung oleh pemohon lewat Laman resmi" in said
    assert "paling lambat Senin, 16 Maret 2020" in said
    assert "Pasal 22 ayat (7) UU 14/2008" in said
    assert "Tidak dihitung: Sabtu dan Minggu" in said
    assert f"{request.code[:4]}-{request.code[4:8]}-{request.code[8:]}" in said


def test_a_receipt_names_the_officer_who_wrote_it_down(office: Office) -> None:
    rahma = factories.user(office.government, Role.DESK_OFFICER, name="Rahma")
    actor = factories.actors.actor_of(rahma, office.government, on=factories.DAY)
    letter = office.last(office.ask(by=actor))
    assert letter.signer_name == str(rahma)
    assert f"{rahma} · Petugas Pelayanan Informasi" in words(letter)


def test_a_receipt_in_english_speaks_english_throughout(office: Office) -> None:
    letter = office.last(office.ask(language="en"))
    said = words(letter)
    assert letter.language == "en"
    assert "at the latest on Monday, 16 March 2020" in said
    assert "Article 22(7) of Law 14/2008" in said
    assert "Pasal" not in said


@pytest.mark.law("C02")
def test_an_extension_tells_old_and_new_date_and_the_written_reason(office: Office) -> None:
    request = office.ask()
    office.extend(request, "Berkas 2019 di gudang.\nKuncinya dicari.")
    said = words(office.last(request))
    assert "Batas waktu semula Senin, 16 Maret 2020" in said
    assert "Batas waktu baru Kamis, 26 Maret 2020" in said
    assert "Informasi belum dikuasai atau belum didokumentasikan" in said
    assert "Berkas 2019 di gudang. Kuncinya dicari." in said
    assert "25 Maret 2020 Hari Suci Nyepi" in said
    assert "Pasal 22 ayat (8) UU 14/2008" in said


@pytest.mark.law("O02")
def test_an_extension_says_until_when_silence_can_be_objected_to(office: Office) -> None:
    request = office.ask()
    office.extend(request)
    assert "paling lambat Selasa, 12 Mei 2020" in words(office.last(request))


@pytest.mark.law("A01")
@pytest.mark.law("A08")
def test_a_notice_states_holding_matter_format_way_cost_and_how_to_object(office: Office) -> None:
    request = office.ask()
    office.answer(request, "granted")
    letter = office.last(request)
    said = words(letter)
    assert letter.kind == "notice"
    assert "Di bawah penguasaan kami (Pasal 22 ayat (7) huruf a UU 14/2008)" in said
    assert "Laporan realisasi APBD 2019" in said
    assert "Bentuk Salinan digital (softcopy)" in said
    assert "Cara penyampaian Surat elektronik" in said
    assert "Biaya Tanpa biaya" in said
    assert "Atasan PPID" in said


@pytest.mark.law("O03")
def test_a_notice_counts_the_days_to_object_from_its_own_day(office: Office) -> None:
    request = office.ask()
    office.answer(request, "granted", LATE)
    said = words(office.last(request))
    assert "Paling lambat Rabu, 6 Mei 2020 – 30 hari kerja setelah surat ini Anda terima" in said
    assert "dihitung dari Jumat, 20 Maret 2020" in said


@pytest.mark.law("A05")
@pytest.mark.law("A06")
@pytest.mark.law("A24")
def test_a_partial_grant_lists_what_is_given_and_what_is_blacked_out_and_why(office: Office) -> None:
    request = office.ask()
    office.answer(request, "partly")
    said = words(office.last(request))
    assert "Diberikan sebagian." in said
    assert (
        "Nama pasien Pasal 17 huruf h angka 2 UU 14/2008: Kesehatan fisik dan psikis Rahasia kesehatan"
        in said
    )
    assert "Biaya Rp 12.000" in said
    assert PARTLY["payment"] in said
    assert "Diambil langsung · pada jam pelayanan (Senin–Jumat 08.00–15.30)" in said
    assert "Sosial Melindungi pasien." in said


@pytest.mark.law("Q25")
def test_a_notice_of_what_is_not_held_names_the_holder(office: Office) -> None:
    request = office.ask()
    office.answer(request, "not_held")
    said = words(office.last(request))
    assert "Tidak di bawah penguasaan kami" in said
    assert (
        "Badan publik yang menguasai Kantor Pertanahan Luwu Utara (Pasal 22 ayat (7) huruf b UU 14/2008)"
        in said
    )


@pytest.mark.law("Q25")
def test_a_notice_says_so_when_the_holder_is_not_known(office: Office) -> None:
    request = office.ask()
    office.answer(request, "not_held", holder="", holder_unknown=True)
    assert "Badan publik yang menguasai tidak kami ketahui" in words(office.last(request))


@pytest.mark.law("A16")
def test_a_notice_of_what_is_not_yet_held_says_when_it_will_be(office: Office) -> None:
    request = office.ask()
    office.answer(request, "not_yet_held")
    letter = office.last(request)
    assert letter.kind == "notice"
    assert "Tersedia pada Selasa, 2 Juni 2020" in words(letter)


@pytest.mark.law("A02")
@pytest.mark.law("A04")
@pytest.mark.law("A11")
@pytest.mark.law("A24")
def test_a_refusal_holds_all_that_the_law_demands(office: Office) -> None:
    request = office.ask(subject="Rekam medis", details="Rekam medis pasien tahun 2019.")
    office.answer(request, "refused")
    letter = office.last(request)
    said = words(letter)
    assert letter.kind == "refusal"
    ani = factories.ANI
    for fact in (
        request.reference,
        f"Nama {ani['name']}",
        f"Alamat {ani['address']}",
        f"Pekerjaan {ani['occupation']}",
        f"Telepon/e-mail {ani['phone']} · {ani['email']}",
        "Rekam medis pasien tahun 2019.",
        "Pasal 17 huruf h angka 2 UU 14/2008: Rahasia pribadi.",
        "Rincian Kesehatan fisik dan psikis",
        "Riwayat kesehatan adalah rahasia pribadi.",
        "diuji 2 Maret 2020, disetujui 2 Maret 2020",
        "Akibat bila dibuka Merugikan pasien.",
        "Sosial Melindungi pasien.",
        "Atasan PPID",
        "PPID Utama",
        letter.signer_name,
    ):
        assert fact in said, fact


@pytest.mark.law("A17")
def test_a_late_answer_says_by_how_many_working_days_and_that_this_is_a_ground(office: Office) -> None:
    request = office.ask()
    office.answer(request, "granted", LATE)
    said = words(office.last(request))
    assert "Jawaban ini terlambat 4 hari kerja." in said
    assert "Pasal 35 ayat (1) huruf g UU 14/2008" in said


@pytest.mark.law("A17")
def test_an_answer_in_time_does_not_speak_of_delay(office: Office) -> None:
    request = office.ask()
    office.answer(request, "granted")
    assert "terlambat" not in words(office.last(request))


@pytest.mark.law("A21")
def test_a_notice_that_gives_information_tells_how_to_name_its_source(office: Office) -> None:
    request = office.ask()
    office.answer(request, "granted")
    assert f"sebutkan sumbernya: PPID Kabupaten Luwu Utara, nomor {request.reference}" in words(
        office.last(request)
    )


def test_a_notice_names_each_file_with_the_beginning_of_its_digest(office: Office) -> None:
    request = office.ask()
    body = factories.body(office.government)
    actions.dispose(request, to=[body], by=office.budi, at=factories.MOMENT)
    made = actions.draft(
        request,
        text="Lihat berkas.",
        outcome="granted",
        by=office.budi,
        body=body,
        files=[("realisasi.csv", b"pos;nilai\n1;2\n")],
        at=factories.MOMENT,
    )
    file = made.documents.get()
    queue.run_all()
    actions.decide(
        request,
        outcome="granted",
        answers=factories.GRANTED,
        by=office.budi,
        documents=[file],
        at=factories.MOMENT,
    )
    said = words(office.last(request))
    assert "realisasi.csv 1 KB" in said
    assert file.sha256[:16] in said


def test_an_acting_officer_signs_as_such(office: Office) -> None:
    post = Post.objects.get(role=Role.PPID_UTAMA)
    post.holdings.update(capacity="plt")
    request = office.ask()
    office.answer(request, "granted")
    assert office.last(request).signer_title == "Plt. PPID Utama"
