"""Searching: what is found, in which order, and what is said about it."""

from __future__ import annotations

from datetime import date

import pytest

from lutra.directory.models import Government
from lutra.publishing.search import excerpts
from lutra.publishing.search.indexing import put, remove
from lutra.publishing.search.queries import search
from lutra.publishing.search.similar import similar
from lutra.publishing.search.tests.conftest import SHELF, Ask, entry
from lutra.testing import factories


def test_an_empty_question_lists_everything_newest_first(ask: Ask) -> None:
    assert ask("") == ["jawab", "didik", "perda", "dikes", "lra"]
    assert ask("  yang dan ") == ask("")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("APBD", {"lra", "dikes"}),  # the same as anggaran
        ("menganggarkan", {"lra", "dikes"}),
        ("pendid", {"didik"}),  # the beginning of the last word
        ("SEKOLAHAN", {"didik"}),
        ("anggaran -kesehatan", {"lra"}),
        ("-anggaran", {"perda", "didik", "jawab"}),
        ('"realisasi anggaran"', {"lra"}),
        ('"anggaran realisasi"', set()),
        ('anggaran -"realisasi anggaran"', {"dikes"}),
        ("perda 3/2021", {"perda"}),
        ("Perda No. 3 Tahun 2021", {"perda"}),
        ("3-2021", {"perda"}),
        ("123/PPID/2024", {"jawab"}),
        ("124/PPID/2024", set()),
        ("jalan banjir", {"jawab"}),  # in the text alone
        ("anggaran jalan", set()),  # all words must be there
        ("'; DROP TABLE x --", set()),
        ('"', {"lra", "dikes", "perda", "didik", "jawab"}),
        ("anggaran OR NOT (", set()),
    ],
)
def test_what_a_question_finds(ask: Ask, query: str, keys: set[str]) -> None:
    assert set(ask(query)) == keys


def test_the_title_comes_before_the_summary_and_the_summary_before_the_text(
    lutra: Government, ask: Ask
) -> None:
    put(lutra.pk, [entry("teks", "Notulen", text="Rapat anggaran", dated_on=date(2026, 1, 1))])
    assert ask("anggaran") == ["lra", "dikes", "teks"]


def test_of_equals_the_newer_comes_first(lutra: Government, ask: Ask) -> None:
    for year in (2019, 2025, 2022):
        put(lutra.pk, [entry(f"izin{year}", "Daftar izin tambang", dated_on=date(year, 1, 1))])
    assert ask("izin tambang") == ["izin2025", "izin2022", "izin2019"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("kesehtaan", "kesehatan"), ("retrbusi", "retribusi"), ("realisai", "realisasi")]
)
def test_a_mistyped_word_finds_what_was_meant_and_says_so(lutra: Government, typed: str, meant: str) -> None:
    found = search(lutra, typed)
    assert found.hits
    assert (found.did_you_mean, found.corrected) == (meant, True)


def test_a_word_that_is_nowhere_finds_nothing_and_guesses_nothing(lutra: Government) -> None:
    found = search(lutra, "xylofon")
    assert (found.total, found.hits, found.did_you_mean) == (0, (), "")


def test_facets_count_what_another_choice_would_find(lutra: Government, ask: Ask) -> None:
    facets = search(lutra, "anggaran", {"body": "dinkes"}).facets
    assert {each.value: (each.count, each.is_chosen) for each in facets["body"]} == {
        "dinkes": (1, True),
        "bpkad": (1, False),
    }
    assert [each.value for each in facets["year"]] == ["2024"]
    assert facets["body"][0].label in {"Dinas Kesehatan", "BPKAD"}
    assert {each.value for each in facets["format"]} == {"csv"}
    assert ask("", place="73.22.05") == ["dikes"]
    assert ask("", kind="answer") == ["jawab"]
    assert ask("anggaran", year="2023", format="xlsx", information_class="periodic") == ["lra"]
    assert ask("anggaran", unknown="x", year="") == ask("anggaran")


def test_every_hit_can_be_reached_and_none_comes_twice(lutra: Government) -> None:
    put(
        lutra.pk,
        [entry(f"n{n}", f"Notulen rapat {n}", dated_on=date(2020, 1, 1 + n % 28)) for n in range(450)],
    )
    put(lutra.pk, [entry(f"r{n}", "Lampiran", summary="Rapat", dated_on=date(2021, 1, 1)) for n in range(60)])
    first = search(lutra, "rapat")
    assert (first.total, first.pages) == (510, 26)
    seen = [hit.key for page in range(1, 27) for hit in search(lutra, "rapat", page=page).hits]
    assert len(seen) == len(set(seen)) == 510
    assert search(lutra, "rapat", page=27).hits == ()
    assert search(lutra, "rapat", page=10**30).hits == ()
    assert search(lutra, "rapat", page=-4).page == 1
    assert set(seen[450:]) == {f"r{n}" for n in range(60)}


def test_hits_are_marked_and_cut_out_of_the_text(lutra: Government) -> None:
    long = (
        "Pembukaan rapat. " * 60
        + "Banjir merusak jalan poros Seko sepanjang empat kilometer. "
        + "Penutup. " * 60
    )
    put(lutra.pk, [entry("panjang", "Notulen <b>", text=long)])
    hit = search(lutra, "poros jalan").hits[0]
    text = "".join(piece.text for piece in hit.excerpt)
    assert {piece.text for piece in hit.excerpt if piece.is_hit} == {"jalan", "poros"}
    assert len(text) < excerpts.LENGTH + 20
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "".join(piece.text for piece in hit.title) == "Notulen <b>"


def test_another_government_finds_nothing_of_ours(lutra: Government) -> None:
    beside = factories.government("73.17")
    put(beside.pk, [entry("lain", "Laporan anggaran tetangga")])
    assert [hit.key for hit in search(beside, "anggaran").hits] == ["lain"]
    assert "lain" not in {hit.key for hit in search(lutra, "").hits}
    assert search(beside, "kesehtaan").did_you_mean == ""
    assert {hit.key for hit in similar(beside, "laporan realisasi anggaran belanja")} == {"lain"}


def test_a_change_is_found_at_once_and_the_old_wording_is_not(lutra: Government, ask: Ask) -> None:
    assert ask("retribusi") == ["perda"]
    put(lutra.pk, [entry("perda", "Perda Nomor 3 Tahun 2021 tentang pajak", year=2021)])
    assert ask("retribusi") == []
    assert ask("pajak") == ["perda"]


def test_what_was_taken_away_is_neither_found_nor_suggested(lutra: Government, ask: Ask) -> None:
    put(lutra.pk, [entry("rahasia", "Zamrudkhatulistiwa")])
    assert ask("zamrudkhatulistiwa") == ["rahasia"]
    remove(lutra.pk, ["rahasia", "tidak ada"])
    assert ask("zamrudkhatulistiwa") == []
    assert ask("zamrud") == []
    assert search(lutra, "zamrudkhatulistwa").did_you_mean == ""
    assert search(lutra, "").total == len(SHELF)


def test_frequent_words_are_kept_in_memory_and_still_change(lutra: Government) -> None:
    put(lutra.pk, [entry(f"n{n}", f"Notulen {n}", body_slug="dinkes") for n in range(700)])
    assert search(lutra, "notulen").total == 700
    put(lutra.pk, [entry("n3", "Risalah", body_slug="dinkes"), entry("baru", "Notulen baru")])
    assert search(lutra, "notulen").total == 700
    assert search(lutra, "notulen", {"body": "dinkes"}).total == 699
    remove(lutra.pk, ["n5"])
    assert search(lutra, "notulen").total == 699
    assert search(lutra, "notulen baru").total == 1


def test_a_free_text_finds_what_is_like_it(lutra: Government) -> None:
    text = (
        "Selamat siang, saya ingin tahu berapa panjang jalan yang rusak di Seko karena banjir, terima kasih"
    )
    assert similar(lutra, text)[0].key == "jawab"
    assert similar(lutra, "yang dan untuk") == []
    assert similar(lutra, "") == []
