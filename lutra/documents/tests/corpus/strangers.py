# ruff: noqa: E501, PLW0108, UP031  # parts of files read best as their writers wrote them
"""Files as strangers' programs write them: other folders, names, name spaces, and habits; one matter each.

``TRAPS`` hide something, ``CLEAN`` hold what a program writes by itself, ``PERSONAL`` carry a NIK in a place that is
easily passed over, ``REFUSED`` cannot be looked through and must say so.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import openpyxl
import pikepdf
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from PIL import Image, PngImagePlugin

from lutra.documents.tests.corpus import Trap, pdf
from lutra.documents.tests.corpus.files import mail, web
from lutra.documents.tests.corpus.packages import (
    ODF,
    A,
    P,
    R,
    W,
    docx,
    odf,
    packed,
    pptx,
    rels,
    row,
    run,
    shape,
    xlsx,
)

NIK = "7322034509900001"
SECRET = "Rahasia Ani Suryani"
_STRICT = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": (
        "http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/presentationml/2006/main": (
        "http://purl.oclc.org/ooxml/presentationml/main"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}


def changed(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """An archive with each member's name and content changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return made.getvalue()


def without(part: str, content: bytes) -> bytes:
    """An archive without one of its members."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return made.getvalue()


def strict(content: bytes) -> bytes:
    """The same in the strict name spaces of ISO 29500."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        for old, new in _STRICT.items():
            part = part.replace(old.encode(), new.encode())
        return name, part

    return changed(content, change)


def prefixed(content: bytes) -> bytes:
    """A workbook whose elements carry a prefix, as some libraries write it."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        if name.startswith("xl/") and name.endswith(".xml"):
            part = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", part).replace(b" xmlns=", b" xmlns:x=")
        return name, part

    return changed(content, change)


def renamed(content: bytes, old: str, new: str) -> bytes:
    """The archive with one part under another name, wherever it is named."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        base, other = (each.rpartition("/")[2].encode() for each in (old, new))
        name = name.replace(old, new).replace(
            old.rpartition("/")[2] + ".rels", new.rpartition("/")[2] + ".rels"
        )
        return name, part.replace(base, other) if name.endswith((".rels", "Types].xml")) else part

    return changed(content, change)


TYPED = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def _openpyxl(change: Callable[[Any, Any], object]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["nama", "desa", "gaji"])
    sheet.append(["Budi", "Masamba", 5])
    sheet.append(["Ani", "Rampi", 7])
    change(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _xlsxwriter(change: Callable[[Any, Any], object], **options: Any) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, options)
    sheet = made.add_worksheet("Data")
    for number, values in enumerate((["nama", "desa"], ["Budi", "Masamba"], ["Ani", "Rampi"])):
        sheet.write_row(number, 0, values)
    change(made, sheet)
    made.close()
    return out.getvalue()


def _hidden_sheet(made: Any, _sheet: Any) -> None:
    other = made.create_sheet("Rincian")
    other.append([SECRET])
    other.sheet_state = "hidden"


def _very_hidden(made: Any, _sheet: Any) -> None:
    other = made.add_worksheet("Rincian")
    other.write(0, 0, SECRET)
    other.very_hidden()


def _white_cell(_made: Any, sheet: Any) -> None:
    sheet["A3"].font = Font(color="FFFFFFFF")


def _white_theme_cell(_made: Any, sheet: Any) -> None:
    sheet["A3"].font = Font(color=Color(theme=0))


def _grey_on_grey(_made: Any, sheet: Any) -> None:
    sheet["A3"].font = Font(color="FFD9D9D9")
    sheet["A3"].fill = PatternFill("solid", fgColor="FFD9D9D9")


def _white_by_rule(_made: Any, sheet: Any) -> None:
    sheet.conditional_formatting.add("A1:C9", FormulaRule(formula=["TRUE"], font=Font(color="FFFFFFFF")))


def _white_column(_made: Any, sheet: Any) -> None:
    sheet["C2"].number_format = ";;;"


XLSX = [
    Trap("openpyxl-lembar.xlsx", "hidden_sheet", lambda: _openpyxl(_hidden_sheet)),
    Trap("xlsxwriter-lembar.xlsx", "very_hidden_sheet", lambda: _xlsxwriter(_very_hidden)),
    Trap(
        "xlsxwriter-baris.xlsx",
        "hidden_rows",
        lambda: _xlsxwriter(lambda _b, s: s.set_row(2, None, None, {"hidden": True})),
    ),
    Trap(
        "xlsxwriter-kolom.xlsx",
        "hidden_columns",
        lambda: _xlsxwriter(lambda _b, s: s.set_column("B:B", None, None, {"hidden": True})),
    ),
    Trap(
        "xlsxwriter-hemat.xlsx",
        "hidden_rows",
        lambda: _xlsxwriter(lambda _b, s: s.set_row(1, 0)),
    ),
    Trap(
        "openpyxl-komentar.xlsx",
        "comment",
        lambda: _openpyxl(lambda _b, s: setattr(s["A1"], "comment", Comment(SECRET, "Budi"))),
    ),
    Trap(
        "xlsxwriter-komentar.xlsx",
        "comment",
        lambda: _xlsxwriter(lambda _b, s: s.write_comment("A1", SECRET)),
    ),
    Trap("openpyxl-putih.xlsx", "same_colour_text", lambda: _openpyxl(_white_cell)),
    Trap("openpyxl-tema.xlsx", "same_colour_text", lambda: _openpyxl(_white_theme_cell)),
    Trap("openpyxl-abu.xlsx", "same_colour_text", lambda: _openpyxl(_grey_on_grey)),
    Trap("openpyxl-aturan.xlsx", "same_colour_text", lambda: _openpyxl(_white_by_rule)),
    Trap("openpyxl-titik-koma.xlsx", "hidden_by_format", lambda: _openpyxl(_white_column)),
    Trap(
        "openpyxl-nama.xlsx",
        "hidden_name",
        lambda: _openpyxl(
            lambda b, _s: b.defined_names.add(
                openpyxl.workbook.defined_name.DefinedName("x", attr_text='"Ani"', hidden=True)
            )
        ),
    ),
    Trap(
        "openpyxl-pembuat.xlsx",
        "person_in_metadata",
        lambda: _openpyxl(lambda b, _s: setattr(b.properties, "creator", "Ani Suryani")),
    ),
    Trap(
        "openpyxl-pengubah.xlsx",
        "person_in_metadata",
        lambda: _openpyxl(lambda b, _s: setattr(b.properties, "lastModifiedBy", "Ani Suryani")),
    ),
    Trap(
        "xlsxwriter-manajer.xlsx",
        "person_in_metadata",
        lambda: _xlsxwriter(lambda b, _s: b.set_properties({"manager": "Ani Suryani"})),
    ),
    Trap(
        "xlsxwriter-khusus.xlsx",
        "custom_property",
        lambda: _xlsxwriter(lambda b, _s: b.set_custom_property("NIP", "19700101")),
    ),
    Trap("ketat.xlsx", "hidden_sheet", lambda: strict(_openpyxl(_hidden_sheet))),
    Trap("awalan.xlsx", "hidden_sheet", lambda: prefixed(_openpyxl(_hidden_sheet))),
    Trap(
        "tanpa-nomor.xlsx",
        "hidden_rows",
        lambda: xlsx(re.sub(r' r="[A-Z]*\d+"', "", row(1, "nama") + row(2, SECRET, more=' hidden="1"'))),
    ),
    Trap(
        "tanpa-alamat.xlsx",
        "hidden_columns",
        lambda: xlsx(
            re.sub(r' r="[A-Z]+\d+"', "", row(1, "nama", SECRET)),
            before='<cols><col min="2" max="2" hidden="true"/></cols>',
        ),
    ),
    Trap(
        "komentar-lain.xlsx",
        "comment",
        lambda: xlsx(
            row(1, "nama"),
            sheet_links=(("comments", "../notes/n.xml"),),
            parts={
                "xl/notes/n.xml": "<comments><authors><author>Budi</author></authors><commentList>"
                f"<comment ref='A1'><text><t>{SECRET}</t></text></comment></commentList></comments>"
            },
        ),
    ),
    Trap(
        "pivot-lain.xlsx",
        "pivot_cache",
        lambda: xlsx(
            row(1, "nama"),
            links=(("pivotCacheDefinition", "cache/def.xml"),),
            parts={
                "xl/cache/def.xml": "<pivotCacheDefinition><cacheFields><cacheField><sharedItems>"
                f"<s v='{SECRET}'/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>"
            },
        ),
    ),
    Trap(
        "pautan-lain.xlsx",
        "external_link",
        lambda: xlsx(
            row(1, "nama"),
            links=(("externalLink", "luar/l.xml"),),
            parts={
                "xl/luar/l.xml": f"<externalLink {R}><externalBook r:id='rId1'><sheetDataSet><sheetData><row r='1'>"
                f"<cell r='A1'><v>{SECRET}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>",
                "xl/luar/_rels/l.xml.rels": rels(("externalLinkPath", "gaji.xlsx", "External")),
            },
        ),
    ),
    Trap(
        "orang.xlsx",
        "person_in_metadata",
        lambda: xlsx(
            row(1, "nama"),
            links=(("person", "persons/person.xml"),),
            parts={
                "xl/persons/person.xml": "<personList><person displayName='Ani Suryani' id='{1}'"
                " userId='ani@contoh.id' providerId='AD'/></personList>"
            },
        ),
    ),
    Trap(
        "folder.xlsx",
        "file_path",
        lambda: xlsx(
            row(1, "nama"),
            workbook='<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
            ' url="C:\\Users\\ani\\Desktop\\"/>',
        ),
    ),
]


def _deleted_row() -> str:
    return (
        "<w:tbl><w:tr><w:trPr><w:del w:id='1' w:author='Budi'/></w:trPr><w:tc>"
        f"<w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )


def _anchored(text: str, *, x: int = 0, y: int = 0, anchor: str = "") -> str:
    """A text box that floats, at a place counted from the page's corner in EMU."""
    return (
        "<w:p><w:r><w:drawing><wp:anchor behindDoc='0'"
        + anchor
        + "><wp:positionH relativeFrom='page'><wp:posOffset>"
        f"{x}</wp:posOffset></wp:positionH><wp:positionV relativeFrom='page'><wp:posOffset>{y}</wp:posOffset>"
        "</wp:positionV><wp:extent cx='1800000' cy='400000'/><wp:docPr id='4' name='Kotak'/>"
        "<a:graphic><a:graphicData><wps:wsp xmlns:wps='http://schemas.microsoft.com/office/word/2010/"
        f"wordprocessingShape'><wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def _style(name: str, inside: str, *, kind: str = "paragraph", more: str = "", base: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{more}>{based}<w:rPr>{inside}</w:rPr></w:style>'


def _part(name: str, content: str, kind: str) -> dict[str, Any]:
    return {"parts": {f"word/{name}": content}, "links": ((kind, name),)}


VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'

DOCX = [
    Trap("ketat.docx", "hidden_text", lambda: strict(docx(run(SECRET, "<w:vanish/>")))),
    Trap(
        "word-daring.docx",
        "hidden_text",
        lambda: renamed(
            docx(run(SECRET, "<w:vanish/>"), parts={"[Content_Types].xml": TYPED}),
            "word/document.xml",
            "word/document2.xml",
        ),
    ),
    Trap("vanish-true.docx", "hidden_text", lambda: docx(run(SECRET, '<w:vanish w:val="true"/>'))),
    Trap(
        "gaya-bawaan.docx",
        "hidden_text",
        lambda: docx(run(SECRET), styles=_style("Normal", "<w:vanish/>", more=' w:default="1"')),
    ),
    Trap(
        "gaya-turunan.docx",
        "same_colour_text",
        lambda: docx(
            f"<w:p><w:pPr><w:pStyle w:val='Anak'/></w:pPr><w:r><w:t>{SECRET}</w:t></w:r></w:p>",
            styles=_style("Induk", '<w:color w:val="FFFFFF"/>') + _style("Anak", "", base="Induk"),
        ),
    ),
    Trap(
        "bawaan-dokumen.docx",
        "same_colour_text",
        lambda: docx(
            run(SECRET),
            styles="<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:rPrDefault>"
            "</w:docDefaults>",
        ),
    ),
    Trap(
        "gaya-tabel.docx",
        "hidden_text",
        lambda: docx(
            "<w:tbl><w:tblPr><w:tblStyle w:val='T'/></w:tblPr><w:tr><w:tc>"
            + run(SECRET)
            + "</w:tc></w:tr></w:tbl>",
            styles=_style("T", "<w:vanish/>", kind="table"),
        ),
    ),
    Trap(
        "warna-tema.docx",
        "same_colour_text",
        lambda: docx(run(SECRET, '<w:color w:themeColor="background1"/>')),
    ),
    Trap("hampir-putih.docx", "same_colour_text", lambda: docx(run(SECRET, '<w:color w:val="FEFDFE"/>'))),
    Trap(
        "hitam-di-hitam.docx",
        "same_colour_text",
        lambda: docx(run(SECRET, '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
    ),
    Trap(
        "stabilo-hitam.docx",
        "same_colour_text",
        lambda: docx(run(SECRET, '<w:color w:val="000000"/><w:highlight w:val="black"/>')),
    ),
    Trap(
        "arsir-penuh.docx",
        "same_colour_text",
        lambda: docx(
            run(SECRET, '<w:color w:val="00FF00"/><w:shd w:val="solid" w:color="00FF00" w:fill="FFFFFF"/>')
        ),
    ),
    Trap(
        "tembus.docx",
        "hidden_text",
        lambda: docx(run(SECRET, f"<w14:textFill {W14}><w14:noFill/></w14:textFill>")),
    ),
    Trap(
        "tembus-alfa.docx",
        "hidden_text",
        lambda: docx(
            run(
                SECRET,
                f"<w14:textFill {W14}><w14:solidFill><w14:srgbClr w14:val='000000'><w14:alpha w14:val='100000'/>"
                "</w14:srgbClr></w14:solidFill></w14:textFill>",
            )
        ),
    ),
    Trap("satu-titik.docx", "tiny_text", lambda: docx(run(SECRET, '<w:sz w:val="1"/>'))),
    Trap("gepeng.docx", "tiny_text", lambda: docx(run(SECRET, '<w:w w:val="1"/>'))),
    Trap(
        "baris-rapat.docx",
        "tiny_text",
        lambda: docx(
            "<w:p><w:pPr><w:spacing w:line='20' w:lineRule='exact'/></w:pPr>"
            f"<w:r><w:t>{SECRET}</w:t></w:r></w:p>"
        ),
    ),
    Trap(
        "baris-tabel-rapat.docx",
        "tiny_text",
        lambda: docx(
            "<w:tbl><w:tr><w:trPr><w:trHeight w:val='1' w:hRule='exact'/></w:trPr><w:tc>"
            + run(SECRET)
            + "</w:tc></w:tr></w:tbl>"
        ),
    ),
    Trap("kotak-luar.docx", "off_page_object", lambda: docx(_anchored(SECRET, x=-9_000_000))),
    Trap("kotak-kanan.docx", "off_page_object", lambda: docx(_anchored(SECRET, x=12_000_000))),
    Trap("kotak-bawah.docx", "off_page_object", lambda: docx(_anchored(SECRET, y=30_000_000))),
    Trap(
        "bingkai-luar.docx",
        "off_page_object",
        lambda: docx(
            "<w:p><w:pPr><w:framePr w:w='2000' w:hAnchor='page' w:vAnchor='page' w:x='-9000' w:y='1'/></w:pPr>"
            f"<w:r><w:t>{SECRET}</w:t></w:r></w:p>"
        ),
    ),
    Trap(
        "menjorok.docx",
        "off_page_object",
        lambda: docx(f"<w:p><w:pPr><w:ind w:left='-15000'/></w:pPr><w:r><w:t>{SECRET}</w:t></w:r></w:p>"),
    ),
    Trap(
        "vml-luar.docx",
        "off_page_object",
        lambda: docx(
            f"<w:p><w:r><w:pict><v:shape {VML} style='position:absolute;margin-left:-2000pt;width:90pt'><v:textbox>"
            f"<w:txbxContent>{run(SECRET)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        ),
    ),
    Trap(
        "vml-sembunyi.docx",
        "hidden_object",
        lambda: docx(
            f"<w:p><w:r><w:pict><v:shape {VML} style='position:absolute;visibility:hidden;width:90pt'><v:textbox>"
            f"<w:txbxContent>{run(SECRET)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        ),
    ),
    Trap("baris-dihapus.docx", "tracked_deletion", lambda: docx(_deleted_row())),
    Trap(
        "sisip-di-kepala.docx",
        "tracked_insertion",
        lambda: docx(
            run("Surat") + '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr>',
            **_part(
                "kop.xml",
                f"<w:hdr {W}><w:p><w:ins w:id='1' w:author='Budi'><w:r><w:t>{SECRET}</w:t></w:r></w:ins></w:p></w:hdr>",
                "header",
            ),
        ),
    ),
    Trap(
        "tersembunyi-di-kaki.docx",
        "hidden_text",
        lambda: docx(
            run("Surat") + '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>',
            **_part("kaki.xml", f"<w:ftr {W}>{run(SECRET, '<w:vanish/>')}</w:ftr>", "footer"),
        ),
    ),
    Trap(
        "komentar-lain.docx",
        "comment",
        lambda: docx(
            **_part(
                "c7.xml",
                f"<w:comments {W}><w:comment w:author='Budi'>{run(SECRET)}</w:comment></w:comments>",
                "comments",
            )
        ),
    ),
    Trap(
        "orang.docx",
        "person_in_metadata",
        lambda: docx(
            **_part(
                "people.xml",
                "<w15:people xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml'>"
                "<w15:person w15:author='Ani Suryani'/></w15:people>",
                "people",
            )
        ),
    ),
    Trap(
        "potongan.docx",
        "embedded_file",
        lambda: docx(
            "<w:altChunk r:id='rId2'/>",
            **_part("potong.html", f"<html><body>{SECRET}</body></html>", "aFChunk"),
        ),
    ),
    Trap(
        "ole-lain.docx",
        "ole_object",
        lambda: docx(
            parts={"word/objek/o1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)},
            links=(("oleObject", "objek/o1.bin"),),
        ),
    ),
    Trap(
        "blok-bangunan.docx",
        "hidden_text",
        lambda: docx(
            **_part(
                "glossary/document.xml",
                f"<w:glossaryDocument {W}><w:docParts><w:docPart><w:docPartBody>{run(SECRET)}</w:docPartBody>"
                "</w:docPart></w:docParts></w:glossaryDocument>",
                "glossaryDocument",
            )
        ),
    ),
    Trap(
        "ruas.docx",
        "hidden_field",
        lambda: docx(
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>SET catatan "
            f"\"{SECRET} {NIK}\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        ),
    ),
    Trap(
        "properti-perusahaan.docx",
        "person_in_metadata",
        lambda: docx(
            parts={
                "docProps/core.xml": "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/"
                "core-properties'><cp:lastModifiedBy>Ani Suryani</cp:lastModifiedBy></cp:coreProperties>"
            },
            package_links=(("metadata/core-properties", "docProps/core.xml"),),
        ),
    ),
    Trap(
        "properti-lain.docx",
        "person_in_metadata",
        lambda: docx(
            parts={
                "package/services/metadata/core-properties/a1.psmdcp": "<coreProperties xmlns='http://schemas."
                "openxmlformats.org/package/2006/metadata/core-properties'><dc:creator xmlns:dc="
                "'http://purl.org/dc/elements/1.1/'>Ani Suryani</dc:creator></coreProperties>"
            },
            package_links=(("core-properties", "package/services/metadata/core-properties/a1.psmdcp"),),
        ),
    ),
]


def _modern_comment() -> bytes:
    return pptx(
        shape("Paparan"),
        slide_links=(("comments", "../comments/modernComment_100_0.xml"),),
        parts={
            "ppt/comments/modernComment_100_0.xml": "<p188:cmLst xmlns:p188='http://schemas.microsoft.com/office/"
            f"powerpoint/2018/8/main' {A}><p188:cm id='{{1}}'><p188:replyLst><p188:reply><p188:txBody><a:p><a:r>"
            f"<a:t>Balasan</a:t></a:r></a:p></p188:txBody></p188:reply></p188:replyLst><p188:txBody><a:p><a:r><a:t>"
            f"{SECRET}</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>"
        },
    )


def _with_list_style(colour: str = "", size: str = "") -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="K"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="9" y="9"/>'
        '<a:ext cx="900000" cy="90000"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:lstStyle><a:lvl1pPr><a:defRPr'
        f"{size}>{colour}</a:defRPr></a:lvl1pPr></a:lstStyle><a:p><a:r><a:rPr/><a:t>{SECRET}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'

PPTX = [
    Trap("ketat.pptx", "hidden_slide", lambda: strict(pptx(shape("x"), hidden=(1,)))),
    Trap("utas.pptx", "comment", _modern_comment),
    Trap(
        "komentar-lain.pptx",
        "comment",
        lambda: pptx(
            shape("x"),
            slide_links=(("comments", "../k/c.xml"),),
            parts={"ppt/k/c.xml": f"<p:cmLst {P}><p:cm><p:text>{SECRET}</p:text></p:cm></p:cmLst>"},
        ),
    ),
    Trap(
        "catatan-lain.pptx",
        "speaker_notes",
        lambda: pptx(
            shape("x"),
            slide_links=(("notesSlide", "../n/c.xml"),),
            parts={
                "ppt/n/c.xml": f"<p:notes {P} {A}><p:cSld><p:spTree>{shape(SECRET)}</p:spTree></p:cSld></p:notes>"
            },
        ),
    ),
    Trap("gaya-daftar.pptx", "same_colour_text", lambda: pptx(_with_list_style(WHITE))),
    Trap("gaya-kecil.pptx", "tiny_text", lambda: pptx(_with_list_style(size=' sz="100"'))),
    Trap(
        "tanpa-isi.pptx",
        "hidden_text",
        lambda: pptx(shape(SECRET, colour="<a:noFill/>")),
    ),
    Trap(
        "tembus.pptx",
        "hidden_text",
        lambda: pptx(
            shape(
                SECRET,
                colour='<a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>',
            )
        ),
    ),
    Trap("luar-bawah.pptx", "off_slide_object", lambda: pptx(shape(SECRET, at=(0, 9_900_000)))),
    Trap(
        "penulis.pptx",
        "person_in_metadata",
        lambda: pptx(
            parts={
                "ppt/authors.xml": "<p188:authorLst xmlns:p188='http://schemas.microsoft.com/office/powerpoint/2018/8/"
                "main'><p188:author name='Ani Suryani' initials='AS' userId='ani@contoh.id'/></p188:authorLst>",
                "ppt/_rels/presentation.xml.rels": rels(
                    ("slide", "slides/slide1.xml"), ("authors", "authors.xml")
                ),
            }
        ),
    ),
    Trap(
        "tanda.pptx",
        "custom_xml",
        lambda: pptx(
            slide_links=(("tags", "../tags/tag1.xml"),),
            parts={"ppt/tags/tag1.xml": f"<p:tagLst {P}><p:tag name='CATATAN' val='{SECRET}'/></p:tagLst>"},
        ),
    ),
    Trap(
        "pita-suara.pptx",
        "embedded_file",
        lambda: pptx(slide_links=(("audio", "../media/a.m4a"),), parts={"ppt/media/a.m4a": b"x"}),
    ),
]


def _odf_style(name: str, family: str, inside: str, more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}"{more}>{inside}</style:style>'


def _ods(cell: str, *, styles: str = "", more: str = "") -> bytes:
    return odf(
        "spreadsheet",
        f'<table:table table:name="D"><table:table-row><table:table-cell{cell}><text:p>{SECRET}</text:p>{more}'
        "</table:table-cell></table:table-row></table:table>",
        styles=styles,
    )


ODX = [
    Trap(
        "sel-putih.ods",
        "same_colour_text",
        lambda: _ods(
            ' table:style-name="c"',
            styles=_odf_style("c", "table-cell", '<style:text-properties fo:color="#ffffff"/>'),
        ),
    ),
    Trap(
        "sel-hijau.ods",
        "same_colour_text",
        lambda: _ods(
            ' table:style-name="c"',
            styles=_odf_style(
                "c",
                "table-cell",
                '<style:table-cell-properties fo:background-color="#00ff00"/><style:text-properties fo:color="#00ff00"/>',
            ),
        ),
    ),
    Trap(
        "komentar.ods",
        "comment",
        lambda: _ods("", more=f"<office:annotation><text:p>{SECRET}</text:p></office:annotation>"),
    ),
    Trap(
        "pindah.ods",
        "change_history",
        lambda: odf(
            "spreadsheet",
            "<table:tracked-changes><table:cell-content-change table:id='1'><table:previous><table:change-track-table-cell>"
            f"<text:p>{SECRET}</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
            "</table:tracked-changes>",
        ),
    ),
    Trap(
        "hapus-baris.ods",
        "change_history",
        lambda: odf(
            "spreadsheet",
            "<table:tracked-changes><table:deletion table:id='1'><table:deletions><table:cell-content-deletion>"
            f"<table:change-track-table-cell><text:p>{SECRET}</text:p></table:change-track-table-cell>"
            "</table:cell-content-deletion></table:deletions></table:deletion></table:tracked-changes>",
        ),
    ),
    Trap(
        "kaki.odt",
        "comment",
        lambda: odf(
            "text",
            "<text:p>Surat</text:p>",
            parts={
                "styles.xml": f"<office:document-styles {ODF}><office:master-styles><style:master-page><style:footer>"
                f"<text:p>Hal<office:annotation><text:p>{SECRET}</text:p></office:annotation></text:p></style:footer>"
                "</style:master-page></office:master-styles></office:document-styles>"
            },
        ),
    ),
    Trap(
        "kaki-putih.odt",
        "same_colour_text",
        lambda: odf(
            "text",
            "<text:p>Surat</text:p>",
            parts={
                "styles.xml": f"<office:document-styles {ODF}><office:automatic-styles>"
                + _odf_style("k", "text", '<style:text-properties fo:color="#ffffff"/>')
                + "</office:automatic-styles><office:master-styles><style:master-page><style:footer><text:p>"
                f'<text:span text:style-name="k">{SECRET}</text:span></text:p></style:footer></style:master-page>'
                "</office:master-styles></office:document-styles>"
            },
        ),
    ),
    Trap(
        "gaya-induk.odt",
        "hidden_text",
        lambda: odf(
            "text",
            f'<text:p text:style-name="anak">{SECRET}</text:p>',
            styles=_odf_style("induk", "paragraph", '<style:text-properties text:display="none"/>')
            + _odf_style("anak", "paragraph", "", ' style:parent-style-name="induk"'),
        ),
    ),
    Trap(
        "tembus.odt",
        "hidden_text",
        lambda: odf(
            "text",
            f'<text:p><text:span text:style-name="t">{SECRET}</text:span></text:p>',
            styles=_odf_style(
                "t",
                "text",
                '<style:text-properties xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
                ' loext:opacity="0%"/>',
            ),
        ),
    ),
    Trap(
        "paragraf-sembunyi.odt",
        "hidden_text",
        lambda: odf("text", f'<text:p><text:hidden-paragraph text:condition="true"/>{SECRET}</text:p>'),
    ),
    Trap(
        "bingkai-luar.odt",
        "off_page_object",
        lambda: odf(
            "text",
            '<text:p><draw:frame svg:x="-60cm" svg:y="1cm" svg:width="5cm" svg:height="2cm"><draw:text-box>'
            f"<text:p>{SECRET}</text:p></draw:text-box></draw:frame></text:p>",
        ),
    ),
    Trap(
        "khusus.odt",
        "custom_property",
        lambda: odf(
            "text",
            "<text:p>x</text:p>",
            meta=f'<meta:user-defined meta:name="n">{SECRET}</meta:user-defined>',
        ),
    ),
    Trap(
        "tersemat.odt",
        "embedded_file",
        lambda: odf(
            "text",
            "<text:p>x</text:p>",
            parts={
                "Object 1": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64),
                "Object 2/content.xml": "<a>gaji</a>",
            },
        ),
    ),
]


def _pdf(content: bytes, **more: Any) -> bytes:
    return pdf.page(pdf.VISIBLE + content, **more)


def _pdf_changed(change: Callable[[Any], object]) -> bytes:
    return pdf.changed(change)


def _set_xmp(made: Any) -> None:
    with made.open_metadata() as meta:
        meta["dc:creator"] = ["Ani Suryani"]


def _named_script(made: Any) -> None:
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(
            Names=pikepdf.Array(
                [
                    pikepdf.String("a"),
                    pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")),
                ]
            )
        )
    )


def _page_put_away(made: Any) -> None:
    made.add_blank_page()
    made.pages[1].Contents = made.make_stream(_text(72, 600))
    made.Root.Lama = made.pages[1].obj
    del made.pages[1]


def _annot(made: Any, **fields: Any) -> None:
    made.pages[0].Annots = pikepdf.Array(
        [
            made.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=pikepdf.Array([72, 690, 300, 720]), **fields)
            )
        ]
    )


def _link(made: Any, uri: str) -> None:
    _annot(
        made,
        Subtype=pikepdf.Name.Link,
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(uri)),
    )


def _text(x: int, y: int, said: str = SECRET) -> bytes:
    return f"BT /F1 14 Tf {x} {y} Td ({said}) Tj ET\n".encode()


def _linearised_then_changed() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf(_text(72, 500)))) as made:
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = out.getvalue()
    number = int(re.search(rb"(\d+) 0 obj\s*<<[^>]*/Length", content)[1])  # type: ignore[index]
    return pdf.updated(content, number, pdf.stream(pdf.VISIBLE))


PDF = [
    Trap("kotak-hitam.pdf", "text_under_box", lambda: _pdf(_text(72, 600) + b"0 g 60 590 300 30 re f\n")),
    Trap("kotak-putih.pdf", "text_under_box", lambda: _pdf(_text(72, 600) + b"1 g 60 590 300 30 re f\n")),
    Trap(
        "kotak-bergaris.pdf",
        "text_under_box",
        lambda: _pdf(_text(72, 600) + b"0 0 0 RG 24 w 60 604 m 360 604 l S\n"),
    ),
    Trap(
        "kotak-segi-banyak.pdf",
        "text_under_box",
        lambda: _pdf(_text(72, 600) + b"0.2 0.2 0.2 rg 60 590 m 360 590 l 360 620 l 60 620 l h f\n"),
    ),
    Trap(
        "gambar-di-atas.pdf",
        "text_under_image",
        lambda: _pdf(
            _text(72, 600) + b"q 320 0 0 30 60 590 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI Q\n"
        ),
    ),
    Trap("putih.pdf", "same_colour_text", lambda: _pdf(b"1 g\n" + _text(72, 600))),
    Trap("cmyk-putih.pdf", "same_colour_text", lambda: _pdf(b"0 0 0 0 k\n" + _text(72, 600))),
    Trap("mode3.pdf", "invisible_text", lambda: _pdf(b"3 Tr\n" + _text(72, 600))),
    Trap("terpotong.pdf", "unseen_text", lambda: _pdf(b"q 0 0 10 10 re W n\n" + _text(72, 600) + b"Q\n")),
    Trap(
        "luar-potong.pdf",
        "text_outside_page",
        lambda: pdf.page(pdf.VISIBLE + _text(72, 100), extra=b"/CropBox [0 400 595 842]"),
    ),
    Trap("luar.pdf", "text_outside_page", lambda: _pdf(_text(-900, 100))),
    Trap(
        "alfa.pdf",
        "same_colour_text",
        lambda: _pdf(b"/G1 gs\n" + _text(72, 600), resources=b"/ExtGState << /G1 << /ca 0 /CA 0 >> >>"),
    ),
    Trap(
        "mini.pdf",
        "tiny_text",
        lambda: _pdf(b"BT /F1 1 Tf 72 600 Td (Rahasia besar dari Ani Suryani Masamba) Tj ET\n"),
    ),
    Trap("xmp.pdf", "person_in_metadata", lambda: _pdf_changed(_set_xmp)),
    Trap("skrip-bernama.pdf", "javascript", lambda: _pdf_changed(_named_script)),
    Trap(
        "catatan-terpaku.pdf",
        "annotation",
        lambda: _pdf_changed(
            lambda made: _annot(made, Subtype=pikepdf.Name.Popup, Contents=pikepdf.String(SECRET))
        ),
    ),
    Trap(
        "teks-bebas.pdf",
        "annotation",
        lambda: _pdf_changed(
            lambda made: _annot(made, Subtype=pikepdf.Name.FreeText, Contents=pikepdf.String(SECRET), F=2)
        ),
    ),
    Trap(
        "penghitam.pdf",
        "annotation",
        lambda: _pdf_changed(lambda made: _annot(made, Subtype=pikepdf.Name.Redact)),
    ),
    Trap("halaman-lepas.pdf", "unreferenced_object", lambda: _pdf_changed(_page_put_away)),
    Trap(
        "hijau-di-hijau.pdf",
        "same_colour_text",
        lambda: _pdf(b"0 1 0 rg 60 590 300 30 re f\n" + _text(72, 600)),
    ),
    Trap(
        "putar-keluar.pdf",
        "text_outside_page",
        lambda: _pdf(b"BT /F1 9 Tf 0 1 -1 0 -50 100 Tm (Rahasia) Tj ET\n"),
    ),
    Trap("versi-lama.pdf", "incremental_update", _linearised_then_changed),
    Trap(
        "formulir-di-bawah.pdf",
        "text_under_box",
        lambda: _pdf(_text(72, 600) + b"q 1 0 0 1 60 590 cm 0 g 0 0 300 30 re f Q\n"),
    ),
]


def _mail(**heads: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ppid@contoh.go.id", "humas@contoh.go.id", "Laporan"
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content("Terlampir laporan.")
    return made.as_bytes()


def _alternative() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ppid@contoh.go.id", "humas@contoh.go.id", "Laporan"
    made.set_content("Terlampir.")
    made.add_alternative(
        f"<html><body><p>Terlampir.</p><div style='display:none'>{SECRET}</div></body></html>", subtype="html"
    )
    return made.as_bytes()


WEB = [
    Trap(
        "beberapa-pilih.html",
        "hidden_element",
        lambda: web(f"<style>.a, .b {{display:none}}</style><p class=a>{SECRET}</p>"),
    ),
    Trap(
        "unsur.html",
        "hidden_element",
        lambda: web(f"<style>aside{{display:none}}</style><aside>{SECRET}</aside>"),
    ),
    Trap(
        "media.html",
        "hidden_element",
        lambda: web(
            f"<style>@media screen {{ p.r {{ visibility:hidden }} }}</style><p class='x r'>{SECRET}</p>"
        ),
    ),
    Trap("templat.html", "hidden_element", lambda: web(f"<template><p>{SECRET}</p></template>")),
    Trap("tanpa-skrip.html", "hidden_element", lambda: web(f"<noscript>{SECRET}</noscript>")),
    Trap("isian.html", "hidden_field", lambda: web(f"<input type=hidden value='{SECRET}'>")),
    Trap("skala.html", "hidden_element", lambda: web(f"<p style='transform:scale(0)'>{SECRET}</p>")),
    Trap("warna-fon.html", "hidden_element", lambda: web(f"<font color=white>{SECRET}</font>")),
    Trap("transparan.html", "hidden_element", lambda: web(f"<p style='color:rgba(0,0,0,0)'>{SECRET}</p>")),
    Trap(
        "penulis.html",
        "person_in_metadata",
        lambda: (
            b"<!doctype html><html><head><meta name=author content='Ani Suryani'></head><body><p>x</p></body></html>"
        ),
    ),
    Trap("komentar-word.html", "html_comment", lambda: web(f"<!-- {SECRET} -->")),
    Trap("bcc.eml", "bcc", lambda: _mail(Bcc="ani@contoh.id")),
    Trap("asal.eml", "sender_address", lambda: _mail(X_Originating_IP="[10.1.2.3]")),
    Trap("dua-wajah.eml", "hidden_element", _alternative),
]


def _jpeg_comment() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 60)).save(out, "JPEG", comment=SECRET.encode())
    return out.getvalue()


def _jpeg_exif(tag: int, value: Any) -> bytes:
    image = Image.new("RGB", (60, 60))
    exif = image.getexif()
    exif[tag] = value
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _gps(form: str) -> bytes:
    image = Image.new("RGB", (60, 60))
    exif = image.getexif()
    place = {1: "S", 2: (2.0, 33.0, 15.0), 3: "E", 4: (120.0, 21.0, 24.0)}
    exif[0x0131] = "Kamera"  # a picture without any other mark is written without this one, too
    exif.get_ifd(0x8825).update(place)
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def _png(**texts: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for name, value in texts.items():
        info.add_itxt(name, value, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (60, 60)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


PICTURES = [
    Trap("gps.jpg", "gps", lambda: _gps("JPEG")),
    Trap("gps.png", "gps", lambda: _gps("PNG")),
    Trap("gps.webp", "gps", lambda: _gps("WEBP")),
    Trap("pemilik.jpg", "person_in_metadata", lambda: _jpeg_exif(0x013B, "Ani Suryani")),
    Trap("judul-windows.jpg", "exif", lambda: _jpeg_exif(0x9C9B, (SECRET + "\0").encode("utf-16-le"))),
    Trap("komentar.jpg", "image_comment", _jpeg_comment),
    Trap("teks.png", "image_text", lambda: _png(Description=SECRET)),
    Trap("ekor.png", "trailing_data", lambda: _png() + b"PK\x03\x04" + SECRET.encode()),
]

MORE = [
    # made later, when the look had been mended for those above
    Trap(
        "baru-jendela.xlsx",
        "hidden_sheet",
        lambda: xlsx(row(1, SECRET), workbook='<bookViews><workbookView visibility="hidden"/></bookViews>'),
    ),
    Trap(
        "baru-col-default0.xlsx",
        "hidden_columns",
        lambda: xlsx(
            row(1, "a", SECRET), before='<sheetFormatPr defaultColWidth="0" defaultRowHeight="15"/>'
        ),
    ),
    Trap(
        "baru-col-width01.xlsx",
        "hidden_columns",
        lambda: xlsx(
            row(1, "a", SECRET), before='<cols><col min="2" max="2" width="0.1" customWidth="1"/></cols>'
        ),
    ),
    Trap(
        "baru-row-ht0.xlsx",
        "hidden_rows",
        lambda: xlsx(row(1, "a") + row(2, SECRET, more=' ht="0" customHeight="1"')),
    ),
    Trap(
        "baru-tbox.xlsx",
        "same_colour_text",
        lambda: _xlsxwriter(
            lambda b, s: s.insert_textbox(
                "A5", SECRET, {"x_offset": 0, "font": {"color": "white"}, "fill": {"color": "white"}}
            )
        ),
    ),
    Trap(
        "baru-veryhid.xlsx",
        "very_hidden_sheet",
        lambda: _openpyxl(
            lambda b, s: (b.create_sheet("X").append([NIK]), setattr(b["X"], "sheet_state", "veryHidden"))
        ),
    ),
    Trap(
        "baru-group.xlsx",
        "collapsed_group",
        lambda: _xlsxwriter(
            lambda b, s: (
                s.set_row(1, None, None, {"level": 1, "hidden": True}),
                s.set_row(2, None, None, {"collapsed": True}),
            )
        ),
    ),
    Trap(
        "baru-filter.xlsx",
        "filtered_rows",
        lambda: _xlsxwriter(
            lambda b, s: (
                s.autofilter("A1:B3"),
                s.filter_column("A", "x == Budi"),
                s.set_row(2, None, None, {"hidden": True}),
            )
        ),
    ),
    Trap(
        "baru-prop.xlsx",
        "person_in_metadata",
        lambda: _xlsxwriter(lambda b, s: b.set_properties({"author": "Ani Suryani"})),
    ),
    Trap(
        "baru-comp.xlsx",
        "organisation_in_metadata",
        lambda: _xlsxwriter(lambda b, s: b.set_properties({"company": "CV Ani"})),
    ),
    Trap(
        "baru-sdt-hidden.docx",
        "hidden_text",
        lambda: docx(
            "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>"
            + run(SECRET, "<w:vanish/>")
            + "</w:sdtContent></w:sdt>"
        ),
    ),
    Trap(
        "baru-charstyle.docx",
        "hidden_text",
        lambda: docx(
            run(SECRET, '<w:rStyle w:val="H"/>'), styles=_style("H", "<w:vanish/>", kind="character")
        ),
    ),
    Trap(
        "baru-css.html",
        "hidden_element",
        lambda: web("<style>#z{position:absolute;left:-9999px}</style><div id=z>%s</div>" % SECRET),
    ),
]

TRAPS = [*XLSX, *DOCX, *PPTX, *ODX, *PDF, *WEB, *PICTURES, *MORE]
TRAPS_BY_NAME = {trap.name: trap for trap in TRAPS}


# --- what programs write by themselves ------------------------------------------------------------------------------

WPS_XML = (
    '<s:customData xmlns="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
    ' xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"><customSectProps><customSectPr/></customSectProps>'
    '<customShpExts><customShpInfo spid="_x0000_s1026" textRotate="1"/></customShpExts></s:customData>'
)
WPS_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.'
    'openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2"'
    ' name="KSOProductBuildVer"><vt:lpwstr>1057-12.2.0.13306</vt:lpwstr></property><property fmtid="{D5CDD505-2E9C-101B-'
    '9397-08002B2CF9AE}" pid="3" name="ICV"><vt:lpwstr>5A3F0B1C2D4E4F60A1B2C3D4E5F60718_13</vt:lpwstr></property></Properties>'
)


def _toc() -> bytes:
    line = (
        "<w:p><w:pPr><w:pStyle w:val='TOC1'/></w:pPr><w:hyperlink w:anchor='_Toc1'><w:r><w:t>BAB I PENDAHULUAN</w:t></w:r>"
        "<w:r><w:rPr><w:webHidden/></w:rPr><w:tab/></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:fldChar w:fldCharType='begin'/>"
        "</w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:instrText> PAGEREF _Toc1 \\h </w:instrText></w:r><w:r><w:rPr><w:webHidden/>"
        "</w:rPr><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr>"
        "<w:webHidden/></w:rPr><w:fldChar w:fldCharType='end'/></w:r></w:hyperlink></w:p>"
    )
    return docx(line + run("BAB I PENDAHULUAN"))


CLEAN: dict[str, Callable[[], bytes]] = {
    "daftar-isi.docx": _toc,
    "wps.docx": lambda: docx(
        parts={"customXml/item1.xml": WPS_XML, "docProps/custom.xml": WPS_PROPERTIES},
        package_links=(("customXml", "customXml/item1.xml"), ("custom-properties", "docProps/custom.xml")),
    ),
    "ketat.docx": lambda: strict(docx()),
    "ketat.xlsx": lambda: strict(xlsx(row(1, "nama", "desa"))),
    "ketat.pptx": lambda: strict(pptx(shape("Paparan"))),
    "awalan.xlsx": lambda: prefixed(xlsx(row(1, "nama", "desa"))),
    "openpyxl-biasa.xlsx": lambda: _openpyxl(lambda _b, _s: None),
    "xlsxwriter-biasa.xlsx": lambda: _xlsxwriter(lambda _b, _s: None),
    "kotak-biasa.docx": lambda: docx(_anchored("Kotak", x=1_000_000, y=1_000_000)),
    "kotak-tepi.docx": lambda: docx(_anchored("Kotak", x=-200_000, y=-100_000)),
    "menjorok-sedikit.docx": lambda: docx(
        "<w:p><w:pPr><w:ind w:left='-720' w:right='-720'/></w:pPr><w:r><w:t>Surat</w:t></w:r></w:p>"
    ),
    "kop-putih.docx": lambda: docx(
        "<w:p><w:pPr><w:shd w:val='clear' w:fill='005555'/></w:pPr><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
        "<w:t>PEMERINTAH KABUPATEN</w:t></w:r></w:p>"
    ),
    "tautan.docx": lambda: docx(
        "<w:p><w:hyperlink r:id='rId2'><w:r><w:t>Laman</w:t></w:r></w:hyperlink></w:p>",
        links=(("hyperlink", "https://luwuutarakab.go.id", "External"),),
    ),
    "ruas-tanggal.docx": lambda: docx(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> DATE \\@ &quot;d MMMM yyyy&quot; </w:instrText>"
        "</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>1 Mei 2026</w:t></w:r><w:r>"
        "<w:fldChar w:fldCharType='end'/></w:r></w:p>"
    ),
    "arsir.xlsx": lambda: _openpyxl(
        lambda _b, s: (
            setattr(s["A1"], "font", Font(color="FFFFFFFF", bold=True)),
            setattr(s["A1"], "fill", PatternFill("solid", fgColor="FF006666")),
        )
    ),
    "pilihan.xlsx": lambda: xlsx(
        row(1, "nama"),
        after='<dataValidations><dataValidation type="list" sqref="B1"><formula1>"Ya,Tidak"</formula1></dataValidation>'
        "</dataValidations>",
    ),
    "baris-nol.xlsx": lambda: xlsx(
        row(1, "nama", more=' hidden="0"') + row(2, "desa"),
        before='<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>',
    ),
    "biasa.pdf": lambda: pdf.page(pdf.VISIBLE),
    "tabel-berwarna.pdf": lambda: pdf.page(
        b"0 0.4 0.4 rg 60 590 300 30 re f 1 g\n"
        + _text(72, 600, "Kecamatan Masamba")
        + b"0 g\n"
        + pdf.VISIBLE
    ),
    "tautan.pdf": lambda: _pdf_changed(lambda made: _link(made, "https://luwuutarakab.go.id")),
    "gaya.html": lambda: web(
        "<style>.a{color:#123456} @media print{.noprint{display:none}}</style><p class=a>Laporan</p>"
    ),
    "surel.eml": lambda: _mail(
        Reply_To="ppid@contoh.go.id", Message_ID="<CAFx12@mail.contoh.id>", References="<a1@b.id>"
    ),
    "garis-luar.docx": lambda: docx(
        run(
            "JUDUL",
            f"<w14:textOutline {W14}><w14:solidFill><w14:srgbClr w14:val='005555'/></w14:solidFill></w14:textOutline>"
            f"<w14:textFill {W14}><w14:noFill/></w14:textFill>",
        )
    ),
    "garis-luar.pptx": lambda: pptx(
        shape("JUDUL", colour='<a:ln><a:solidFill><a:srgbClr val="005555"/></a:solidFill></a:ln><a:noFill/>')
    ),
    "rumus.csv": lambda: b'nama;jumlah\nMasamba;=SUM(B3:B9)\nRampi;=HYPERLINK("http://contoh.id")\n',
    "tabel.ods": lambda: odf(
        "spreadsheet",
        '<table:table table:name="D"><table:table-row><table:table-cell table:style-name="c"><text:p>Kecamatan</text:p>'
        "</table:table-cell></table:table-row></table:table>",
        styles=_odf_style(
            "c",
            "table-cell",
            '<style:table-cell-properties fo:background-color="#006666"/><style:text-properties fo:color="#ffffff"/>',
        ),
    ),
}


# --- a NIK where it is passed over ----------------------------------------------------------------------------------

_CORE = (
    "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:{0}>{1}</dc:{0}></cp:coreProperties>"
)


def _core(name: str) -> dict[str, Any]:
    return {
        "parts": {"docProps/core.xml": _CORE.format(name, f"Data NIK {NIK}")},
        "package_links": (("core-properties", "docProps/core.xml"),),
    }


def _alt(said: str) -> str:
    return f"<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='G' descr='{said}'/></wp:inline></w:drawing></w:r></w:p>"


PERSONAL: dict[str, Callable[[], bytes]] = {
    "judul.docx": lambda: docx(**_core("title")),
    "keterangan.xlsx": lambda: xlsx(row(1, "nama"), **_core("description")),
    "judul.pptx": lambda: pptx(**_core("subject")),
    "teks-pengganti.docx": lambda: docx(_alt(f"KTP dengan NIK {NIK}")),
    "teks-pengganti.pptx": lambda: pptx(shape("x", extra=f' descr="NIK {NIK}"')),
    "tautan.docx": lambda: docx(
        "<w:p><w:hyperlink r:id='rId2'><w:r><w:t>klik</w:t></w:r></w:hyperlink></w:p>",
        links=(("hyperlink", f"https://contoh.id/cek?nik={NIK}", "External"),),
    ),
    "tautan.xlsx": lambda: xlsx(
        row(1, "klik"),
        after="<hyperlinks><hyperlink ref='A1'/></hyperlinks>",
        sheet_links=(("hyperlink", f"https://contoh.id/cek?nik={NIK}", "External"),),
    ),
    "tautan.pdf": lambda: _pdf_changed(lambda made: _link(made, f"https://contoh.id/cek?nik={NIK}")),
    "tautan.html": lambda: web(f"<a href='https://contoh.id/cek?nik={NIK}'>klik</a>"),
    "tautan.odt": lambda: odf(
        "text", f'<text:p><text:a xlink:href="https://contoh.id/cek?nik={NIK}">klik</text:a></text:p>'
    ),
    "alt.html": lambda: web(f"<img alt='KTP NIK {NIK}' src='a.png'>"),
    "judul.html": lambda: (
        f"<!doctype html><html><head><title>NIK {NIK}</title></head><body><p>x</p></body></html>".encode()
    ),
    "ruas.docx": lambda: docx(
        f"<w:p><w:r><w:instrText>QUOTE &quot;NIK {NIK}&quot;</w:instrText></w:r></w:p>"
    ),
    "pilihan.docx": lambda: docx(
        "<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='Ani NIK "
        + NIK
        + "' w:value='1'/></w:dropDownList>"
        "</w:sdtPr><w:sdtContent><w:r><w:t>pilih</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    ),
    "angka.xlsx": lambda: xlsx(
        row(1, "NIK") + f'<row r="2"><c r="A2"><v>{NIK}</v></c></row>',
    ),
    "angka-ilmiah.xlsx": lambda: xlsx(
        row(1, "NIK") + '<row r="2"><c r="A2"><v>7.322034509900001E15</v></c></row>',
    ),
    "daftar-pilihan.xlsx": lambda: xlsx(
        row(1, "nama"),
        after='<dataValidations><dataValidation type="list" sqref="B1"><formula1>"Ani '
        + NIK
        + ',Budi"</formula1>'
        "</dataValidation></dataValidations>",
    ),
    "rumus.xlsx": lambda: xlsx(
        row(1, "NIK") + f'<row r="2"><c r="A2" t="str"><f>"NIK {NIK}"</f><v>x</v></c></row>',
    ),
    "sel-terpisah.docx": lambda: docx(
        f"<w:p><w:r><w:t>NIK {NIK[:6]}</w:t></w:r><w:r><w:t>{NIK[6:]}</w:t></w:r></w:p>"
    ),
    "kepala.docx": lambda: docx(
        run("x") + '<w:sectPr><w:headerReference r:id="rId2"/></w:sectPr>',
        **_part("kop.xml", f"<w:hdr {W}>{run('NIK ' + NIK)}</w:hdr>", "header"),
    ),
    "grafik.xlsx": lambda: _xlsxwriter(lambda b, s: s.insert_chart("D2", _chart(b))),
    "master.pptx": lambda: pptx(
        slide_links=(("slideLayout", "../slideLayouts/slideLayout1.xml"),),
        parts={
            "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {P} {A}><p:cSld><p:spTree>{shape('NIK ' + NIK)}</p:spTree>"
            "</p:cSld></p:sldLayout>"
        },
    ),
    "formulir-xml.pdf": lambda: _pdf_changed(_xml_form),
    "penanda.pdf": lambda: _pdf_changed(_outline),
    "judul.pdf": lambda: _pdf_changed(lambda made: made.docinfo.__setitem__("/Title", f"NIK {NIK}")),
    "nama-lampiran.eml": lambda: _attached(),
    "kepala.eml": lambda: _mail(X_Catatan=f"NIK {NIK}"),
    "deskripsi.jpg": lambda: _jpeg_exif(0x010E, f"NIK {NIK}"),
    "keterangan.png": lambda: _png(Comment=f"NIK {NIK}"),
    "kolom.csv": lambda: f"nama,no_ktp\nAni,{NIK}\n".encode(),
    "kutip.csv": lambda: f'nama;nik\nAni;\'{NIK}\nBudi;"=""{NIK}"""\n'.encode(),
    "utf16.csv": lambda: f"nama\tnik\nAni\t{NIK}\n".encode("utf-16"),
    "surat.odt": lambda: odf(
        "text", f"<text:p>NIK {NIK[:4]}<text:s/>{NIK[4:8]}<text:s/>{NIK[8:12]}<text:s/>{NIK[12:]}</text:p>"
    ),
    "meta.odt": lambda: odf("text", "<text:p>x</text:p>", meta=f"<dc:title>NIK {NIK}</dc:title>"),
    "baru-dv-msg.xlsx": lambda: _xlsxwriter(
        lambda b, s: s.data_validation(
            "A1", {"validate": "any", "input_title": "x", "input_message": "NIK " + NIK}
        )
    ),
    "baru-header.xlsx": lambda: _xlsxwriter(lambda b, s: s.set_header("&CNIK " + NIK)),
    "baru-cmt.xlsx": lambda: _xlsxwriter(lambda b, s: s.write_comment("A1", "NIK " + NIK)),
    "baru-sheetname.xlsx": lambda: _openpyxl(lambda b, s: setattr(s, "title", "NIK " + NIK)),
    "baru-defname.xlsx": lambda: _xlsxwriter(lambda b, s: b.define_name("Catatan", '="NIK ' + NIK + '"')),
    "baru-link-tip.xlsx": lambda: _xlsxwriter(
        lambda b, s: s.write_url("A1", "https://a.id", tip="NIK " + NIK)
    ),
    "baru-imgalt.xlsx": lambda: _xlsxwriter(
        lambda b, s: s.insert_textbox("A5", "x", {"description": "NIK " + NIK})
    ),
    "baru-rich.xlsx": lambda: _xlsxwriter(
        lambda b, s: s.write_rich_string("A1", "NIK ", b.add_format({"bold": 1}), NIK[:8], NIK[8:])
    ),
    "baru-footnote.docx": lambda: docx(
        run("x"),
        **_part(
            "footnotes.xml",
            f'<w:footnotes {W}><w:footnote w:id="1">{run("NIK " + NIK)}</w:footnote></w:footnotes>',
            "footnotes",
        ),
    ),
    "baru-textbox.docx": lambda: docx(
        f"<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>{run('NIK ' + NIK)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    ),
    "baru-vml-alt.docx": lambda: docx(
        f"<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' alt='NIK {NIK}'/></w:pict></w:r></w:p>"
    ),
    "baru-smartart.docx": lambda: docx(
        **_part(
            "diagrams/data1.xml",
            f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {A}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>NIK {NIK}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>',
            "diagramData",
        )
    ),
    "baru-chart.docx": lambda: docx(
        **_part(
            "charts/chart1.xml",
            f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>NIK {NIK}</c:v></c:chartSpace>',
            "chart",
        )
    ),
    "baru-smartart.pptx": lambda: pptx(
        slide_links=(("diagramData", "../diagrams/data1.xml"),),
        parts={
            "ppt/diagrams/data1.xml": f'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {A}><dgm:t><a:p><a:r><a:t>NIK {NIK}</a:t></a:r></a:p></dgm:t></dgm:dataModel>'
        },
    ),
    "baru-chart.pptx": lambda: pptx(
        slide_links=(("chart", "../charts/chart1.xml"),),
        parts={
            "ppt/charts/chart1.xml": f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>NIK {NIK}</c:v></c:chartSpace>'
        },
    ),
    "baru-table.pptx": lambda: pptx(
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>NIK {NIK}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    ),
    "baru-notes.pptx": lambda: pptx(
        slide_links=(("notesSlide", "../notesSlides/n1.xml"),),
        parts={
            "ppt/notesSlides/n1.xml": f"<p:notes {P} {A}><p:cSld><p:spTree>{shape('NIK ' + NIK)}</p:spTree></p:cSld></p:notes>"
        },
    ),
    "baru-ods-header.ods": lambda: odf(
        "spreadsheet",
        "<table:table table:name='a'/>",
        parts={
            "styles.xml": f"<office:document-styles {ODF}><office:master-styles><style:master-page><style:header><text:p>NIK {NIK}</text:p></style:header></style:master-page></office:master-styles></office:document-styles>"
        },
    ),
    "baru-odt-footnote.odt": lambda: odf(
        "text",
        f"<text:p>x<text:note><text:note-body><text:p>NIK {NIK}</text:p></text:note-body></text:note></text:p>",
    ),
    "baru-odt-ruby.odt": lambda: odf(
        "text", f'<text:p><text:bookmark-start text:name="a"/>NIK {NIK}</text:p>'
    ),
    "baru-odt-userfield.odt": lambda: odf(
        "text",
        f'<text:user-field-decls><text:user-field-decl text:name="a" office:string-value="NIK {NIK}"/></text:user-field-decls><text:p>x</text:p>',
    ),
    "baru-odt-hiddentext.odt": lambda: odf(
        "text", f'<text:p>x<text:hidden-text text:condition="1" text:string-value="NIK {NIK}"/></text:p>'
    ),
    "baru-ods-value.ods": lambda: odf(
        "spreadsheet",
        f'<table:table><table:table-row><table:table-cell office:value-type="float" office:value="{NIK}"><text:p>7,32E+15</text:p></table:table-cell></table:table-row></table:table>',
    ),
    "baru-ods-comment.ods": lambda: odf(
        "spreadsheet",
        f"<table:table><table:table-row><table:table-cell><office:annotation><text:p>NIK {NIK}</text:p></office:annotation></table:table-cell></table:table-row></table:table>",
    ),
    "baru-ods-formula.ods": lambda: odf(
        "spreadsheet",
        f'<table:table><table:table-row><table:table-cell table:formula="of:=&quot;NIK {NIK}&quot;"><text:p>x</text:p></table:table-cell></table:table-row></table:table>',
    ),
    "baru-details.html": lambda: web("<details><summary>a</summary>NIK %s</details>" % NIK),
    "baru-svg.html": lambda: web("<svg><text>NIK %s</text></svg>" % NIK),
    "baru-textarea.html": lambda: web("<textarea>NIK %s</textarea>" % NIK),
    "baru-select.html": lambda: web("<select><option>NIK %s</option></select>" % NIK),
    "baru-json.html": lambda: web('<script type=\'application/ld+json\'>{"nik":"%s"}</script>' % NIK),
    "baru-onclick.html": lambda: web("<a onclick=\"f('%s')\">x</a>" % ("NIK " + NIK)),
    "baru-b64.eml": lambda: (
        b"From: ppid@a.go.id\nTo: humas@a.go.id\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"NIK " + NIK.encode())
    ),
    "baru-qp.eml": lambda: (
        b"From: ppid@a.go.id\nTo: humas@a.go.id\nSubject: =?utf-8?b?"
        + base64.b64encode(b"NIK " + NIK.encode())
        + b"?=\n\nx"
    ),
    "baru-att.eml": lambda: mail(docx(run("NIK " + NIK))),
}


def _chart(book: Any) -> Any:
    made = book.add_chart({"type": "column"})
    made.add_series({"values": "=Data!$B$1:$B$2", "name": f"NIK {NIK}"})
    return made


def _xml_form(made: Any) -> None:
    form = made.make_stream(f"<xdp><nik>{NIK}</nik></xdp>".encode())
    made.Root.AcroForm = pikepdf.Dictionary(XFA=form, Fields=pikepdf.Array([]))


def _outline(made: Any) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"NIK {NIK}", 0))


def _attached() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ppid@contoh.go.id", "humas@contoh.go.id", "KTP"
    made.set_content("Terlampir.")
    made.add_attachment(b"halo", maintype="text", subtype="plain", filename=f"KTP NIK {NIK}.txt")
    return made.as_bytes()


# --- what cannot be looked through ----------------------------------------------------------------------------------

_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)


def _locked_odt() -> bytes:
    return odf(
        "text",
        "",
        parts={
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
            "</manifest:manifest>"
        },
    )


def _bomb_in_bomb() -> bytes:
    inner = packed({"xl/workbook.xml": bytes(300 * 1024 * 1024)})
    return packed({"a.xlsx": inner})


def flate_bomb() -> bytes:
    """A page whose content unpacks to four hundred megabytes of nothing."""
    packed_stream = zlib.compress(bytes(400 * 1024 * 1024), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed_stream), packed_stream),
    ]
    return pdf.written(objects)


REFUSED: dict[str, Callable[[], bytes]] = {
    "lama.doc": lambda: _LEGACY,
    "gambar.svg": lambda: (
        f'<svg xmlns="http://www.w3.org/2000/svg"><text display="none">{SECRET}</text></svg>'.encode()
    ),
    "datar.fodt": lambda: f'<?xml version="1.0"?><office:document {ODF}/>'.encode(),
    "word2003.doc": lambda: (
        b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
    ),
    "lama.xls": lambda: _LEGACY,
    "lama.ppt": lambda: _LEGACY,
    "surat.rtf": lambda: b"{\\rtf1\\ansi Rahasia}",
    "gambar.heic": lambda: struct.pack(">I", 24) + b"ftypheic" + bytes(16) + bytes(200),
    "kosong.docx": lambda: b"",
    "nol.xlsx": lambda: bytes(4096),
    "terkunci.odt": _locked_odt,
    "biner.xlsb": lambda: packed({"xl/workbook.bin": b"x", "[Content_Types].xml": "<Types/>"}),
    "arsip.gz": lambda: gzip.compress(b"halo"),
    "bom.zip": _bomb_in_bomb,
    "xxe.xlsx": lambda: packed(
        {
            "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook><sheets>&a;</sheets></workbook>'
        }
    ),
    "tawa.odt": lambda: odf(
        "text",
        "",
        parts={
            "content.xml": '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
        },
    ),
    "dalam.odt": lambda: odf("text", "<text:span>" * 4000 + "</text:span>" * 4000),
    "putus.pptx": lambda: pptx(shape("x"))[:-60],
    "hanya-awal.pdf": lambda: b"%PDF-1.7\n",
}

#: Kinds whose words a copy shows to everybody: what was tracked is accepted, what was beside is gone.
SHOWN_BY_COPIES = frozenset({"tracked_insertion", "comment"})
