"""Traps of docx, xlsx, pptx and OpenDocument files."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from PIL import Image

from lutra.documents.tests.corpus import Trap
from lutra.documents.tests.corpus.packages import (
    CORE,
    P,
    S,
    W,
    docx,
    odf,
    pptx,
    rels,
    row,
    run,
    shape,
    slide,
    xlsx,
)

ROWS = row(1, "Nama", "Jumlah") + row(2, "Masamba", "12")
WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
SECRET = "gaji Budi 12 juta"
TEAL = '<a:solidFill><a:srgbClr val="006666"/></a:solidFill>'


def workbook(change) -> bytes:
    """A workbook as openpyxl writes it, changed by a function."""
    made = openpyxl.Workbook()
    sheet = made.active
    for values in (["Kecamatan", "Jumlah"], ["Masamba", 12], ["Baebunta", 7], ["Sabbang", 3]):
        sheet.append(values)
    change(made, sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def png(size=(60, 60)) -> bytes:
    """A picture without words."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def _hidden_sheet(made, _sheet, state="hidden"):
    other = made.create_sheet("Rahasia")
    other.append(["gaji"])
    other.sheet_state = state


def _hidden_row(_made, sheet):
    sheet.row_dimensions[3].hidden = True


def _hidden_column(_made, sheet):
    sheet.column_dimensions["B"].hidden = True


def _collapsed(_made, sheet):
    sheet.row_dimensions.group(2, 3, outline_level=1, hidden=True)


def _filtered(_made, sheet):
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.add_filter_column(0, ["Masamba"])
    sheet.row_dimensions[3].hidden = True


def _comment(_made, sheet):
    sheet["A1"].comment = Comment("jangan disebar", "Budi")


def _white(_made, sheet):
    sheet["A2"].font = Font(color="FFFFFF")


def _same(_made, sheet):
    sheet["A2"].font = Font(color="112233")
    sheet["A2"].fill = PatternFill("solid", fgColor="112233")


def _formatted_away(_made, sheet):
    sheet["B2"].number_format = ";;;"


def _small(_made, sheet):
    sheet["A2"].font = Font(size=1)


def _author(made, _sheet):
    made.properties.creator = "Budi Santoso"


def _editor(made, _sheet):
    made.properties.lastModifiedBy = "Citra Lestari"


def _hidden_name(made, _sheet):
    name = openpyxl.workbook.defined_name.DefinedName("rahasia", attr_text="Sheet!$A$1", hidden=True)
    made.defined_names["rahasia"] = name


def _workbook_trap(name, kind, change):
    return Trap(f"{name}.xlsx", kind, lambda: workbook(change))


def _with(name, content, kind="customXml"):
    return {"package_links": ((kind, name),), "parts": {name: content}}


EXCEL = [
    _workbook_trap("lembar", "hidden_sheet", _hidden_sheet),
    _workbook_trap("lembar-sangat", "very_hidden_sheet", lambda m, s: _hidden_sheet(m, s, "veryHidden")),
    _workbook_trap("baris", "hidden_rows", _hidden_row),
    Trap(
        "baris-nol.xlsx",
        "hidden_rows",
        lambda: xlsx(row(1, "a") + row(2, "b", more=' ht="0" customHeight="1"')),
    ),
    _workbook_trap("kolom", "hidden_columns", _hidden_column),
    Trap(
        "kolom-nol.xlsx",
        "hidden_columns",
        lambda: xlsx(ROWS, before='<cols><col min="2" max="2" width="0" customWidth="1"/></cols>'),
    ),
    _workbook_trap("kelompok", "collapsed_group", _collapsed),
    _workbook_trap("saring", "filtered_rows", _filtered),
    _workbook_trap("komentar", "comment", _comment),
    _workbook_trap("putih", "same_colour_text", _white),
    _workbook_trap("sewarna", "same_colour_text", _same),
    _workbook_trap("format", "hidden_by_format", _formatted_away),
    _workbook_trap("kecil", "tiny_text", _small),
    _workbook_trap("pembuat", "person_in_metadata", _author),
    _workbook_trap("penyunting", "person_in_metadata", _editor),
    _workbook_trap("nama", "hidden_name", _hidden_name),
    Trap(
        "pivot.xlsx",
        "pivot_cache",
        lambda: xlsx(
            ROWS,
            links=(("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),),
            parts={
                "xl/pivotCache/pivotCacheDefinition1.xml": f"<pivotCacheDefinition {S}><cacheFields><cacheField>"
                '<sharedItems><s v="Ani Suryani"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
            },
        ),
    ),
    Trap(
        "tautan.xlsx",
        "external_link",
        lambda: xlsx(
            ROWS,
            links=(("externalLink", "externalLinks/externalLink1.xml"),),
            parts={
                "xl/externalLinks/externalLink1.xml": f"<externalLink {S}><externalBook><sheetDataSet><sheetData><row>"
                "<cell><v>42</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": rels(
                    ("externalLinkPath", "file:///C:/Users/budi/gaji.xlsx", "External")
                ),
            },
        ),
    ),
    Trap(
        "sambungan.xlsx",
        "data_connection",
        lambda: xlsx(
            ROWS,
            links=(("connections", "connections.xml"),),
            parts={
                "xl/connections.xml": f'<connections {S}><connection id="1" name="simpeg"/></connections>'
            },
        ),
    ),
    Trap(
        "utas.xlsx",
        "comment",
        lambda: xlsx(
            ROWS,
            sheet_links=(("threadedComment", "../threadedComments/threadedComment1.xml"),),
            parts={
                "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="x"><threadedComment>'
                "<text>lihat lagi</text></threadedComment></ThreadedComments>"
            },
        ),
    ),
    Trap(
        "sisa.xlsx",
        "unused_strings",
        lambda: xlsx(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            links=(("sharedStrings", "sharedStrings.xml"),),
            parts={
                "xl/sharedStrings.xml": f"<sst {S}><si><t>Masamba</t></si><si><t>gaji Budi 12 juta</t></si></sst>"
            },
        ),
    ),
    Trap(
        "skenario.xlsx", "scenario", lambda: xlsx(ROWS, after='<scenarios><scenario name="x"/></scenarios>')
    ),
    Trap(
        "folder.xlsx",
        "file_path",
        lambda: xlsx(ROWS, workbook='<x:absPath xmlns:x="x15ac" url="C:\\Users\\budi\\Documents\\"/>'),
    ),
    Trap("tersemat.xlsx", "embedded_file", lambda: xlsx(ROWS, **_embedded("xl"))),
    Trap("ole.xlsx", "ole_object", lambda: xlsx(ROWS, **_ole("xl"))),
    Trap("makro.xlsx", "macro", lambda: xlsx(ROWS, parts={"xl/vbaProject.bin": b"x"})),
    Trap(
        "riwayat.xlsx",
        "change_history",
        lambda: xlsx(ROWS, parts={"xl/revisions/revisionHeaders.xml": f"<headers {S}/>"}),
    ),
    Trap("grafik.xlsx", "chart_data", lambda: _xlsxwriter(), "note"),  # noqa: PLW0108  # defined below
    Trap("data-xml.xlsx", "custom_xml", lambda: xlsx(ROWS, **_with("customXml/item1.xml", "<a>rahasia</a>"))),
]


def _embedded(folder):
    return {"parts": {f"{folder}/embeddings/gaji.xlsx": xlsx(row(1, "gaji"))}}


def _ole(folder):
    return {"parts": {f"{folder}/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}}


INSERTED = '<w:p><w:ins w:id="1" w:author="Budi"><w:r><w:t>baru</w:t></w:r></w:ins></w:p>'
DELETED = '<w:p><w:del w:id="1" w:author="Budi"><w:r><w:delText>lama</w:delText></w:r></w:del></w:p>'
MOVED = '<w:p><w:moveFrom w:id="1" w:author="Budi"><w:r><w:t>pindah</w:t></w:r></w:moveFrom></w:p>'
FORMATTED = (
    '<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="Budi"><w:rPr/></w:rPrChange></w:rPr>'
    "<w:t>x</w:t></w:r></w:p>"
)
DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Gambar"{more}/><a:graphic><a:graphicData>'
    "<a:blip/>{crop}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)

WORD = [
    Trap("sisip.docx", "tracked_insertion", lambda: docx(INSERTED)),
    Trap("hapus.docx", "tracked_deletion", lambda: docx(DELETED)),
    Trap("pindah.docx", "tracked_move", lambda: docx(MOVED)),
    Trap("format.docx", "tracked_format", lambda: docx(FORMATTED)),
    Trap("vanish.docx", "hidden_text", lambda: docx(run("rahasia", "<w:vanish/>"))),
    Trap(
        "vanish-gaya.docx",
        "hidden_text",
        lambda: docx(
            '<w:p><w:pPr><w:pStyle w:val="Diam"/></w:pPr><w:r><w:t>rahasia</w:t></w:r></w:p>',
            styles='<w:style w:styleId="Diam"><w:rPr><w:vanish/></w:rPr></w:style>',
        ),
    ),
    Trap("putih.docx", "same_colour_text", lambda: docx(run("rahasia", '<w:color w:val="FFFFFF"/>'))),
    Trap(
        "hitam.docx",
        "same_colour_text",
        lambda: docx(run("rahasia", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
    ),
    Trap(
        "stabilo.docx",
        "same_colour_text",
        lambda: docx(run("rahasia", '<w:color w:val="000000"/><w:highlight w:val="black"/>')),
    ),
    Trap("kecil.docx", "tiny_text", lambda: docx(run("rahasia", '<w:sz w:val="2"/>'))),
    Trap(
        "komentar.docx",
        "comment",
        lambda: docx(
            links=(("comments", "comments.xml"),),
            parts={
                "word/comments.xml": f'<w:comments {W}><w:comment w:id="1">{run("setuju?")}</w:comment></w:comments>'
            },
        ),
    ),
    Trap("tersemat.docx", "embedded_file", lambda: docx(**_embedded("word"))),
    Trap("ole.docx", "ole_object", lambda: docx(**_ole("word"))),
    Trap("tersembunyi.docx", "hidden_object", lambda: docx(DRAWING.format(more=' hidden="1"', crop=""))),
    Trap(
        "potong.docx", "cropped_image", lambda: docx(DRAWING.format(more="", crop='<a:srcRect l="40000"/>'))
    ),
    Trap(
        "folder.docx",
        "file_path",
        lambda: docx(DRAWING.format(more=' descr="C:\\Users\\budi\\ktp.jpg"', crop="")),
    ),
    Trap(
        "variabel.docx",
        "document_variable",
        lambda: docx(
            links=(("settings", "settings.xml"),),
            parts={
                "word/settings.xml": f'<w:settings {W}><w:docVars><w:docVar w:name="a" w:val="rahasia"/>'
                "</w:docVars></w:settings>"
            },
        ),
    ),
    Trap(
        "templat.docx",
        "file_path",
        lambda: docx(
            links=(("settings", "settings.xml"),),
            parts={
                "word/settings.xml": f"<w:settings {W}/>",
                "word/_rels/settings.xml.rels": rels(
                    ("attachedTemplate", "file:///C:\\Users\\budi\\Normal.dotm", "External")
                ),
            },
        ),
    ),
    Trap(
        "gabung.docx",
        "data_connection",
        lambda: docx(
            links=(("settings", "settings.xml"),),
            parts={"word/settings.xml": f"<w:settings {W}><w:mailMerge/></w:settings>"},
        ),
    ),
    Trap(
        "kepala-lepas.docx",
        "unreferenced_member",
        lambda: docx(
            links=(("header", "header1.xml"),),
            parts={"word/header1.xml": f"<w:hdr {W}>{run(SECRET)}</w:hdr>"},
        ),
    ),
    Trap(
        "kaki-lepas.docx",
        "unreferenced_member",
        lambda: docx(
            run("Laporan") + '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr>',
            links=(("header", "header1.xml"), ("footer", "footer1.xml")),
            parts={
                "word/header1.xml": f"<w:hdr {W}>{run('Luwu Utara')}</w:hdr>",
                "word/footer1.xml": f"<w:ftr {W}>{run(SECRET)}</w:ftr>",
            },
        ),
    ),
    Trap(
        "jauh.docx", "external_link", lambda: docx(links=(("image", "http://contoh.id/a.png", "External"),))
    ),
    Trap("data-xml.docx", "custom_xml", lambda: docx(**_with("customXml/item1.xml", "<a>rahasia</a>"))),
    Trap(
        "pembuat.docx",
        "person_in_metadata",
        lambda: docx(
            **_with(
                "docProps/core.xml",
                f"<cp:coreProperties {CORE}><dc:creator>Budi Santoso</dc:creator></cp:coreProperties>",
                "core-properties",
            )
        ),
    ),
    Trap(
        "manajer.docx",
        "person_in_metadata",
        lambda: docx(
            **_with("docProps/app.xml", '<Properties xmlns="x"><Manager>Citra Lestari</Manager></Properties>')
        ),
    ),
    Trap(
        "perusahaan.docx",
        "organisation_in_metadata",
        lambda: docx(
            **_with("docProps/app.xml", '<Properties xmlns="x"><Company>CV Maju</Company></Properties>')
        ),
    ),
    Trap(
        "templat-kantor.docx",
        "template",
        lambda: docx(
            **_with(
                "docProps/app.xml", '<Properties xmlns="x"><Template>SuratDinas.dotx</Template></Properties>'
            )
        ),
        "note",
    ),
    Trap(
        "khusus.docx",
        "custom_property",
        lambda: docx(
            **_with(
                "docProps/custom.xml",
                '<Properties xmlns="x"><property name="NIP"><a>1</a></property></Properties>',
            )
        ),
    ),
    Trap("mini.docx", "thumbnail", lambda: docx(**_with("docProps/thumbnail.png", png(), "thumbnail"))),
    Trap("titipan.docx", "unreferenced_member", lambda: docx(parts={"word/catatan.txt": "rahasia"})),
    Trap("naik.docx", "unsafe_name", lambda: docx(parts={"../../etc/passwd": "x"})),
    Trap("depan.docx", "polyglot", lambda: _with_prefix(docx())),
    Trap("ekor.docx", "trailing_data", lambda: docx() + b"rahasia sekali"),
    Trap("sela.docx", "archive_gap", lambda: _with_gap()),  # noqa: PLW0108  # defined below
    Trap("makro.docx", "macro", lambda: docx(parts={"word/vbaProject.bin": b"x"})),
    Trap("isi-lain.pdf", "type_mismatch", docx),
    Trap("tanda.docx", "invisible_characters", lambda: docx(run("aman" + "\u200b\u200c" * 8))),
]


def _with_prefix(content: bytes) -> bytes:
    """Something before the archive, which still begins with an archive's mark: what it begins with is not listed."""
    return b"PK\x03\x04<html><body>rahasia</body></html>" + content


def _with_gap() -> bytes:
    """A member that the table of contents no longer names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        with zipfile.ZipFile(io.BytesIO(docx())) as old:
            for number, member in enumerate(old.infolist()):
                if number == 2:
                    out.writestr("rahasia.txt", "daftar gaji " * 40)
                out.writestr(member.filename, old.read(member))
        out.filelist = [member for member in out.filelist if member.filename != "rahasia.txt"]
    return made.getvalue()


JUMP = shape("Lihat rincian").replace(
    "<a:rPr></a:rPr>", '<a:rPr><a:hlinkClick r:id="rId1" action="ppaction://hlinksldjump"/></a:rPr>'
)
POWERPOINT = [
    Trap("salindia.pptx", "hidden_slide", lambda: pptx(shape("x"), hidden=(1,))),
    Trap("luar.pptx", "off_slide_object", lambda: pptx(shape("rahasia", at=(-9000000, 0)))),
    Trap("luar-kanan.pptx", "off_slide_object", lambda: pptx(shape("rahasia", at=(9500000, 0)))),
    Trap("sembunyi.pptx", "hidden_object", lambda: pptx(shape("rahasia", extra=' hidden="1"'))),
    Trap("tutup.pptx", "covered_object", lambda: pptx(shape("rahasia") + shape("", number=3, fill=TEAL))),
    Trap("putih.pptx", "same_colour_text", lambda: pptx(shape("rahasia", colour=WHITE))),
    Trap("kecil.pptx", "tiny_text", lambda: pptx(shape("rahasia", font=' sz="100"'))),
    Trap(
        "catatan.pptx",
        "speaker_notes",
        lambda: pptx(
            slide_links=(("notesSlide", "../notesSlides/notesSlide1.xml"),),
            parts={
                "ppt/notesSlides/notesSlide1.xml": f'<p:notes {P} xmlns:a="http://schemas.openxmlformats.org/drawingml/'
                f'2006/main"><p:cSld><p:spTree>{shape("jangan dibacakan")}</p:spTree></p:cSld></p:notes>'
            },
        ),
    ),
    Trap(
        "komentar.pptx",
        "comment",
        lambda: pptx(
            slide_links=(("comments", "../comments/comment1.xml"),),
            parts={
                "ppt/comments/comment1.xml": f"<p:cmLst {P}><p:cm><p:text>perbaiki</p:text></p:cm></p:cmLst>"
            },
        ),
    ),
    Trap("tersemat.pptx", "embedded_file", lambda: pptx(**_embedded("ppt"))),
    Trap(
        "lompat.pptx",
        "hidden_slide",
        lambda: pptx(
            JUMP,
            shape(SECRET),
            hidden=(2,),
            slide_links=(("slide", "slide2.xml"),),
        ),
    ),
    Trap(
        "di-luar-daftar.pptx",
        "hidden_slide",
        lambda: pptx(
            JUMP,
            slide_links=(("slide", "slide9.xml"),),
            parts={"ppt/slides/slide9.xml": slide(shape(SECRET))},
        ),
    ),
    Trap(
        "di-luar-daftar-tanpa-lompatan.pptx",
        "hidden_slide",
        lambda: pptx(
            slide_links=(("slide", "../lain/x.xml"),),
            parts={"ppt/lain/x.xml": slide(shape(SECRET))},
        ),
    ),
]


def _style(name: str, properties: str, family: str = "text") -> str:
    return f'<style:style style:name="{name}" style:family="{family}">{properties}</style:style>'


def _text_style(attributes: str) -> str:
    return _style("T1", f"<style:text-properties {attributes}/>")


SPAN = '<text:p>Laporan <text:span text:style-name="T1">rahasia</text:span></text:p>'
TABLE = (
    '<table:table table:name="Data"{table}><table:table-column/><table:table-column{column}/><table:table-row{row}>'
    "<table:table-cell><text:p>Ani</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell>"
    "</table:table-row></table:table>"
)
SLIDE = (
    '<draw:page draw:name="satu"{page}><draw:frame svg:x="{x}" svg:y="1cm" svg:width="5cm" svg:height="2cm">'
    "<draw:text-box><text:p>Isi</text:p></draw:text-box></draw:frame>{more}</draw:page>"
)


def _table(table="", column="", row="") -> str:
    return TABLE.format(table=table, column=column, row=row)


def _slide(page="", x="1cm", more="") -> str:
    return SLIDE.format(page=page, x=x, more=more)


OPEN = [
    Trap("sembunyi.odt", "hidden_text", lambda: odf("text", SPAN, styles=_text_style('text:display="none"'))),
    Trap(
        "putih.odt", "same_colour_text", lambda: odf("text", SPAN, styles=_text_style('fo:color="#ffffff"'))
    ),
    Trap("kecil.odt", "tiny_text", lambda: odf("text", SPAN, styles=_text_style('fo:font-size="1pt"'))),
    Trap(
        "bagian.odt",
        "hidden_section",
        lambda: odf(
            "text", '<text:section text:name="s" text:display="none"><text:p>rahasia</text:p></text:section>'
        ),
    ),
    Trap(
        "hapus.odt",
        "tracked_deletion",
        lambda: odf(
            "text",
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>lama</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>baru</text:p>",
        ),
    ),
    Trap(
        "komentar.odt",
        "comment",
        lambda: odf(
            "text", "<text:p>isi<office:annotation><text:p>cek</text:p></office:annotation></text:p>"
        ),
    ),
    Trap(
        "pembuat.odt",
        "person_in_metadata",
        lambda: odf("text", "<text:p>x</text:p>", meta="<dc:creator>Budi Santoso</dc:creator>"),
    ),
    Trap(
        "makro.odt",
        "macro",
        lambda: odf("text", "<text:p>x</text:p>", parts={"Basic/Standard/Module1.xml": "<x/>"}),
    ),
    Trap(
        "versi.odt",
        "earlier_version",
        lambda: odf("text", "<text:p>x</text:p>", parts={"Versions/Version1": b"x"}),
    ),
    Trap(
        "objek.odt",
        "embedded_file",
        lambda: odf("text", "<text:p>x</text:p>", parts={"Object 1/content.xml": "<a>gaji</a>"}),
    ),
    Trap(
        "titipan.odt",
        "unreferenced_member",
        lambda: odf("text", "<text:p>x</text:p>", parts={"catatan.txt": "x"}),
    ),
    Trap("baris.ods", "hidden_rows", lambda: odf("spreadsheet", _table(row=' table:visibility="collapse"'))),
    Trap("saring.ods", "filtered_rows", lambda: odf("spreadsheet", _table(row=' table:visibility="filter"'))),
    Trap(
        "kolom.ods",
        "hidden_columns",
        lambda: odf("spreadsheet", _table(column=' table:visibility="collapse"')),
    ),
    Trap(
        "lembar.ods",
        "hidden_sheet",
        lambda: odf(
            "spreadsheet",
            _table(table=' table:style-name="ta1"'),
            styles=_style("ta1", '<style:table-properties table:display="false"/>', "table"),
        ),
    ),
    Trap(
        "salindia.odp",
        "hidden_slide",
        lambda: odf(
            "presentation",
            _slide(page=' draw:style-name="dp1"'),
            styles=_style(
                "dp1", '<style:drawing-page-properties presentation:visibility="hidden"/>', "drawing-page"
            ),
        ),
    ),
    Trap(
        "catatan.odp",
        "speaker_notes",
        lambda: odf(
            "presentation", _slide(more="<presentation:notes><text:p>diam</text:p></presentation:notes>")
        ),
    ),
    Trap("luar.odp", "off_slide_object", lambda: odf("presentation", _slide(x="-20cm"))),
]

TRAPS = [*EXCEL, *WORD, *POWERPOINT, *OPEN]


def _xlsxwriter() -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet("Rekap")
    head = made.add_format({"bold": True, "font_color": "white", "bg_color": "#006666"})
    sheet.write_row(0, 0, ["Kecamatan", "Anggaran"], head)
    sheet.write_row(1, 0, ["Masamba", 1500000000])
    sheet.autofilter(0, 0, 1, 1)
    sheet.add_table(5, 0, 8, 1)
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=Rekap!$B$2:$B$2"})
    sheet.insert_chart("D2", chart)
    sheet.freeze_panes(1, 0)
    made.close()
    return out.getvalue()


def _full_docx() -> bytes:
    body = (
        run("Laporan layanan informasi", '<w:b/><w:sz w:val="32"/>')
        + '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="006666"/></w:tcPr>'
        + run("Kepala", '<w:color w:val="FFFFFF"/>')
        + "</w:tc></w:tr></w:tbl>"
        + run("Permohonan masuk 12, selesai 10.", '<w:color w:val="auto"/>')
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr>'
    )
    return docx(
        body,
        links=(("header", "header1.xml"), ("image", "media/image1.png")),
        parts={
            "word/header1.xml": f"<w:hdr {W}>{run('Pemerintah Kabupaten Luwu Utara')}</w:hdr>",
            "word/media/image1.png": png(),
        },
    )


CLEAN = {
    "openpyxl.xlsx": lambda: workbook(lambda _made, _sheet: None),
    "xlsxwriter.xlsx": _xlsxwriter,
    "tangan.xlsx": lambda: xlsx(ROWS),
    "kolom-sisa.xlsx": lambda: xlsx(
        ROWS, before='<cols><col min="5" max="16384" width="9" hidden="1"/></cols>'
    ),
    "laporan.docx": _full_docx,
    "paparan.pptx": lambda: pptx(
        shape("Judul", fill=TEAL, colour=WHITE) + shape("Isi", number=3, at=(100000, 3000000)), shape("Dua")
    ),
    "surat.odt": lambda: odf("text", "<text:h>Laporan</text:h><text:p>Isi laporan.</text:p>"),
    "tabel.ods": lambda: odf("spreadsheet", _table()),
    "paparan.odp": lambda: odf("presentation", _slide()),
}
