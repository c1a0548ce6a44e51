"""Whether a document's fonts show what they say: words of each page and font are read by OCR and compared.

What a program reads in a PDF is what its fonts claim, not what is painted. A font without a table of its letters, or
with a false one, would hide matter from every search; then the page is read as a picture.
"""

from __future__ import annotations

import ctypes
import difflib
from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from lutra.documents.reading.pdf import PdfPage
from lutra.documents.reading.pdf import Word as DrawnWord
from lutra.redaction.engine.boxes import Rect
from lutra.redaction.engine.matching import squeezed
from lutra.redaction.engine.pages import Word, as_shown

_MOST = 14  # words a page
_SHORTEST, _LONGEST = 3, 24  # letters
_SMALLEST = 5.0  # points of a line that OCR can read
_BULLETS = ".,_=*-•·◦▪■□●○➢✓–—-…"
_ONE_IN = 5  # words of which OCR may misread one
_LIKE = 0.6  # of a word that OCR read, to what the font says


@dataclass(frozen=True, slots=True)
class Font:
    """``address`` tells fonts of a page apart; ``family`` is the same on each page for a font that the file carries."""

    address: int
    family: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A word as a font says it; where it stands."""

    page: int
    font: Font
    text: str
    rect: Rect
    turns: tuple[int, ...]  # in which it may be read


class Samples:
    """The words that were chosen, page by page; all letters of all fonts are among them at least once."""

    def __init__(self) -> None:
        self.chosen: list[Sample] = []
        self._covered: dict[Font, set[str]] = defaultdict(set)
        self._unread: dict[
            int, dict[str, set[str]]
        ] = {}  # letters of a page that stand in no word for OCR, by family
        self._silent: set[int] = set()

    def choose(self, page: PdfPage) -> Sequence[Sample]:
        """Words of this page: at least one of each font, and more while letters are new."""
        shown = as_shown(page.page)
        fonts: dict[int, Font] = {}
        signs: dict[Font, Counter[str]] = defaultdict(Counter)
        named: set[Font] = set()
        chosen: list[Sample] = []
        for word in sorted(page.words, key=_is_odd):
            if word.address not in fonts:
                fonts[word.address] = _font_of(word.handle)
            font = fonts[word.address]
            signs[font].update(_telling(word.text))
            if not _is_readable(word, page):
                continue
            new = {letter for letter in word.text if letter.isalnum()} - self._covered[font]
            if font in named and (not new or len(chosen) >= _MOST):
                continue
            named.add(font)
            self._covered[font] |= new
            rect = shown(*word.box)
            chosen.append(Sample(page.number, font, word.text, rect, _turns(rect, page)))
        unread = {
            font.family: set(signs[font]) for font in signs.keys() - named if signs[font].total() >= _SHORTEST
        }
        if unread:
            self._unread[page.number] = unread
        if _has_silent(page, fonts):
            self._silent.add(page.number)
        self.chosen += chosen
        return chosen

    def doubtful(self, read: Mapping[Hashable, Sequence[Word]]) -> set[int]:
        """Pages on which OCR reads something else than the fonts say, or where it could not be asked."""
        right: Counter[tuple[int, Font]] = Counter()
        wrong: Counter[tuple[int, Font]] = Counter()
        families: dict[str, Counter[bool]] = defaultdict(Counter)
        known: dict[str, set[str]] = defaultdict(set)
        for sample in self.chosen:
            is_right = any(_is_like(sample.text, read.get((sample, turn), ())) for turn in sample.turns)
            (right if is_right else wrong)[sample.page, sample.font] += 1
            families[sample.font.family][is_right] += 1
            if is_right:
                known[sample.font.family].update(sample.text)
        lying = {
            key[0]
            for key, count in wrong.items()
            if count > right[key] // _ONE_IN and not _is_slip(count, families[key[1].family])
        }
        unread = {
            page
            for page, letters in self._unread.items()
            if any(told - known[family] for family, told in letters.items())
        }
        return lying | unread | self._silent


def _is_slip(count: int, family: Counter[bool]) -> bool:
    """OCR itself is wrong sometimes: one word of a font that tells the truth on other pages."""
    return count == 1 and family[True] >= _ONE_IN * family[False]


def _telling(text: str) -> list[str]:
    """Letters and digits; other signs only in a row, since a font without a table of its letters may say anything."""
    return [
        letter for letter in text if letter.isalnum() or (len(text) >= _SHORTEST and letter not in _BULLETS)
    ]


def _is_odd(word: DrawnWord) -> bool:
    """Not one of the words that OCR reads best; those are asked first."""
    return not (word.text.isalpha() and 4 <= len(word.text) <= 12)


def _is_readable(word: DrawnWord, page: PdfPage) -> bool:
    """Whether OCR can be asked for the word: neither tiny nor short, on the page."""
    left, bottom, right, top = page.bounds
    return (
        sum(letter.isalnum() for letter in word.text) >= _SHORTEST
        and len(word.text) <= _LONGEST
        and min(word.box[2] - word.box[0], word.box[3] - word.box[1]) >= _SMALLEST
        and left <= word.box[0]
        and word.box[2] <= right
        and bottom <= word.box[1]
        and word.box[3] <= top
    )


def _has_silent(page: PdfPage, known: Container[int]) -> bool:
    """Whether something is written on the page of which no letter can be told."""
    return any(
        each.kind == pdfium.FPDF_PAGEOBJ_TEXT
        and each.address not in known
        and min(each.box[2] - each.box[0], each.box[3] - each.box[1]) >= _SMALLEST
        for each in page.drawn
    )


def _turns(rect: Rect, page: PdfPage) -> tuple[int, ...]:
    """A word may stand upright or, on a page that is shown turned, otherwise."""
    if rect[3] - rect[1] > rect[2] - rect[0]:
        return (90, 270)
    return (0, 180) if page.page.get_rotation() == 180 else (0,)


def _font_of(handle: object) -> Font:
    """Another font of the same name is another font, unless the file carries it."""
    font = pdfium.FPDFTextObj_GetFont(handle) if handle else None
    if not font:
        return Font(0, "")
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    name = ctypes.create_string_buffer(128)
    length = pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    size = ctypes.c_size_t()
    if pdfium.FPDFFont_GetIsEmbedded(font) == 1:
        pdfium.FPDFFont_GetFontData(font, None, 0, size)
    return Font(address, f"{name.raw[: max(0, length - 1)].decode('latin-1')}/{size.value or address}")


def _is_like(said: str, words: Sequence[Word]) -> bool:
    wanted = squeezed(said, loose=True)[0]
    read = squeezed("".join(word.text for word in words), loose=True)[0]
    return wanted in read or difflib.SequenceMatcher(None, wanted, read).ratio() >= _LIKE
