"""The letters of a PDF page with their places on the page as it is shown."""

from __future__ import annotations

import csv
import ctypes
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.recognition import DPI, LANGUAGES, OcrMissing
from lutra.redaction.engine.boxes import Rect

POINT = 72 / DPI  # of a pixel
_LONGEST = 120.0  # seconds for the OCR of one page
_VIRTUAL = 1_000_000  # the size of the page on which places are measured
_EMPTY: Rect = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Letters:
    """A text and, letter by letter, where it stands."""

    text: str
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer."""

    text: str
    rect: Rect


def letters_of(page: pypdfium2.PdfPage) -> Letters:
    """All letters in the order of the file, also those that nobody can see."""
    shown = _shown(page)
    texts = page.get_textpage()
    try:
        letters: list[str] = []
        rects: list[Rect] = []
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        loose = pdfium.FS_RECTF()
        for at in range(texts.count_chars()):
            code = pdfium.FPDFText_GetUnicode(texts.raw, at)
            rect = _EMPTY
            if pdfium.FPDFText_GetCharBox(texts.raw, at, left, right, bottom, top):
                rect = shown(left.value, bottom.value, right.value, top.value)
                if pdfium.FPDFText_GetLooseCharBox(texts.raw, at, loose):
                    more = shown(loose.left, loose.bottom, loose.right, loose.top)
                    rect = (
                        min(rect[0], more[0]), min(rect[1], more[1]), max(rect[2], more[2]), max(rect[3], more[3]),
                    )  # fmt: skip
            letters.append("-" if code in (0, 2) or 0xD800 <= code < 0xE000 else chr(code))
            rects.append(rect)
    finally:
        texts.close()
    return Letters("".join(letters), tuple(rects))


def _shown(page: pypdfium2.PdfPage) -> Callable[[float, float, float, float], Rect]:
    """A function from the page's own points to points of the page as it is shown."""
    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()

    def corner(across: float, up: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, _VIRTUAL, _VIRTUAL, 0, across, up, x, y)
        return x.value * width / _VIRTUAL, y.value * height / _VIRTUAL

    def rect(left: float, bottom: float, right: float, top: float) -> Rect:
        one, other = corner(left, bottom), corner(right, top)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])

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
    for letter, rect in zip([*letters.text, " "], [*letters.rects, _EMPTY], strict=True):
        if letter.isspace() or rect == _EMPTY:
            if text:
                words.append(_word(text, rects))
            text, rects = "", []
        else:
            text += letter
            rects.append(rect)
    return words


def _word(text: str, rects: list[Rect]) -> Word:
    return Word(
        text,
        (
            min(each[0] for each in rects), min(each[1] for each in rects),
            max(each[2] for each in rects), max(each[3] for each in rects),
        ),
    )  # fmt: skip


def drawn(page: pypdfium2.PdfPage) -> Image.Image:
    """The page as it is shown, with notes and filled forms, at the resolution of OCR."""
    image: Image.Image = page.render(scale=DPI / 72, may_draw_forms=True).to_pil().convert("RGB")
    return image


def recognised(image: Image.Image) -> list[Word]:
    """Words that OCR reads on a page's picture, with their places. Raises OcrMissing, Unreadable."""
    program = shutil.which("tesseract")
    if program is None:
        raise OcrMissing()
    png = io.BytesIO()
    image.convert("L").save(png, "PNG", compress_level=1)
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", LANGUAGES, "--psm", "3", "--dpi", str(DPI), "tsv"],
            input=png.getvalue(),
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time", "Gambar terlalu lama dibaca; perkecil atau bagi dahulu.") from error
    if done.returncode != 0:
        if b"traineddata" in done.stderr or b"Failed loading language" in done.stderr:
            raise OcrMissing()
        raise Unreadable("ocr", "Gambar tidak dapat dibaca oleh pengenal huruf.")
    rows = csv.DictReader(
        io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    words: list[Word] = []
    for row in rows:
        text = (row.get("text") or "").strip()
        if row["level"] == "5" and text:
            left, top, wide, high = (int(row[key]) for key in ("left", "top", "width", "height"))
            words.append(Word(text, (left * POINT, top * POINT, (left + wide) * POINT, (top + high) * POINT)))
    return words


def as_letters(words: list[Word]) -> Letters:
    """Words of OCR as letters, each standing where its whole word stands."""
    text = " ".join(word.text for word in words)
    rects: list[Rect] = []
    for word in words:
        rects += [word.rect] * len(word.text)
        rects.append(_EMPTY)
    return Letters(text, tuple(rects[: len(text)]))
