"""Office files from their parts: docx, xlsx, pptx, odt, ods, odp, as small as they can be."""

from __future__ import annotations

import io
import zipfile

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = f'xmlns:r="{RELS}"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODF = " ".join(
    f'xmlns:{short}="{OFFICE}:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "presentation": "presentation",
        "meta": "meta",
        "form": "form",
    }.items()
) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def packed(parts: dict[str, str | bytes], *, first: tuple[str, str] | None = None) -> bytes:
    """A zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        if first:
            out.writestr(first[0], first[1], compress_type=zipfile.ZIP_STORED)
        for name, content in parts.items():
            out.writestr(name, content)
    return made.getvalue()


def rels(*targets: tuple[str, str] | tuple[str, str, str]) -> str:
    """Relationships (kind, target) or (kind, target, "External"), with the ids rId1, rId2…"""
    lines = [
        f'<Relationship Id="rId{number}" Type="{RELS}/{each[0]}" Target="{each[1]}"'
        + (f' TargetMode="{each[2]}"' if len(each) == 3 else "")
        + "/>"
        for number, each in enumerate(targets, 1)
    ]
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(lines)
        + "</Relationships>"
    )


def docx(
    body: str = "<w:p><w:r><w:t>Laporan tahunan</w:t></w:r></w:p>",
    *,
    parts: dict[str, str | bytes] | None = None,
    links: tuple[tuple[str, ...], ...] = (),
    package_links: tuple[tuple[str, ...], ...] = (),
    styles: str = "",
) -> bytes:
    """A Word document with this body."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": rels(("officeDocument", "word/document.xml"), *package_links),
        "word/document.xml": f"<w:document {W} {R} {A} {WP}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": rels(("styles", "styles.xml"), *links),
    }
    return packed({**found, **(parts or {})})


def run(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Kotak {id}"{extra}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
    '<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>{fill}</p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
    "<a:rPr{size}>{colour}</a:rPr><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
)


def shape(
    text: str,
    *,
    number: int = 2,
    at: tuple[int, int] = (100000, 100000),
    size: tuple[int, int] = (3000000, 500000),
    fill: str = "",
    colour: str = "",
    font: str = "",
    extra: str = "",
) -> str:
    """A shape with words."""
    return SHAPE.format(
        id=number,
        x=at[0],
        y=at[1],
        w=size[0],
        h=size[1],
        fill=fill,
        colour=colour,
        size=font,
        text=text,
        extra=extra,
    )


def slide(content: str, show: str = "") -> str:
    """The part of one slide with these shapes."""
    return f"<p:sld {P} {A} {R}{show}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"


def pptx(
    *slides: str,
    hidden: tuple[int, ...] = (),
    parts: dict[str, str | bytes] | None = None,
    slide_links: tuple[tuple[str, ...], ...] = (),
    package_links: tuple[tuple[str, ...], ...] = (),
) -> bytes:
    """A presentation whose slides hold these shapes."""
    slides = slides or (shape("Paparan"),)
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": rels(("officeDocument", "ppt/presentation.xml"), *package_links),
        "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>"
        + "".join(
            f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in range(1, len(slides) + 1)
        )
        + '</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels(
            *(("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1))
        ),
    }
    for number, content in enumerate(slides, 1):
        found[f"ppt/slides/slide{number}.xml"] = slide(content, ' show="0"' if number in hidden else "")
    if slide_links:
        found["ppt/slides/_rels/slide1.xml.rels"] = rels(*slide_links)
    return packed({**found, **(parts or {})})


def xlsx(
    sheet: str,
    *,
    before: str = "",
    after: str = "",
    state: str = "",
    parts: dict[str, str | bytes] | None = None,
    workbook: str = "",
    links: tuple[tuple[str, ...], ...] = (),
    sheet_links: tuple[tuple[str, ...], ...] = (),
    package_links: tuple[tuple[str, ...], ...] = (),
) -> bytes:
    """A workbook of one sheet with these rows."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": rels(("officeDocument", "xl/workbook.xml"), *package_links),
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="Data" sheetId="1" r:id="rId1"{state}/></sheets>'
        f"{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": rels(("worksheet", "worksheets/sheet1.xml"), *links),
        "xl/worksheets/sheet1.xml": f"<worksheet {S}>{before}<sheetData>{sheet}</sheetData>{after}</worksheet>",
    }
    if sheet_links:
        found["xl/worksheets/_rels/sheet1.xml.rels"] = rels(*sheet_links)
    return packed({**found, **(parts or {})})


def row(number: int, *values: str, more: str = "") -> str:
    """A row of words."""
    cells = "".join(
        f'<c r="{chr(64 + column)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for column, value in enumerate(values, 1)
    )
    return f'<row r="{number}"{more}>{cells}</row>'


def odf(
    kind: str, body: str, *, styles: str = "", meta: str = "", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument file of kind text, spreadsheet or presentation."""
    found: dict[str, str | bytes] = {
        "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {ODF}/>",
        "meta.xml": f"<office:document-meta {ODF}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>',
    }
    return packed(
        {**found, **(parts or {})}, first=("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    )
