"""Plain text and tables of values."""

from __future__ import annotations

import csv
import io

from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source, decoded
from lutra.documents.types import CSV

_SIGNS = ";,\t|"


def read(source: Source) -> Reading:
    """One page. A table is given with tabs between its columns, whatever parted them."""
    text = decoded(source.content).replace("\r\n", "\n").replace("\r", "\n")
    if source.media_type == CSV:
        text = _columns(text)
    return Reading(source.media_type or "", (Page(1, "", text),))


def _columns(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    sign = max(_SIGNS, key=first.count)
    if not first.count(sign):
        return text
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    except csv.Error:
        return text
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
