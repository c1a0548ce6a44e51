"""Pages of a PDF: their text, and how it was drawn.

pdfium gives every letter with its box and the object that drew it. A page is drawn twice in small, with and without
its letters: where the two pictures are equal, nobody can see the letters that stand there, whatever hid them.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from lutra.documents.reading.errors import Encrypted, NotRead, Unreadable
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.recognition import DPI, recognise
from lutra.documents.reading.source import Source
from lutra.documents.types import PDF

_FEW_LETTERS = 30  # a page with fewer is a scan when it has a picture
_PICTURE = 0.10  # of the page: from this size on a picture may hold words
_MOST_OBJECTS = 300_000  # drawn on one page
_DEEPEST_FORM = 12
_WIDEST_PAGE = 2000.0  # points; larger ones are drawn smaller

# The same function, giving the bare address: a page has thousands of letters, and a pointer object for each is slow.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)

Box = tuple[float, float, float, float]  # left, bottom, right, top in the page's points
Matrix = tuple[float, float, float, float, float, float]
_STRAIGHT: Matrix = (1, 0, 0, 1, 0, 0)


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """Raises Encrypted, Unreadable."""
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        # For a file without pages pdfium leaves the code of an earlier failure.
        if error.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in content:
            raise Encrypted() from error
        raise Unreadable(
            "damaged",
            "PDF rusak atau tanpa halaman. Simpan ulang dari aplikasi asalnya, lalu unggah lagi.",
        ) from error


@dataclass(slots=True)
class Drawn:
    """One thing painted on a page, in the order of painting."""

    order: int
    kind: int  # FPDF_PAGEOBJ_…
    handle: Any
    box: Box
    address: int = 0


@dataclass(slots=True)
class Word:
    """Letters that one object drew together."""

    text: str
    box: Box
    address: int
    height: float  # of a line of its letters, in points
    handle: Any = field(repr=False, default=None)


class PdfPage:
    """A page with what was painted on it. Close it when done."""

    def __init__(self, document: pypdfium2.PdfDocument, number: int) -> None:
        self.number = number
        try:
            self.page = document[number - 1]
            self.text_page = self.page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged", f"Halaman {number} rusak dan tidak dapat dibaca.") from error
        self.width, self.height = self.page.get_size()

    def close(self) -> None:
        """Give the memory back."""
        self.text_page.close()
        self.page.close()

    @cached_property
    def text(self) -> str:
        """All letters, also those that nobody can see."""
        return tidy(self.text_page.get_text_range())

    @cached_property
    def drawn(self) -> list[Drawn]:
        """Texts, pictures, shapes, also inside of forms."""
        found: list[Drawn] = []
        for handle, matrix in self._objects():
            left, bottom, right, top = (ctypes.c_float() for _ in range(4))
            if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
                continue
            box = _moved((left.value, bottom.value, right.value, top.value), matrix)
            kind = pdfium.FPDFPageObj_GetType(handle)
            address = ctypes.cast(handle, ctypes.c_void_p).value or 0
            found.append(Drawn(len(found), kind, handle, box, address))
            if len(found) > _MOST_OBJECTS:
                raise Unreadable(
                    "too_large",
                    f"Halaman {self.number} terlalu rumit untuk diperiksa; sederhanakan gambarnya.",
                )
        return found

    def _objects(self) -> Iterator[tuple[Any, Matrix]]:
        page = self.page.raw
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            yield from _unfolded(pdfium.FPDFPage_GetObject(page, number), _STRAIGHT, 0)

    @cached_property
    def pictures(self) -> list[Drawn]:
        """The pictures on the page."""
        return [each for each in self.drawn if each.kind == pdfium.FPDF_PAGEOBJ_IMAGE]

    @cached_property
    def picture_share(self) -> float:
        """How much of the page its largest pictures cover together, at most 1."""
        covered = sum(_area(_inside(each.box, self.bounds)) for each in self.pictures)
        return float(min(1.0, covered / max(self.width * self.height, 1.0)))

    @cached_property
    def bounds(self) -> Box:
        """What is shown of the page, in its own points."""
        left, bottom, right, top = self.page.get_bbox()
        return left, bottom, right, top

    def needs_ocr(self) -> bool:
        """Whether there may be words that are only a picture."""
        if not self.pictures and sum(letter.isalnum() for letter in self.text) >= _FEW_LETTERS:
            return False
        return self.picture_share >= _PICTURE

    def recognised(self) -> str:
        """The words that can be read off the page as it looks."""
        return recognise(self.picture(DPI / 72))

    def picture(self, scale: float = 1.0) -> Image.Image:
        """The page as it looks, annotations left out."""
        scale *= min(1.0, _WIDEST_PAGE / max(self.width, self.height, 1.0))
        try:
            bitmap = self.page.render(scale=scale, may_draw_forms=False, draw_annots=False, grayscale=True)
            image: Image.Image = bitmap.to_pil().convert("L")
        except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
            raise Unreadable("damaged", f"Halaman {self.number} tidak dapat digambar.") from error
        return image

    @cached_property
    def looks(self) -> Image.Image:
        """The page at one pixel a point, in grey."""
        return self.picture()

    @cached_property
    def seen(self) -> Image.Image:
        """Dark where letters make no difference to the looks of the page."""
        letters = [each.handle for each in self.drawn if each.kind == pdfium.FPDF_PAGEOBJ_TEXT]
        looks = self.looks
        for handle in letters:
            pdfium.FPDFPageObj_SetIsActive(handle, False)
        try:
            bare = self.picture()
        finally:
            for handle in letters:
                pdfium.FPDFPageObj_SetIsActive(handle, True)
        return ImageChops.difference(looks, bare)

    @cached_property
    def words(self) -> list[Word]:
        """Letters grouped by the object that drew them and by spaces."""
        raw = self.text_page.raw
        get_box, get_unicode, get_object = (
            pdfium.FPDFText_GetLooseCharBox,
            pdfium.FPDFText_GetUnicode,
            _text_object,
        )
        rectangle = pdfium.FS_RECTF()
        found: list[Word] = []
        letters: list[str] = []
        left = bottom = right = top = 0.0
        height = 0.0
        current, current_handle = 0, None

        def close() -> None:
            if letters:
                found.append(
                    Word("".join(letters), (left, bottom, right, top), current, height, current_handle)
                )
                letters.clear()

        for number in range(pdfium.FPDFText_CountChars(raw)):
            code = get_unicode(raw, number)
            if code <= 32 or code == 0xA0:
                close()
                continue
            address = get_object(raw, number) or 0
            if not get_box(raw, number, rectangle):
                continue
            box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            if letters and address == current:
                left, bottom = min(left, box[0]), min(bottom, box[1])
                right, top = max(right, box[2]), max(top, box[3])
            else:
                close()
                current = address
                current_handle = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT) if address else None
                left, bottom, right, top = box
                height = abs(top - bottom)
            letters.append(chr(code))
        close()
        return found

    @cached_property
    def _to_pixels(self) -> Matrix:
        """How the page's points lie in ``looks``: read off at three of them, so rotation and crop are in it."""
        image, (left, bottom, right, top) = self.looks, self.bounds
        many = 1000  # so that whole pixels say it exactly enough
        places = []
        for x, y in ((left, bottom), (right, bottom), (left, top)):
            across, down = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(
                self.page.raw, 0, 0, image.width * many, image.height * many, 0, x, y, across, down
            )
            places.append((across.value / many, down.value / many))
        (x0, y0), (x1, y1), (x2, y2) = places
        wide, high = max(right - left, 1e-6), max(top - bottom, 1e-6)
        a, b, c, d = (x1 - x0) / wide, (y1 - y0) / wide, (x2 - x0) / high, (y2 - y0) / high
        return a, b, c, d, x0 - a * left - c * bottom, y0 - b * left - d * bottom

    def pixels(self, box: Box) -> tuple[int, int, int, int] | None:
        """Where a box of the page lies in ``looks``; None when it lies outside."""
        a, b, c, d, e, f = self._to_pixels
        x0, y0 = a * box[0] + c * box[1] + e, b * box[0] + d * box[1] + f
        x1, y1 = a * box[2] + c * box[3] + e, b * box[2] + d * box[3] + f
        if not all(map(math.isfinite, (x0, y0, x1, y1))):
            return None
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        width, height = self.looks.size
        found = (
            int(max(0.0, x0)),
            int(max(0.0, y0)),
            int(min(width, math.floor(min(x1, width)) + 1)),
            int(min(height, math.floor(min(y1, height)) + 1)),
        )
        return found if found[0] < found[2] and found[1] < found[3] else None


def _unfolded(handle: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """The object, or what is inside of it when it is a form."""
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM or depth >= _DEEPEST_FORM:
        yield handle, matrix
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, own)
    inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for number in range(max(0, pdfium.FPDFFormObj_CountObjects(handle))):
        yield from _unfolded(pdfium.FPDFFormObj_GetObject(handle, number), inner, depth + 1)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == _STRAIGHT:
        return box
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _inside(box: Box, bounds: Box) -> Box:
    return max(box[0], bounds[0]), max(box[1], bounds[1]), min(box[2], bounds[2]), min(box[3], bounds[3])


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def tidy(text: str) -> str:
    """Line breaks of one kind; a hyphen that pdfium marks at a line's end is a hyphen again."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x00", "")


def pages(document: pypdfium2.PdfDocument) -> Iterator[PdfPage]:
    """Every page, closed when the next one is asked for."""
    for number in range(1, len(document) + 1):
        page = PdfPage(document, number)
        try:
            yield page
        finally:
            page.close()


def read(source: Source) -> Reading:
    """Text page by page; what is only a picture is recognised."""
    document = open_pdf(source.content)
    found: list[Page] = []
    asides: list[Page] = []
    errors: list[str] = []
    ran = False
    try:
        for page in pages(document):
            text = page.text
            if page.needs_ocr():
                try:
                    words = page.recognised()
                    ran = True
                except NotRead as error:
                    errors.append(str(error))
                    words = ""
                text, aside = merged(text, words)
                if aside:
                    asides.append(Page(page.number, "gambar", aside))
            found.append(Page(page.number, "", text))
    finally:
        document.close()
    return Reading(PDF, tuple(found), tuple(asides), ran, tuple(dict.fromkeys(errors)))


def merged(text: str, recognised: str) -> tuple[str, str]:
    """The page's text and what was read off its pictures besides: for a scan that is the page's text."""
    if sum(letter.isalnum() for letter in text) < _FEW_LETTERS:
        return "\n".join(part for part in (text.strip(), recognised) if part), ""
    return text, recognised
