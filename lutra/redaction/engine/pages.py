"""The letters of a PDF page with their places on the page as it is shown."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.recognition import DPI
from lutra.redaction.engine.boxes import Rect, around

_FEWEST, _MOST = 1200, 5600  # pixels of a page's longer side: a card is drawn larger, a plan smaller
_VIRTUAL = 1_000_000  # the size of the page on which places are measured
_EDGE = 0.22  # of the height of a line: what a letter's box leaves free above and below
_STILL = 1.0  # points between the middles of a word's letters, twice
_BREAK = 10
# What pdfium gives for a letter that a font does not tell, for a hyphen at the end of a line, for half a letter.
_LETTERS = {0: "\ufffd", 2: "-", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
_EMPTY: Rect = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Letters:
    """A text and, letter by letter, where it stands."""

    text: str
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer. ``turn`` is where it runs: 0 to the right, 90 up, 180 to the left, 270 down."""

    text: str
    rect: Rect
    turn: int = 0


def letters_of(page: pypdfium2.PdfPage) -> Letters:
    """All letters in the order of the file, also those that nobody can see. U+FFFD is one that nobody can tell."""
    shown = as_shown(page)
    texts = page.get_textpage()
    try:
        raw = texts.raw
        letters: list[str] = []
        rects: list[Rect] = []
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        line = pdfium.FS_RECTF()
        unicode_of, ink_of, line_of = (
            pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox, pdfium.FPDFText_GetLooseCharBox,
        )  # fmt: skip
        for at in range(pdfium.FPDFText_CountChars(raw)):
            code = unicode_of(raw, at)
            rect = _EMPTY
            if code != _BREAK and ink_of(raw, at, left, right, bottom, top):
                rect = shown(left.value, bottom.value, right.value, top.value)
                if line_of(raw, at, line):
                    rect = _body(rect, shown(line.left, line.bottom, line.right, line.top))
            letters.append(_LETTERS.get(code) or chr(code))
            rects.append(rect)
    finally:
        texts.close()
    return Letters("".join(letters), tuple(rects))


def _body(ink: Rect, line: Rect) -> Rect:
    """A letter's ink, and of its place in the line the whole width and the middle of the height.

    The place alone would reach into the lines above and below; the ink alone is nothing for a comma, and what a font
    says of its ink may be wrong.
    """
    wide, high = line[2] - line[0], line[3] - line[1]
    across, down = (0.0, _EDGE * high) if wide <= high else (_EDGE * wide, 0.0)
    return (
        min(ink[0], line[0] + across), min(ink[1], line[1] + down),
        max(ink[2], line[2] - across), max(ink[3], line[3] - down),
    )  # fmt: skip


def as_shown(page: pypdfium2.PdfPage) -> Callable[[float, float, float, float], Rect]:
    """A function from the page's own points to points of the page as it is shown, turned and cropped."""
    width, height = page.get_size()
    left, bottom, right, top = page.get_bbox()
    across, down = ctypes.c_int(), ctypes.c_int()

    def corner(x: float, y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, _VIRTUAL, _VIRTUAL, 0, x, y, across, down)
        return across.value * width / _VIRTUAL, down.value * height / _VIRTUAL

    # Read off at three corners: a call for every letter would be slow.
    (x0, y0), (x1, y1), (x2, y2) = corner(left, bottom), corner(right, bottom), corner(left, top)
    wide, high = max(right - left, 1e-6), max(top - bottom, 1e-6)
    a, b, c, d = (x1 - x0) / wide, (y1 - y0) / wide, (x2 - x0) / high, (y2 - y0) / high
    e, f = x0 - a * left - c * bottom, y0 - b * left - d * bottom

    def rect(left: float, bottom: float, right: float, top: float) -> Rect:
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
        return (
            (x0 if x0 < x1 else x1),
            (y0 if y0 < y1 else y1),
            (x1 if x0 < x1 else x0),
            (y1 if y0 < y1 else y0),
        )

    return rect


def by_place(letters: Letters) -> Letters:
    """The same letters from top to bottom and left to right, for files that draw them in another order."""
    kept = [
        (rect, letter)
        for letter, rect in zip(letters.text, letters.rects, strict=True)
        if letter.isalnum() and rect != _EMPTY
    ]
    kept.sort(key=lambda each: (each[0][1] + each[0][3]) / 2)
    lines: list[list[tuple[Rect, str]]] = []
    for rect, letter in kept:
        middle = (rect[1] + rect[3]) / 2
        if lines and middle <= lines[-1][0][0][3]:
            lines[-1].append((rect, letter))
        else:
            lines.append([(rect, letter)])
    texts: list[str] = []
    rects: list[Rect] = []
    for line in lines:
        last: Rect | None = None
        for rect, letter in sorted(line, key=lambda each: each[0][0]):
            if last is not None and rect[0] - last[2] > 0.12 * (rect[3] - rect[1]):
                texts.append(" ")
                rects.append(_EMPTY)
            texts.append(letter)
            rects.append(rect)
            last = rect
        texts.append("\n")
        rects.append(_EMPTY)
    return Letters("".join(texts), tuple(rects))


def words_of(letters: Letters) -> list[Word]:
    """Letters between blanks."""
    words: list[Word] = []
    text = ""
    rects: list[Rect] = []
    turn = 0
    for letter, rect in zip([*letters.text, " "], [*letters.rects, _EMPTY], strict=True):
        if letter.isspace() or rect == _EMPTY:
            if text:
                turn = _turn(rects, turn)
                words.append(Word(text, around(rects), turn))
            text, rects = "", []
        else:
            text += letter
            rects.append(rect)
    return words


def _turn(rects: Sequence[Rect], before: int) -> int:
    """Where the letters run; a single one as those before it."""
    first, last = rects[0], rects[-1]
    across = last[0] + last[2] - first[0] - first[2]
    down = last[1] + last[3] - first[1] - first[3]
    if abs(across) + abs(down) < _STILL:
        return before
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 180
    return 270 if down > 0 else 90


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown; ``scale`` pixels are a point."""

    image: Image.Image
    scale: float

    @property
    def grey(self) -> Image.Image:
        """Without colour."""
        return self.image if self.image.mode == "L" else self.image.convert("L")

    def pixels(self, rect: Rect) -> tuple[int, int, int, int]:
        """The pixels that a rectangle touches, never fewer than it was asked for; those on the page only."""
        left, top = int(rect[0] * self.scale), int(rect[1] * self.scale)
        right, bottom = int(rect[2] * self.scale) + 1, int(rect[3] * self.scale) + 1
        width, height = self.image.size
        return max(0, left), max(0, top), min(width, right), min(height, bottom)

    def rect(self, pixels: tuple[int, int, int, int]) -> Rect:
        """Where pixels lie, in points."""
        left, top, right, bottom = (value / self.scale for value in pixels)
        return left, top, right, bottom


def drawn(page: pypdfium2.PdfPage, *, grey: bool = False) -> Picture:
    """The page as it is shown, with its notes and its filled form, at a resolution that OCR and eyes can read."""
    longest = max(*page.get_size(), 1.0)
    scale = min(max(DPI / 72, _FEWEST / longest), _MOST / longest)
    try:
        bitmap = page.render(scale=scale, grayscale=grey)
        image: Image.Image = bitmap.to_pil().convert("L" if grey else "RGB")
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Unreadable("damaged", "Sebuah halaman tidak dapat digambar.") from error
    return Picture(image, scale)


def in_order(words: Sequence[Word]) -> list[Word]:
    """Words that OCR found scattered, line by line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.rect[1] + each.rect[3]):
        if lines and (word.rect[1] + word.rect[3]) / 2 <= lines[-1][0].rect[3]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda each: each.rect[0])]


def as_letters(words: Sequence[Word]) -> Letters:
    """Words of OCR as letters, each standing where its whole word stands."""
    text = " ".join(word.text for word in words)
    rects: list[Rect] = []
    for word in words:
        rects += [word.rect] * len(word.text)
        rects.append(_EMPTY)
    return Letters(text, tuple(rects[: len(text)]))
