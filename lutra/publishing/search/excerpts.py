"""Cutting the place out of a public text where the words that were asked for stand, and marking them.

Pieces are plain text with a flag; whoever shows them escapes them. Nothing here makes HTML.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lutra.publishing.search import words

LENGTH = 240  # letters
# A long document is not read to its end for three lines of excerpt.
_READ = 30_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``is_hit`` when it is a word that was asked for."""

    text: str
    is_hit: bool = False


def marked(text: str, stems: Collection[str]) -> tuple[Piece, ...]:
    """The whole text, its hits marked."""
    return tuple(_pieces(text, [word for word in words.words(text) if word.stem in stems], 0, len(text)))


def excerpt(text: str, stems: Collection[str], *, length: int = LENGTH) -> tuple[Piece, ...]:
    """The stretch with the most different hits, cut at words; the beginning when there are none."""
    hits: list[words.Word] = []
    if stems:
        hits = [word for word in words.words(text[:_READ]) if word.stem in stems]
    start = _best(hits, length)
    begin = 0 if start < length // 3 else text.rfind(" ", 0, max(0, start - 60)) + 1
    end = (
        len(text)
        if len(text) - begin <= length
        else max(text.rfind(" ", begin, begin + length), begin + length // 2)
    )
    inside = [word for word in hits if word.start >= begin and word.end <= end]
    pieces = list(_pieces(text, inside, begin, end))
    if begin:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def _best(hits: list[words.Word], length: int) -> int:
    """Where the window with the most different stems begins; the first of equals."""
    best, start = 0, 0
    for at, hit in enumerate(hits):
        inside = {other.stem for other in hits[at : at + 40] if other.end <= hit.start + length - 80}
        if len(inside) > best:
            best, start = len(inside), hit.start
        if at > 400:
            break
    return start


def _pieces(text: str, hits: list[words.Word], begin: int, end: int) -> Iterator[Piece]:
    at = begin
    for hit in hits:
        if hit.start > at:
            yield Piece(text[at : hit.start])
        yield Piece(text[hit.start : hit.end], is_hit=True)
        at = hit.end
    if at < end:
        yield Piece(text[at:end])
