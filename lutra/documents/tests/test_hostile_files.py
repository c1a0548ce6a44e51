"""Files made to harm whoever opens them: each gives an inspection with a reason, and never an exception."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lutra.documents.inspecting import examine
from lutra.documents.inspection import inspect, inspect_many
from lutra.documents.reading import ocr, read
from lutra.documents.sandbox import Limits, Sandbox, ToolFailed
from lutra.documents.tests.corpus import files, office, pdf, pictures
from lutra.documents.tests.corpus.packages import docx, packed, row, run, xlsx

NIK = "7322034509900001"


def _locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf.page(pdf.VISIBLE))) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", bytes(200 * 1024 * 1024))
    return out.getvalue()


def _many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<a/>")
        for number in range(10_001):
            made.writestr(f"{number}", "")
    return out.getvalue()


def _huge_picture() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<a>&c;</a>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'

HOSTILE = {
    "kosong.pdf": lambda: b"",
    "terkunci.pdf": _locked_pdf,
    "terkunci.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "lama.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "bom.docx": _bomb,
    "banyak.docx": _many_members,
    "tawa.docx": lambda: packed({"word/document.xml": LAUGHS}),
    "luar.docx": lambda: packed({"word/document.xml": OUTSIDE}),
    "dalam.docx": lambda: packed({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}),
    "raksasa.png": _huge_picture,
    "potong.pdf": lambda: pdf.page(pdf.VISIBLE)[:100],
    "potong.docx": lambda: docx()[:-40],
    "acak.bin": lambda: bytes(range(256)) * 40,
    "arsip.zip": lambda: packed({"a.txt": "x"}),
    "program.pdf": lambda: b"MZ" + bytes(200),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_withheld_with_a_reason(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    found = inspect(path, within=sandbox, limits=Limits(wall=60))
    assert found.errors
    assert not found.is_complete
    assert not found.is_clear
    assert all(error.strip().endswith((".", ".)")) for error in found.errors)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


@pytest.mark.parametrize("name", ["terkunci.pdf", "terkunci.xlsx"])
def test_a_locked_file_tells_what_to_do(name: str) -> None:
    assert "kata sandi" in " ".join(examine(HOSTILE[name](), name).errors)


def test_an_entity_never_reaches_a_file_of_ours() -> None:
    found = examine(packed({"word/document.xml": OUTSIDE}), "a.docx")
    assert "root:" not in " ".join(page.text for page in found.pages)


def test_files_within_files_end() -> None:
    content = docx(run("rahasia", "<w:vanish/>"))
    for number in range(8):
        content = files.mail(content, f"{number}.docx" if number == 0 else f"{number}.eml")
    found = examine(content, "a.eml")
    assert "unreadable_part" in {each.kind for each in found.hidden}


def test_two_thousand_pages_are_looked_through(tmp_path: Path, sandbox: Sandbox) -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 2005))
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 3 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>"
    )
    path = tmp_path / "tebal.pdf"
    path.write_bytes(
        pdf.written(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Count 2000 /Kids [" + kids + b"] >>",
                pdf.stream(b"BT /F1 9 Tf 10 100 Td (NIK 7322034509900001) Tj ET"),
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                *[leaf] * 2000,
            ]
        )
    )
    found = inspect(path, within=sandbox)
    assert (found.pages, found.errors) == (2000, ())
    assert len(found.personal) == 2000


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.pdf", lambda: pdf.page(b"BT /F1 14 Tf 72 700 Td (NIK 7322034509900001) Tj ET")),
        ("a.docx", lambda: docx(run(f"NIK {NIK}"))),
        ("a.xlsx", lambda: xlsx(row(1, "NIK") + row(2, NIK))),
        ("a.csv", f"nik;nama\n{NIK};Ani\n".encode),
        ("a.txt", lambda: f"NIK {NIK}".encode("utf-16")),
        ("a.html", lambda: files.web(f"<p>NIK {NIK}</p>")),
        ("a.eml", lambda: files.mail(docx(run(f"NIK {NIK}")))),
        ("pindaian.pdf", lambda: pdf.scan("Nomor Induk Kependudukan", f"NIK {NIK}")),
        ("a.pptx", lambda: office.pptx(office.shape(f"NIK {NIK}"))),
        ("a.odt", lambda: office.odf("text", f"<text:p>NIK {NIK}</text:p>")),
        ("a.ods", lambda: office.odf("spreadsheet", office._table().replace("Ani", NIK))),
    ],
)
def test_personal_data_are_found_in_every_format_and_never_shown(
    name: str, make, tmp_path: Path, sandbox: Sandbox
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    found = inspect(path, within=sandbox)
    assert found.errors == ()
    assert "nik" in {each.kind for each in found.personal}
    assert NIK not in str(found.as_json())
    (first, *_rest) = [each for each in found.personal if each.kind == "nik"]
    if not first.place:
        text = read(path, within=sandbox).pages[first.page - 1].text
        assert text[first.offset : first.offset + first.length] == NIK


def test_data_in_a_picture_are_read(tmp_path: Path, sandbox: Sandbox) -> None:
    out = io.BytesIO()
    pdf.text_image("Kartu Tanda Penduduk", f"NIK {NIK}").save(out, "PNG")
    path = tmp_path / "ktp.png"
    path.write_bytes(out.getvalue())
    assert NIK in ocr(path, within=sandbox)
    inside = tmp_path / "surat.docx"
    inside.write_bytes(
        docx(parts={"word/media/ktp.png": out.getvalue()}, links=(("image", "media/ktp.png"),))
    )
    found = inspect(inside, within=sandbox)
    assert found.ocr_ran
    assert "nik" in {each.kind for each in found.personal}


def test_what_is_no_picture_is_not_recognised(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with pytest.raises(ToolFailed):
        ocr(path, within=sandbox)


def test_many_files_share_a_sandbox(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("halo")
    found = dict(inspect_many(sorted(tmp_path.iterdir())))
    assert [each.text_length for each in found.values()] == [4, 4, 4]


def test_a_parser_that_runs_out_of_time_withholds(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "a.txt"
    path.write_text("halo")
    found = inspect(path, within=sandbox, limits=Limits(wall=0.000001))
    assert found.errors
    assert found.media_type is None


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"media_type": 3}, {"media_type": "a", "pages": -1}, {"media_type": "a", "pages": "x"}],
)
def test_an_answer_that_is_no_inspection_withholds(answer, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("halo")
    monkeypatch.setattr("lutra.documents.sandbox.run", lambda *_words, **_more: answer)
    assert inspect(path).errors


SEEDS = [
    ("a.pdf", pdf.page(pdf.VISIBLE + pdf.SECRET + pdf.BOX)),
    ("b.pdf", pdf.updated(pdf.page(pdf.VISIBLE + pdf.SECRET), 4, pdf.stream(pdf.VISIBLE))),
    ("a.docx", docx(office.INSERTED + office.DELETED)),
    ("a.xlsx", office.CLEAN["xlsxwriter.xlsx"]()),
    ("a.pptx", office.pptx(office.shape("x"))),
    ("a.odt", office.CLEAN["surat.odt"]()),
    ("a.ods", office.CLEAN["tabel.ods"]()),
    ("a.jpg", pictures.with_gps()),
    ("a.png", pictures.CLEAN["putih.png"]()),
    ("a.eml", files.mail()),
    ("a.html", files.web("<!-- x --><p hidden>y</p>")),
]


@settings(max_examples=150)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
    st.one_of(st.none(), st.floats(0.01, 1)),
)
def test_a_damaged_file_always_gives_an_answer(seed, changes, kept) -> None:
    name, content = seed
    damaged = bytearray(content)
    for place, new in changes:
        at = int(place * len(damaged))
        damaged[at : at + len(new)] = new
    if kept is not None:
        del damaged[int(kept * len(damaged)) :]
    examine(bytes(damaged), name)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.csv", "a.html", "a.eml", "a"]))
def test_any_bytes_give_an_answer(content: bytes, name: str) -> None:
    examine(content, name)
