"""What must be published, read as the law's own lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from lutra.law import duty_problems, statute
from lutra.law.duties import LawHead, Obligation
from lutra.law.errors import UnknownEntry


def letters(kind: str) -> str:
    return "".join(entry.letter for entry in statute.obligations(kind=kind))


@pytest.mark.law("P02")
def test_the_periodic_list_has_the_eleven_heads_a_to_k() -> None:
    assert letters("periodic") == "abcdefghijk"
    assert {entry.rule for entry in statute.obligations(kind="periodic")} == {"catalogue.periodic"}
    assert {entry.owed_by for entry in statute.obligations(kind="periodic")} == {"every_body"}


def test_the_other_lists_have_their_letters() -> None:
    assert letters("immediate") == "abcdef"
    assert letters("any_time") == "abcdefghijklmnop"
    assert {entry.rule for entry in statute.obligations(kind="any_time")} == {None}


@pytest.mark.law("P03")
def test_a_programme_tells_who_what_when_and_how_much() -> None:
    needed = [field.code for field in statute.programme_fields() if not field.optional]
    assert needed == ["name", "responsible", "target", "schedule", "budget_source", "budget_amount"]


@pytest.mark.law("P04")
def test_the_financial_report_has_four_parts_and_counts_only_when_audited() -> None:
    finance = statute.obligation("periodic.d")
    assert [part.code.rpartition(".")[2] for part in finance.needed] == [
        "realisation",
        "balance",
        "cash",
        "assets",
    ]
    assert finance.mark is not None
    assert finance.mark.code == "periodic.d.audited"


@pytest.mark.law("P05")
def test_the_wealth_reports_are_a_part_of_the_profile() -> None:
    (part,) = [part for part in statute.obligation("periodic.a").parts if part.rows == "officials"]
    assert part.code == "periodic.a.wealth"
    assert not part.optional


@pytest.mark.law("P06")
def test_a_package_has_thirty_nine_document_slots_in_three_stages() -> None:
    counts = Counter(slot.stage for slot in statute.procurement_slots())
    assert counts == {"planning": 1, "selection": 23, "execution": 15}
    assert [slot.code for slot in statute.procurement_slots() if slot.redacted_only] == ["contract"]


@pytest.mark.law("P09")
def test_an_immediate_announcement_has_eight_contents() -> None:
    assert len(statute.immediate_contents()) == 8
    assert "avoiding" in {content.code for content in statute.immediate_contents()}


@pytest.mark.law("P12")
def test_no_letter_of_article_11_is_left_unmapped() -> None:
    assert [head.code for head in statute.any_time_law_heads()] == list("abcdefgh")
    assert list(duty_problems.law_head_problems()) == []


@pytest.mark.law("P12")
def test_an_unmapped_letter_of_article_11_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    heads = statute.any_time_law_heads()
    broken: tuple[LawHead, ...] = (
        replace(heads[0], covered_by=()),
        replace(heads[1], covered_by=("any_time.z",)),
    )
    monkeypatch.setattr(statute, "any_time_law_heads", lambda on=None: broken)
    assert len(list(duty_problems.law_head_problems())) == 2


@pytest.mark.law("P30")
def test_the_charter_has_the_six_contents_of_the_article() -> None:
    clauses = [content.clause for content in statute.charter_contents()]
    assert clauses == [f"perki-1-2021/47/2/{letter}" for letter in "abcdef"]


@pytest.mark.law("P31")
def test_the_charter_is_accessible_as_audio_visual_or_braille() -> None:
    assert [form.code for form in statute.accessible_forms()] == ["audio", "visual", "braille"]


@pytest.mark.law("P32")
def test_there_are_seven_procedures() -> None:
    assert [sop.clause[-1] for sop in statute.sops()] == list("abcdefg")


def test_a_part_and_a_mark_lead_to_their_obligation() -> None:
    assert statute.obligation("periodic.d.audited").code == "periodic.d"
    assert statute.obligation("any_time.p.sops").code == "any_time.p"
    with pytest.raises(UnknownEntry):
        statute.obligation("periodic.l")


def test_no_number_of_an_article_known_from_memory_stands_behind_an_obligation() -> None:
    cited = {entry.clause for entry in statute.obligations()}
    cited |= {part.clause for entry in statute.obligations() for part in entry.parts}
    unverified = [statute.clause(code) for code in cited if not statute.clause(code).printable]
    assert not [clause.citation for clause in unverified if "Pasal" in clause.citation]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "any_time"}, "tidak berada di daftar"),
        ({"rule": "no.rule"}, "tidak ada"),
        ({"rule": None}, "perlu jam"),
        ({"parts": ()}, "tidak ada bagian yang wajib"),
    ],
)
def test_a_broken_obligation_is_found(
    changes: dict[str, object], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: Obligation = replace(statute.obligation("periodic.a"), **changes)  # type: ignore[arg-type]
    monkeypatch.setattr(statute, "obligations", lambda on=None, kind=None: (broken,))
    assert any(says in problem for problem in duty_problems.problems())
