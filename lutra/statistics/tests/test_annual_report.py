"""Writing, signing, issuing, correcting and sending the yearly report."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pikepdf
import pytest
from pdfua import Severity, validate

from lutra.directory import actors
from lutra.directory.errors import NotPermitted
from lutra.documents.queries import content as file_of
from lutra.law.annual_report import layout
from lutra.ledger import followers
from lutra.ledger.queries import entries
from lutra.letters.tests.reading import words
from lutra.statistics.annual import actions
from lutra.statistics.annual.content import sha256
from lutra.statistics.annual.drafting import draft
from lutra.statistics.annual.paper import pdf
from lutra.statistics.annual.queries import again, cases, is_unchanged, newest, standing
from lutra.statistics.errors import (
    Inconsistent,
    IssuedAlready,
    NotFailing,
    NothingIssued,
    ReportIncomplete,
    YearNotOver,
)
from lutra.statistics.models import Snapshot
from lutra.statistics.tests.conftest import NEW_YEAR
from lutra.testing.factories import file_request, government, officer
from lutra.testing.journeys import answered

pytestmark = pytest.mark.django_db

LATER = datetime(2021, 2, 1, 1, tzinfo=UTC)


def last_entry(house):
    return entries(house.government.pk).last()


def sent(house, snapshot, **changes):
    given = {
        "commission": "Komisi Informasi Sulawesi Selatan", "channel": "Diantar", "evidence": "Tanda terima 12",
        "sent_on": date(2021, 2, 1), "by": house.budi, "at": LATER,
    }  # fmt: skip
    return actions.send(snapshot, **{**given, **changes})


def test_an_issued_report_is_frozen_with_its_hash_and_the_end_of_the_book(house, in_time):
    answered(house.government, by=house.budi, on=in_time)
    house.typed()
    before = last_entry(house)
    snapshot = house.issue()
    assert (snapshot.version, snapshot.upto, snapshot.root) == (1, before.seq, before.hash)
    told = last_entry(house)
    assert (told.kind, told.data["sha256"]) == ("report.issued", snapshot.sha256)
    assert snapshot.sha256 == sha256(snapshot.content)


@pytest.mark.law("R05")
def test_the_entry_says_that_both_forms_are_published_each_in_its_class(house):
    house.typed()
    house.issue()
    assert last_entry(house).data["publish"] == [
        {"form": "summary", "class": "periodic"},
        {"form": "full", "class": "any_time"},
    ]


def test_counting_again_gives_the_same_hash_whatever_came_later(house, in_time):
    request = answered(house.government, by=house.budi, on=in_time, to=house.health)
    house.typed()
    snapshot = house.issue()
    file_request(house.government)
    house.typed(policy="Kata lain.")
    house.health.name = "Dinas Lain"
    house.health.save()
    assert is_unchanged(newest(house.government, 2020))
    assert sha256(again(newest(house.government, 2020))) == snapshot.sha256
    found = cases(house.government, snapshot.content, "received", body=house.health.pk)
    assert [one.pk for one in found] == [request.pk]


@pytest.mark.parametrize("tamper", ["content", "hash", "both"])
def test_a_report_that_somebody_changed_is_recognised(house, in_time, tamper):
    answered(house.government, by=house.budi, on=in_time)
    house.typed()
    snapshot = newest(house.government, house.issue().report.year)
    if tamper in {"content", "both"}:
        snapshot.content["overall"]["figures"]["received"] = 5
    if tamper in {"hash", "both"}:
        snapshot.sha256 = sha256(snapshot.content) if tamper == "both" else "0" * 64
    snapshot.save()
    assert not is_unchanged(newest(house.government, 2020))


def test_a_change_of_the_typed_words_alone_is_recognised(house):
    house.typed()
    house.issue()
    snapshot = newest(house.government, 2020)
    snapshot.content["typed"]["policy"] = "Dipalsukan."
    snapshot.sha256 = sha256(snapshot.content)
    snapshot.save()
    assert not is_unchanged(newest(house.government, 2020))  # only the book knows better


def test_a_correction_is_a_new_version_with_its_footnote(house):
    house.typed()
    first = house.issue()
    file_request(house.government)
    with pytest.raises(IssuedAlready):
        house.issue()
    second = house.issue(at=LATER, correction="Satu surat terlambat dicatat.")
    assert (second.version, last_entry(house).kind) == (2, "report.corrected")
    assert (
        first.content["overall"]["figures"]["received"],
        second.content["overall"]["figures"]["received"],
    ) == (0, 1)
    assert first.sha256 != second.sha256
    assert is_unchanged(newest(house.government, 2020))
    paper = words(pdf(house.government, second.content, is_full=True))
    assert "mengoreksi versi sebelumnya: Satu surat terlambat dicatat." in paper


def test_what_was_never_issued_cannot_be_corrected(house):
    with pytest.raises(NothingIssued):
        house.issue(correction="Salah.")


def test_a_year_that_runs_cannot_be_issued(house):
    house.typed()
    with pytest.raises(YearNotOver):
        house.issue(at=datetime(2020, 12, 31, 15, tzinfo=UTC))  # 23.00 in Masamba
    house.issue(at=datetime(2020, 12, 31, 16, tzinfo=UTC))  # midnight


def test_a_failing_rule_blocks_until_somebody_signs_for_it_and_is_printed(house, in_time):
    answered(house.government, by=house.budi, on=in_time)
    house.typed(spent=0)
    with pytest.raises(Inconsistent) as refusal:
        house.issue()
    assert [one.rule.id for one in refusal.value.failures] == ["staff_and_cost"]
    assert not Snapshot.objects.exists()
    made = actions.override(
        house.government, year=2020, rule="staff_and_cost", note="Dibiayai provinsi.", by=house.superior, at=NEW_YEAR
    )  # fmt: skip
    told = last_entry(house)
    assert (told.kind, told.actor, told.data["rule"]) == (
        "report.overridden",
        house.superior.ref,
        "staff_and_cost",
    )
    snapshot = house.issue()
    (note,) = snapshot.content["footnotes"]
    assert (note["note"], note["signature"]) == ("Dibiayai provinsi.", made.signature)
    for is_full in (True, False):
        paper = words(pdf(house.government, snapshot.content, is_full=is_full))
        assert "Dibiayai provinsi." in paper
        assert house.superior.label in paper


def test_a_signature_covers_the_faults_it_was_given_for_and_no_others(house, in_time):
    answered(house.government, by=house.budi, on=in_time)
    house.typed(spent=0)
    actions.override(
        house.government, year=2020, rule="staff_and_cost", note="Gratis.", by=house.budi, at=NEW_YEAR
    )
    house.typed(spent=0, staff=0)
    with pytest.raises(Inconsistent):
        house.issue()


def test_nobody_signs_for_a_rule_that_holds_or_without_a_reason(house):
    house.typed()
    with pytest.raises(NotFailing):
        actions.override(
            house.government, year=2020, rule="balance", note="Jaga-jaga.", by=house.budi, at=NEW_YEAR
        )
    with pytest.raises(ReportIncomplete):
        actions.override(house.government, year=2020, rule="balance", note=" ", by=house.budi, at=NEW_YEAR)


def test_blank_words_block(house):
    with pytest.raises(Inconsistent) as refusal:
        house.issue()
    assert [one.rule.id for one in refusal.value.failures] == ["nothing_blank"]


def test_last_year_is_read_from_what_was_published(house, in_time):
    first = datetime(2020, 1, 6, 1, tzinfo=UTC)
    actions.write(house.government, year=2019, typed={"policy": "x"}, by=house.budi, at=first)
    house.typed()
    typed = house.government.annual_reports.get(year=2020).typed
    actions.write(house.government, year=2019, typed=typed, by=house.budi, at=first)
    published = actions.issue(house.government, year=2019, by=house.budi, at=first)
    # A letter of December that was entered after that report went out: this year does not begin where that ended.
    file_request(
        house.government, by=house.desk, channel="letter", received_on=date(2019, 12, 30),
        at=datetime(2020, 1, 7, 1, tzinfo=UTC),
    )  # fmt: skip
    with pytest.raises(Inconsistent) as refusal:
        house.issue()
    assert [one.rule.id for one in refusal.value.failures] == ["comparison"]
    later = datetime(2021, 1, 5, 1, tzinfo=UTC)
    actions.issue(house.government, year=2019, by=house.budi, at=later, correction="Surat terlambat dicatat.")
    snapshot = house.issue(at=later)
    assert snapshot.content["previous"]["figures"]["closing"] == 1
    assert snapshot.content["previous"]["sha256"] != published.sha256


@pytest.mark.law("R03")
@pytest.mark.parametrize("is_full", [True, False])
@pytest.mark.parametrize("language", ["id", "en"])
def test_both_forms_have_the_six_headings_in_order(house, is_full, language):
    content = draft(house.government, 2020, drawn_on=NEW_YEAR.date()).content
    paper = words(pdf(house.government, content, is_full=is_full, language=language))
    places = [paper.index(f"{h.code}. {h.label.in_(language)}") for h in layout().headings]
    assert [h.code for h in layout().headings] == list("abcdef")
    assert places == sorted(places)


@pytest.mark.law("R11")
def test_the_part_on_disputes_shows_zero_in_an_empty_year(house):
    content = draft(house.government, 2020, drawn_on=NEW_YEAR.date()).content
    for is_full in (True, False):
        paper = words(pdf(house.government, content, is_full=is_full))
        assert "Didaftarkan Komisi Informasi 0" in paper
        assert "Gugatan diajukan 0" in paper
        assert "Keberatan diterima 0" in paper


@pytest.mark.parametrize("is_full", [True, False])
def test_both_forms_are_tagged_and_archival(house, in_time, tmp_path, is_full):
    answered(house.government, by=house.budi, on=in_time, to=house.health)
    file_request(house.government)
    content = draft(house.government, 2020, drawn_on=NEW_YEAR.date()).content
    path = tmp_path / "laporan.pdf"
    path.write_bytes(pdf(house.government, content, is_full=is_full))
    wrong = [found for found in validate(str(path)).findings if found.severity >= Severity.ERROR]
    assert wrong == []
    with pikepdf.open(path) as file, file.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")


def test_the_same_content_gives_the_same_pdf(house):
    content = draft(house.government, 2020, drawn_on=NEW_YEAR.date()).content
    assert pdf(house.government, content, is_full=True) == pdf(house.government, content, is_full=True)
    assert "Rancangan" in words(pdf(house.government, content, is_full=True))


def test_words_that_no_font_draws_and_markup_come_out_as_text(house):
    house.typed(policy="#let x = 1; *tebal* 漢字 \u202e")
    content = draft(house.government, 2020, drawn_on=NEW_YEAR.date()).content
    assert "#let x = 1; *tebal*" in words(pdf(house.government, content, is_full=True))


def test_the_worker_makes_both_files_once(house, in_time):
    answered(house.government, by=house.budi, on=in_time, to=house.health)
    house.typed()
    house.issue()
    followers.catch_up()
    snapshot = newest(house.government, 2020)
    assert words(file_of(snapshot.full)).count("Dinas dinkes") > 0
    assert "Dinas dinkes" not in words(file_of(snapshot.summary))
    assert sha256(snapshot.content)[:30] in words(file_of(snapshot.summary)).replace(" ", "")


@pytest.mark.law("R04")
def test_an_unsent_report_of_2025_is_overdue_on_1_april_2026(house):
    assert standing(house.government, 2025, on=date(2026, 3, 31)).due.due == date(2026, 3, 31)
    assert not standing(house.government, 2025, on=date(2026, 3, 31)).is_overdue
    assert standing(house.government, 2025, on=date(2026, 4, 1)).is_overdue


@pytest.mark.law("R04")
def test_proof_of_sending_ends_the_wait_and_is_in_the_book(house):
    house.typed()
    snapshot = house.issue()
    made = sent(house, snapshot, paper=("tanda-terima.pdf", b"%PDF-1.7\n%%EOF\n"))
    told = last_entry(house)
    assert (told.kind, told.data["sha256"], told.data["sent_on"]) == (
        "report.sent",
        snapshot.sha256,
        "2021-02-01",
    )
    assert told.data["file"] == made.paper.sha256
    stands = standing(house.government, 2020, on=date(2021, 7, 1))
    assert (stands.delivery, stands.is_overdue) == (made, False)


def test_sent_too_late_stays_late(house):
    house.typed()
    sent(house, house.issue(), sent_on=date(2021, 4, 1), at=datetime(2021, 4, 1, 3, tzinfo=UTC))
    assert standing(house.government, 2020, on=date(2021, 4, 2)).is_overdue


@pytest.mark.parametrize(
    ("field", "value"),
    [("commission", ""), ("channel", " "), ("evidence", ""), ("sent_on", None), ("sent_on", date(2021, 1, 3)),
     ("sent_on", date(2021, 2, 2))],
)  # fmt: skip
def test_sending_needs_its_proof(house, field, value):
    house.typed()
    snapshot = house.issue()
    with pytest.raises(ReportIncomplete) as refusal:
        sent(house, snapshot, **{field: value})
    assert set(refusal.value.problems) == {field}


def test_only_numbers_are_taken_where_numbers_belong(house):
    house.typed(staff="3", budget="Rp 15.000.000")
    assert house.government.annual_reports.get().typed["budget"] == 15_000_000
    for wrong in ("-1", "1,5", "tiga", "９９", "9" * 20):
        with pytest.raises(ReportIncomplete):
            house.typed(staff=wrong)
    assert house.government.annual_reports.get().typed["staff"] == 3


def test_the_same_words_again_make_no_entry(house):
    house.typed()
    before = last_entry(house).seq
    house.typed()
    assert last_entry(house).seq == before


def test_who_may_do_what(house):
    house.typed()
    for by in (house.desk, house.superior, house.citra, actors.applicant(house.government)):
        with pytest.raises(NotPermitted):
            actions.issue(house.government, year=2020, by=by, at=NEW_YEAR)
    for by in (house.desk, house.superior, house.citra):
        with pytest.raises(NotPermitted):
            actions.write(house.government, year=2020, typed={"policy": "x"}, by=by)
    for by in (house.desk, house.citra):
        with pytest.raises(NotPermitted):
            actions.override(house.government, year=2020, rule="balance", note="x", by=by, at=NEW_YEAR)
    snapshot = house.issue()
    for by in (house.superior, house.citra):
        with pytest.raises(NotPermitted):
            sent(house, snapshot, by=by)
    assert actions.issue(
        house.government, year=2020, by=actors.system(house.government.pk), at=LATER, correction="Ulang."
    )


def test_nobody_of_another_government_touches_it(house):
    there = government("73.17")
    neighbour = officer(there, "ppid_utama")
    with pytest.raises(NotPermitted):
        actions.write(house.government, year=2020, typed={"policy": "x"}, by=neighbour)
    with pytest.raises(NotPermitted):
        actions.issue(house.government, year=2020, by=actors.system(there.pk), at=NEW_YEAR)
