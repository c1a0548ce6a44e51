"""Traps of PDF files. The pages are written by hand, so that each one is as plain as it can be."""

from __future__ import annotations

import io
import re

import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont

from lutra.documents.tests.corpus import Trap
from lutra.documents.tests.corpus.packages import docx
from lutra.documents.tests.corpus.pictures import with_gps

VISIBLE = b"BT /F1 14 Tf 72 700 Td (Laporan layanan informasi tahun 2024) Tj ET\n"
SECRET = b"BT /F1 14 Tf 72 600 Td (Rahasia Ani Suryani) Tj ET\n"


def page(
    content: bytes, *, extra: bytes = b"", resources: bytes = b"", box: bytes = b"[0 0 595 842]"
) -> bytes:
    """A PDF of one page with this content, written object by object."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
        + resources + b" >> " + extra + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]  # fmt: skip
    return written(objects)


def written(objects: list[bytes]) -> bytes:
    """The objects, numbered from 1, with their table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def updated(content: bytes, number: int, changed: bytes) -> bytes:
    """The file with one object written anew behind it."""
    out = bytearray(content)
    previous = int(re.findall(rb"startxref\n(\d+)", content)[-1])
    place = len(out)
    out += b"%d 0 obj\n%s\nendobj\n" % (number, changed)
    table = len(out)
    out += b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (previous, table)
    return bytes(out)


def stream(content: bytes) -> bytes:
    """A stream object."""
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def changed(change, content: bytes = VISIBLE) -> bytes:
    """A page changed by a function with pikepdf."""
    with pikepdf.open(io.BytesIO(page(content))) as made:
        change(made)
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def text_image(*lines: str, size=(1240, 600)) -> Image.Image:
    """A picture of words, as a scanner would make it."""
    image = Image.new("L", size, 255)
    drawing = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        drawing.text((80, 60 + 80 * number), line, fill=0, font=ImageFont.load_default(44))
    return image


def scan(*lines: str, layer: str = "", at: tuple[int, int] = (40, 770), mode: int = 3) -> bytes:
    """A page that is a picture of words, with a layer of unseen words."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(595, 842))
    image = text_image(*lines, size=(1240, 1754))
    picture = pikepdf.Stream(
        made,
        image.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    only = made.pages[0]
    only.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Im1=made.make_indirect(picture)),
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        ),
    )
    content = "q 595 0 0 842 0 0 cm /Im1 Do Q\n"
    if layer:
        content += f"BT {mode} Tr /F1 20 Tf {at[0]} {at[1]} Td ({layer}) Tj ET\n"
    only.Contents = made.make_stream(content.encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _attach(made) -> None:
    made.attachments["gaji.docx"] = pikepdf.AttachedFileSpec(made, docx(), filename="gaji.docx")


def _collection(made) -> None:
    made.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)


def _script(made) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _launch(made) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def _layer_off(made) -> None:
    layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Draf")))
    made.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    )


def _note(made, subtype="Text") -> None:
    made.pages[0].Annots = pikepdf.Array(
        [
            made.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name("/" + subtype),
                    Rect=pikepdf.Array([10, 10, 30, 30]),
                    Contents=pikepdf.String("jangan disebar"),
                )
            )
        ]
    )


def _form(made, flags=0) -> None:
    field = made.make_indirect(
        pikepdf.Dictionary(
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("nama"),
            V=pikepdf.String("Ani Suryani"),
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            Rect=pikepdf.Array([10, 10, 90, 30]),
            F=flags,
        )
    )
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    made.pages[0].Annots = pikepdf.Array([field])


def _info(made, key="/Author", value="Budi Santoso") -> None:
    made.docinfo[key] = value


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">{}'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)
HISTORY = XMP.format("<xmpMM:History><rdf:Seq><rdf:li>disunting</rdf:li></rdf:Seq></xmpMM:History>")
CREATOR = XMP.format("<dc:creator><rdf:Seq><rdf:li>Budi Santoso</rdf:li></rdf:Seq></dc:creator>")


def _xmp(made, packet: str) -> None:
    made.Root.Metadata = made.make_stream(
        packet.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def _thumb(made) -> None:
    made.pages[0].Thumb = made.make_stream(b"\x00", Width=1, Height=1)


def _piece(made) -> None:
    made.pages[0].PieceInfo = pikepdf.Dictionary(Gambar=pikepdf.Dictionary(Private=pikepdf.String("rahasia")))


def _xfa(made) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<a/>"), Fields=pikepdf.Array([]))


def _movie(made) -> None:
    _note(made, "RichMedia")


def _with_leftover() -> bytes:
    """A page nobody leads to."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                b" /Resources << /Font << /F1 5 0 R >> >> >>"
            ),
            stream(VISIBLE),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            stream(SECRET),
        ]
    )


def _clipped() -> bytes:
    return page(VISIBLE + b"q 0 0 10 10 re W n " + SECRET + b"Q\n")


def _signed() -> bytes:
    """A second version that only adds the field of a signature."""
    first = page(VISIBLE)
    return updated(
        first,
        1,
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [<< /FT /Sig /T (ttd) /V << /Type /Sig"
        b" /Name (Kepala Dinas) /ByteRange [0 1 2 3] /Contents <00> >> >>] >> >>",
    )


BOX = b"0 0 0 rg 60 590 300 30 re f\n"
WHITE_BOX = b"1 1 1 rg 60 590 300 30 re f\n"
IMAGE = b"/XObject << /Im1 << /Type /XObject /Subtype /Image /Width 1 /Height 1 >> >>"


def _under_picture() -> bytes:
    made = pikepdf.open(io.BytesIO(page(VISIBLE + SECRET + b"q 300 0 0 40 60 590 cm /Im1 Do Q\n")))
    picture = pikepdf.Stream(
        made,
        b"\x40" * 100,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=10,
        Height=10,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    made.pages[0].Resources.XObject = pikepdf.Dictionary(Im1=made.make_indirect(picture))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _photo() -> bytes:
    """A page with a photograph that still knows where it was taken."""
    made = pikepdf.open(io.BytesIO(page(VISIBLE + b"q 30 0 0 30 60 400 cm /Im1 Do Q\n")))
    picture = pikepdf.Stream(
        made,
        with_gps(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=64,
        Height=64,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    made.pages[0].Resources.XObject = pikepdf.Dictionary(Im1=made.make_indirect(picture))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TRAPS = [
    Trap("kotak.pdf", "text_under_box", lambda: page(VISIBLE + SECRET + BOX)),
    Trap("kotak-putih.pdf", "text_under_box", lambda: page(VISIBLE + SECRET + WHITE_BOX)),
    Trap(
        "kotak-bertulis.pdf",
        "text_under_box",
        lambda: page(VISIBLE + SECRET + BOX + b"1 1 1 rg BT /F1 14 Tf 80 600 Td (DIHITAMKAN) Tj ET\n"),
    ),
    Trap(
        "kotak-sebagian.pdf",
        "text_under_box",
        lambda: page(
            b"BT /F1 14 Tf 72 600 Td (Nama Ani Suryani alamat Masamba) Tj ET 0 g 108 595 80 20 re f\n"
        ),
    ),
    Trap(
        "garis-tebal.pdf",
        "text_under_box",
        lambda: page(VISIBLE + SECRET + b"0 G 24 w 60 605 m 400 605 l S\n"),
    ),
    Trap("gambar-di-atas.pdf", "text_under_image", _under_picture),
    Trap("putih.pdf", "same_colour_text", lambda: page(VISIBLE + b"1 1 1 rg " + SECRET)),
    Trap("hitam-di-hitam.pdf", "same_colour_text", lambda: page(VISIBLE + BOX + b"0 g " + SECRET)),
    Trap(
        "tak-tampak.pdf",
        "invisible_text",
        lambda: page(VISIBLE + b"BT 3 Tr /F1 14 Tf 72 600 Td (Rahasia) Tj ET\n"),
    ),
    Trap(
        "kecil.pdf",
        "tiny_text",
        lambda: page(VISIBLE + b"BT /F1 1 Tf 72 600 Td (Ini kata kata yang kecil sekali) Tj ET\n"),
    ),
    Trap(
        "luar.pdf", "text_outside_page", lambda: page(VISIBLE + b"BT /F1 14 Tf 900 600 Td (Rahasia) Tj ET\n")
    ),
    Trap(
        "potong.pdf",
        "text_outside_page",
        lambda: page(VISIBLE + SECRET, extra=b"/CropBox [0 650 595 842]"),
    ),
    Trap("klip.pdf", "unseen_text", _clipped),
    Trap(
        "lapisan-beda.pdf",
        "ocr_layer_differs",
        lambda: scan("Laporan layanan informasi", layer="NIK 7322034509900001 Suryani"),
    ),
    Trap(
        "lapisan.pdf",
        "ocr_layer",
        lambda: scan("Laporan layanan informasi", layer="Laporan layanan informasi"),
        "note",
    ),
    Trap("versi.pdf", "incremental_update", lambda: updated(page(VISIBLE + SECRET), 4, stream(VISIBLE))),
    Trap("ttd.pdf", "signature", _signed, "note"),
    Trap("ttd-versi.pdf", "incremental_update", _signed, "note"),
    Trap("sisa.pdf", "unreferenced_object", _with_leftover),
    Trap("lampiran.pdf", "attachment", lambda: changed(_attach)),
    Trap("portofolio.pdf", "portfolio", lambda: changed(_collection)),
    Trap("skrip.pdf", "javascript", lambda: changed(_script)),
    Trap("jalan.pdf", "launch_action", lambda: changed(_launch)),
    Trap("lapis.pdf", "hidden_layer", lambda: changed(_layer_off)),
    Trap("catatan.pdf", "annotation", lambda: changed(_note)),
    Trap("kotak-anotasi.pdf", "annotation", lambda: changed(lambda made: _note(made, "Square"))),
    Trap("media.pdf", "embedded_file", lambda: changed(_movie)),
    Trap("isian.pdf", "form_value", lambda: changed(_form)),
    Trap("isian-diam.pdf", "hidden_field", lambda: changed(lambda made: _form(made, 2))),
    Trap("xfa.pdf", "custom_xml", lambda: changed(_xfa)),
    Trap("pembuat.pdf", "person_in_metadata", lambda: changed(_info)),
    Trap(
        "perusahaan.pdf",
        "organisation_in_metadata",
        lambda: changed(lambda made: _info(made, "/Company", "CV Maju")),
    ),
    Trap("khusus.pdf", "custom_property", lambda: changed(lambda made: _info(made, "/NIP", "rahasia"))),
    Trap(
        "folder.pdf",
        "file_path",
        lambda: changed(lambda made: _info(made, "/Title", "C:\\Users\\budi\\gaji.docx")),
    ),
    Trap("judul.pdf", "metadata", lambda: changed(lambda made: _info(made, "/Title", "Laporan")), "note"),
    Trap("xmp.pdf", "xmp", lambda: changed(lambda made: _xmp(made, HISTORY))),
    Trap("xmp-nama.pdf", "person_in_metadata", lambda: changed(lambda made: _xmp(made, CREATOR))),
    Trap("mini.pdf", "thumbnail", lambda: changed(_thumb)),
    Trap("privat.pdf", "page_data", lambda: changed(_piece)),
    Trap("ekor.pdf", "trailing_data", lambda: page(VISIBLE) + b"rahasia sekali"),
    Trap("zip.pdf", "polyglot", lambda: page(VISIBLE) + docx()),
    Trap("html.pdf", "polyglot", lambda: b"<html><body>halo</body></html>\n" + page(VISIBLE)),
    Trap("foto.pdf", "gps", _photo),
]


def _typst(body: str) -> bytes:
    return typst.compile(f'#set page(paper: "a4")\n{body}'.encode())


RICH = """
#set document(title: "Laporan")
= Laporan layanan
#lorem(120)
#table(columns: 2, fill: (x, y) => if y == 0 { rgb("#006666") },
  text(fill: white)[Kecamatan], text(fill: white)[Jumlah], [Masamba], [12])
#block(fill: luma(230), inset: 8pt)[Kotak dengan tulisan]
#highlight[Disorot] #footnote[Catatan kaki] #link("https://contoh.id")[tautan]
#rotate(30deg)[Miring] #text(size: 6pt)[Kecil tapi terbaca]
#pagebreak()
#lorem(200)
"""


def _linearized() -> bytes:
    with pikepdf.open(io.BytesIO(page(VISIBLE))) as made:
        out = io.BytesIO()
        made.save(out, linearize=True)
    return out.getvalue()


def _image_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PDF")
    return out.getvalue()


CLEAN = {
    "tangan.pdf": lambda: page(VISIBLE),
    "typst.pdf": lambda: _typst(RICH),
    "arsip.pdf": lambda: typst.compile(
        b'#set document(title: "Surat")\nSurat keterangan', pdf_standards=["a-2a", "ua-1"]
    ),
    "linear.pdf": _linearized,
    "gambar.pdf": _image_pdf,
    "pindaian.pdf": lambda: scan("Laporan layanan informasi"),
    "simpan-ulang.pdf": lambda: changed(lambda _made: None),
    "sorot.pdf": lambda: page(b"1 1 0 rg 60 695 300 20 re f 0 g " + VISIBLE),
    "putar.pdf": lambda: page(VISIBLE, extra=b"/Rotate 90"),
    "abu.pdf": lambda: page(b"0.75 g " + VISIBLE),
}
