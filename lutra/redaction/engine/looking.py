"""What of a PDF is read as text, and what must be read as a picture: decided page by page.

1. Notes and filled forms are drawn into the page, so that their words count as its own.
2. A page is read whole by OCR when it has hardly any letters, hides some, paints with patterns, or has fonts that show
   something else than they say.
3. Of other pages OCR reads what is no text: pictures of any size, shapes that could be letters, shading.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from lutra.documents.hidden import pdf_drawing
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pdf import Drawn, PdfPage, open_pdf
from lutra.redaction.engine.boxes import Rect, around
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.fonts import Samples
from lutra.redaction.engine.pages import Letters, Word, as_shown, drawn, in_order, letters_of, words_of
from lutra.redaction.engine.reader import Reader

#: Longer documents take more time and memory than one sitting should.
MOST_PAGES = 1000
_FEW_LETTERS = 30  # a page with fewer may say the rest in shapes
_UNKNOWN = 3  # letters of which a font does not say what they are
_WIDE, _HIGH = 6.0, 4.0  # points: what is smaller holds no word
_SEGMENTS = 7  # of a shape that could be a letter; a rectangle has five
_DEEPEST = 6  # forms in forms
_NEAR = 6.0  # points between shapes of one word
_MARGIN = 2.0
_MOST_AREAS = 60
_MOST_SHAPES = 3000
_SHARE = 0.4  # of a page: more than that is read as a whole page


@dataclass(slots=True)
class Seen:
    """What stands on the pages: words of the file's letters, and what OCR read.

    ``whole`` pages were read as pictures from edge to edge, ``parts`` of other pages by area.
    """

    letters: dict[int, list[Word]] = field(default_factory=dict)
    whole: dict[int, list[Word]] = field(default_factory=dict)
    parts: dict[int, list[list[Word]]] = field(default_factory=dict)

    def passages(self, number: int) -> list[list[Word]]:
        """Words that stand together."""
        return [self.whole[number]] if number in self.whole else self.parts.get(number, [])

    def words(self, number: int) -> Iterator[Word]:
        """All words of a page: where its letters do not tell what it shows, only those that OCR read."""
        if number not in self.whole:
            yield from self.letters[number]
        for passage in self.passages(number):
            yield from passage


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    """Raises Encrypted, Unreadable; NotRedacted when it has too many pages."""
    document = open_pdf(pdf)
    try:
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        document.close()
        raise Unreadable("damaged", "Formulir dalam PDF ini rusak; cetak ulang sebagai PDF.") from error
    count = len(document)
    if count > MOST_PAGES:
        document.close()
        raise NotRedacted(
            "too_large",
            f"Berkas memuat {count} halaman; bagi menjadi berkas yang paling banyak {MOST_PAGES} halaman.",
        )
    return document


@contextlib.contextmanager
def turned_to(document: pypdfium2.PdfDocument, number: int) -> Iterator[PdfPage]:
    """A page with its notes and filled form drawn into it."""
    try:
        page = document[number - 1]
        changed = pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged", f"Halaman {number} rusak dan tidak dapat dibaca.") from error
    if changed == pdfium.FLATTEN_FAIL:
        raise Unreadable("damaged", f"Catatan atau isian di halaman {number} rusak; cetak ulang sebagai PDF.")
    shown = PdfPage(document, number)
    try:
        yield shown
    finally:
        shown.close()


class Look:
    """Looks at the pages of a document one after the other; ``seen`` then reads what OCR has to read."""

    def __init__(
        self, document: pypdfium2.PdfDocument, reader: Reader, patterned: Collection[int] = ()
    ) -> None:
        self._document = document
        self._reader = reader
        self._patterned = patterned
        self._samples = Samples()
        self._whole: set[int] = set()
        self._parts: list[tuple[int, int]] = []
        self._letters: dict[int, list[Word]] = {}

    def at(self, page: PdfPage) -> Letters:
        """Ask for what OCR has to read on this page; returns its letters."""
        letters = letters_of(page.page)
        if page.number in self._patterned or _is_picture(page, letters):
            self._read_whole(page)
            return letters
        self._letters[page.number] = words_of(letters)
        areas = _areas(page)
        if len(areas) > _MOST_AREAS or sum(map(_size, areas)) > _SHARE * page.width * page.height:
            self._read_whole(page)
            return letters
        samples = self._samples.choose(page)
        if samples or areas:
            picture = drawn(page.page, grey=True)
            for sample in samples:
                for turn in sample.turns:
                    self._reader.area((sample, turn), picture, sample.rect, turn)
            for area in areas:
                key = (page.number, len(self._parts))
                self._parts.append(key)
                self._reader.area(key, picture, area)
        return letters

    def seen(self) -> Seen:
        """Raises OcrMissing, Unreadable."""
        found = self._reader.found()
        for number in sorted(self._samples.doubtful(found) - self._whole):
            with turned_to(self._document, number) as page:
                self._read_whole(page)
        found = self._reader.found()
        seen = Seen(self._letters, {number: found.get(number, []) for number in self._whole})
        for key in self._parts:
            seen.parts.setdefault(key[0], []).append(in_order(found.get(key, [])))
        return seen

    def _read_whole(self, page: PdfPage) -> None:
        self._whole.add(page.number)
        self._reader.page(page.number, drawn(page.page, grey=True))


def _is_picture(page: PdfPage, letters: Letters) -> bool:
    """Whether the page's letters do not tell what it shows."""
    few = sum(letter.isalnum() for letter in letters.text) < _FEW_LETTERS
    unknown = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in letters.text)
    return few or unknown >= _UNKNOWN or any(True for _each in pdf_drawing.look(page, None))


def _areas(page: PdfPage) -> list[Rect]:
    """Where something that is no text could still be read, put together where it is near."""
    shown = as_shown(page.page)
    left, bottom, right, top = page.bounds
    found: list[Rect] = []
    for each in page.drawn:
        box = (
            max(each.box[0], left), max(each.box[1], bottom), min(each.box[2], right), min(each.box[3], top),
        )  # fmt: skip
        if box[2] > box[0] and box[3] > box[1] and _may_hold_words(each):
            found.append(shown(*box))
    return [
        (rect[0] - _MARGIN, rect[1] - _MARGIN, rect[2] + _MARGIN, rect[3] + _MARGIN)
        for rect in _joined(found)
        if rect[2] - rect[0] >= _WIDE and rect[3] - rect[1] >= _HIGH
    ]


def _may_hold_words(each: Drawn) -> bool:
    if each.kind == pdfium.FPDF_PAGEOBJ_PATH:
        return (
            pdfium.FPDFPath_CountSegments(each.handle) >= _SEGMENTS
            or bool(pdfium.FPDFPageObj_HasTransparency(each.handle))
            or not _has_plain_colour(each)
        )
    return each.kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)


def _has_plain_colour(each: Drawn) -> bool:
    """Whether a shape is filled with a colour, not with a pattern that may be drawn with letters."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(pdfium.FPDFPageObj_GetFillColor(each.handle, red, green, blue, alpha))


def patterned(pdf: bytes) -> Collection[int]:
    """Pages that may paint with a pattern, which can be made of letters; all when nobody can tell."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return {
                number for number, page in enumerate(document.pages, 1) if _has_pattern(page.resources, 0)
            }
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        return range(1, MOST_PAGES + 1)


def _has_pattern(resources: Any, depth: int) -> bool:
    patterns, forms = resources.get("/Pattern"), resources.get("/XObject")
    if patterns is not None and any(each.get("/PatternType") == 1 for _name, each in patterns.items()):
        return True
    if forms is None or depth >= _DEEPEST:
        return depth >= _DEEPEST
    return any(
        _has_pattern(each.get("/Resources"), depth + 1)
        for _name, each in forms.items()
        if each.get("/Subtype") == "/Form" and "/Resources" in each
    )


def _joined(rects: list[Rect]) -> list[Rect]:
    """Rectangles that lie near each other as one."""
    if len(rects) > _MOST_SHAPES:
        return [around(rects)]
    joined: list[Rect] = []
    for rect in sorted(rects, key=lambda each: (each[1], each[0])):
        near = [other for other in joined if _is_near(rect, other)]
        joined = [other for other in joined if not _is_near(rect, other)]
        joined.append(around([rect, *near]))
    return joined


def _is_near(one: Rect, other: Rect) -> bool:
    return (
        one[0] - _NEAR <= other[2] and other[0] - _NEAR <= one[2]
        and one[1] - _NEAR <= other[3] and other[1] - _NEAR <= one[3]
    )  # fmt: skip


def _size(rect: Rect) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])
