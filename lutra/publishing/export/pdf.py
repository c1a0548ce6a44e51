"""Tables as PDF for the shelf: tagged, archival, landscape, the headings on every page.

Cells reach the typesetter as JSON and never as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from lutra.letters.printable import printable_all
from lutra.publishing.export.table import Table

_TEMPLATE = (Path(__file__).parent / "table.typ").read_bytes()
# Columns are narrow: long words may break at syllables with a hyphen, addresses and figures at signs or anywhere.
# Hyphens are offered sparingly: each is a mark that a search in the file must skip.
_LONG_WORD = re.compile(r"[^\W\d_]{13,}")
_LONG_HEADING = re.compile(r"[^\W\d_]{9,}")
_SYLLABLE = re.compile(r"(?<=\w\w[aiueo])(?=[b-df-hj-np-tv-z][aiueo]\w)", re.IGNORECASE)
_SIGN = re.compile(r"(?<=[/@._\-;])(?=\w)")
_UNBROKEN = re.compile(r"[^\s\u200b\u00ad]{10}(?=[^\s\u200b\u00ad]{2})")


def as_pdf(table: Table) -> Iterator[bytes]:
    """The whole table as one PDF; a year's register is a few hundred pages at most and is held in memory."""
    content = {
        "title": table.title,
        "source": table.source,
        "language": table.language,
        "widths": [heading.width for heading in table.headings],
        "headings": table.labels,
        "rows": [["" if cell is None else str(cell) for cell in row] for row in table.rows],
    }
    yield _compile(content)


def _compile(content: dict[str, Any]) -> bytes:
    """Try with every mark kept; what no font draws is simplified the second time."""
    try:
        return _made(printable_all(content))
    except typst.TypstError:
        return _made(printable_all(content, plain=True))


def _made(content: dict[str, Any]) -> bytes:
    breakable = {
        "headings": [_breakable(label, _LONG_HEADING) for label in content["headings"]],
        "rows": [[_breakable(cell) for cell in row] for row in content["rows"]],
    }
    return typst.compile(
        _TEMPLATE,
        sys_inputs={"table": json.dumps(content | breakable, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=0,
    )


def _breakable(cell: str, long: re.Pattern[str] = _LONG_WORD) -> str:
    cell = long.sub(lambda word: _SYLLABLE.sub("\u00ad", word[0]), cell)
    return _UNBROKEN.sub("\\g<0>\u200b", _SIGN.sub("\u200b", cell))
