"""From a PDF and boxes to a new PDF without what lies under them, proven."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lutra.documents.hidden import pdf_drawing
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pdf import PdfPage, open_pdf
from lutra.redaction.engine.boxes import Box, Rect, touches
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.finding import has_pictured_words
from lutra.redaction.engine.matching import occurrences
from lutra.redaction.engine.pages import POINT, Word, drawn, letters_of, recognised, words_of
from lutra.redaction.engine.painting import Pixels, paint
from lutra.redaction.engine.patterns import Pattern
from lutra.redaction.engine.proving import prove
from lutra.redaction.engine.result import Result
from lutra.redaction.engine.writing import NewPage, as_jpeg, write

_WIDEST = 2000.0  # points of a page's longest side


def redact(
    pdf: bytes,
    boxes: Sequence[Box],
    needles: Collection[str] = (),
    patterns: Sequence[Pattern] = (),
) -> Result:
    """Every page drawn anew, with the boxes painted. Raises NotRedacted, Encrypted, Unreadable, OcrMissing.

    ``needles`` and ``patterns`` are sought in the whole result. Words under a box by hand are left out of the text
    layer by their place; elsewhere they may stay, unless they are given as needles.
    """
    document = open_pdf(pdf)
    try:
        _check(boxes, len(document))
        made: list[NewPage] = []
        stamps: dict[int, list[Pixels]] = {}
        ocr_pages = {box.page for box in boxes}
        for number in range(1, len(document) + 1):
            page = PdfPage(document, number)
            try:
                if max(page.width, page.height) > _WIDEST:
                    raise Unreadable(
                        "too_large",
                        f"Halaman {number} terlalu lebar untuk dihitamkan; perkecil halamannya dahulu.",
                    )
                if has_pictured_words(page):
                    ocr_pages.add(number)
                here = [box for box in boxes if box.page == number]
                new, stamped = _drawn_anew(page, here, needles, patterns)
            finally:
                page.close()
            made.append(new)
            stamps[number] = stamped
    finally:
        document.close()
    content = write(made)
    proof = prove(
        content,
        sizes=[(page.width, page.height) for page in made],
        boxes=boxes,
        stamps=stamps,
        needles=needles,
        patterns=patterns,
        ocr_pages=ocr_pages,
    )
    return Result(content, tuple(boxes), proof)


def _check(boxes: Sequence[Box], pages: int) -> None:
    for box in boxes:
        if not 1 <= box.page <= pages or box.x1 <= box.x0 or box.y1 <= box.y0:
            raise NotRedacted("box", "Sebuah kotak tidak terletak di halaman mana pun; periksa angkanya.")


def _drawn_anew(
    page: PdfPage, boxes: Sequence[Box], needles: Collection[str], patterns: Sequence[Pattern]
) -> tuple[NewPage, list[Pixels]]:
    image = drawn(page.page)
    stamps = paint(image, boxes)
    covered: list[Rect] = [box.rect for box in boxes]
    words: list[Word]
    if has_pictured_words(page) or any(True for _each in pdf_drawing.look(page, None)):
        # Some of its letters cannot be seen, or some of its words are no letters: only what is seen is said again.
        covered += [(s[0] * POINT, s[1] * POINT, s[2] * POINT, s[3] * POINT) for s in stamps]
        words = recognised(image)
    else:
        words = words_of(letters_of(page.page))
    kept = [
        word
        for word in words
        if not any(touches(word.rect, rect) for rect in covered)
        and _is_on(word, page)
        and not _is_said(word.text, needles, patterns)
    ]
    jpeg, is_grey = as_jpeg(image)
    return (
        NewPage(page.width, page.height, jpeg, image.size, is_grey, tuple(kept), tuple(boxes)),
        stamps,
    )


def _is_on(word: Word, page: PdfPage) -> bool:
    across, down = (word.rect[0] + word.rect[2]) / 2, (word.rect[1] + word.rect[3]) / 2
    return bool(0 <= across <= page.width and 0 <= down <= page.height)


def _is_said(text: str, needles: Collection[str], patterns: Sequence[Pattern]) -> bool:
    """A word that holds what is to go, yet lies under no box, must not go into the layer; the picture is proven."""
    return any(next(occurrences(text, needle), None) for needle in needles) or any(
        next(pattern.places(text), None) for pattern in patterns
    )
