"""Files of other kinds than PDF are redacted as what a reader sees of them; what cannot be read is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from lutra.documents.tests.corpus import files, packages
from lutra.redaction.engine.task import run
from lutra.redaction.tests.files import NIK, SECRET, VISIBLE, picture

_ODF_TEXT = f"<text:p>{VISIBLE}</text:p><text:p>Nama {SECRET} NIK {NIK}</text:p>"


def tried(content: bytes, name: str, *find: str) -> tuple[dict[str, object], bytes]:
    target = io.BytesIO()
    return run({"find": list(find), "name": name}, [io.BytesIO(content), target]), target.getvalue()


def said(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _scans(form: str) -> bytes:
    """Two pages in one file; the second lies on its side."""
    out = io.BytesIO()
    first, second = picture(VISIBLE, "Halaman pertama"), picture(f"Nama {SECRET}", f"NIK {NIK}")
    first.save(out, form, save_all=True, append_images=[second])
    return out.getvalue()


def _text(text: str) -> str:
    return packages.run(text)


KINDS: dict[str, Callable[[], bytes]] = {
    "surat.docx": lambda: packages.docx(_text(VISIBLE) + _text(f" Nama {SECRET} NIK {NIK}")),
    "tabel.xlsx": lambda: packages.xlsx(
        packages.row(1, "nama", "nik", "tahun") + packages.row(2, SECRET, NIK, VISIBLE)
    ),
    "paparan.pptx": lambda: packages.pptx(
        packages.shape(VISIBLE) + packages.shape(f"Nama {SECRET} NIK {NIK}")
    ),
    "naskah.odt": lambda: packages.odf("text", _ODF_TEXT),
    "lembar.ods": lambda: packages.odf(
        "spreadsheet",
        '<table:table table:name="Data">'
        + "".join(
            f"<table:table-row><table:table-cell><text:p>{one}</text:p></table:table-cell>"
            f"<table:table-cell><text:p>{other}</text:p></table:table-cell></table:table-row>"
            for one, other in ((VISIBLE, "Masamba"), (SECRET, NIK))
        )
        + "</table:table>",
    ),
    "daftar.csv": f"nama;nik;tahun\n{SECRET};{NIK};Laporan layanan informasi\n".encode,
    "catatan.txt": f"{VISIBLE}\nNama {SECRET}\nNIK {NIK[:6]} {NIK[6:12]} {NIK[12:]}\n".encode,
    "berita.html": lambda: files.web(f"<p>{VISIBLE}</p><p>Nama {SECRET}</p><p>NIK {NIK}</p>"),
    "surel.eml": lambda: files.HEAD + f"\r\n{VISIBLE}\r\nNama {SECRET}\r\nNIK {NIK}\r\n".encode(),
    "pindaian.tiff": lambda: _scans("TIFF"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_any_kind_becomes_a_pdf_without_what_was_found(name: str) -> None:
    answer, made = tried(KINDS[name](), name, SECRET, NIK)
    assert "refused" not in answer, answer
    words = "".join(said(made).split())
    assert "Laporanlayananinformasi" in words
    assert "Suryani" not in words
    assert NIK not in words
    assert NIK[6:12] not in words


def test_every_picture_of_a_scan_is_a_page() -> None:
    _answer, made = tried(_scans("TIFF"), "pindaian.tif", SECRET)
    assert len(pypdfium2.PdfDocument(made)) == 2


def test_what_a_page_of_the_web_hides_is_not_printed() -> None:
    page = files.web(f'<p>{SECRET}</p><p style="display:none">Tersembunyi</p><!-- Komentar -->')
    _answer, made = tried(page, "berita.html", SECRET)
    assert "Tersembunyi" not in said(made)
    assert "Isi" in said(made)


def _locked_archive() -> bytes:
    """An archive whose members are marked as locked."""
    content = bytearray(packages.docx(_text(VISIBLE)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def _locked_pdf() -> bytes:
    out = io.BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _huge_picture() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as members:
        members.writestr("a.txt", SECRET)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "kunci.pdf": (_locked_pdf, "kata sandi"),
    "kunci.docx": (_locked_archive, "kata sandi"),
    "kunci.xlsx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
    "lama.doc": (lambda: OLE, "docx"),
    "rusak.pdf": (lambda: b"%PDF-1.7\nrusak", "rusak"),
    "terpotong.png": (lambda: KINDS["pindaian.tiff"]()[:900], "rusak"),
    "terpotong.docx": (lambda: KINDS["surat.docx"]()[:400], "rusak"),
    "arsip.zip": (_archive, "satu per satu"),
    "kosong.txt": (lambda: b"", "tidak"),
    "blanko.txt": (lambda: b"  \n ", "teks"),
    "aneh.bin": (lambda: bytes(range(256)) * 8, "PDF"),
    "besar.png": (_huge_picture, "terlalu besar"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_written(name: str) -> None:
    make, word = REFUSED[name]
    answer, made = tried(make(), name, SECRET)
    assert made == b""
    assert word in str(answer["message"])
    assert SECRET not in str(answer)
