"""What the letters about an objection say: UU 14/2008 Pasal 35 to 37."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from pdfua import Severity, validate

from lutra.directory.models import Region
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.ledger.followers import catch_up, replay
from lutra.ledger.queries import verify
from lutra.letters import forms
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of, pdf, verification
from lutra.letters.tests.conftest import SILENT, Office
from lutra.letters.tests.reading import words
from lutra.objections import actions
from lutra.testing import factories


@pytest.mark.law("O12")
def test_a_receipt_holds_number_due_date_clause_ruler_code_and_what_comes_next(office: Office) -> None:
    request = office.ask()
    objection = office.object_to(request)
    letter = office.last(objection)
    said = words(letter)
    assert (letter.kind, letter.reference) == ("objection_receipt", "001/TB-KEB/G7322/2020")
    for fact in (
        objection.reference,
        request.reference,
        "paling lambat Kamis, 30 April 2020",
        "30 hari kerja sejak keberatan diterima (Pasal 36 ayat (2) UU 14/2008)",
        "Permintaan tidak ditanggapi (Pasal 35 ayat (1) huruf c UU 14/2008)",
        "25 Maret 2020 Hari Suci Nyepi",
        "secara musyawarah dengan berita acara (Pasal 35 ayat (2) UU 14/2008)",
        "Komisi Informasi Provinsi dalam 14 hari kerja",
        f"{objection.code[:4]}-{objection.code[4:8]}-{objection.code[8:]}",
        f"/k/{objection.code}/",
        factories.ANI["name"],
    ):
        assert fact in said, fact


def test_a_receipt_does_not_offer_a_settlement_of_a_refusal(office: Office) -> None:
    request = office.ask()
    office.answer(request, "refused")
    assert "musyawarah" not in words(office.last(office.object_to(request, grounds=["a"])))


@pytest.mark.law("O04")
def test_a_receipt_of_a_late_objection_says_so_and_that_it_is_registered(office: Office) -> None:
    request = office.ask()
    said = words(office.last(office.object_to(request, at=datetime(2020, 4, 30, 2, tzinfo=UTC))))
    assert "Hari terakhir mengajukan keberatan adalah Rabu, 29 April 2020" in said
    assert "tetap didaftarkan" in said


@pytest.mark.law("O11")
def test_a_receipt_of_a_spoken_objection_names_the_officer_who_wrote_it_down(office: Office) -> None:
    rahma = factories.officer(office.government, Role.DESK_OFFICER, name="Rahma")
    objection = office.object_to(office.ask(), by=rahma, channel="oral", is_oral=True)
    letter = office.last(objection)
    said = words(letter)
    assert letter.signer_name.startswith("Rahma")
    assert "disampaikan lisan dan ditulis oleh petugas" in said


@pytest.mark.law("O17")
def test_an_objection_without_a_request_has_its_receipt_too(office: Office) -> None:
    said = words(office.last(office.object_to(None)))
    assert "Laporan keuangan 2019" in said
    assert "Nomor permohonan" not in said


@pytest.mark.law("O14")
@pytest.mark.law("O15")
@pytest.mark.law("D02")
def test_the_answer_holds_decision_reasons_order_deadline_and_the_last_day_at_the_commission(
    office: Office,
) -> None:
    Region.objects.create(code="73", name="Sulawesi Selatan", kind="province")
    request = office.ask(at=datetime(2026, 3, 2, 2, tzinfo=UTC))
    objection = office.object_to(request, at=datetime(2026, 4, 13, 2, tzinfo=UTC))
    moment = datetime(2026, 6, 2, 2, tzinfo=UTC)
    office.reply(objection, "granted", at=moment, order_due_on=datetime(2026, 6, 9, tzinfo=UTC).date())
    letter = office.last(objection)
    said = words(letter)
    assert (letter.kind, letter.reference) == ("objection_reply", "001/TG-KEB/G7322/2026")
    for fact in (
        "Dikabulkan. Atasan PPID membenarkan keberatan ini",
        "Informasi itu terbuka.",
        "Berikan laporan itu.",
        "Dilaksanakan paling lambat Selasa, 9 Juni 2026",
        "Selasa, 23 Juni 2026 – 14 hari kerja setelah tanggapan ini Anda terima",
        "(Pasal 37 ayat (2) UU 14/2008)",
        "Komisi Informasi Provinsi Sulawesi Selatan",
        "Yang dibawa",
    ):
        assert fact in said, fact
    assert "terlambat" not in said


def test_the_answer_is_the_superiors_letter(office: Office) -> None:
    objection = office.object_to(office.ask())
    office.reply(objection, "upheld")
    letter = office.last(objection)
    assert letter.signer_name.startswith("Andi")
    assert letter.signer_title == "Atasan PPID"
    assert "Atasan Pejabat Pengelola Informasi dan Dokumentasi (Atasan PPID)" in words(letter)


@pytest.mark.law("O07")
def test_an_answer_that_upholds_gives_its_reasons_and_no_order(office: Office) -> None:
    objection = office.object_to(office.ask())
    office.reply(objection, "upheld", reason="Dokumen itu belum dikuasai.")
    said = words(office.last(objection))
    assert "Putusan PPID dikuatkan. " in said
    assert "Dokumen itu belum dikuasai. Alasan tertulis menurut Pasal 36 ayat (3) UU 14/2008." in said
    assert "Perintah" not in said


def test_a_late_answer_apologises(office: Office) -> None:
    objection = office.object_to(office.ask())
    office.reply(objection, "upheld", at=datetime(2020, 5, 5, 2, tzinfo=UTC))
    assert "terlambat 2 hari kerja" in words(office.last(objection))


@pytest.mark.law("O13")
def test_minutes_hold_what_was_agreed_and_room_for_both_signatures(office: Office) -> None:
    objection = office.object_to(office.ask(), grounds=["d"])
    actions.settle(
        objection, minutes="Data diserahkan hari ini.\nKeberatan dicabut.", by=office.andi, at=SILENT
    )
    letter = office.last(objection)
    said = words(letter)
    assert (letter.kind, letter.reference) == ("settlement", "001/BA-KEB/G7322/2020")
    assert "Pada Selasa, 17 Maret 2020" in said
    assert "Data diserahkan hari ini. Keberatan dicabut." in said
    assert said.count(factories.ANI["name"]) == 2
    assert letter.signer_name.startswith("Andi")


def _all_letters(office: Office, language: str) -> list[Letter]:
    request = office.ask(language=language)
    made = []
    for decision in ("granted", "partly", "upheld"):
        objection = office.object_to(request, language=language)
        office.reply(objection, decision)
        made.append(objection)
    settled = office.object_to(request, language=language, grounds=["d", "g"])
    actions.settle(settled, minutes="Sepakat.", by=office.andi, at=SILENT)
    catch_up()
    return [letter for objection in (*made, settled) for letter in letters_of(objection)]


@pytest.mark.parametrize("language", forms.LANGUAGES)
def test_every_letter_is_tagged_archival_and_cites_nothing_known_from_memory(
    office: Office, language: str, tmp_path: Path
) -> None:
    memory = [one for one in statute.clauses() if not one.printable]
    letters = _all_letters(office, language)
    assert {letter.kind for letter in letters} == {"objection_receipt", "objection_reply", "settlement"}
    cited = {
        clause
        for kind in {letter.kind for letter in letters}
        for clause in forms.template(kind, language).clauses
    }
    assert cited.isdisjoint({one.id for one in memory})
    for letter in letters:
        said = words(letter)
        assert ("Pasal" in said) == (language == "id")
        assert not re.search(r"PERKI|Commission Regulation", said)
        path = tmp_path / f"{letter.pk}.pdf"
        path.write_bytes(pdf(letter))
        assert [one for one in validate(str(path)).findings if one.severity >= Severity.ERROR] == []
        with pikepdf.open(path) as file:
            metadata = file.open_metadata()
            assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")


def test_what_people_wrote_is_printed_as_text(office: Office) -> None:
    hostile = '*tebal* #read("/etc/passwd") $x$ \\ <b> @rujuk'
    objection = office.object_to(
        office.ask(), answers={"purpose": hostile, "case_position": hostile}, grounds=["d"]
    )
    assert words(office.last(objection)).count('*tebal* #read("/etc/passwd")') == 2
    actions.settle(objection, minutes=hostile, by=office.andi, at=SILENT)
    assert '*tebal* #read("/etc/passwd") $x$' in words(office.last(objection))


def test_a_replay_makes_no_second_letter(office: Office) -> None:
    objection = office.object_to(office.ask())
    office.reply(objection, "upheld")
    before = [letter.pk for letter in office.letters(objection)]
    replay("letters", office.government.pk)
    assert [letter.pk for letter in office.letters(objection)] == before
    assert all(found.is_whole for found in verify(office.government.pk))


def test_the_letters_of_request_and_objection_are_kept_apart(office: Office) -> None:
    request = office.ask()
    objection = office.object_to(request)
    assert [letter.kind for letter in office.letters(request)] == ["receipt"]
    assert [letter.kind for letter in office.letters(objection)] == ["objection_receipt"]
    assert office.last(objection).case == objection


def test_a_letter_is_about_one_case(office: Office) -> None:
    request = office.ask()
    objection = office.object_to(request)
    letter = office.last(objection)
    for wrong in ({"request": request}, {"objection": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**wrong)


def test_the_page_that_checks_a_letter_names_no_person(office: Office) -> None:
    letter = office.last(office.object_to(None))
    found = verification(letter.code)
    assert found is not None
    assert found.kind == "objection_receipt"
    assert factories.ANI["name"] not in str(found)
