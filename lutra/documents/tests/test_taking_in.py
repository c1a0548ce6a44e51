"""Files are taken by what they hold, under a name that can harm nobody."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from lutra.directory.models import Government
from lutra.documents import actions
from lutra.documents.actions import safe_name
from lutra.documents.errors import WrongFile
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.documents.types import ACCEPTED, media_type
from lutra.testing import people
from lutra.testing.people import MOMENT

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40


def archive(*members: str, mimetype: str = "", body: bytes = b"<x/>") -> bytes:
    """An archive with these members, as an office program would write it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        if mimetype:
            out.writestr("mimetype", mimetype, compress_type=zipfile.ZIP_STORED)
        for member in members:
            out.writestr(member, body)
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
GOOD = {
    "surat.pdf": PDF,
    "SURAT.PDF": PDF,
    "peta.png": PNG,
    "foto.jpg": JPEG,
    "foto.jpeg": JPEG,
    "laporan.docx": DOCX,
    "tabel.xlsx": archive("xl/workbook.xml"),
    "paparan.pptx": archive("ppt/presentation.xml"),
    "laporan.odt": ODT,
    "tabel.ods": archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "data.csv": b"kecamatan,jumlah\nMasamba,12\n",
    "catatan.txt": "Kelurahan Bone – ✓".encode(),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(name: str) -> None:
    assert media_type(name, GOOD[name])


def test_every_accepted_extension_has_a_good_file() -> None:
    assert {name[name.rindex(".") :].lower() for name in GOOD} == set(ACCEPTED)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("surat.docx", PDF),
        ("surat.pdf", DOCX),
        ("surat.pdf", b"MZ\x90\x00 program"),
        ("surat.pdf", b" %PDF-1.7 after a space"),
        ("surat.exe", PDF),
        ("surat", PDF),
        ("surat.pdf.exe", PDF),
        ("halaman.html", b"<script>alert(1)</script>"),
        ("gambar.svg", b"<svg onload='alert(1)'/>"),
        ("gambar.png", JPEG),
        ("laporan.odt", archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("laporan.odt", archive("content.xml")),
        ("laporan.docx", archive("xl/workbook.xml")),
        ("data.csv", b"a,b\x00c"),
        ("data.csv", b"\xff\xfea\x00,\x00"),
        ("data.txt", b"\xc3\x28"),
    ],
)
def test_a_file_that_is_something_else_is_not_taken(name: str, data: bytes) -> None:
    assert media_type(name, data) is None


@pytest.mark.parametrize("front", [b"GIF89a", b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"\x00"])
def test_a_file_of_two_kinds_at_once_is_not_taken(front: bytes) -> None:
    """A zip is read from its end, so anything may stand before it."""
    assert zipfile.is_zipfile(io.BytesIO(front + DOCX))
    assert media_type("laporan.docx", front + DOCX) is None


@pytest.mark.parametrize("member", ["word/vbaProject.bin", "Basic/script-lc.xml"])
def test_a_document_with_macros_is_not_taken(member: str) -> None:
    assert media_type("laporan.docx", archive("word/document.xml", member)) is None


def test_a_zip_bomb_is_looked_at_and_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive("word/document.xml", body=b"\x00" * 30_000_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a member was opened"))
    assert media_type("laporan.docx", bomb)


def test_a_document_that_would_fill_the_memory_of_its_reader_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lutra.documents.types._LARGE", 10_000_000)
    assert media_type("laporan.docx", archive("word/document.xml", body=b"\x00" * 30_000_000)) is None
    assert media_type("laporan.docx", archive("word/document.xml", body=b"\x00" * 9_000_000))


def test_a_bomb_in_the_one_member_that_is_read_stays_small() -> None:
    bomb = archive("mimetype", body=b" " * 30_000_000)
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        assert media_type("laporan.odt", bomb) is None
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_an_archive_with_countless_members_is_not_taken() -> None:
    assert media_type("laporan.docx", DOCX + b"PK\x01\x02" * 10_001) is None


def test_a_locked_archive_is_refused_and_no_error() -> None:
    locked = bytearray(ODT)
    locked[6] |= 1  # "encrypted", in the member's head and in the table of contents
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert media_type("laporan.odt", bytes(locked)) is None


@given(st.integers(0, len(ODT) - 1), st.binary(max_size=8), st.integers(0, 8))
def test_a_damaged_archive_never_raises(place: int, put: bytes, cut: int) -> None:
    assert media_type("laporan.odt", ODT[:place] + put + ODT[place + cut :]) in {
        None,
        "application/vnd.oasis.opendocument.text",
    }


# Names


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\sistem.ini", "sistem.ini"),
        ("/", "berkas"),
        ("..", "berkas"),
        ("", "berkas"),
        (" . ", "berkas"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("a\u2066b\u2069.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("a\u2028b\u2029c.pdf", "abc.pdf"),
        ("nol\x00.pdf", "nol.pdf"),
        ("surat\ud800.pdf", "surat.pdf"),
        (".htaccess", "htaccess"),
        ("surat keputusan – 2020.pdf", "surat keputusan – 2020.pdf"),
    ],
)
def test_a_name_that_was_sent_is_made_harmless(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "x." + "y" * 300, "." * 300 + "a", "Ω" * 255 + ".docx"])
def test_a_long_name_is_cut_and_keeps_its_extension(name: str) -> None:
    kept = safe_name(name)
    assert len(kept) <= 120
    if name.endswith((".pdf", ".docx")):
        assert kept.endswith(name[name.rindex(".") :])


@given(st.text())
def test_no_name_is_empty_long_or_a_path(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept) <= 120
    assert not set("/\\\n\r\x00") & set(kept)
    assert kept not in {".", ".."}
    assert safe_name(kept) == kept


# Taking in


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return people.government()


def test_a_file_is_kept_with_its_digest_and_type(luwu_utara: Government) -> None:
    document = actions.add(luwu_utara, name="../surat.pdf", content=PDF, at=MOMENT)
    assert (document.name, document.media_type, document.size) == ("surat.pdf", "application/pdf", len(PDF))
    assert content(document) == PDF


@pytest.mark.parametrize(
    ("name", "data"), [("kosong.pdf", b""), ("surat.pdf", DOCX), ("a." + "b" * 300, PDF)]
)
def test_what_is_refused_says_what_to_do_and_leaves_nothing(
    luwu_utara: Government, name: str, data: bytes
) -> None:
    with pytest.raises(WrongFile) as caught:
        actions.add(luwu_utara, name=name, content=data, at=MOMENT)
    assert len(str(caught.value)) < 400
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused(luwu_utara: Government, settings: Settings) -> None:
    settings.LUTRA_MAX_UPLOAD_MB = 1
    assert actions.add(luwu_utara, name="a.pdf", content=PDF.ljust(1024 * 1024), at=MOMENT).pk
    with pytest.raises(WrongFile, match="1 MB"):
        actions.add(luwu_utara, name="a.pdf", content=PDF.ljust(1024 * 1024 + 1), at=MOMENT)
