"""Letters of a PDF page that nobody can see, and why.

1. A word without any difference between the page drawn with and without letters is unseen.
2. Why: outside the page; a mode that draws nothing; under a box or a picture painted later; the colour of what is
   behind it.
3. A word under a box that is painted later is found by geometry too, since other letters may stand on that box.
4. Unseen letters over a scan are its OCR layer, which must say what the scan shows.
"""

from __future__ import annotations

import ctypes
import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.reading.pdf import Box, Drawn, PdfPage, Word

_FAINT = 6  # of 255: less difference than this no eye sees
_TINY = 2.6  # points: the height of a line
_SCAN = 0.5  # of the page: a picture from this size on may be a scan
_SOLID = 24  # of 255: how near a colour is the same colour
_MOST_TINY = 3  # words that may be tiny, such as a sign of a map
_MOST_COVERS = 4000
_INK = 24  # contrast that letters in a scan have
_LIKE = 0.6  # likeness of two words that OCR read twice
_DIFFERENT = 0.4  # share of words that are not in the picture
_LONG = 4  # letters of a word that is compared
_NUMBER = re.compile(r"\d{6,}")


@dataclass(slots=True)
class Cover:
    """Something solid painted on the page."""

    order: int
    box: Box
    grey: int | None  # None for a picture
    is_rectangle: bool


def look(page: PdfPage, recognised: str | None) -> Iterator[Hidden]:
    """What a page hides among its letters. ``recognised`` is what OCR read, None when it was not asked."""
    words = [word for word in page.words if any(letter.isalnum() for letter in word.text)]
    if not words:
        return
    place = f"halaman {page.number}"
    orders = {each.address: each.order for each in page.drawn}
    covers = _covers(page)
    found: dict[str, list[str]] = defaultdict(list)
    layer: list[Word] = []
    for word in words:
        reason = _reason(page, word, orders.get(word.address, -1), covers)
        if reason == "ocr_layer":
            layer.append(word)
        elif reason:
            found[reason].append(word.text)
    if len(found.get("tiny_text", ())) <= _MOST_TINY:
        found.pop("tiny_text", None)
    for kind, texts in found.items():
        yield hidden(kind, place, f"{len(texts)} kata: {' '.join(texts)}")
    if layer:
        yield from _layer(page, layer, recognised, place)


def _reason(page: PdfPage, word: Word, order: int, covers: Sequence[Cover]) -> str | None:
    """Why the word cannot be seen; None when it can."""
    where = page.pixels(word.box)
    if where is None:
        return "text_outside_page"
    shows = _greatest(page, where) > _FAINT
    mode = pdfium.FPDFTextObj_GetTextRenderMode(word.handle) if word.handle else 0
    if not shows:
        centre = ((word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2)
        left, bottom, right, top = page.bounds
        if not (left <= centre[0] <= right and bottom <= centre[1] <= top):
            return "text_outside_page"
        picture = _picture_behind(page, word)
        # In a scan the letters are in the picture, and the words lie unseen over or under it.
        if picture is not None:
            is_scan = _area(picture.box) >= _SCAN * page.width * page.height
            if is_scan and (mode in (3, 7) or _contrast(page, where) >= _INK):
                return "ocr_layer"
        if mode in (3, 7):
            return "invisible_text"
        cover = next((each for each in covers if each.order > order and _holds(each.box, word.box)), None)
        if cover is not None:
            return "text_under_image" if cover.grey is None else "text_under_box"
        return "same_colour_text" if _is_like_background(page, word, where) else "unseen_text"
    if any(
        cover.order > order >= 0
        and cover.is_rectangle
        and _holds(cover.box, word.box)
        and _is_painted(page, cover, where)
        for cover in covers
    ):
        return "text_under_box"
    return "tiny_text" if 0 < word.height < _TINY else None


def _greatest(page: PdfPage, where: tuple[int, int, int, int]) -> int:
    highest = page.seen.crop(where).getextrema()[1]
    return int(highest)  # type: ignore[arg-type]


def _contrast(page: PdfPage, where: tuple[int, int, int, int]) -> int:
    lowest, highest = page.looks.crop(where).getextrema()
    return int(highest) - int(lowest)  # type: ignore[arg-type]


def _is_like_background(page: PdfPage, word: Word, where: tuple[int, int, int, int]) -> bool:
    grey = _grey_of(word.handle)
    if grey is None:
        return True  # no ink at all
    lowest, highest = page.looks.crop(where).getextrema()
    return int(lowest) - _SOLID <= grey <= int(highest) + _SOLID  # type: ignore[arg-type]


def _picture_behind(page: PdfPage, word: Word) -> Drawn | None:
    return next((each for each in page.pictures if _holds(each.box, word.box)), None)


def _covers(page: PdfPage) -> list[Cover]:
    """Solid shapes and pictures that are large enough to lie over a word."""
    found: list[Cover] = []
    for each in page.drawn:
        if each.kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if each.box[2] - each.box[0] < 3 or each.box[3] - each.box[1] < 3:
            continue
        if pdfium.FPDFPageObj_HasTransparency(each.handle):
            continue
        if each.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.append(Cover(each.order, each.box, None, False))
            continue
        cover = _shape(each)
        if cover is not None:
            found.append(cover)
        if len(found) >= _MOST_COVERS:
            break
    return found


def _shape(each: Drawn) -> Cover | None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(each.handle, fill, stroke)
    segments = pdfium.FPDFPath_CountSegments(each.handle)
    if fill.value:
        grey = _grey_of(each.handle)
        return None if grey is None else Cover(each.order, each.box, grey, segments <= 6)
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(each.handle, width)
    if stroke.value and width.value >= 5 and segments <= 3:  # a thick line drawn over the words
        return Cover(each.order, each.box, _grey_of(each.handle, stroke=True), True)
    return None


def _grey_of(handle: object, *, stroke: bool = False) -> int | None:
    """How light the colour is, 0 to 255; None when it is see-through."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    get = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
    if not handle or not get(handle, red, green, blue, alpha):
        return 0
    if alpha.value < 250:
        return None
    return round(0.299 * red.value + 0.587 * green.value + 0.114 * blue.value)


def _is_painted(page: PdfPage, cover: Cover, where: tuple[int, int, int, int]) -> bool:
    """Whether the box really shows where the word stands: two of its corners and middles have its colour."""
    if cover.grey is None:
        return False
    left, top, right, bottom = where
    points = [
        (left, top),
        (right - 1, top),
        (left, bottom - 1),
        (right - 1, bottom - 1),
        ((left + right) // 2, top),
    ]
    alike = sum(abs(int(page.looks.getpixel(point)) - cover.grey) <= _SOLID for point in points)  # type: ignore[arg-type]
    return alike >= 2


def _holds(outer: Box, inner: Box) -> bool:
    """Whether most of the inner box, from left to right, lies inside, and its middle from bottom to top."""
    middle = (inner[1] + inner[3]) / 2
    if not outer[1] <= middle <= outer[3]:
        return False
    shared = min(outer[2], inner[2]) - max(outer[0], inner[0])
    return shared >= 0.5 * max(inner[2] - inner[0], 0.1)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _layer(page: PdfPage, layer: Sequence[Word], recognised: str | None, place: str) -> Iterator[Hidden]:
    """Whether the unseen words of a scan are those that its picture shows.

    OCR reads the same picture differently each time, so single words may differ; but no number may, and no word may
    lie where the picture has no ink at all.
    """
    if recognised is None:
        yield hidden("ocr_layer_differs", place, "lapisan teks tidak dapat dibandingkan dengan gambarnya")
        return
    shown = {_bare(word) for word in recognised.split()}
    shown.discard("")
    squeezed = _bare(recognised)
    bare = [(word, _bare(word.text)) for word in layer]
    missing = [(word, said) for word, said in bare if said not in squeezed and not _has_like(said, shown)]
    long = [said for _word, said in bare if len(said) >= _LONG]
    strange = [
        said
        for word, said in missing
        if len(said) >= _LONG and (_NUMBER.search(said) or not _has_ink(page, word))
    ]
    absent = [said for _word, said in missing if len(said) >= _LONG]
    if strange or len(absent) > max(2, _DIFFERENT * len(long)):
        said = " ".join(strange or absent)
        yield hidden(
            "ocr_layer_differs", place, f"{len(strange or absent)} kata tidak ada pada gambar: {said}"
        )
    else:
        yield note("ocr_layer", place, f"{len(layer)} kata")


def _has_ink(page: PdfPage, word: Word) -> bool:
    where = page.pixels(word.box)
    return where is not None and _contrast(page, where) >= _INK


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _has_like(word: str, shown: set[str]) -> bool:
    near = [other for other in shown if abs(len(other) - len(word)) <= 2]
    return bool(difflib.get_close_matches(word, near, n=1, cutoff=_LIKE))
