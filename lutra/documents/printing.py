"""The text that a reader sees in a file, as a plain tagged PDF: pure, and works in the sandbox.

1. An office file is cleaned first, and a page of the web read without what it hides: only what is seen is printed.
2. Its text is read; lines with tabs are tables. Pictures stay behind.
3. Typst sets the pages with its own fonts; a sign that they do not have becomes a box, which a reader sees as missing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import typst

from lutra.documents import types
from lutra.documents.cleaning.task import cleaned
from lutra.documents.hidden import web
from lutra.documents.inspecting import refusal
from lutra.documents.reading import mail, opendocument, plain, sheets, slides, words
from lutra.documents.reading.errors import NotRead, Unreadable
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import LARGEST, Source

#: Kinds of which the text can become a PDF.
READERS: dict[str, Callable[[Source], Reading]] = {
    types.DOCX: words.read,
    types.XLSX: sheets.read,
    types.PPTX: slides.read,
    types.ODT: opendocument.read,
    types.ODS: opendocument.read,
    types.HTML: lambda source: Reading(types.HTML, (Page(1, "", web.visible(source.content)),)),
    types.EML: lambda source: mail.read(source, web.visible),
    types.CSV: plain.read,
    types.TXT: plain.read,
}
_CLEANED = frozenset({types.DOCX, types.XLSX, types.PPTX, types.ODT, types.ODS})
_TEMPLATE = (Path(__file__).parent / "safe.typ").read_bytes()
_WIDE = 6  # columns from which the page lies on its side
_MOST_COLUMNS = 40
_NOT_DRAWN = re.compile(r"[^\t\n\x20-\x7e\xa0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2212\u2264\u2265]")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def printed(content: bytes, name: str, *, note: str = "") -> bytes:
    """The PDF; ``note`` stands under its title. Raises Encrypted, Unreadable."""
    source = Source(content, name)
    kind = source.media_type or ""
    if kind not in READERS:
        raise refusal(source)
    try:
        # Reading an office file also gives what it hides; what a reader sees is what its clean copy says.
        shown = Source(cleaned(kind, content), name) if kind in _CLEANED else source
        reading = READERS[kind](shown)
    except (NotRead, MemoryError):
        raise
    except Exception as error:  # parsers raise anything on broken files
        raise _damaged() from error
    if reading.errors:
        raise Unreadable("damaged", reading.errors[0])
    if not any(page.text.strip() for page in reading.pages):
        raise Unreadable("empty", "Berkas tidak memuat teks yang dapat dicetak.")
    return typeset(reading.pages, title=PurePath(name).stem, note=note)


def write(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """The sandbox's task: prints the first file into the second; ``refused`` says why nothing was printed."""
    try:
        made = printed(files[0].read(LARGEST + 1), arguments["name"], note=arguments.get("note", ""))
    except NotRead as error:
        return {"refused": str(error)}
    files[1].write(made)
    return {"size": len(made)}


def typeset(pages: Sequence[Page], *, title: str, note: str = "") -> bytes:
    """Pages of text as a tagged PDF. Raises Unreadable."""
    parts: list[dict[str, Any]] = [
        {"label": _drawn(page.label) or str(page.number), "blocks": _blocks(page)} for page in pages
    ]
    tables = [block for page in parts for block in page["blocks"] if block["kind"] == "table"]
    content: dict[str, Any] = {
        "title": _drawn(title) or "-",
        "source": _drawn(note),
        "language": "id",
        "wide": any(block["columns"] > _WIDE for block in tables),
        "pages": parts,
    }
    try:
        made: bytes = typst.compile(
            _TEMPLATE,
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=0,
        )
    except typst.TypstError as error:
        raise _damaged() from error
    return made


def _damaged() -> Unreadable:
    return Unreadable(
        "damaged", "Berkas tidak dapat dibaca sampai tuntas; simpan ulang dari aplikasi asalnya, lalu ulangi."
    )


def _blocks(page: Page) -> list[dict[str, Any]]:
    """Lines with tabs that follow one another are a table; every other line is a paragraph."""
    blocks: list[dict[str, Any]] = []
    rows: list[list[str]] = []

    def close() -> None:
        if rows:
            width = min(max(map(len, rows)), _MOST_COLUMNS)
            full = [[*row[:width], *[""] * (width - len(row))] for row in rows]
            blocks.append({"kind": "table", "columns": width, "rows": full})
            rows.clear()

    for line in page.text.splitlines():
        if "\t" in line:
            rows.append([_drawn(cell).strip() for cell in line.split("\t")])
            continue
        close()
        if words := _drawn(line).strip():
            blocks.append({"kind": "text", "text": words})
    close()
    return blocks


def _drawn(text: str) -> str:
    return _NOT_DRAWN.sub(_instead, text.translate(_UNSEEN))


def _instead(sign: re.Match[str]) -> str:
    """Wide digits, ligatures and the like in plain letters."""
    plain = unicodedata.normalize("NFKC", sign[0])
    return "□" if _NOT_DRAWN.search(plain) else plain
