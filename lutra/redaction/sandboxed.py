"""What the sandbox does for the desk: measuring pages, drawing one, searching, and blacking out. Loads no framework.

An answer to ``search`` holds the matter, for the officer who asked; the others never do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, BinaryIO

from lutra.documents.reading.errors import NotRead
from lutra.redaction.engine import Box, NotRedacted, find, redact
from lutra.redaction.engine.boxes import Rect
from lutra.redaction.engine.converting import as_pdf
from lutra.redaction.engine.looking import opened, turned_to
from lutra.redaction.engine.matching import Folded, squeezed
from lutra.redaction.engine.pages import Letters, by_place, letters_of
from lutra.redaction.engine.patterns import Pattern, says
from lutra.redaction.telling import tells_a_person

_LARGEST = 256 * 1024 * 1024  # bytes
_SHORTEST = 4  # letters of words that are sought in the whole result; fewer stand elsewhere by chance
_MOST_HITS = 500
_WIDEST = 2400  # pixels of a page's picture

Task = Callable[[dict[str, Any], list[BinaryIO]], dict[str, Any]]


def _answering(task: Task) -> Task:
    """A refusal is an answer: ``refused`` with its code, and ``message``."""

    def done(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
        try:
            return task(arguments, files)
        except (NotRedacted, NotRead) as error:
            return {"refused": error.code, "message": str(error)}

    return done


def _pdf(arguments: dict[str, Any], files: list[BinaryIO]) -> bytes:
    content = files[0].read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise NotRedacted("too_large", "Berkas lebih dari 256 MB; bagi menjadi beberapa berkas.")
    return as_pdf(content, str(arguments.get("name", "")))


@_answering
def measure(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """``pages``: width and height of each, in points as it is shown."""
    document = opened(_pdf(arguments, files))
    try:
        sizes = [[round(side, 2) for side in document.get_page_size(at)] for at in range(len(document))]
    finally:
        document.close()
    return {"pages": sizes}


@_answering
def draw(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """Writes page ``number``, ``width`` pixels wide, as PNG into the second file."""
    document = opened(_pdf(arguments, files))
    try:
        with turned_to(document, arguments["number"]) as page:
            scale = min(arguments["width"], _WIDEST) / max(page.width, 1)
            image = page.page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    image.save(files[1], "PNG", compress_level=6)
    return {"width": image.width, "height": image.height}


@_answering
def search(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """Boxes around what ``find`` finds, each with its words; ``missing``: the numbers of patterns without a hit."""
    pdf = _pdf(arguments, files)
    patterns = [Pattern(number, words) for number, words in enumerate(arguments["find"], 1)]
    found = find(pdf, patterns)
    said = _Said(pdf)
    try:
        hits = [
            {
                "page": box.page,
                "rect": [round(side, 1) for side in box.rect],
                "words": " ".join(" … ".join(said.under(box)).split())[:200],
            }
            for box in found.boxes[:_MOST_HITS]
        ]
    finally:
        said.close()
    return {
        "hits": hits,
        "more": max(len(found.boxes) - _MOST_HITS, 0),
        "missing": [number for number, count in found.hits.items() if not count],
    }


@_answering
def check(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """Before somebody approves: ``elsewhere``, the pages where covered words also stand in the open; ``told``, the
    numbers of the ``texts`` (reasons, kinds of matter) that say what is covered."""
    _gone, elsewhere, told = _matter(_pdf(arguments, files), _boxes(arguments), arguments["texts"])
    return {"elsewhere": elsewhere, "told": told}


@_answering
def produce(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """Black out ``boxes``, prove, and write the result into the second file; nothing is written without proof."""
    started = time.monotonic()
    pdf = _pdf(arguments, files)
    boxes = sorted(_boxes(arguments), key=lambda box: (box.page, box.y0, box.x0))
    if not boxes:
        raise NotRedacted("not_found", "Tidak ada kotak yang dihitamkan.")
    gone, elsewhere, told = _matter(pdf, boxes, arguments["texts"])
    if told:
        raise NotRedacted("told", "Alasan atau jenis materi sebuah kotak menyebut isi yang dihitamkan.")
    result = redact(pdf, boxes, gone)
    files[1].write(result.pdf)
    return {
        "proof": {**result.proof.as_json(), "elsewhere": elsewhere},
        "hundredths": round((time.monotonic() - started) * 100),
    }


def _boxes(arguments: dict[str, Any]) -> list[Box]:
    return [Box(**each) for each in arguments["boxes"]]


class _Said:
    """The letters of a PDF's pages, each page read once."""

    def __init__(self, pdf: bytes) -> None:
        self._document = opened(pdf)
        self._pages: dict[int, Letters] = {}

    def close(self) -> None:
        self._document.close()

    def numbers(self) -> Iterator[int]:
        yield from range(1, len(self._document) + 1)

    def letters(self, number: int) -> Letters:
        """Raises NotRedacted where there is no such page."""
        if not 1 <= number <= len(self._document):
            raise NotRedacted("box", "Sebuah kotak tidak terletak di halaman mana pun; periksa angkanya.")
        if number not in self._pages:
            with turned_to(self._document, number) as page:
                self._pages[number] = letters_of(page.page)
        return self._pages[number]

    def under(self, box: Box) -> list[str]:
        """The pieces of text whose letters have their middle in the box, in the order of the file."""
        pieces, at = [""], -1
        letters = self.letters(box.page)
        for place, (letter, rect) in enumerate(zip(letters.text, letters.rects, strict=True)):
            if _is_in(rect, [box]) or (letter.isspace() and at == place - 1 and pieces[-1]):
                if at != place - 1:
                    pieces.append("")
                pieces[-1] += letter
                at = place
        return [piece.strip() for piece in pieces if piece.strip()]


def _matter(pdf: bytes, boxes: Sequence[Box], texts: Sequence[str]) -> tuple[set[str], list[int], list[int]]:
    """Words under the boxes that stand nowhere else, pages where others do, and numbers of texts that tell them."""
    said = _Said(pdf)
    try:
        pieces = {piece for box in boxes for piece in said.under(box) if _counts(piece)}
        open_on = _open_pages(said, pieces, boxes)
    finally:
        said.close()
    gone = {piece for piece, pages in open_on.items() if not pages}
    told = [
        number for number, text in enumerate(texts) if says(Folded(text), gone, ()) or tells_a_person(text)
    ]
    return gone, sorted({page for pages in open_on.values() for page in pages}), told


def _counts(piece: str) -> bool:
    return len(squeezed(piece)[0]) >= _SHORTEST


def _open_pages(said: _Said, pieces: Collection[str], boxes: Collection[Box]) -> dict[str, set[int]]:
    """The pages where each piece stands in the open, by file order or by place, also as OCR might misread it."""
    pages: dict[str, set[int]] = {piece: set() for piece in pieces}
    for number in said.numbers():
        here = [box for box in boxes if box.page == number]
        letters = said.letters(number)
        for text in (letters, by_place(letters)):
            folded = Folded(text.text, loose=True)
            for piece in pieces:
                for start, end in folded.occurrences(piece):
                    if any(_has_size(rect) and not _is_in(rect, here) for rect in text.rects[start:end]):
                        pages[piece].add(number)
    return pages


def _has_size(rect: Rect) -> bool:
    return rect[2] > rect[0] and rect[3] > rect[1]


def _is_in(rect: Rect, boxes: Collection[Box]) -> bool:
    """Whether the middle of a letter lies in one of the boxes; blanks have no extent and lie nowhere."""
    if not _has_size(rect):
        return False
    across, down = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return any(box.x0 <= across <= box.x1 and box.y0 <= down <= box.y1 for box in boxes)
