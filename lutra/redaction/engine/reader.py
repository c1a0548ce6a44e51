"""OCR of areas of page pictures: small ones are put together on sheets, so that one call reads many of them.

At most two programs run at once and only some pictures wait, so that a long document needs little memory.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from PIL import Image

from lutra.documents.reading.recognition import DPI, PAGE, SCATTERED, Recognised, recognise_words
from lutra.redaction.engine.boxes import Rect
from lutra.redaction.engine.pages import Picture, Word

_PROGRAMS = 2
_MOST_WAITING = 4  # pictures
_WIDE, _HIGH = 1700, 1700  # pixels of a sheet
_GAP = 24  # pixels between areas
_SURE, _SENSE, _FEW_WORDS = (
    60,
    0.5,
    5,
)  # of 100: a word OCR is sure of; share and number of such words on a page
# A word that runs upwards is read after the picture was turned to the right.
_UPRIGHT = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class _Turned:
    """A word as it lies on the picture that was asked for; ``turn`` as in ``Word``."""

    word: Recognised
    turn: int


@dataclass(slots=True)
class _Area:
    """A piece of a sheet, and where it comes from; equal pieces of several pages are read once."""

    place: tuple[int, int]
    size: tuple[int, int]
    sources: list[tuple[Hashable, float, tuple[int, int]]]  # key, pixels a point, left and top on the page
    words: list[_Turned] = field(default_factory=list)  # as the area lies on its sheet

    def holds(self, word: Recognised) -> bool:
        """Whether the word's middle lies in the area."""
        across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return (
            self.place[0] <= across <= self.place[0] + self.size[0]
            and self.place[1] <= down <= self.place[1] + self.size[1]
        )


@dataclass(slots=True)
class _Sheet:
    image: Image.Image
    areas: list[_Area] = field(default_factory=list)
    left: int = _GAP
    top: int = _GAP
    row: int = 0

    def takes(self, size: tuple[int, int]) -> tuple[int, int] | None:
        """Where the next area goes; None when there is no room."""
        if self.left + size[0] + _GAP > self.image.width:
            self.left, self.top, self.row = _GAP, self.top + self.row + _GAP, 0
        if self.left + size[0] > self.image.width or self.top + size[1] > self.image.height:
            return None
        place = (self.left, self.top)
        self.left += size[0] + _GAP
        self.row = max(self.row, size[1])
        return place


class Reader:
    """Use it with ``with``: ask for pages and areas by a key, then take ``found``.

    All but ``__init__`` raise OcrMissing and Unreadable.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_PROGRAMS)
        self._waiting: deque[tuple[Future[list[_Turned]], list[_Area]]] = deque()
        self._sheet: _Sheet | None = None
        self._areas: dict[bytes, _Area] = {}  # by what is on them

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def page(self, key: Hashable, picture: Picture) -> None:
        """Read a whole page."""
        image = picture.grey
        area = self._new(key, picture, image, (0, 0))
        if area is not None:
            self._submit(image, [area], PAGE, round(72 * picture.scale))

    def area(self, key: Hashable, picture: Picture, rect: Rect, turn: int = 0) -> None:
        """Read what stands in a rectangle of a page, in its points; of turned words only the text is right."""
        left, top, right, bottom = picture.pixels(rect)
        if right <= left or bottom <= top:
            return
        piece = picture.grey.crop((left, top, right, bottom))
        if turn:
            piece = piece.transpose(_UPRIGHT[turn])
        area = self._new(key, picture, piece, (left, top))
        if area is None:
            return
        place = self._sheet.takes(piece.size) if self._sheet is not None else None
        if self._sheet is None or place is None:
            self._flush()
            size = (max(_WIDE, piece.width + 2 * _GAP), max(_HIGH, piece.height + 2 * _GAP))
            self._sheet = _Sheet(Image.new("L", size, 255))
            place = self._sheet.takes(piece.size) or (_GAP, _GAP)
        area.place = place
        self._sheet.image.paste(piece, place)
        self._sheet.areas.append(area)

    def found(self) -> dict[Hashable, list[Word]]:
        """The words of everything asked so far, each with its place in points of its page. Blank areas have none."""
        self._flush()
        while self._waiting:
            self._take()
        found: dict[Hashable, list[Word]] = {}
        for area in self._areas.values():
            for key, scale, corner in area.sources:
                move = (corner[0] - area.place[0], corner[1] - area.place[1])
                found.setdefault(key, []).extend(_word(word, move, scale) for word in area.words)
        return found

    def _new(
        self, key: Hashable, picture: Picture, piece: Image.Image, corner: tuple[int, int]
    ) -> _Area | None:
        """An area that must still be read; None when it is blank or when an equal one is or will be."""
        low, high = piece.getextrema()
        if low == high:
            return None
        name = hashlib.blake2b(piece.tobytes(), salt=piece.width.to_bytes(16)).digest()
        source = (key, picture.scale, corner)
        if name in self._areas:
            self._areas[name].sources.append(source)
            return None
        self._areas[name] = area = _Area((0, 0), piece.size, [source])
        return area

    def _flush(self) -> None:
        if self._sheet is not None:
            self._submit(self._sheet.image, self._sheet.areas, SCATTERED, DPI)
            self._sheet = None

    def _submit(self, image: Image.Image, areas: list[_Area], layout: int, dpi: int) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            self._take()
        self._waiting.append((self._pool.submit(_read, image, dpi, layout), areas))

    def _take(self) -> None:
        reading, areas = self._waiting.popleft()
        for word in reading.result():
            area = next((area for area in areas if area.holds(word.word)), None)
            if area is not None:
                area.words.append(word)


def _read(image: Image.Image, dpi: int, layout: int) -> list[_Turned]:
    """A page may lie on its side or on its head: it is read as it makes most sense."""
    best = [_Turned(word, 0) for word in recognise_words(image, dpi=dpi, layout=layout)]
    if layout != PAGE or len(best) < _FEW_WORDS or _sense(best) >= _SENSE:
        return best
    for turn in (90, 270, 180):
        upright = image.transpose(_UPRIGHT[turn])
        words = recognise_words(upright, dpi=dpi, layout=layout)
        found = [_Turned(_back(word, turn, image.size), turn) for word in words]
        if len(found) >= _FEW_WORDS and _sense(found) > _sense(best):
            best = found
        if _sense(best) >= _SENSE:
            break
    return best


def _sense(words: Sequence[_Turned]) -> float:
    """The share of words of which OCR is sure."""
    return sum(each.word.sure >= _SURE for each in words) / len(words)


def _back(word: Recognised, turn: int, size: tuple[int, int]) -> Recognised:
    """Where a word of the upright picture lies on the picture as it was."""
    width, height = size
    left, top, right, bottom = word.left, word.top, word.right, word.bottom
    if turn == 270:  # it was turned to the left
        left, top, right, bottom = width - bottom, left, width - top, right
    elif turn == 90:
        left, top, right, bottom = top, height - right, bottom, height - left
    else:
        left, top, right, bottom = width - right, height - bottom, width - left, height - top
    return Recognised(word.text, left, top, right, bottom, word.sure)


def _word(each: _Turned, move: tuple[int, int], scale: float) -> Word:
    word = each.word
    return Word(
        word.text,
        (
            (word.left + move[0]) / scale, (word.top + move[1]) / scale,
            (word.right + move[0]) / scale, (word.bottom + move[1]) / scale,
        ),
        each.turn,
    )  # fmt: skip
