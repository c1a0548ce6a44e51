"""What one format's reader and one format's look found in a file, before its inner files are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from lutra.documents.hidden.findings import Hidden
from lutra.documents.reading.pages import Page, Picture, Reading


@dataclass(slots=True)
class Looked:
    """``files`` lie inside and are looked at as files of their own; ``pictures`` too, and read by OCR."""

    media_type: str
    pages: list[Page] = field(default_factory=list)
    asides: list[Page] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ocr_ran: bool = False

    @classmethod
    def of(cls, reading: Reading) -> Looked:
        """Begin with what was read."""
        return cls(
            reading.media_type,
            list(reading.pages),
            list(reading.asides),
            errors=list(reading.errors),
            ocr_ran=reading.ocr_ran,
        )

    def aside(self, page: int, label: str, text: str) -> None:
        """Text that is on no page."""
        if text.strip():
            self.asides.append(Page(page, label, text))
