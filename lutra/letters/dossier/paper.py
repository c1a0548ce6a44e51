"""Typesetting the dossier's own papers: tagged, archival, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from lutra.letters.errors import WrongTemplate
from lutra.letters.printable import printable_all

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_TEMPLATE = (Path(__file__).parent / "paper.typ").read_bytes()


@dataclass(slots=True)
class Sheet:
    """A paper in the making: add to it in order, then ``pdf``."""

    title: str
    author: str
    footer: str
    note: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)

    def heading(self, words: str) -> None:
        """Begin a part."""
        self.blocks.append({"heading": words})

    def prose(self, words: str) -> None:
        """Paragraphs as somebody wrote them."""
        self.blocks.append({"prose": words})

    def pairs(self, rows: Iterable[tuple[str, object]]) -> None:
        """Lines "label: value"; those without a value are left out."""
        kept = [[label, str(value)] for label, value in rows if value not in (None, "")]
        if kept:
            self.blocks.append({"pairs": kept})

    def table(self, widths: Sequence[int], headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table with relative widths."""
        cells = [[str(cell) for cell in row] for row in rows]
        self.blocks.append({"table": {"widths": list(widths), "headings": list(headings), "rows": cells}})

    def pdf(self, *, at: datetime) -> bytes:
        """The paper, dated ``at``. What no font draws is simplified. Raises WrongTemplate."""
        content = {
            "title": self.title,
            "author": self.author,
            "footer": self.footer,
            "note": self.note,
            "blocks": self.blocks,
        }
        try:
            return _compile(printable_all(content), at=at)
        except typst.TypstError:
            return _compile(printable_all(content, plain=True), at=at)


def _compile(content: dict[str, Any], *, at: datetime) -> bytes:
    made = _compiler().compile(
        input=_TEMPLATE,
        sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
        pdf_standards=[*_STANDARDS],
        timestamp=at.replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise WrongTemplate("dossier")
    return made


@cache
def _compiler() -> typst.Compiler:
    # The fonts inside the typesetter only: the same paper on every machine.
    return typst.Compiler(
        root=str(Path(__file__).parent),
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )
