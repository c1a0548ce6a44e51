"""Importing many items from one file: messy in every way that people make files, exact in what is wrong."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.catalogue.errors import ImportNotNow, UnreadableFile
from lutra.catalogue.importing import sheets
from lutra.catalogue.importing.planning import Plan, plan
from lutra.catalogue.importing.runs import do_import, items_of, keep_file, preview, undo_import
from lutra.catalogue.items.deeds import change_item, restore_item, withdraw_item
from lutra.catalogue.items.form import form_of
from lutra.catalogue.models import ImportRun, Item
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.documents.models import Document
from lutra.documents.queries import content as bytes_of
from lutra.ledger.queries import history
from lutra.testing import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2026, 3, 2)
HEAD = ["No", "Ringkasan Isi Informasi", "Jenis Informasi", "OPD", "Waktu Pembuatan", "Retensi", "Tautan"]
LRA = [1, "LRA 2025", "Berkala", "Dinas Kesehatan", "31 Desember 2025", "5 tahun", ""]


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return people.body(lutra, "dinkes", name="Dinas Kesehatan", short_name="Dinkes")


@pytest.fixture
def disdik(lutra: Government) -> PublicBody:
    return people.body(lutra, "disdik", name="Dinas Pendidikan dan Kebudayaan", short_name="Disdikbud")


def csv(*rows: Sequence[object], separator: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(separator.join(str(cell) for cell in row) for row in rows).encode(encoding)


def xlsx(
    pages: dict[str, Sequence[Sequence[Any]]], *, merge: dict[str, Sequence[str]] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in pages.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        for cells in (merge or {}).get(title, ()):
            page.merge_cells(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def planned(of: Government, content: bytes, **given: Any) -> Plan:
    return plan(of, content, by=given.pop("by", actors.system(of.pk)), on=DAY, **given)


def imported(of: Government, content: bytes, *, by: Actor | None = None, **given: Any) -> ImportRun:
    who = by or actors.system(of.pk)
    return do_import(
        keep_file(of, name="dip.csv", content=content, by=who, at=AT, **given), by=who, at=AT
    ).run


def faults(found: Plan) -> list[tuple[int, str, str]]:
    return [(row.read.row, one.code, one.cell) for row in found.rows for one in row.read.errors]


def fields(found: Plan) -> list[dict[str, Any]]:
    assert faults(found) == []
    return [row.read.fields for row in found.rows]


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.usefixtures("dinkes")
def test_text_is_read_whatever_its_separator_and_encoding(
    lutra: Government, separator: str, encoding: str
) -> None:
    title = "Café – laporan gizi 2025"
    found = planned(lutra, csv(HEAD, [1, title, *LRA[2:]], separator=separator, encoding=encoding))
    assert fields(found) == [
        {
            "title": title,
            "kind": "periodic",
            "made_on": date(2025, 12, 31),
            "retention": "5 tahun",
        }
    ]


@pytest.mark.usefixtures("dinkes")
def test_lines_in_two_encodings_are_read_in_one_file(lutra: Government) -> None:
    content = (
        csv(HEAD, [1, "Gizi – utama", *LRA[2:]]) + b"\r\n" + csv([2, "Café", *LRA[2:]], encoding="cp1252")
    )
    assert [row["title"] for row in fields(planned(lutra, content))] == ["Gizi – utama", "Café"]


@pytest.mark.usefixtures("dinkes")
def test_the_headings_may_stand_anywhere_among_the_first_rows(lutra: Government) -> None:
    found = planned(
        lutra,
        xlsx(
            {
                "Sheet1": [
                    ["DAFTAR INFORMASI PUBLIK"],
                    ["KABUPATEN LUWU UTARA TAHUN 2025"],
                    [],
                    ["", *HEAD],
                    ["", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
                    ["", *LRA],
                    [],
                    ["", *HEAD],
                    ["", 2, "  Neraca   2025 ", *LRA[2:]],
                    ["", "", "Jumlah", 2],
                    ["", "", "", "", "", "Masamba, 5 Januari 2026"],
                    ["", "", "", "", "", "NIP. 1970"],
                ]
            }
        ),
    )
    assert [(row.read.row, row.read.fields["title"]) for row in found.rows] == [
        (6, "LRA 2025"),
        (9, "Neraca 2025"),
    ]
    assert len(found.file.notes) == 3
    assert found.file.tables[0].header_row == 4


@pytest.mark.usefixtures("dinkes", "disdik")
def test_each_body_may_have_its_own_sheet(lutra: Government) -> None:
    head, row = ["Judul Informasi", "Klasifikasi"], ["Renja 2026", "setiap saat"]
    found = planned(
        lutra,
        xlsx(
            {
                "Dinkes": [head, row],
                "Dinas Pendidikan & Kebudayaan": [head, row],
                "Catatan": [["Disusun oleh sekretariat"]],
            }
        ),
    )
    assert [row.read.body.slug for row in found.rows if row.read.body] == ["dinkes", "disdik"]
    assert [note.faults[0].code for note in found.file.notes] == ["sheet_without_table"]


@pytest.mark.usefixtures("dinkes", "disdik")
def test_lines_between_the_rows_name_class_and_body_of_what_follows(lutra: Government) -> None:
    found = planned(
        lutra,
        xlsx(
            {
                "DIP": [
                    ["No", "Judul Informasi", "Bentuk", "Retensi"],
                    ["DINAS KESEHATAN"],
                    ["A.", "INFORMASI YANG WAJIB DISEDIAKAN DAN DIUMUMKAN SECARA BERKALA"],
                    [1, "LRA 2025", "Softcopy", 5],
                    ["B. Informasi Serta-Merta"],
                    [1, "Peringatan DBD", "Hard copy dan Soft copy", "2 tahun"],
                    ["DINAS PENDIDIKAN DAN KEBUDAYAAN"],
                    ["C. INFORMASI SETIAP SAAT"],
                    [1, "Daftar sekolah", "cetak; daring", "permanen"],
                ]
            },
            merge={"DIP": ["A2:D2", "B3:D3"]},
        ),
    )
    assert [
        (row.read.body.slug, row.read.fields["kind"], row.read.fields["forms"], row.read.fields["retention"])
        for row in found.rows
        if row.read.body
    ] == [
        ("dinkes", "periodic", ("softcopy",), "5 tahun"),
        ("dinkes", "immediate", ("softcopy", "hardcopy"), "2 tahun"),
        ("disdik", "any_time", ("hardcopy", "online"), "permanen"),
    ]


@pytest.mark.usefixtures("dinkes")
def test_two_lines_of_headings_with_ticks_below_them(lutra: Government) -> None:
    found = planned(
        lutra,
        xlsx(
            {
                "Dinkes": [
                    ["No", "Informasi", "Jenis Informasi", None, None, "Bentuk Informasi", None, "Tahun"],
                    [None, None, "Berkala", "Serta Merta", "Setiap Saat", "Hardcopy", "Softcopy", None],
                    [1, "LRA", "√", None, None, "v", "v", 2025],
                    [2, "SOP", "-", "", "x", None, "√", 2024.0],
                ]
            },
            merge={"Dinkes": ["A1:A2", "B1:B2", "C1:E1", "F1:G1", "H1:H2"]},
        ),
    )
    assert [(row["title"], row["kind"], row["forms"], row["period_from"].year) for row in fields(found)] == [
        ("LRA", "periodic", ("softcopy", "hardcopy"), 2025),
        ("SOP", "any_time", ("softcopy",), 2024),
    ]


@pytest.mark.usefixtures("dinkes", "disdik")
def test_a_merged_cell_speaks_for_all_its_rows(lutra: Government) -> None:
    rows: list[list[object]] = [["OPD", "Judul", "Jenis"]]
    rows += [["Dinkes", "A 2025", "Berkala"], [None, "B 2025", None], ["Disdikbud", "C 2025", "Setiap saat"]]
    found = planned(lutra, xlsx({"S": rows}, merge={"S": ["A2:A3", "C2:C3"]}))
    assert [(row.read.body.slug, row.read.fields["kind"]) for row in found.rows if row.read.body] == [
        ("dinkes", "periodic"),
        ("dinkes", "periodic"),
        ("disdik", "any_time"),
    ]


@pytest.mark.usefixtures("dinkes")
def test_headings_within_the_table_are_no_items_and_short_titles_are(lutra: Government) -> None:
    head = ["No", "Judul", "Jenis", "Retensi", "Tempat"]
    rows = [["A", "Informasi tentang profil"], [1, "Profil", "Berkala", "5 tahun", "Masamba"]]
    found = planned(lutra, xlsx({"Dinkes": [head, *rows]}))
    assert [row.read.fields["title"] for row in found.rows] == ["Profil"]
    assert [note.faults[0].code for note in found.file.notes] == ["line_ignored"]
    short = planned(lutra, csv(["Judul", "Jenis", "OPD"], ["A", "berkala", "Dinkes"]))
    assert fields(short) == [{"title": "A", "kind": "periodic"}]


@pytest.mark.usefixtures("dinkes")
def test_a_sum_below_columns_of_ticks_is_no_item(lutra: Government) -> None:
    head = ["No", "Judul", "OPD", "Berkala", "Setiap saat", "Softcopy"]
    rows = [[1, "Profil", "Dinkes", "v", "", "v"], ["", "JUMLAH", "", 1, 0, "1"]]
    found = planned(lutra, xlsx({"DIP": [head, *rows]}))
    assert [row["title"] for row in fields(found)] == ["Profil"]
    (note,) = found.file.notes
    assert (note.row, note.faults[0].code, note.faults[0].value) == (3, "line_ignored", "JUMLAH 1 0 1")


def _pressed_and_hidden() -> bytes:
    """Two titles, one of them pressed to open a document; "Unduh" twice; a hidden row and a hidden column."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Judul", "Jenis", "OPD", "Retensi", "Tautan"])
    page.append(["Renstra", "Berkala", "Dinkes", "5 tahun", "Unduh"])
    page.append(["Renja", "Berkala", "Dinkes", "5 tahun", '=HYPERLINK("https://contoh.id/renja", "Lihat")'])
    page.append(["LKIP", "Berkala", "Dinkes", "5 tahun", ""])
    page.append(["Catatan dalam", "Berkala", "Dinkes", "5 tahun", ""])
    page["E2"].hyperlink = "https://contoh.id/renstra"
    page["A4"].hyperlink = "https://contoh.id/lkip"
    page["A3"].hyperlink = "mailto:budi@contoh.id"
    page.row_dimensions[5].hidden = True
    page.column_dimensions["D"].hidden = True
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.usefixtures("dinkes")
def test_an_address_behind_a_cell_is_its_link(lutra: Government) -> None:
    found = planned(lutra, _pressed_and_hidden())
    assert faults(found) == []
    assert [row.read.links for row in found.rows] == [
        ("https://contoh.id/renstra",),
        ("https://contoh.id/renja",),
        ("https://contoh.id/lkip",),
    ]


@pytest.mark.usefixtures("dinkes")
def test_a_hidden_row_stays_out_and_a_hidden_column_is_told(lutra: Government) -> None:
    found = planned(lutra, _pressed_and_hidden())
    assert [row.read.fields["title"] for row in found.rows] == ["Renstra", "Renja", "LKIP"]
    notes = [(note.row, note.faults[0].code, note.faults[0].value) for note in found.file.notes]
    assert notes == [
        (1, "columns_hidden", "Retensi"),
        (5, "row_hidden", "Catatan dalam Berkala Dinkes 5 tahun"),
    ]


def test_a_short_table_without_bodies_says_so(lutra: Government) -> None:
    assert faults(planned(lutra, csv(["Judul", "Jenis"], ["A", "berkala"]))) == [(2, "body_missing", "")]


@pytest.mark.usefixtures("dinkes")
def test_a_year_of_five_digits_is_no_year(lutra: Government) -> None:
    found = planned(lutra, csv(["Judul", "Jenis", "OPD", "Tahun"], ["A", "berkala", "Dinkes", "20255"]))
    assert faults(found) == [(2, "year_unknown", "D2")]


@pytest.mark.usefixtures("dinkes")
def test_a_gap_in_a_full_column_is_a_gap(lutra: Government) -> None:
    found = planned(
        lutra, csv(HEAD, LRA, [2, "Neraca 2025", "", "Dinkes", "", "", ""], [3, "CALK 2025", *LRA[2:]])
    )
    assert faults(found) == [(3, "kind_missing", "C3")]


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("31 Agustus 2025", date(2025, 8, 31)),
        ("Senin, 31-Agt-2025", date(2025, 8, 31)),
        ("31/08/2025", date(2025, 8, 31)),
        ("31.8.25", date(2025, 8, 31)),
        ("2025-08-31", date(2025, 8, 31)),
        ("08/31/2025", date(2025, 8, 31)),
        ("45900", date(2025, 8, 31)),
        (45900, date(2025, 8, 31)),
        (datetime(2025, 8, 31), date(2025, 8, 31)),  # as a spreadsheet has it
        ("Agustus 2025", "Agustus 2025"),
        ("08/2025", "08/2025"),
        ("Triwulan III 2025", "Triwulan III 2025"),
        ("Jan – Jun 2025", "Jan – Jun 2025"),
        ("2021-2026", "2021-2026"),
        (2025, "2025"),
        ("TA 2025", "TA 2025"),
        ("Setiap bulan", "Setiap bulan"),
        ("Tgl. 31 Agustus 2025 pukul 10.00 WITA", date(2025, 8, 31)),
        ("1 s.d. 31 Agustus 2025", "1 s.d. 31 Agustus 2025"),
        ("TA 2025/2026", "TA 2025/2026"),
        ("Minggu ke-2 Agustus 2025", "Minggu ke-2 Agustus 2025"),
    ],
)
@pytest.mark.usefixtures("dinkes")
def test_times_are_read_in_all_their_spellings(lutra: Government, written: object, made: object) -> None:
    (row,) = fields(planned(lutra, xlsx({"S": [HEAD, [*LRA[:4], written, "5 tahun", ""]]})))
    assert (row.get("made_on") or row["made_when"]) == made


@pytest.mark.parametrize(
    ("cell", "time", "place"),
    [
        ("Januari 2025, Masamba", "Januari 2025", "Masamba"),
        ("Masamba, 5 Januari 2025", date(2025, 1, 5), "Masamba"),
        ("2025 di Masamba", "2025", "Masamba"),
        ("Masamba / Tahun 2025", "Tahun 2025", "Masamba"),
        ("Masamba, tanggal 5 Januari 2025", date(2025, 1, 5), "Masamba"),
    ],
)
@pytest.mark.usefixtures("dinkes")
def test_time_and_place_of_one_cell_are_told_apart(
    lutra: Government, cell: str, time: object, place: str
) -> None:
    head = ["Judul", "Jenis", "OPD", "Waktu dan Tempat Pembuatan Informasi"]
    (row,) = fields(planned(lutra, csv(head, ["Profil", "berkala", "Dinkes", cell])))
    assert (row.get("made_on") or row["made_when"], row["made_at"]) == (time, place)


@pytest.mark.usefixtures("dinkes")
def test_a_day_in_words_is_no_place(lutra: Government) -> None:
    head = ["Judul", "Jenis", "OPD", "Waktu dan Tempat Pembuatan"]
    found = planned(lutra, csv(head, ["Profil", "berkala", "Dinkes", "tujuh belas Agustus 2025"]))
    assert faults(found) == [(2, "date_unknown", "D2")]


@pytest.mark.parametrize(
    "name",
    [
        "DINAS KESEHATAN",
        "dinkes",
        "Dinas Kesehatan Kab. Luwu Utara",
        "Dinas Kesehtan",
        "Bidang P2P, Dinas Kesehatan",
    ],
)
@pytest.mark.usefixtures("dinkes", "disdik")
def test_a_body_is_found_by_what_people_call_it(lutra: Government, name: str) -> None:
    lutra.short_name = "Luwu Utara"
    lutra.save()
    found = planned(lutra, csv(["Judul", "Jenis", "OPD"], ["Profil", "berkala", name], separator="\t"))
    assert [row.read.body.slug for row in found.rows if row.read.body] == ["dinkes"]
    assert faults(found) == []


@pytest.mark.parametrize(
    "name", ["Dinas Pekerjaan Umum, Tata Ruang, dan Permukiman", "Badan Penanggulangan Bencana Daerah"]
)
def test_the_body_behind_a_unit_is_found_for_certain(lutra: Government, name: str) -> None:
    owner = people.body(lutra, "pu", name=name, short_name="PU")
    head = ["Judul", "Jenis", "Pejabat/Unit/Satker yang Menguasai"]
    found = planned(lutra, csv(head, ["Profil", "berkala", f"Subbagian Umum, {name}"]))
    assert faults(found) == []
    assert [(row.read.body, row.read.fields["holder"]) for row in found.rows] == [(owner, "Subbagian Umum")]


def test_a_name_that_fits_two_bodies_is_asked_back(lutra: Government) -> None:
    for slug, parent in (("benteng-1", "malangke"), ("benteng-2", "mappedeceng")):
        above = people.body(lutra, parent, name=f"Kecamatan {parent.title()}")
        people.body(lutra, slug, name="Desa Benteng", short_name="Benteng", parent=above)
    found = planned(
        lutra,
        csv(
            ["Judul", "Jenis", "OPD"],
            ["APBDes", "berkala", "Desa Benteng"],
            ["APBDes", "berkala", "Desa Benteng Kecamatan Malangke"],
        ),
    )
    assert faults(found) == [(2, "body_ambiguous", "C2")]
    assert [row.read.body.slug for row in found.rows if row.read.body] == ["benteng-1"]


@pytest.mark.usefixtures("dinkes")
def test_every_fault_has_its_place_its_value_and_what_to_do_in_both_languages(lutra: Government) -> None:
    found = planned(
        lutra,
        csv(
            [*HEAD, "Bentuk", "Tahun"],
            [1, "", "berkala", "Dinkes", "", "", "", "", ""],
            [2, "A", "kadang kadang", "Dinkes", "", "", "", "", ""],
            [3, "B", "dikecualikan", "Dinkes", "", "", "", "", ""],
            [4, "C", "berkala", "Dinas Antariksa", "", "", "", "", ""],
            [5, "D", "berkala", "", "", "", "", "", ""],
            [6, "E", "berkala", "Dinkes", "31 Februari 2025", "", "", "", ""],
            [7, "F", "berkala", "Dinkes", "bukan tanggal", "", "", "", ""],
            [8, "G", "berkala", "Dinkes", "1 Januari 1870", "", "", "", ""],
            [9, "H", "berkala", "Dinkes", "", "", "bukan tautan", "", ""],
            [10, "I", "berkala", "Dinkes", "", "", "", "daun lontar", ""],
            [11, "J", "berkala", "Dinkes", "", "", "", "", "dua ribu"],
            [12, "K" * 301, "berkala", "Dinkes", "", "", "", "", ""],
            [13, "Data NIK 7322034107900001", "berkala", "Dinkes", "", "", "", "", ""],
        ),
    )
    assert faults(found) == [
        (2, "title_missing", "B2"),
        (3, "kind_unknown", "C3"),
        (4, "exempt", "C4"),
        (5, "body_unknown", "D5"),
        (6, "body_missing", "D6"),
        (7, "date_impossible", "E7"),
        (8, "date_unknown", "E8"),
        (9, "date_out_of_range", "E9"),
        (10, "link_unknown", "G10"),
        (11, "form_unknown", "H11"),
        (12, "year_unknown", "I12"),
        (13, "title_too_long", "B13"),
        (14, "personal", "B14"),
    ]
    date_fault = found.rows[5].read.errors[0].as_json()
    assert date_fault == {
        "code": "date_impossible",
        "field": "made_when",
        "column": "Waktu Pembuatan",
        "cell": "E7",
        "value": "31 Februari 2025",
        "message_id": "Tanggal “31 Februari 2025” tidak ada dalam kalender.",
        "message_en": "The date “31 Februari 2025” does not exist in the calendar.",
        "action_id": "Periksa hari dan bulannya; tulis sebagai hari/bulan/tahun.",
        "action_en": "Check day and month; write day/month/year.",
    }
    assert all(one.id and one.en and one.do_id and one.do_en for row in found.rows for one in row.read.errors)
    assert "7322034107900001" not in str([row.read.errors for row in found.rows])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "kosong"),
        (b"  \r\n ", "kosong"),
        (b"PK\x03\x04rusak", "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rusak", "rusak"),
        (b"%PDF-1.7 \x01\x02\x03\x04\x05\x06", "bukan tabel"),
        (b"satu;dua\r\ntiga;empat", "judul kolom"),
        (b"Judul;Jenis;OPD\r\n", "satu butir pun"),
    ],
)
def test_a_file_that_is_no_list_says_why(lutra: Government, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile, match=code) as refusal:
        planned(lutra, content)
    assert refusal.value.english


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<table>", b"Judul;Jenis;OPD\n"):
        with contextlib.suppress(UnreadableFile):
            sheets.read(head + content)


@pytest.mark.usefixtures("dinkes")
def test_a_web_page_that_calls_itself_a_spreadsheet_is_read(lutra: Government) -> None:
    page = (
        "<html><table><tr><th>Judul</th><th>Jenis</th><th>OPD</th></tr>"
        "<tr><td>Profil</td><td>Berkala</td><td>Dinkes</td></tr></table></html>"
    )
    assert [row["title"] for row in fields(planned(lutra, page.encode()))] == ["Profil"]


@pytest.mark.usefixtures("dinkes")
def test_the_class_column_may_be_the_name_of_the_information(lutra: Government) -> None:
    head = ["No", "Jenis Informasi", "Ringkasan Isi Informasi", "Klasifikasi", "OPD"]
    rows = [[i, f"Laporan {i}", f"Isi {i}", "berkala", "Dinkes"] for i in range(1, 6)]
    found = planned(lutra, csv(head, *rows))
    assert fields(found)[0] == {"title": "Laporan 1", "summary": "Isi 1", "kind": "periodic"}


# --- doing -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("dinkes")
def test_an_import_lists_its_right_rows_and_leaves_the_wrong_ones_out(lutra: Government) -> None:
    run = imported(lutra, csv(HEAD, [*LRA[:6], "www.x.example/a.pdf"], [2, "", *LRA[2:]]))
    item = Item.objects.get()
    assert (item.number, item.title, item.is_public, item.source) == (1, "LRA 2025", True, "imported")
    assert (item.updated_on, item.next_due) == (DAY, date(2026, 9, 2))
    assert [file.url for file in item.files.all()] == ["https://www.x.example/a.pdf"]
    assert (run.state, run.counts["added"], run.counts["error"]) == ("done", 1, 1)
    entry = history(("import", run.pk), government_id=lutra.pk).get()
    assert (entry.kind, entry.data["numbers"]) == ("items.imported", [1])
    assert list(items_of(run)) == [item]


@pytest.mark.usefixtures("dinkes", "disdik")
def test_the_same_file_again_changes_nothing(lutra: Government) -> None:
    content = xlsx(
        {
            "S": [
                HEAD,
                [*LRA[:6], "https://x.example/a.pdf"],
                [2, "Data stunting", "Setiap saat", "disdikbud", "Triwulan I 2025", "", ""],
                [3, "Data stunting", "Setiap saat", "disdikbud", "Triwulan II 2025", "", ""],
            ]
        }
    )
    imported(lutra, content)
    before = list(Item.objects.values())
    again = imported(lutra, content)
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)
    assert list(Item.objects.values()) == before


@pytest.mark.usefixtures("dinkes")
def test_a_changed_cell_changes_its_field_and_a_blank_one_leaves_it(lutra: Government) -> None:
    imported(lutra, csv(HEAD, LRA))
    found = planned(lutra, csv(HEAD, [7, "Lra 2025", "Setiap saat", "Dinkes", "", "", "https://x.example/b"]))
    (row,) = found.rows
    assert row.verdict == "changed"
    assert row.changes == {"title": ("LRA 2025", "Lra 2025"), "kind": ("periodic", "any_time")}
    assert row.new_links == ("https://x.example/b",)
    imported(lutra, csv(HEAD, [7, "Lra 2025", "Setiap saat", "Dinkes", "", "", "https://x.example/b"]))
    item = Item.objects.get()
    assert (item.kind, item.next_due, item.retention, item.made_on) == (
        "any_time",
        None,
        "5 tahun",
        date(2025, 12, 31),
    )


@pytest.mark.usefixtures("dinkes")
def test_a_row_twice_is_one_item_and_a_contradiction_is_told(lutra: Government) -> None:
    found = planned(lutra, csv(HEAD, LRA, LRA, [*LRA[:5], "10 tahun", ""]))
    assert [row.verdict for row in found.rows] == ["added", "unchanged", "error"]
    assert [fault.code for row in found.rows for fault in row.read.faults] == ["repeated", "conflict"]
    assert "baris 2" in found.rows[2].read.errors[0].id


@pytest.mark.usefixtures("dinkes")
def test_rows_of_one_title_that_say_something_else_are_items_of_their_own(lutra: Government) -> None:
    head = ["Judul", "Ringkasan Isi Informasi", "Jenis", "OPD"]
    content = csv(head, *[["SK Kepala Dinas", f"tentang {what}", "berkala", "Dinkes"] for what in ("A", "B")])
    assert imported(lutra, content).counts["added"] == 2
    assert imported(lutra, content).counts["unchanged"] == 2


@pytest.mark.usefixtures("dinkes")
def test_an_item_that_was_entered_by_hand_is_found(lutra: Government, budi: Actor) -> None:
    from_hand = imported(lutra, csv(HEAD, LRA))
    Item.objects.update(key="")
    assert imported(lutra, csv(HEAD, LRA)).counts["unchanged"] == 1
    assert from_hand.pk


@pytest.mark.usefixtures("dinkes")
def test_a_withdrawn_item_is_not_brought_back_by_an_import(lutra: Government, budi: Actor) -> None:
    imported(lutra, csv(HEAD, LRA))
    withdraw_item(Item.objects.get(), reason="Ganda", by=budi)
    assert faults(planned(lutra, csv(HEAD, LRA))) == [(2, "withdrawn", "")]


def test_a_bodys_officer_imports_his_own_part(
    lutra: Government, dinkes: PublicBody, disdik: PublicBody
) -> None:
    own = people.officer(lutra, Role.PPID_PELAKSANA, body=dinkes)
    run = imported(lutra, csv(HEAD, LRA, [2, "Neraca", "berkala", disdik.name, "", "", ""]), by=own)
    assert (run.counts["added"], run.counts["error"]) == (1, 1)
    assert [row.errors[0]["code"] for row in run.rows.filter(verdict="error")] == ["body_not_yours"]
    citra = people.officer(lutra, Role.DESK_OFFICER, name="Citra")
    abroad = people.officer(people.government("73.17"), Role.PPID_UTAMA)
    for other in (citra, abroad):
        with pytest.raises(NotPermitted):
            keep_file(lutra, name="x.csv", content=b"x", by=other)


@pytest.mark.usefixtures("dinkes")
def test_a_preview_lists_nothing_and_keeps_the_file(lutra: Government, budi: Actor) -> None:
    content = csv(HEAD, LRA)
    run = preview(keep_file(lutra, name="dip.csv", content=content, by=budi, at=AT), by=budi)
    assert (run.state, run.counts["added"], Item.objects.count()) == ("read", 1, 0)
    assert [row.before["title"] for row in run.rows.all()] == ["LRA 2025"]
    assert bytes_of(run.document) == content


def test_a_file_that_cannot_be_read_is_kept_and_says_why(lutra: Government, budi: Actor) -> None:
    run = preview(keep_file(lutra, name="rusak.xlsx", content=b"PK\x03\x04", by=budi, at=AT), by=budi)
    assert (run.state, Document.objects.get().is_sealed) == ("failed", True)
    assert "rusak" in run.failure
    assert "damaged" in run.failure
    with pytest.raises(ImportNotNow):
        do_import(run, by=budi)


# --- undoing ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("dinkes")
def test_an_import_is_undone_as_a_whole(lutra: Government, budi: Actor) -> None:
    imported(lutra, csv(HEAD, LRA))
    second = imported(
        lutra,
        csv(
            HEAD,
            [1, "LRA 2025", "Setiap saat", "Dinkes", "", "10 tahun", "https://x.example/a"],
            [2, "Neraca", *LRA[2:]],
        ),
    )
    done = undo_import(second, by=budi, at=AT)
    assert (done.undone, done.kept, second.state) == (2, (), "undone")
    old, new = Item.objects.order_by("number")
    assert (old.kind, old.retention, old.next_due) == ("periodic", "5 tahun", date(2026, 9, 2))
    assert [file.ended_at is not None for file in old.files.all()] == [True]
    assert (new.is_public, new.withdrawn_reason) == (False, "Impor dibatalkan (dip.csv)")
    assert history(("import", second.pk), government_id=lutra.pk).last().kind == "items.import_undone"  # type: ignore[union-attr]
    with pytest.raises(ImportNotNow):
        undo_import(second, by=budi)


@pytest.mark.usefixtures("dinkes")
def test_what_was_changed_since_is_kept_and_named(lutra: Government, budi: Actor) -> None:
    run = imported(lutra, csv(HEAD, LRA, [2, "Neraca", *LRA[2:]]))
    touched = Item.objects.get(number=1)
    change_item(touched, form=form_of(touched).changed(holder="Bidang Keuangan"), by=budi)
    done = undo_import(run, by=budi, at=AT)
    assert (done.undone, done.kept) == (1, (touched,))
    assert [item.is_public for item in Item.objects.order_by("number")] == [True, False]


@pytest.mark.usefixtures("dinkes")
def test_an_undone_import_can_be_done_again_without_new_numbers(lutra: Government, budi: Actor) -> None:
    undo_import(imported(lutra, csv(HEAD, LRA)), by=budi, at=AT)
    again = imported(lutra, csv(HEAD, LRA))
    assert again.counts["added"] == 1
    item = Item.objects.get()
    assert (item.number, item.is_public, item.withdrawn_reason) == (1, True, "")
    undo_import(again, by=budi, at=AT)
    assert restore_item(Item.objects.get(), by=budi).is_public


SATU_DATA = [
    "Judul",
    "Jenis Informasi",
    "OPD",
    "Topik",
    "Kode Kewajiban",
    "Konsep",
    "Definisi",
    "Ukuran",
    "Satuan",
]
STUNTING = [
    "Prevalensi stunting 2025", "Berkala", "Dinas Kesehatan", "kesehatan, balita| gizi", "periodic.a|salah", "Stunting",
    "Tinggi di bawah standar", "Persentase", "persen",
]  # fmt: skip


@pytest.mark.law("P34")
def test_topics_duties_and_what_a_dataset_says_of_itself_are_read(
    lutra: Government, dinkes: PublicBody
) -> None:
    content = csv(SATU_DATA, STUNTING)
    run = imported(lutra, content)
    item = Item.objects.get(government=lutra)
    assert item.topics == ["kesehatan", "balita", "gizi"]
    assert item.obligations == ["periodic.a"]
    assert item.dataset == {
        "concept": "Stunting",
        "definition": "Tinggi di bawah standar",
        "classification": "",
        "measure": "Persentase",
        "unit": "persen",
    }
    (row,) = planned(lutra, content).rows
    assert not row.changes  # the same again changes nothing
    assert [fault.code for fault in row.read.faults] == ["obligation_unknown"]
    imported(lutra, csv([*SATU_DATA[:3], "Klasifikasi data"], [*STUNTING[:3], "menurut kecamatan"]))
    item.refresh_from_db()
    assert item.dataset is not None
    assert (item.dataset["classification"], item.dataset["concept"]) == ("menurut kecamatan", "Stunting")
    assert run.state == ImportRun.State.DONE
