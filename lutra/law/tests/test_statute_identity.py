"""Identity numbers and legal bases, judged by structure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.law import statute
from lutra.law.grounds import act_problem
from lutra.law.identity import establishment_number_problem, nik_problem, tidy_nik

TODAY = date(2026, 3, 2)
DIGITS = "0123456789"


def nik_of(born: date, *, woman: bool = False, area: str = "732203", serial: int = 1) -> str:
    return f"{area}{born.day + (40 if woman else 0):02d}{born:%m%y}{serial:04d}"


@pytest.mark.law("Q05")
@pytest.mark.parametrize(
    ("nik", "problem"),
    [
        ("123", "not_16_digits"),
        ("", "not_16_digits"),
        ("73220317089000012", "not_16_digits"),
        ("7322031708900OO1", "not_16_digits"),
        ("٧٣٢٢٠٣١٧٠٨٩٠٠٠٠١", "not_16_digits"),
        ("7322031708900001\n", "not_16_digits"),
        ("0022031708900001", "province"),
        ("9922031708900001", "province"),
        ("7300031708900001", "district"),
        ("7322001708900001", "district"),
        ("7322033102900001", "birth_date"),
        ("7322030013900001", "birth_date"),
        ("7322037208900001", "birth_date"),
        ("7322034008900001", "birth_date"),
        ("7322031708900000", "serial"),
        ("7322031708900001", None),
        ("7322035708900001", None),
        ("7322032902000001", None),
    ],
)
def test_a_nik_is_judged_by_its_structure(nik: str, problem: str | None) -> None:
    assert nik_problem(nik, today=TODAY) == problem


def test_a_nik_of_a_district_that_is_not_on_the_list_is_refused() -> None:
    ani = nik_of(date(1990, 8, 17), woman=True)
    assert nik_problem(ani, district_codes=frozenset({"732203"}), today=TODAY) is None
    assert nik_problem(ani, district_codes=frozenset({"732201"}), today=TODAY) == "district"


def test_nobody_is_born_tomorrow() -> None:
    leap_day = "7322032902000001"  # only 2000 has this day: 1900 was no leap year
    assert nik_problem(leap_day, today=date(2000, 2, 28)) == "birth_date_future"
    assert nik_problem(leap_day, today=date(2000, 2, 29)) is None


def test_a_nik_may_be_written_in_groups() -> None:
    assert tidy_nik(" 7322 0317-0890.0001 ") == "7322031708900001"


@given(
    born=st.dates(TODAY - timedelta(days=365 * 100), TODAY),
    woman=st.booleans(),
    province=st.sampled_from(sorted(statute.province_codes())),
    regency=st.integers(1, 99),
    district=st.integers(1, 99),
    serial=st.integers(1, 9999),
)
def test_every_well_formed_nik_passes(
    born: date, woman: bool, province: str, regency: int, district: int, serial: int
) -> None:
    nik = nik_of(born, woman=woman, area=f"{province}{regency:02d}{district:02d}", serial=serial)
    assert nik_problem(nik, today=TODAY) is None
    assert nik_problem(nik[:-4] + "0000", today=TODAY) == "serial"


@given(st.text(alphabet=DIGITS, min_size=16, max_size=16))
def test_a_nik_that_passes_holds_a_real_day_and_a_province(nik: str) -> None:
    if nik_problem(nik, today=TODAY) is None:
        day = int(nik[6:8])
        assert nik[:2] in statute.province_codes()
        assert 1 <= day <= 31 or 41 <= day <= 71
        assert 1 <= int(nik[8:10]) <= 12


@given(st.text())
def test_any_text_is_judged_without_falling_over(text: str) -> None:
    for kind, problem in (
        ("nik", nik_problem(text, today=TODAY)),
        ("act", act_problem(text, today=TODAY)),
        ("establishment_number", establishment_number_problem(text)),
    ):
        assert problem is None or statute.problem_text(kind, problem)


@pytest.mark.law("Q05")
@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("AHU", "too_short"),
        ("AHU-AH", "no_digit"),
        ("AHU-001<script>", "strange_characters"),
        ("AHU-0012345.AH.01.04.Tahun 2020", None),
        ("C-1234 HT.01.01.TH.2005", None),
    ],
)
def test_a_legal_body_shows_its_establishment_number(number: str, problem: str | None) -> None:
    assert establishment_number_problem(number) == problem


@pytest.mark.law("A03")
@pytest.mark.parametrize(
    "basis",
    [
        "UU 14/2008",
        "UU No. 14 Tahun 2008",
        "UU No.14/2008",
        "uu nomor 27 tahun 2022",
        "Undang-Undang Nomor 14 Tahun 2008",
        "Undang-undang Republik Indonesia Nomor 10 Tahun 1998 tentang Perbankan",
        "Undang-Undang Darurat Nomor 12 Tahun 1951",
        "Pasal 40 ayat (1) UU 10/1998",
        "Pasal 10 ayat (1) huruf b dan Pasal 11 UU 14/2008",
        "UU 7/1992 jo. UU 10/1998",
        "UU 1/2023 Pasal 12 huruf a",
        "Undang-Undang Nomor 43 Tahun 2009; UU 14/2008",
    ],
)
def test_letter_j_may_rest_on_an_act(basis: str) -> None:
    assert act_problem(basis, today=TODAY) is None


@pytest.mark.law("A03")
@pytest.mark.parametrize(
    ("basis", "problem"),
    [
        ("", "missing"),
        (" ; ", "missing"),
        ("Perbup 5/2020", "not_an_act"),
        ("Perda 1/2020", "not_an_act"),
        ("PP 61/2010", "not_an_act"),
        ("PP 61/2010 tentang Pelaksanaan UU 14/2008", "not_an_act"),
        ("Permen 3/2017", "not_an_act"),
        ("Permendagri Nomor 3 Tahun 2017", "not_an_act"),
        ("Perppu 2/2022", "not_an_act"),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 2 Tahun 2022", "not_an_act"),
        ("Undang-Undang Dasar 1945", "not_an_act"),
        ("Kitab Undang-Undang Hukum Pidana", "not_an_act"),
        ("UU 14/2008; Perbup 5/2020", "not_an_act"),
        ("Pasal 5 Perbup 5/2020 jo. UU 14/2008", "not_an_act"),
        ("rahasia", "not_an_act"),
        ("UU Perbankan", "number_missing"),
        ("UU 14/208", "number_missing"),
        ("UU 14/2027", "year"),
        ("UU 14/1944", "year"),
    ],
)
def test_letter_j_cannot_rest_on_anything_less(basis: str, problem: str) -> None:
    assert act_problem(basis, today=TODAY) == problem


@pytest.mark.law("A03")
@given(
    name=st.sampled_from(["UU", "Undang-Undang", "undang - undang"]),
    number=st.integers(1, 199),
    year=st.integers(1945, TODAY.year),
    form=st.sampled_from(
        ["{name} {number}/{year}", "{name} Nomor {number} Tahun {year}", "{name} No. {number}/{year}"]
    ),
    lesser=st.sampled_from(["PP", "Perpres", "Perbup", "Perda", "Permendagri", "PERKI", "Keputusan Bupati"]),
)
def test_an_act_passes_and_a_lesser_rule_of_the_same_shape_does_not(
    name: str, number: int, year: int, form: str, lesser: str
) -> None:
    act = form.format(name=name, number=number, year=year)
    assert act_problem(act, today=TODAY) is None
    assert act_problem(form.format(name=lesser, number=number, year=year), today=TODAY) == "not_an_act"
    assert act_problem(f"{lesser} 1/2020 tentang Pelaksanaan {act}", today=TODAY) == "not_an_act"


def test_every_problem_has_words_in_both_languages() -> None:
    for kind in ("nik", "establishment_number", "act"):
        for problem in statute.problem_texts(kind):
            assert statute.problem_text(kind, problem.code)
            assert statute.problem_text(kind, problem.code, "en") != statute.problem_text(kind, problem.code)
