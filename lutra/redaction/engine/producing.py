"""From a PDF and boxes to a new PDF without what lies under them, proven."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lutra.documents.reading.pdf import PdfPage
from lutra.redaction.engine.boxes import Box, Rect, hides
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.finding import Found, find
from lutra.redaction.engine.looking import Seen, opened, turned_to
from lutra.redaction.engine.pages import Word, drawn
from lutra.redaction.engine.painting import Pixels, paint
from lutra.redaction.engine.patterns import Pattern
from lutra.redaction.engine.proving import Made, prove
from lutra.redaction.engine.result import Result
from lutra.redaction.engine.writing import NewPage, packed, write

_PHOTOS = 0.01  # of the page: from this share on its pictures are kept as photos


def redact(
    pdf: bytes,
    boxes: Sequence[Box],
    needles: Collection[str] = (),
    patterns: Sequence[Pattern] = (),
    *,
    found: Found | None = None,
) -> Result:
    """Every page drawn anew, with the boxes painted. Raises NotRedacted, Encrypted, Unreadable, OcrMissing.

    ``needles`` and ``patterns`` are sought in the whole result. Words under a box by hand are left out of the text
    layer by their place; elsewhere they may stay, unless they are given as needles. ``found`` is what ``find`` gave
    for the same file: with it, OCR need not read the source once more.
    """
    document = opened(pdf)
    try:
        _check(boxes, len(document))
        seen = found.seen if found is not None else find(pdf, ()).seen
        pages: list[NewPage] = []
        stamps: dict[int, list[Pixels]] = {}
        for number in range(1, len(document) + 1):
            here = [box for box in boxes if box.page == number]
            with turned_to(document, number) as page:
                new, stamps[number] = _drawn_anew(page, here, seen)
            pages.append(new)
    finally:
        document.close()
    made = Made([(page.width, page.height) for page in pages], boxes, stamps, frozenset(seen.whole))
    content = write(pages)
    pages.clear()  # their pictures are in the file now
    return Result(content, tuple(boxes), prove(content, made, needles=needles, patterns=patterns))


def _check(boxes: Sequence[Box], pages: int) -> None:
    for box in boxes:
        if not 1 <= box.page <= pages or box.x1 <= box.x0 or box.y1 <= box.y0:
            raise NotRedacted("box", "Sebuah kotak tidak terletak di halaman mana pun; periksa angkanya.")


def _drawn_anew(page: PdfPage, boxes: Sequence[Box], seen: Seen) -> tuple[NewPage, list[Pixels]]:
    picture = drawn(page.page)
    stamps = paint(picture, boxes)
    covered: list[Rect] = [box.rect for box in boxes]
    kept = [
        word
        for word in seen.words(page.number)
        if _is_on(word, page)
        and not any(hides(rect, word.rect, upright=word.turn in (0, 180)) for rect in covered)
    ]
    image = packed(picture.image, has_photos=page.picture_share >= _PHOTOS)
    return NewPage(page.width, page.height, image, tuple(kept), tuple(boxes)), stamps


def _is_on(word: Word, page: PdfPage) -> bool:
    across, down = (word.rect[0] + word.rect[2]) / 2, (word.rect[1] + word.rect[3]) / 2
    return bool(0 <= across <= page.width and 0 <= down <= page.height)
