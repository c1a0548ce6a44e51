"""Boxes around everything that patterns find: in the text of a PDF, and in the pictures on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lutra.redaction.engine.boxes import Box, Rect, in_lines
from lutra.redaction.engine.looking import Look, Seen, opened, patterned, turned_to
from lutra.redaction.engine.matching import Folded
from lutra.redaction.engine.pages import Letters, as_letters, by_place
from lutra.redaction.engine.patterns import Pattern
from lutra.redaction.engine.reader import Reader

_PAD = 1.0  # points around letters


@dataclass(slots=True)
class Found:
    """``boxes`` without a ground; ``needles`` are the hits' own words: keep them out of logs and answers."""

    boxes: list[Box] = field(default_factory=list)
    needles: set[str] = field(default_factory=set)
    hits: dict[int, int] = field(default_factory=dict)  # by a pattern's number
    seen: Seen = field(default_factory=Seen)  # what OCR read, so that ``redact`` need not ask again


def find(pdf: bytes, patterns: Sequence[Pattern]) -> Found:
    """Raises NotRedacted, Encrypted, Unreadable, OcrMissing."""
    document = opened(pdf)
    search = _Search(patterns)
    try:
        with Reader() as reader:
            look = Look(document, reader, patterned(pdf))
            for number in range(1, len(document) + 1):
                with turned_to(document, number) as page:
                    letters = look.at(page)
                search.on(number, letters, by_place(letters))
            search.found.seen = look.seen()
        for number in range(1, len(document) + 1):
            for words in search.found.seen.passages(number):
                search.on(number, as_letters(words), loose=True)
    finally:
        document.close()
    return search.done()


class _Search:
    """Hits page by page. The same hit is seen in several ways and counts once."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.found = Found(hits={pattern.number: 0 for pattern in patterns})
        self._patterns = patterns
        self._taken: dict[int, list[Rect]] = {}
        self._most: dict[tuple[int, int], int] = {}  # by pattern and page

    def on(self, number: int, *texts: Letters, loose: bool = False) -> None:
        """Look through ways to read one page."""
        for text in texts:
            folded = Folded(text.text, loose=loose)
            for pattern in self._patterns:
                hits = [
                    text.text[start:end]
                    for start, end in pattern.places(folded)
                    if self._cover(number, text.rects[start:end])
                ]
                self.found.needles.update(hits)
                key = (pattern.number, number)
                self._most[key] = max(self._most.get(key, 0), len(hits))

    def done(self) -> Found:
        """With the hits of all pages."""
        for (pattern, _number), hits in self._most.items():
            self.found.hits[pattern] += hits
        return self.found

    def _cover(self, number: int, rects: Sequence[Rect]) -> bool:
        """A box for each piece of a line. False for letters without any place, which nobody can see.

        What is beyond the edge of the page is not drawn, so there is nothing to cover; it still must go.
        """
        placed = [rect for rect in dict.fromkeys(rects) if rect[2] > rect[0] or rect[3] > rect[1]]
        taken = self._taken.setdefault(number, [])
        for rect in in_lines(placed):
            grown = (rect[0] - _PAD, rect[1] - _PAD, rect[2] + _PAD, rect[3] + _PAD)
            if not any(_holds(other, grown) for other in taken):
                taken.append(grown)
                self.found.boxes.append(Box(number, *grown))
        return bool(placed)


def _holds(outer: Rect, inner: Rect) -> bool:
    """Whether nine tenths of the inner rectangle lie in the outer."""
    wide = min(outer[2], inner[2]) - max(outer[0], inner[0])
    high = min(outer[3], inner[3]) - max(outer[1], inner[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return wide > 0 and high > 0 and wide * high >= 0.9 * area
