"""A new PDF of page pictures with an unseen text layer, tagged; nothing is copied from the source's objects."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image, ImageFont

from lutra.redaction.engine.boxes import Box
from lutra.redaction.engine.pages import Word

#: Said to a screen reader where a box has no ground.
NO_LABEL = "dihitamkan"
TITLE = "Dokumen dengan bagian yang dihitamkan"
_QUALITY = 85
_MEASURE = 20


@dataclass(frozen=True, slots=True)
class NewPage:
    """``width`` and ``height`` in points; ``jpeg`` is the whole page."""

    width: float
    height: float
    jpeg: bytes
    size: tuple[int, int]
    is_grey: bool
    words: tuple[Word, ...]
    boxes: tuple[Box, ...]


def as_jpeg(image: Image.Image) -> tuple[bytes, bool]:
    """The picture in grey when it has no colour, and whether it is grey."""
    small = image.resize((max(1, image.width // 8), max(1, image.height // 8))).convert("HSV")
    is_grey = int(small.getchannel("S").getextrema()[1]) < 24  # type: ignore[arg-type]
    out = io.BytesIO()
    (image.convert("L") if is_grey else image).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), is_grey


def said(box: Box) -> str:
    """How the text layer tells of a box."""
    return f"[{box.label or NO_LABEL}]"


def write(pages: Sequence[NewPage]) -> bytes:
    """The file, with one picture and one paragraph for each page."""
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    root = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    whole = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root)
    )
    paragraphs = []
    parents = pikepdf.Array()
    for number, each in enumerate(pages):
        page = _page(made, each, font, number)
        paragraph = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=whole, Pg=page.obj, K=pikepdf.Array([0])
            )
        )
        paragraphs.append(paragraph)
        parents.append(number)
        parents.append(made.make_indirect(pikepdf.Array([paragraph])))
    whole.K = pikepdf.Array(paragraphs)
    root.K = whole
    root.ParentTree = made.make_indirect(pikepdf.Dictionary(Nums=parents))
    root.ParentTreeNextKey = len(pages)
    made.Root.StructTreeRoot = root
    made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    made.Root.Lang = pikepdf.String("id")
    made.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    made.docinfo = made.make_indirect(pikepdf.Dictionary(Title=pikepdf.String(TITLE)))
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    made.close()
    return out.getvalue()


def _page(made: pikepdf.Pdf, each: NewPage, font: pikepdf.Object, number: int) -> pikepdf.Page:
    picture = pikepdf.Stream(
        made,
        each.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=each.size[0],
        Height=each.size[1],
        ColorSpace=pikepdf.Name.DeviceGray if each.is_grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    made.add_blank_page(page_size=(each.width, each.height))
    page = made.pages[-1]
    page.obj.Contents = made.make_stream(_content(each))
    page.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(P=made.make_indirect(picture)), Font=pikepdf.Dictionary(F=font)
    )
    page.obj.StructParents = number
    page.obj.Tabs = pikepdf.Name.S
    return page


def _content(page: NewPage) -> bytes:
    lines = [
        f"/Artifact BMC q {page.width:.3f} 0 0 {page.height:.3f} 0 0 cm /P Do Q EMC".encode(),
        b"/P <</MCID 0>> BDC BT 3 Tr",
    ]
    measure = ImageFont.load_default(_MEASURE)  # about as wide as the layer's font
    words = [*page.words, *(Word(said(box), box.rect) for box in page.boxes)]
    for word in words:
        try:
            text = word.text.encode("cp1252")
        except UnicodeEncodeError:
            continue  # a sign that the layer's font does not know; it stays in the picture
        left, top, right, bottom = word.rect
        size = max(bottom - top, 1.0)
        long = max(1.0, measure.getlength(word.text))
        wide = min(1000.0, max(1.0, 97 * (right - left) * _MEASURE / (size * long)))
        escaped = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        place = (
            f"/F {size:.2f} Tf {wide:.1f} Tz 1 0 0 1 {left:.2f} {page.height - bottom + 0.2 * size:.2f} Tm "
        )
        lines.append(place.encode() + b"(" + escaped + b") Tj")
    lines.append(b"ET EMC")
    return b"\n".join(lines)
