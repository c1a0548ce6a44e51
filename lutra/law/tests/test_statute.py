"""The statute book's clauses: what they are called, when they bind, and which may stand on a letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lutra.law import consistency, loading, statute
from lutra.law.errors import BookError, NotInForce, NotPrintable, UnknownEntry
from lutra.law.records import Choice, Clause, Text


@pytest.mark.parametrize(
    ("clause_id", "citation", "english"),
    [
        ("uu-14-2008/22/7", "Pasal 22 ayat (7) UU 14/2008", "Article 22(7) of Law 14/2008"),
        ("uu-14-2008/22/7/a", "Pasal 22 ayat (7) huruf a UU 14/2008", "Article 22(7)(a) of Law 14/2008"),
        ("uu-14-2008/17/h/3", "Pasal 17 huruf h angka 3 UU 14/2008", "Article 17(h)(3) of Law 14/2008"),
        ("uu-14-2008/1/12", "Pasal 1 angka 12 UU 14/2008", "Article 1(12) of Law 14/2008"),
        ("uu-14-2008/19", "Pasal 19 UU 14/2008", "Article 19 of Law 14/2008"),
        (
            "uu-14-2008/elucidation/35",
            "Penjelasan Pasal 35 UU 14/2008",
            "Elucidation of Article 35 of Law 14/2008",
        ),
        ("perki-1-2021/56", "Pasal 56 PERKI 1/2021", "Article 56 of Commission Regulation 1/2021"),
        ("perpres-21-2023/6", "Pasal 6 Perpres 21/2023", "Article 6 of Presidential Regulation 21/2023"),
    ],
)
def test_a_clause_is_cited_in_both_languages(clause_id: str, citation: str, english: str) -> None:
    found = statute.clause(clause_id)
    assert (found.citation, found.citation_en) == (citation, english)


def test_a_clause_whose_number_nobody_checked_is_cited_without_a_number() -> None:
    assert statute.clause("perki-1-2021/request-form").citation == "PERKI 1/2021"


def test_every_article_from_17_to_22_and_35_to_38_of_the_act_is_held() -> None:
    held = {clause.id.split("/")[1] for clause in statute.clauses() if clause.law == "uu-14-2008"}
    assert {"17", "18", "19", "20", "21", "22", "35", "36", "37", "38"} <= held


def test_an_unknown_clause_is_named_in_the_error() -> None:
    with pytest.raises(UnknownEntry, match="uu-14-2008/99"):
        statute.clause("uu-14-2008/99")


def test_a_clause_from_memory_never_reaches_a_letter() -> None:
    from_memory = [clause for clause in statute.clauses() if clause.verification == "M"]
    assert from_memory
    for clause in from_memory:
        assert not clause.printable
        with pytest.raises(NotPrintable):
            statute.citation_for_letter(clause.id)


def test_a_screen_says_that_a_clause_is_not_yet_verified() -> None:
    assert statute.legal_basis("perki-1-2021/14") == "Pasal 14 PERKI 1/2021 (belum terverifikasi)"
    assert statute.legal_basis("perki-1-2021/14", "en").endswith("(not yet verified)")
    assert statute.legal_basis("uu-14-2008/22/7") == statute.citation_for_letter("uu-14-2008/22/7")


def test_an_old_regulation_binds_until_the_new_one_begins() -> None:
    old, new = statute.clause("perki-1-2010/26"), statute.clause("perki-1-2021/56")
    day_before, day_after = date(2021, 6, 29), date(2021, 6, 30)
    assert (old.binds(day_before), new.binds(day_before)) == (True, False)
    assert (old.binds(day_after), new.binds(day_after)) == (False, True)
    with pytest.raises(UnknownEntry):
        statute.clause("perki-1-2010/26", on=day_after)


def test_text_speaks_indonesian_unless_asked_for_english() -> None:
    label = Text("Ditolak", "Refused")
    assert [statute.text(label, lang) for lang in ("id", "en", "en-gb", "bug")] == [
        "Ditolak",
        "Refused",
        "Refused",
        "Ditolak",
    ]


def test_the_book_holds_together() -> None:
    assert consistency.problems() == []


def test_a_list_is_refused_for_a_day_before_the_act_was_in_force() -> None:
    with pytest.raises(NotInForce):
        statute.grounds(on=date(2010, 4, 29))
    assert statute.grounds(on=date(2010, 4, 30))


# --- the reader ----------------------------------------------------------------------------------------------------


def _read_file(folder: Path, words: str, monkeypatch: pytest.MonkeyPatch) -> object:
    (folder / "one.yaml").write_text(words, encoding="utf-8")
    monkeypatch.setattr(loading, "BOOK", folder)
    return loading.read.__wrapped__("one.yaml")


def test_a_key_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BookError, match="code"):
        _read_file(tmp_path, "code: a\ncode: b\n", monkeypatch)


def test_a_missing_file_and_broken_yaml_name_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BookError, match=r"one\.yaml"):
        _read_file(tmp_path, "code: [a", monkeypatch)
    with pytest.raises(BookError, match=r"two\.yaml"):
        loading.read.__wrapped__("two.yaml")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"code": "a", "label": {"id": "A", "en": "A"}}, "clause"),
        ({"code": "a", "label": {"id": "A", "en": "A"}, "clause": "x", "colour": "red"}, "colour"),
        ({"code": False, "label": {"id": "A", "en": "A"}, "clause": "x"}, "code"),
        ({"code": "a", "label": {"id": "A"}, "clause": "x"}, "label"),
        ({"code": "a", "label": "A", "clause": "x"}, "label"),
    ],
)
def test_a_record_with_a_slip_is_refused_and_named(data: dict[str, object], complaint: str) -> None:
    with pytest.raises(BookError, match=f"grounds.*{complaint}"):
        loading.build(Choice, data, where="grounds")


def test_a_clause_cannot_claim_an_unknown_verification() -> None:
    with pytest.raises(BookError, match="verification"):
        loading.build(
            Clause,
            {
                "id": "x/1",
                "law": "x",
                "citation": "Pasal 1 X",
                "citation_en": "Article 1 of X",
                "summary": {"id": "x", "en": "x"},
                "in_force_from": date(2020, 1, 1),
                "in_force_until": None,
                "verification": "Q",
            },
            where="x",
        )


def test_the_edition_of_the_day_is_chosen() -> None:
    first = loading.build(Choice, {"code": "a", "label": {"id": "A", "en": "A"}, "clause": "x"}, where="x")
    editions = (
        statute._Edition(date(2010, 4, 30), "x", (first,)),
        statute._Edition(date(2021, 6, 30), "x", (first, first)),
    )
    assert len(loading.edition_on(editions, date(2021, 6, 29), what="x").entries) == 1
    assert len(loading.edition_on(editions, date(2021, 6, 30), what="x").entries) == 2
