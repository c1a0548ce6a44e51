"""Boxes around everything that patterns find: in the text of a PDF, and in the pictures on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2

from lutra.documents.reading.pdf import PdfPage, open_pdf
from lutra.redaction.engine.boxes import Box, Rect, in_lines
from lutra.redaction.engine.pages import Letters, as_letters, by_place, drawn, letters_of, recognised
from lutra.redaction.engine.patterns import Pattern

_FEW_LETTERS = 30  # a page with fewer may say the rest in shapes
_PICTURE = 0.01  # of the page: pictures that cover more may hold words
_PAD = 1.0  # points around letters


@dataclass(slots=True)
class Found:
    """``boxes`` without a ground; ``needles`` are the hits' own words: keep them out of logs and answers."""

    boxes: list[Box] = field(default_factory=list)
    needles: set[str] = field(default_factory=set)
    hits: dict[int, int] = field(default_factory=dict)  # by a pattern's number
    ocr_pages: set[int] = field(default_factory=set)


def find(pdf: bytes, patterns: Sequence[Pattern]) -> Found:
    """Raises Encrypted, Unreadable, OcrMissing."""
    document = open_pdf(pdf)
    found = Found(hits={pattern.number: 0 for pattern in patterns})
    try:
        for number in range(1, len(document) + 1):
            _look(document, number, patterns, found)
    finally:
        document.close()
    return found


def has_pictured_words(page: PdfPage) -> bool:
    """Whether words may stand on the page that are no text."""
    return page.picture_share >= _PICTURE or sum(letter.isalnum() for letter in page.text) < _FEW_LETTERS


def _look(document: pypdfium2.PdfDocument, number: int, patterns: Sequence[Pattern], found: Found) -> None:
    page = PdfPage(document, number)
    try:
        letters = letters_of(page.page)
        looked: list[tuple[Letters, bool]] = [(letters, False), (by_place(letters), False)]
        if has_pictured_words(page):
            found.ocr_pages.add(number)
            looked.append((as_letters(recognised(drawn(page.page))), True))
    finally:
        page.close()
    taken: list[Rect] = []
    most: dict[int, int] = {}  # the same hit is seen in several ways
    for text, loose in looked:
        for pattern in patterns:
            hits = 0
            for start, end in pattern.places(text.text, loose=loose):
                rects = [
                    rect
                    for rect in dict.fromkeys(text.rects[start:end])
                    if rect[2] > rect[0] or rect[3] > rect[1]
                ]
                if not rects:
                    continue
                # What is beyond the edge of the page is not drawn, so there is nothing to cover; it still must go.
                found.needles.add(text.text[start:end])
                hits += 1
                for rect in in_lines(rects):
                    grown = (rect[0] - _PAD, rect[1] - _PAD, rect[2] + _PAD, rect[3] + _PAD)
                    if not any(_holds(other, grown) for other in taken):
                        taken.append(grown)
                        found.boxes.append(Box(number, *grown))
            most[pattern.number] = max(most.get(pattern.number, 0), hits)
    for pattern_number, hits in most.items():
        found.hits[pattern_number] += hits


def _holds(outer: Rect, inner: Rect) -> bool:
    """Whether nine tenths of the inner rectangle lie in the outer."""
    wide = min(outer[2], inner[2]) - max(outer[0], inner[0])
    high = min(outer[3], inner[3]) - max(outer[1], inner[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return wide > 0 and high > 0 and wide * high >= 0.9 * area
