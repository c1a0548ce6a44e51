"""The legal register and its exports."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pypdfium2
import pytest
from django.db import DatabaseError, transaction
from pdfua import Severity, validate
from python_calamine import CalamineWorkbook

from lutra.directory import actors
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Identity
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.ledger.actions import record
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import entries
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.export.table import Heading, Table, harmless
from lutra.publishing.models import PublicRequest
from lutra.publishing.tables import public_table
from lutra.requests.models import Request
from lutra.statistics.actions import export_register
from lutra.statistics.errors import IdentityClosed, UnknownBook
from lutra.statistics.register import legal_table
from lutra.testing.factories import ANI, QUESTION, file_request, government, officer
from lutra.testing.journeys import answered

pytestmark = pytest.mark.django_db

DAY = date(2020, 3, 16)


@pytest.fixture
def there():
    return government()


@pytest.fixture
def budi(there):
    return officer(there, Role.PPID_UTAMA)


@pytest.fixture
def busy(there, budi):
    """A year with every outcome, words that spreadsheets would run, and marks that typesetters would."""
    answered(there, "granted", by=budi, on=DAY)
    answered(there, "partly", by=budi, on=DAY, subject='=HYPERLINK("http://contoh.id")', purpose="-2+3")
    answered(
        there,
        "refused",
        by=budi,
        on=DAY,
        details='Baris satu;\nbaris dua, "kutip" & <tag> #let $x$ *y* مرحبا',
    )
    answered(there, "not_held", by=budi, on=DAY, name="@Ani Rahmatiah", phone="+62 812 3456 7890")
    file_request(there)
    return there


def made(table, name):
    return b"".join(chunks(table, name))


def export(there, by, name="csv", **wanted):
    return export_register(there, by=by, **{"book": "requests", "year": 2020, "format": name, **wanted})


def csv_of(content, **options):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), **options))


@pytest.mark.law("R06")
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_header_is_the_fifteen_columns_of_the_law(there, budi, name):
    content = made(export(there, budi, name), name)
    header = (
        csv_of(content)[0]
        if name == "csv"
        else CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]
    )
    assert header == [column.header("id") for column in statute.register("request")]
    assert header == [
        "no",
        "tanggal",
        "nama",
        "alamat",
        "nomor kontak",
        "pekerjaan",
        "informasi diminta",
        "tujuan penggunaan",
        "status (di bawah penguasaan ya/tidak; belum didokumentasikan)",
        "bentuk dikuasai (softcopy/hardcopy)",
        "jenis permintaan (melihat/mengetahui; meminta salinan)",
        "keputusan",
        "alasan penolakan",
        "hari & tanggal (pemberitahuan tertulis; pemberian informasi)",
        "biaya & cara pembayaran",
    ]


def test_a_row_says_what_the_law_asks(there, budi):
    request = answered(there, "refused", by=budi, on=DAY)
    [row] = csv_of(made(export(there, budi), "csv"))[1:]
    assert row == [
        request.reference,
        "2020-03-02",
        ANI["name"],
        ANI["address"],
        f"{ANI['phone']}; {ANI['email']}",
        ANI["occupation"],
        f"{QUESTION['subject']}\n{QUESTION['details']}",
        QUESTION["purpose"],
        "Di bawah penguasaan kami",
        "",
        "Mendapatkan salinan",
        "Ditolak",
        "Pasal 17 huruf h angka 2 UU 14/2008: Riwayat kesehatan adalah rahasia pribadi.",
        "pemberitahuan tertulis: Senin, 16 Maret 2020",
        "",
    ]


def test_outcomes_holdings_and_costs_are_told_apart(busy, budi):
    rows = csv_of(made(export(busy, budi), "csv"))[1:]
    assert [row[11] for row in rows] == [
        "Diberikan",
        "Diberikan sebagian",
        "Ditolak",
        "Tidak dikuasai (Pemerintah Provinsi Sulawesi Selatan)",
        "",
    ]
    assert [row[14] for row in rows] == ["Rp0", "Rp0", "", "", ""]
    assert rows[1][12].startswith("Nama pasien: Pasal 17 huruf h angka 2 UU 14/2008")
    assert rows[3][8] == "Tidak di bawah penguasaan kami"


@pytest.mark.parametrize("name", ["csv", "csv-excel", "xlsx", "json"])
def test_an_export_parsed_back_equals_the_database(busy, budi, name):
    expected = [
        [harmless(cell) if "csv" in name else cell for cell in row]
        for row in legal_table(busy, book="requests", year=2020).rows
    ]
    assert len(expected) == Request.objects.count() == 5
    content = made(export(busy, budi, name), name)
    if name == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    elif name == "json":
        rows = [list(row.values()) for row in json.loads(content)]
    else:
        rows = csv_of(content, delimiter=";" if name == "csv-excel" else ",")[1:]
    assert rows == expected
    for row, request in zip(rows, Request.objects.order_by("number"), strict=True):
        assert row[0] == request.reference
        assert request.purpose in row[7]


def test_no_cell_of_a_csv_begins_a_formula(busy, budi):
    for name, delimiter in (("csv", ","), ("csv-excel", ";")):
        for row in csv_of(made(export(busy, budi, name), name), delimiter=delimiter):
            assert [cell for cell in row if cell.lstrip()[:1] in set("=+-@＝＋－＠") and cell] == []


def test_excel_with_indonesian_settings_gets_a_mark_and_semicolons(busy, budi):
    content = made(export(busy, budi, "csv-excel"), "csv-excel")
    assert content.startswith(b"\xef\xbb\xbfno;tanggal;")
    assert not made(export(busy, budi), "csv").startswith(b"\xef\xbb\xbf")


def test_a_text_in_a_sheet_is_never_a_formula_a_link_or_a_number(there):
    table = Table(
        "x", [Heading("a", "a")], [["=1+1"], ["http://contoh.id"], ["0812"], [7], [None], ["x" * 40_000]]
    )
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(made(table, "xlsx"))).get_sheet_by_index(0).to_python()[1:]
    )
    assert [row[0] for row in rows[:5]] == ["=1+1", "http://contoh.id", "0812", 7, ""]
    assert rows[5][0].endswith(" […]")


def test_the_pdf_is_tagged_has_its_header_on_every_page_and_page_numbers(busy, budi, tmp_path):
    for _ in range(25):
        file_request(busy)
    content = made(export(busy, budi, "pdf"), "pdf")
    with pypdfium2.PdfDocument(content) as pdf:
        assert len(pdf) > 1
        width, height = pdf[0].get_size()
        assert width > height
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage().get_text_range()
            assert "informasi diminta" in text
            assert f"Halaman {number} / {len(pdf)}" in text
        whole = "".join(page.get_textpage().get_text_range() for page in pdf)
        # Lines and long words are broken in narrow columns.
        assert "#let$x$*y*" in re.sub(r"[\s\u00ad\u200b\ufffe]", "", whole)
    assert b"/MarkInfo" in content
    file = tmp_path / "register.pdf"
    file.write_bytes(content)
    assert [found for found in validate(file).findings if found.severity is Severity.ERROR] == []


def test_an_empty_pdf_says_that_there_is_nothing(there, budi):
    with pypdfium2.PdfDocument(made(export(there, budi, "pdf", book="objections"), "pdf")) as pdf:
        assert "Tidak ada catatan" in pdf[0].get_textpage().get_text_range()


def test_an_export_is_entered_in_the_book_without_anybodys_identity(busy, budi):
    export(busy, budi, "xlsx")
    entry = entries(busy.pk, kinds=["register.exported"]).get()
    assert entry.subject == ("register", 2020)
    assert entry.actor == budi.ref
    assert entry.data == {"book": "requests", "year": 2020, "format": "xlsx", "rows": 5}


def test_an_export_that_cannot_be_entered_does_not_happen(busy, budi, monkeypatch):
    def fail(**_):
        raise DatabaseError("full")

    monkeypatch.setattr("lutra.statistics.actions.ledger.record", fail)
    with pytest.raises(DatabaseError):
        export(busy, budi)


def test_citra_may_not_export_the_legal_register(busy):
    elsewhere = government("73.24")
    for citra in (
        officer(busy, Role.PPID_PELAKSANA, name="Citra"),
        officer(busy, Role.LEADER, name="Citra"),
        officer(elsewhere, Role.PPID_UTAMA, name="Citra"),
        actors.applicant(busy),
        actors.clock(busy.pk),
        actors.system(elsewhere.pk),
    ):
        with pytest.raises(NotPermitted):
            export(busy, citra)
    assert not entries(busy.pk, kinds=["register.exported"]).exists()


def test_only_the_year_and_the_government_asked_for_are_exported(busy, budi):
    other = government("73.24")
    file_request(other)
    assert len(csv_of(made(export(busy, budi, year=2019), "csv"))) == 1
    assert len(csv_of(made(export(other, officer(other, Role.PPID_UTAMA)), "csv"))) == 2


def test_an_unknown_book_or_format_is_refused(there, budi):
    with pytest.raises(UnknownBook):
        export(there, budi, book="secrets")
    with pytest.raises(KeyError):
        export(there, budi, "docx")
    assert not entries(there.pk, kinds=["register.exported"]).exists()


def test_an_identity_that_cannot_be_opened_stops_the_register(busy, budi):
    Identity.objects.update(sealed=b"broken")
    with pytest.raises(IdentityClosed, match="LUTRA_IDENTITY_KEYS"):
        made(export(busy, budi), "csv")


@pytest.mark.law("R07")
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_public_register_names_nobody_in_any_format(busy, settings, name):
    settings.LUTRA_FOLLOWERS = ["lutra.publishing.followers.register"]
    catch_up()
    content = made(public_table(busy, year=2020), name)
    if name == "xlsx":
        text = repr(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
    elif name == "pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            text = "".join(page.get_textpage().get_text_range() for page in pdf)
    else:
        text = content.decode()
    assert QUESTION["subject"].split()[0] in text
    canaries = [value for key, value in ANI.items() if key != "applicant_kind"]
    canaries += ["Rahmatiah", "Lolongan", QUESTION["details"], QUESTION["purpose"], "baris dua", "3456"]
    assert [canary for canary in canaries if canary in text] == []
    if name == "json":
        rows = json.loads(content)
        assert len(rows) == PublicRequest.objects.count() == 5
        assert not {"nama", "nik", "alamat", "telepon", "name", "address", "phone", "email"} & set(rows[0])


@pytest.mark.law("R08")
def test_what_the_register_stands_on_can_be_neither_changed_nor_removed(there):
    with transaction.atomic():
        record(
            government_id=there.pk,
            kind="request.filed",
            subject=("request", 1),
            by=actors.system(there.pk),
            data={},
        )
    for change in (lambda found: found.update(kind="request.closed"), lambda found: found.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(entries(there.pk).order_by())
