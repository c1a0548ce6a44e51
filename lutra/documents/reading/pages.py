"""What was read: pages of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One page, sheet, slide or part. ``number`` counts from 1; ``label`` is the sheet's or attachment's name."""

    number: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file. ``asides`` hold what a reader does not see at once: comments, notes, deleted or hidden text,
    words in pictures; a page number is that of the page they belong to. ``errors`` name what could not be read."""

    media_type: str
    pages: tuple[Page, ...]
    asides: tuple[Page, ...] = ()
    ocr_ran: bool = False
    errors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All pages, one after the other."""
        return "\n".join(page.text for page in self.pages)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a document that may hold words or data of its own."""

    page: int
    place: str
    content: bytes
