"""A clean copy has nothing left of what its source hid, still says what it said, and is examined like any file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import pytest
from PIL import Image

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import copies, queries, release
from lutra.documents.cleaning.sheets import Moves
from lutra.documents.cleaning.task import clean
from lutra.documents.errors import CannotClean
from lutra.documents.inspecting import examine
from lutra.documents.models import Document
from lutra.documents.tests.corpus import Trap, office, pictures
from lutra.documents.tests.corpus.packages import docx, pptx, row, run, xlsx
from lutra.documents.types import detect, media_type
from lutra.jobs import queue
from lutra.testing import people

Make = Callable[..., Document]
# What a copy cannot take out and the look at the copy finds again: it holds the copy back.
STAYS = {"same_colour_text", "tiny_text", "covered_object", "cropped_image"}
KINDS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".png", ".jpg", ".jpeg")
TRAPS = [
    trap
    for trap in [*office.TRAPS, *pictures.TRAPS]
    if PurePath(trap.name).suffix in KINDS and trap.kind not in STAYS | {"type_mismatch"}  # never taken in
]


def cleaned(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    clean({"media_type": detect(content, name)}, [io.BytesIO(content), out])
    return out.getvalue()


def everything(made: bytes) -> bytes:
    """What is in a file, unpacked."""
    if not zipfile.is_zipfile(io.BytesIO(made)):
        return made
    with zipfile.ZipFile(io.BytesIO(made)) as members:
        return b"\n".join(members.read(name) for name in members.namelist())


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_what_a_file_hides_is_gone_from_its_copy(trap: Trap) -> None:
    made = cleaned(trap.make(), trap.name)
    found = examine(made, trap.name)
    assert found.errors == []
    assert [each.kind for each in found.hidden if each.severity == "blocks"] == []
    assert office.SECRET.encode() not in everything(made)


@pytest.mark.parametrize(
    "trap", [t for t in office.TRAPS if t.kind in STAYS and PurePath(t.name).suffix in KINDS], ids=str
)
def test_what_a_copy_cannot_take_out_is_found_in_it_again(trap: Trap) -> None:
    found = examine(cleaned(trap.make(), trap.name), trap.name)
    assert trap.kind in {each.kind for each in found.hidden}


@pytest.mark.parametrize("name", [name for name in office.CLEAN if PurePath(name).suffix in KINDS])
def test_a_clean_file_says_in_its_copy_what_it_said(name: str) -> None:
    source = office.CLEAN[name]()
    made = cleaned(source, name)
    assert media_type(name, made)
    before, after = examine(source, name), examine(made, name)
    assert after.errors == []
    assert [page.text.split() for page in after.pages] == [page.text.split() for page in before.pages]


def test_a_change_is_accepted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Biaya </w:t></w:r>'
        '<w:del w:id="1" w:author="Budi"><w:r><w:delText>12</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="Budi"><w:r><w:t>15</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> juta</w:t></w:r></w:p>'
    )
    made = cleaned(docx(body), "a.docx")
    assert examine(made, "a.docx").pages[0].text.strip() == "Biaya 15 juta"
    assert b"Budi" not in b"".join(zipfile.ZipFile(io.BytesIO(made)).read(n) for n in _names(made))


@pytest.mark.parametrize("link", ["hlinkClick", "hlinkHover", "hlinkMouseOver"])
def test_a_link_that_is_not_kept_takes_only_itself_along(link: str) -> None:
    table = (
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='2' name='Tabel'/></p:nvGraphicFramePr>"
        "<a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r>"
        f"<a:rPr><a:{link} r:id='rId1'/></a:rPr><a:t>Hubungi PPID</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    source = pptx(table, slide_links=(("hyperlink", "mailto:ani@contoh.id", "External"),))
    assert "Hubungi PPID" in examine(source, "a.pptx").pages[0].text
    made = cleaned(source, "a.pptx")
    assert examine(made, "a.pptx").pages[0].text.strip() == "Hubungi PPID"
    assert b"ani@contoh.id" not in everything(made)
    assert link.encode() not in everything(made)


def _names(made: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(made)).namelist()


def test_hidden_rows_and_columns_are_gone_and_the_rest_moves_up() -> None:
    sheet = (
        row(1, "nama", "gaji", "desa")
        + row(2, "Ani", "5", "Laba", more=' hidden="1"')
        + row(3, "Budi", "7", "Masamba")
    )
    before = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'
    made = cleaned(xlsx(sheet, before=before), "a.xlsx")
    lines = [line.split("\t") for line in examine(made, "a.xlsx").pages[0].text.splitlines()]
    assert lines == [["nama", "desa"], ["Budi", "Masamba"]]


@pytest.mark.parametrize("gone", [set(), {1}, {3}, {2, 3, 4}, {1, 2, 5, 9}, set(range(1, 11))])
def test_rows_move_up_by_those_gone_before_them(gone: set[int]) -> None:
    moves = Moves(gone)
    kept = [each for each in range(1, 11) if each not in gone]
    assert [moves.to(each) for each in kept] == list(range(1, len(kept) + 1))
    assert all(moves.to(each) is None for each in gone)
    for first in range(1, 11):
        for last in range(first, 11):
            inside = [moves.to(each) for each in kept if first <= each <= last]
            assert moves.stretch(first, last) == ((inside[0], inside[-1]) if inside else None)


def test_a_formula_becomes_its_value() -> None:
    sheet = "<row r='1'><c r='A1'><f>Rahasia!B2*2</f><v>24</v></c></row>"
    made = cleaned(xlsx(sheet), "a.xlsx")
    written = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")
    assert b"Rahasia" not in written
    assert b"<v>24</v>" in written


@pytest.mark.parametrize("name", _names(cleaned(office.CLEAN["openpyxl.xlsx"](), "a.xlsx")))
def test_only_known_parts_are_in_a_copy(name: str) -> None:
    assert name in {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
    }


def test_a_photograph_loses_its_camera_and_keeps_its_points() -> None:
    source = pictures.with_gps()
    made = Image.open(io.BytesIO(cleaned(source, "a.jpg")))
    assert not made.getexif()
    assert made.size == Image.open(io.BytesIO(source)).size


# As documents


def test_a_copy_is_a_document_of_its_own_and_waits_at_the_gate(make: Make, ppid: Actor) -> None:
    source = make("surat.docx", docx(run("Isi surat") + office.DELETED))
    release.examine(source)
    queue.run_all()
    assert release.gate(source).code == "undecided"
    copy = copies.clean_copy(source, by=ppid)
    assert (copy.name, copy.derived_from, copy.derivation) == ("surat (bersih).docx", source, "cleaned")
    assert not release.is_releasable(copy)
    queue.run_all()
    assert release.gate(copy).code == "ready"
    release.certify(copy, by=ppid)
    assert release.is_releasable(copy)
    assert not release.is_releasable(source)


def test_a_table_becomes_a_plain_pdf_of_what_is_shown(make: Make, ppid: Actor) -> None:
    sheet = row(1, "nama", "desa") + row(2, "rahasia", "x", more=' hidden="1"') + row(3, "Budi ☃", "Masamba")
    source = make("data.xlsx", xlsx(sheet))
    copy = copies.safe_pdf(source, by=ppid)
    assert copy.media_type == "application/pdf"
    queue.run_all()
    text = queries.text(copy)
    assert "Masamba" in text
    assert "rahasia" not in text
    assert release.gate(copy).code == "ready"


def test_markup_of_the_typesetter_is_only_words(make: Make, ppid: Actor) -> None:
    source = make("a.txt", b'#read("/etc/passwd") *tebal* $x$ \\ <a>\n')
    copies.safe_pdf(source, by=ppid)
    queue.run_all()
    copy = Document.objects.get(derived_from=source)
    assert '#read("/etc/passwd")' in queries.text(copy)


@pytest.mark.parametrize(
    ("name", "content", "deed"),
    [
        ("a.pdf", b"%PDF-1.7", copies.clean_copy),
        ("a.pdf", b"%PDF-1.7", copies.safe_pdf),
        ("a.csv", b"a;b\n", copies.clean_copy),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, copies.clean_copy),
    ],
    ids=["clean-pdf", "print-pdf", "clean-csv", "broken-png"],
)
def test_where_no_copy_can_be_made_it_says_so(
    make: Make, ppid: Actor, name: str, content: bytes, deed: Any
) -> None:
    source = make(name, content)
    with pytest.raises(CannotClean):
        deed(source, by=ppid)
    assert not Document.objects.filter(derived_from=source).exists()


def test_citra_makes_no_copy(make: Make, here: Government) -> None:
    source = make("surat.docx", docx())
    citra = people.officer(here, Role.LEADER, name="Citra")
    for deed in (copies.clean_copy, copies.safe_pdf):
        with pytest.raises(NotPermitted):
            deed(source, by=citra)
