"""The words of the search: folding, stems, empty words, and what stays whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.publishing.search import words


def stems(text: str) -> list[str]:
    return [word.stem for word in words.words(text)]


@pytest.mark.parametrize(
    "family",
    [
        ["memohon", "pemohon", "permohonan"],
        ["anggaran", "APBD", "penganggaran"],
        ["pengecualian", "dikecualikan", "mengecualikan"],
        ["keberatan", "berkeberatan"],
        ["keterbukaan", "terbuka", "membuka"],
        ["pendidikan", "mendidik"],
        ["pertanian", "petani"],
        ["laporan", "pelaporan", "dilaporkan"],
        ["perizinan", "izin", "ijin"],
        ["pembangunan", "membangun"],
        ["pelayanan", "layanan"],
        ["salinan", "fotokopi"],
        ["kecamatan", "camat"],
    ],
)
def test_words_of_one_family_have_one_stem(family: list[str]) -> None:
    assert len({words.stem(words.fold(word)) for word in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("jalan", "perjalanan"), ("desa", "dinas"), ("air", "akhir"), ("keberatan", "berat")]
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert words.stem(one) != words.stem(other)


def test_empty_words_find_nothing_and_the_map_has_no_word_twice() -> None:
    assert stems("yang dan untuk di") == []
    lines = [*words._data()["stems"], *words._data()["same"]]
    listed = [word for line in lines for word in line]
    assert len(listed) == len(set(listed))
    assert not set(listed) & words._empty()


def test_numbers_of_cases_acts_and_dates_are_words_beside_each_other() -> None:
    assert stems("123/PPID/2024") == ["123", "ppid", "2024"]
    assert words.analyse("Perda Nomor 3 Tahun 2021").pairs == words.analyse("perda 3/2021").pairs
    assert "12_03" in words.analyse("tanggal 12-03-2024").pairs


def test_doubled_words_are_one_and_a_hyphenated_code_is_also_written_together() -> None:
    assert stems("buku-buku sekolah") == stems("buku sekolah")
    assert "covid19" in words.analyse("vaksinasi covid-19").stems


def test_accents_wide_letters_and_invisible_signs_make_no_difference() -> None:
    assert stems("Café ２０２４") == stems("cafe 2024")
    assert words.tidy("  a\u200bb\x00c\n d ") == "abc d"


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_its_words_lie_where_they_say(text: str) -> None:
    tidy = words.tidy(text)
    for word in words.words(tidy):
        assert 0 <= word.start < word.end <= len(tidy)
        assert word.stem
        assert len(word.stem) <= words.LONGEST
        assert not set(word.stem) & set(" '\":_|&!()*")
    assert words.tidy(tidy) == tidy
