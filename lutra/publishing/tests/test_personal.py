"""Finding personal data in a subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.publishing.personal import find

ANI = {
    "name": "Ani Suryani",
    "nik": "7322034509900001",
    "address": "Jl. Simpurusiang No. 27, RT 02/RW 03, Desa Baebunta",
    "phone": "081355501234",
    "email": "ani@contoh.id",
    "occupation": "Petani",
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIK 7300001111222233", "identity_number"),
        ("7300.0011.1122.2233", "identity_number"),
        ("NPWP 09.254.294.3-407.000", "identity_number"),
        ("HP 0813-5550-9999", "phone"),
        ("hubungi +62 813 5550 9999", "phone"),
        ("telepon (0473) 21001", "phone"),
        ("０８１３５５５０９９９９", "phone"),
        ("0\u200b813\u200b5550\u200b9999", "phone"),
        ("O81355509999", "phone"),
        ("nol delapan satu tiga lima lima lima", "phone"),
        ("budi @ contoh . id", "email"),
        ("budi(at)contoh(dot)id", "email"),
        ("budi at contoh dot com", "email"),
        ("rekening BRI 1234", "account"),
        ("transfer ke 0123456789012", "account"),
        ("mobil dinas DP 1234 AB", "plate"),
        ("motor dd1234kk", "plate"),
        ("lihat https://contoh.id/budi", "link"),
        ("akun @budi_masamba", "link"),
        ("rumah Jl. Mawar No. 5", "address"),
        ("warga RT 2 RW 1", "address"),
        ("tanah Pak Suparman", "person"),
        ("sertifikat atas nama Sitti", "person"),
        ("H. Ambo", "person"),
        ("berkas Suryani", "own_name"),
        ("ANI", "own_name"),
        ("Su\u0301ryani", "own_name"),
        ("berkas A n i  S u r y a n i", "own_name"),
        ("s-u-r-y-a-n-i", "own_name"),
        ("A.N.I", "own_name"),
        ("aniSuryani77", "own_name"),
        ("berkas \u0410n\u0456", "script"),
        ("Sury\u0430ni", "script"),
        ("\u03a1etani", "script"),
        ("rumah di Simpurusiang no 27", "own_address"),
        ("warga Simpurusiang 27", "own_address"),
        ("7322 0345 0990 0001", "own_data"),
    ],
)
def test_personal_data_is_found_however_it_is_written(text, kind):
    assert kind in find(text, identity=ANI)


@pytest.mark.parametrize(
    "text",
    [
        "Laporan keuangan Desa Baebunta tahun 2024",
        "APBD 2025 dan Rp 1.500.000.000 untuk jalan",
        "Perda 12/2019 tentang RTRW 2011-2031",
        "Kontrak pembangunan Jalan Trans Sulawesi",
        "Anggaran DPA Dinas Kesehatan TA 2026",
        "Data ibu hamil dan stunting 2023-2025",
        "SK Bupati Nomor 188.4.45/123/2024",
        "UU 14/2008 dan daftar informasi publik",
        "LKPJ Bupati 2025",
        "Jumlah 1.250 guru honorer",
        "Dana BOS SDN 123 Masamba",
        "Kepmen 050-5889 Tahun 2021",
        "Peta RDTR Masamba skala 1:5000",
        "T.A. 2025 dan 2026",
        "Luas sawah 5 m² di kelas A, B, C dan D",
        "Penganiayaan hewan ternak",
        "Rencana naïve dan façade, ½ hektare",
    ],
)
def test_what_people_usually_ask_for_is_not_mistaken_for_a_person(text):
    assert find(text, identity=ANI) == frozenset()


def test_an_organisation_called_forum_desa_does_not_close_every_village():
    forum = {"name": "Forum Masyarakat Desa Sukamaju", "address": "Masamba"}
    assert find("Dana desa dan masyarakat", identity=forum) == frozenset()
    assert "own_name" in find("Sengketa Sukamaju", identity=forum)


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(sorted(ANI)), st.text(max_size=60)))
def test_the_finder_takes_any_text(text, identity):
    find(text, identity=identity)


@given(
    st.sampled_from(["7322034509900001", "081355501234"]),
    st.lists(st.sampled_from(["", " ", "-", ".", "\u200b", "  "]), min_size=16, max_size=16),
    st.text(alphabet="abc ,", max_size=20),
)
def test_own_numbers_are_found_through_separators(number, gaps, around):
    written = "".join(digit + gap for digit, gap in zip(number, gaps, strict=False))
    assert find(f"{around} {written} {around}", identity=ANI)
