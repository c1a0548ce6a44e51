"""What came out of a redaction: the new PDF, what was covered, and how it was proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lutra.redaction.engine.boxes import Box


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at; that it exists means that nothing survived."""

    pages: int
    boxes: int
    needles: int
    texts: tuple[str, ...]  # the programs that read the text again
    objects: int  # looked through one by one
    ocr_pages: int  # read again as pictures from edge to edge
    ocr_lines: int  # with boxes on further pages, read again as pictures

    def as_json(self) -> dict[str, Any]:
        """For an answer or the register."""
        return {
            "pages": self.pages,
            "boxes": self.boxes,
            "needles": self.needles,
            "text_readers": list(self.texts),
            "objects": self.objects,
            "ocr_pages": self.ocr_pages,
            "ocr_lines": self.ocr_lines,
            "survivors": 0,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """``pdf`` holds pictures of the pages and a text layer of what stays visible."""

    pdf: bytes
    boxes: tuple[Box, ...]
    proof: Proof

    def index(self) -> list[dict[str, Any]]:
        """The withheld parts, box by box: where, and by which ground; never what."""
        return [
            {
                "page": box.page,
                "rect": [round(value, 1) for value in box.rect],
                "ground": box.ground,
                "sub_item": box.sub_item,
                "label": box.label,
            }
            for box in self.boxes
        ]
