"""Personal data in documents: found however they are written, and figures of the government left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.documents.personal import Match, find, mask, masked, masked_excerpt
from lutra.documents.personal.identity import is_kk, is_nik, is_npwp
from lutra.documents.tests.corpus import writings

ANI = "7322034509900001"  # a woman: born on the fifth of September 1990


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"NIK {ANI}", "nik", ANI),
        (f"Nomor KTP: {ANI}.", "nik", ANI),
        (f"atas nama Ani ({ANI}) dari Masamba", "nik", ANI),
        ("7322.0345.0990.0001", "nik", None),
        ("7322 0345 0990 0001", "nik", None),
        ("732203-450990-0001", "nik", None),
        ("73.22.03.450990.0001", "nik", None),
        ("NIK: 7 3 2 2 0 3 4 5 0 9 9 0 0 0 0 1", "nik", None),
        ("NIK : 73220345\n09900001", "nik", None),
        ("dengan nomor 7322034509-\n900001 telah", "nik", None),
        ("７３２２０３４５０９９００００１", "nik", None),
        ("7322\u200b0345\u200b0990\u200b0001", "nik", None),
        ("7322O345O99OOOO1", "nik", None),
        ("NIK 73Z2034509900001 salah; 7322034S09900001", "nik", None),
        ("NIK 9999999999999999", "nik", "9999999999999999"),
        ("Nomor KK 7322031503150003", "kk", "7322031503150003"),
        ("No. Kartu Keluarga: 7322031503150003", "kk", "7322031503150003"),
        ("NPWP 09.254.294.3-407.000", "npwp", "09.254.294.3-407.000"),
        ("09.254.294.3-407.000", "npwp", None),
        ("NPWP: 092542943407000", "npwp", "092542943407000"),
        ("NPWP 0092542943407000", "npwp", None),
        ("HP 081355509999", "phone", "081355509999"),
        ("hubungi 0813-5550-9999", "phone", "0813-5550-9999"),
        ("0813 5550 9999", "phone", None),
        ("+62 813 5550 9999", "phone", None),
        ("+6281355509999", "phone", None),
        ("(+62)813-5550-9999", "phone", None),
        ("WA 0813555\n09999 aktif", "phone", None),
        ("O8l355509999", "phone", None),
        ("No HP: 81355509999", "phone", "81355509999"),
        ("telepon (0473) 21001", "phone", "(0473) 21001"),
        ("nol delapan satu tiga lima lima lima nol sembilan", "phone", None),
        ("surel ani.suryani@contoh.id", "email", "ani.suryani@contoh.id"),
        ("ani (at) gmail (dot) com", "email", None),
        ("rekening BRI 0123-01-012345-50-8", "account", "0123-01-012345-50-8"),
        ("No. Rek. 1234567890 a.n. Ani", "account", "1234567890"),
        ("transfer ke BCA 1234567890", "account", "1234567890"),
        ("nomor rekening bank:\n1234567890123", "account", "1234567890123"),
        ("1520012345678 (Mandiri)", "account", "1520012345678"),
        ("TTL: Masamba, 12 Mei 1990", "birth_date", "12 Mei 1990"),
        ("lahir di Palopo pada tanggal 12-05-1990", "birth_date", "12-05-1990"),
        ("Tempat/Tgl. Lahir : Masamba / 12/05/90", "birth_date", "12/05/90"),
        ("tanggal lahir 1990-05-12", "birth_date", "1990-05-12"),
        ("Alamat: Dusun Salama RT 002 RW 001", "address", None),
        ("rumah di Jl. Mawar No. 5 Masamba", "address", "Jl. Mawar No. 5"),
        ("RT 02/RW 03", "address", "RT 02/RW 03"),
        ("BTN Lagaligo Blok C 12", "address", None),
        ("alamat: Desa Baebunta Kecamatan Baebunta", "address", None),
        ("mobil dinas DP 1234 XX", "plate", "DP 1234 XX"),
        ("DD 1234 KK", "plate", "DD 1234 KK"),
        ("motor Honda B 12 A", "plate", "B 12 A"),
        ("Paspor C1234567", "passport", "C1234567"),
        ("BPJS 0001234567890", "bpjs", "0001234567890"),
    ],
)
def test_personal_data_is_found(text: str, kind: str, value: str | None) -> None:
    found = [match for match in find(text) if match.kind == kind]
    assert found, find(text)
    assert all(text[match.start : match.end] == match.value for match in found)
    if value is not None:
        assert value in {match.value for match in found}


@pytest.mark.parametrize(
    "text",
    [
        "Kode rekening 5.1.02.01.01.0001 Belanja Bahan",
        "5.1.02.01.01.0001\t1.500.000.000",
        "1.01.02.2.01.0001 5.1.02.01.001.00012 Rp12.345.678.901,00",
        "5102010100010012 kode rekening belanja",
        "Kode Rekening: 5102010100010012",
        "SK Bupati Nomor 188.4.45/123/2024 tanggal 12 Mei 2024",
        "Nomor 030/1234/Diskominfo/2024",
        "Putusan Nomor 12/Pdt.G/2023/PN Msb",
        "ISBN 978-602-1234-56-7",
        "2.5543210, 120.3567890",
        "-2.554321, 120.356789",
        "LS 2°33'15\" BT 120°21'24\"",
        "NIP 19700101 199003 1 001",
        "NIP. 197001011990031001",
        "Rp 1.500.000.000.000",
        "Anggaran 12.345.678.901.234",
        "tahun 2019 - 2024",
        "Masamba, 12 Mei 2024",
        "Hari Lahir Pancasila 1 Juni 2024",
        "rehabilitasi ruas Jalan Poros No. 12",
        "UU 14 TAHUN 2008",
        "PP 61 TAHUN 2010",
        "Kepmen 300.2.2-2430/2025",
        "a" * 8 + "7322034509900001" + "b" * 8,
        "ID RUP 12345678 paket 40412345",
        "kode arsip 045.2/7322/2024",
        "Jumlah penduduk 335.161 jiwa, 15 kecamatan, 166 desa",
        "Rekening belanja 5.1.02.02.01.0026",
        "Bank Sulselbar tahun 2023-2024",
        "Kendaraan roda 4 sebanyak 12 unit",
        "DPA 2024 TA 2025",
        "08-12-2024 sampai 09-12-2024",
        "pukul 08.00-16.00 WITA",
        "0,8123456789",
        "No. Seri 7322034509900001",
        "RTRW 2011-2031",
        "Tabel 3.2.1.10 dan 3.2.1.11",
        "10.1.2.3 dan 192.168.100.200",
        "d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_figures_of_the_government_are_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(("text", "kind"), writings.PERSONAL)
def test_what_offices_write_of_people_is_found(text: str, kind: str) -> None:
    assert kind in {match.kind for match in find(text)}


@pytest.mark.parametrize("text", writings.OTHERS)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize("text", writings.OFFICES)
def test_where_an_office_is_reached_is_not_held(text: str) -> None:
    assert {match.certainty for match in find(text)} <= {"official"}


def test_a_column_is_judged_by_its_head() -> None:
    text = (
        "No\tNama\tNo. KK\tNIK\tNo. HP\tNo. Rekening\tTanggal Lahir\tAlamat\n"
        f"1\tAni\t7322031503150003\t{ANI}\t81355509999\t123456789012\t05-09-1990\tDusun Salama\n"
        f"2\tBudi\t7322031503150004\t7322030509900002\t81355508888\t123456789013\t05-09-1991\tDusun Baru\n"
    )
    kinds = [match.kind for match in find(text)]
    assert kinds == ["kk", "nik", "phone", "account", "birth_date", "address"] * 2


def test_data_of_an_office_are_told_apart() -> None:
    letterhead = (
        "DINAS KOMINFO\n"
        "Jl. Simpurusiang No. 27 Masamba Telp. (0473) 21001 Kode Pos 92961\nppid@luwuutarakab.go.id"
    )
    assert {match.certainty for match in find(letterhead)} == {"official"}
    assert find("ani.suryani@luwuutarakab.go.id")[0].certainty == "sure"


def test_a_name_is_personal_beside_a_birth() -> None:
    assert "name" in {match.kind for match in find("Nama : Ani Suryani\nTTL : Masamba, 12 Mei 1990")}
    assert find("Nama : Dinas Kesehatan") == []


def test_a_womans_day_of_birth_counts_from_forty() -> None:
    assert is_nik(ANI)
    assert is_nik("7322037110900001")
    assert not is_nik("7322037210900001")
    assert not is_kk(ANI)
    assert not is_nik("0022034509900001")
    assert not is_nik("7322033002900001")


def test_the_check_digit_of_a_tax_number() -> None:
    assert is_npwp("092542943407000")
    assert not is_npwp("092542944407000")


def test_a_mask_never_shows_the_whole() -> None:
    assert mask(Match("nik", 0, 16, ANI, "sure")) == "73************01"
    assert masked("a@b.id") != "a@b.id"
    assert masked("12") == "**"
    assert ANI not in masked_excerpt(f"lihat {ANI}")
    assert "ani@contoh.id" not in masked_excerpt("surel ani@contoh.id")


@given(st.text(max_size=300))
def test_any_text_is_taken_and_places_fit(text: str) -> None:
    last = 0
    for match in find(text):
        assert text[match.start : match.end] == match.value
        assert last <= match.start < match.end
        last = match.end


@given(st.text(min_size=4, max_size=60))
def test_a_mask_of_anything_hides_something(value: str) -> None:
    letters = [letter for letter in value if letter.isalnum()]
    if letters:
        assert "*" in masked(value)


@given(
    st.sampled_from([ANI, "7322030509850002", "3174012345670001"[:6] + "1203850001"]),
    st.sampled_from(["", " ", "-", "."]),
    st.text(alphabet="abc ,:\n", max_size=20),
)
def test_a_nik_in_fours_is_found_in_any_sentence(number: str, gap: str, around: str) -> None:
    written = gap.join(number[at : at + 4] for at in range(0, 16, 4))
    assert "nik" in {match.kind for match in find(f"{around} {written} {around}")}
