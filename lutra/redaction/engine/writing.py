"""A new PDF of page pictures with an unseen text layer, tagged; nothing is copied from the source's objects."""

from __future__ import annotations

import io
import unicodedata
import zlib
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
_STEPS = [round(value / 17) * 17 for value in range(256)]
_MEASURE = 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A page's picture as it lies in the file: ``filter`` is FlateDecode or DCTDecode."""

    content: bytes
    filter: str
    size: tuple[int, int]
    is_grey: bool


@dataclass(frozen=True, slots=True)
class NewPage:
    """``width`` and ``height`` in points."""

    width: float
    height: float
    picture: Packed
    words: tuple[Word, ...]
    boxes: tuple[Box, ...]


def packed(image: Image.Image, *, has_photos: bool) -> Packed:
    """In grey when it has no colour. Letters and lines without loss in sixteen steps, photos as JPEG."""
    small = image.resize((max(1, image.width // 8), max(1, image.height // 8))).convert("HSV")
    is_grey = int(small.getchannel("S").getextrema()[1]) < 24  # type: ignore[arg-type]
    plain = image.convert("L") if is_grey else image
    if has_photos:
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=_QUALITY)
        return Packed(out.getvalue(), "DCTDecode", image.size, is_grey)
    steps = plain.point(_STEPS * len(plain.getbands()))
    return Packed(zlib.compress(steps.tobytes()), "FlateDecode", image.size, is_grey)


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
        each.picture.content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=each.picture.size[0],
        Height=each.picture.size[1],
        ColorSpace=pikepdf.Name.DeviceGray if each.picture.is_grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name("/" + each.picture.filter),
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


def _encoded(text: str) -> bytes:
    """In the layer's own letters. A ligature is spelled out; a sign it does not know stays in the picture."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKC", text).encode("cp1252", "ignore")


def _content(page: NewPage) -> bytes:
    lines = [
        f"/Artifact BMC q {page.width:.3f} 0 0 {page.height:.3f} 0 0 cm /P Do Q EMC".encode(),
        b"/P <</MCID 0>> BDC BT 3 Tr",
    ]
    measure = ImageFont.load_default(_MEASURE)  # about as wide as the layer's font
    labels = [_label(box, page, measure) for box in page.boxes]
    for word in [*page.words, *labels]:
        text = _encoded(word.text)
        if not text:
            continue
        escaped = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        lines.append(_placed(word, page.height, measure).encode() + b"(" + escaped + b") Tj")
    lines.append(b"ET EMC")
    return b"\n".join(lines)


def _label(box: Box, page: NewPage, measure: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Word:
    """A box's ground on the page along the box's longer side, so small that its letters are not squeezed."""
    left, right = min(max(box.x0, 0.0), page.width - 1), max(min(box.x1, page.width), 1.0)
    top, bottom = min(max(box.y0, 0.0), page.height - 1), max(min(box.y1, page.height), 1.0)
    turn = 90 if bottom - top > 2 * (right - left) else 0
    long, across = (bottom - top, right - left) if turn else (right - left, bottom - top)
    free = max(0.0, across - max(1.0, long * _MEASURE / measure.getlength(said(box)))) / 2
    if turn:
        return Word(said(box), (left + free, top, right - free, bottom), turn)
    return Word(said(box), (left, top + free, right, bottom - free), turn)


def _placed(word: Word, height: float, measure: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    """Font, width and matrix that lay a word's unseen letters where it stands."""
    left, top, right, bottom = word.rect
    wide, high = (right - left, bottom - top) if word.turn in (0, 180) else (bottom - top, right - left)
    size = max(high, 1.0)
    stretch = min(1000.0, max(1.0, 97 * wide * _MEASURE / (size * max(1.0, measure.getlength(word.text)))))
    lift = 0.2 * size  # of the line above the lowest point of its letters
    matrix, across, up = {
        0: ("1 0 0 1", left, height - bottom + lift),
        90: ("0 1 -1 0", right - lift, height - bottom),
        180: ("-1 0 0 -1", right, height - top - lift),
        270: ("0 -1 1 0", left + lift, height - top),
    }[word.turn]
    return f"/F {size:.2f} Tf {stretch:.1f} Tz {matrix} {across:.2f} {up:.2f} Tm "
