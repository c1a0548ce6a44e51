"""Requests of another register keep where they came from and get a number and a clock of their own (LAW Q23)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from lutra.catalogue.errors import UnreadableFile
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.ledger.queries import history
from lutra.requests import actions
from lutra.requests.importing import Outcome, carry_out, plan
from lutra.requests.models import Request
from lutra.testing.factories import ANI, QUESTION

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HEAD = "Sumber;Nomor Laporan;Tanggal;Nama Pelapor;NIK;Alamat;No HP;Email;Judul;Isi Laporan;Tujuan"
ROW = (
    "LAPOR;7651234;2026-11-20;Ani Rahmatiah;7322034107900001;Desa Laba;081234567890;ani@warga.example;"
    "Anggaran jalan Masamba;Mohon rincian anggaran jalan Masamba 2025.;Penelitian"
)


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows)).encode()


def imported(of: Government, content: bytes, **more: str) -> Outcome:
    return carry_out(of, content, by=actors.system(of.pk), at=NOW, **more)


@pytest.mark.law("Q23")
def test_an_imported_request_keeps_its_source_and_has_its_own_number_and_clock(
    luwu_utara: Government,
) -> None:
    done = imported(luwu_utara, csv(ROW))
    assert done.counts == {"rows": 1, "added": 1, "changed": 0, "unchanged": 0, "errors": 0}
    request = Request.objects.get()
    assert (request.source, request.source_id, request.channel) == ("LAPOR", "7651234", "lapor")
    assert request.reference == "0001/PPID/LUTRA/2026"
    assert (request.received_on, request.due_on) == (date(2026, 11, 20), date(2026, 12, 4))
    assert (request.stage, request.purpose, request.delivery_way) == ("filed", "Penelitian", "email")
    (entry,) = history(request.ledger_subject, government_id=luwu_utara.pk)
    assert (entry.data["source"], entry.data["source_id"], entry.actor) == ("LAPOR", "7651234", "system")
    assert request.applicant.identity.open()["name"] == "Ani Rahmatiah"


def test_a_row_without_a_number_gets_one_that_tells_nothing_of_who_asks(
    luwu_utara: Government, luwu: Government
) -> None:
    content = csv(ROW.replace("7651234", ""))
    ours, theirs = imported(luwu_utara, content), imported(luwu, content)
    (row,), (other,) = ours.rows, theirs.rows
    assert row.row.source_id != other.row.source_id, (
        "keyed by the government, and not a digest that can be tried"
    )
    assert imported(luwu_utara, content).counts["unchanged"] == 1


@pytest.mark.law("Q23")
def test_the_same_file_again_changes_nothing(luwu_utara: Government, luwu: Government) -> None:
    content = csv(ROW, ROW.replace("7651234", "7651235"))
    first, second = imported(luwu_utara, content), imported(luwu_utara, content)
    assert (first.counts["added"], second.counts["added"], second.counts["unchanged"]) == (2, 0, 2)
    assert [row.reference for row in first.rows] == [row.reference for row in second.rows]
    assert Request.objects.count() == 2
    assert imported(luwu, content).counts["added"] == 2  # the neighbour's is another


def test_without_a_source_number_the_row_itself_is_its_number(luwu_utara: Government) -> None:
    head, row = "Nama;Alamat;Telepon;Perihal", "Ani;Desa Laba;081234567890;Anggaran jalan"
    for _again in range(2):
        imported(luwu_utara, csv(row, head=head))
    request = Request.objects.get()
    assert request.source == "IMPOR"
    assert (request.stage, request.missing) == ("incomplete", ["nik", "details", "purpose"])


def test_a_dry_run_says_everything_and_writes_nothing(luwu_utara: Government) -> None:
    found = plan(luwu_utara, csv(ROW), by=actors.system(luwu_utara.pk), at=NOW)
    assert (found.counts["added"], found.rows[0].due) == (1, date(2026, 12, 4))
    assert not Request.objects.exists()


@pytest.mark.law("Q04", "Q05")
@pytest.mark.parametrize(
    ("changed", "column", "field"),
    [
        (("7322034107900001", "123"), "NIK", "nik"),
        (("Desa Laba", ""), "Alamat", "address"),
        (("2026-11-20", "kemarin"), "Tanggal", "received_on"),
        (("2026-11-20", "2027-01-04"), "Tanggal", "received_on"),
        (("2026-11-20", "2009-01-04"), "Tanggal", "received_on"),
        (("Anggaran jalan Masamba;", ";"), "Judul", "subject"),
        (("7651234", "9" * 81), "Nomor Laporan", "source_id"),
    ],
)
def test_a_wrong_row_is_named_in_both_languages_and_stops_no_other(
    luwu_utara: Government, changed: tuple[str, str], column: str, field: str
) -> None:
    done = imported(luwu_utara, csv(ROW.replace(*changed), ROW.replace("7651234", "7651299")))
    assert (done.counts["added"], done.counts["errors"]) == (1, 1)
    (fault,) = done.rows[0].faults
    assert (done.rows[0].row.number, fault.column, fault.code) == (2, column, field)
    assert fault.words["id"]
    assert fault.words["en"]
    assert "Ani" not in str(fault)


def test_a_number_that_stands_twice_is_a_fault(luwu_utara: Government) -> None:
    done = imported(luwu_utara, csv(ROW, ROW))
    assert (done.counts["added"], done.counts["errors"]) == (1, 1)
    assert "baris 2" in done.rows[1].faults[0].words["id"]


@pytest.mark.law("Q23")
def test_a_workbook_with_a_title_above_and_numbers_as_numbers(luwu_utara: Government) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Laporan SP4N-LAPOR! Kabupaten Luwu Utara"])
    sheet.append([])
    sheet.append(
        [
            "ID Laporan",
            "Tanggal Masuk",
            "Nama",
            "No. KTP",
            "Alamat",
            "Telp",
            "Judul",
            "Isi",
            "Cara penyampaian",
        ]
    )
    sheet.append(
        [
            7651240,
            datetime(2026, 11, 19),
            "Ani",
            "7322034107900001",
            "Desa Laba",
            81234567890,
            "Anggaran",
            "APBD",
            "Pos",
        ]
    )
    file = io.BytesIO()
    book.save(file)
    done = imported(luwu_utara, file.getvalue(), source="LAPOR")
    request = Request.objects.get()
    assert done.rows[0].row.number == 4
    assert (request.source, request.source_id, request.received_on) == (
        "LAPOR",
        "7651240",
        date(2026, 11, 19),
    )
    assert request.delivery_way == "post"


def test_the_order_of_columns_and_the_kind_of_date_do_not_matter(luwu_utara: Government) -> None:
    head = "Email,Informasi yang diminta,subject,Nama lengkap,Alamat,tanggal,Jenis pemohon,NIK,Saluran"
    row = "a@b.example,Anggaran jalan,Yang lain,Ani,Desa Laba,20/11/2026,Perorangan (WNI),7322034107900001,Surat"
    imported(luwu_utara, csv(row, head=head))
    request = Request.objects.get()
    assert (request.received_on, request.channel, request.subject) == (
        date(2026, 11, 20),
        "letter",
        "Anggaran jalan",
    )


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00\x00\x00", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused(luwu_utara: Government, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        imported(luwu_utara, content)


def test_a_file_without_known_headings_has_no_rows(luwu_utara: Government) -> None:
    assert imported(luwu_utara, b"a;b\n1;2\n").counts["rows"] == 0


def test_the_system_files_nothing_that_has_no_source(luwu_utara: Government, citra: Actor) -> None:
    by = actors.system(luwu_utara.pk)
    with pytest.raises(NotPermitted):
        actions.file(luwu_utara, by=by, channel="lapor", answers={**ANI, **QUESTION})
    with pytest.raises(NotPermitted):
        carry_out(luwu_utara, csv(ROW), by=citra, at=NOW)
