"""Copies for the public: without what a file hides, or as plain tagged PDF. Both are examined like any file."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path, PurePath
from typing import Any

import typst
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.documents import sandbox, store, types
from lutra.documents.actions import add_derived
from lutra.documents.errors import CannotClean, WrongFile
from lutra.documents.models import Document
from lutra.documents.reading import Page, Reading, read
from lutra.documents.rights import permit_on
from lutra.documents.sandbox import Limits, ToolFailed

__all__ = ["can_clean", "can_pdf", "clean_copy", "safe_pdf"]

#: Kinds of which a clean copy can be made, and kinds whose text can become a plain PDF.
CLEANED = frozenset({types.DOCX, types.XLSX, types.PPTX, types.ODT, types.ODS, types.PNG, types.JPEG})
PRINTED = frozenset({types.DOCX, types.XLSX, types.ODT, types.ODS, types.CSV, types.TXT})
_LIMITS = Limits(wall=120.0, cpu=120)
_TEMPLATE = (Path(__file__).parent / "safe.typ").read_bytes()
_WIDE = 6  # columns from which the page lies on its side
_MOST_COLUMNS = 40
# What the typesetter's own fonts can draw; everything else becomes a box, which a reader sees as missing.
_DRAWN = re.compile(r"[^\t\n\x20-\x7e\xa0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2212\u2264\u2265]")


def can_clean(document: Document, /) -> bool:
    """Whether a clean copy can be made of this kind of file."""
    return document.media_type in CLEANED and not document.is_sealed


def can_pdf(document: Document, /) -> bool:
    """Whether the text of this kind of file can become a plain PDF."""
    return document.media_type in PRINTED and not document.is_sealed


def clean_copy(document: Document, /, *, by: Actor) -> Document:
    """A copy without tracked changes, comments, hidden parts, links, objects and properties, as a document of its own.

    Personal data in the text itself stays: that is for ``lutra.redaction``. Raises CannotClean, NotPermitted.
    """
    permit_on(document, "documents.decide", by)
    if not can_clean(document):
        raise CannotClean(_("Dari jenis berkas ini tidak dapat dibuat salinan bersih; hitamkan sebagai PDF."))
    content = _cleaned(document)
    return _keep(document, content, _("bersih"), PurePath(document.name).suffix, "cleaned", by)


def safe_pdf(document: Document, /, *, by: Actor) -> Document:
    """The text and tables that a reader sees, as a plain tagged PDF: the accessible view. Raises as ``clean_copy``."""
    permit_on(document, "documents.decide", by)
    if not can_pdf(document):
        raise CannotClean(_("Dari jenis berkas ini tidak dapat dibuat PDF aman."))
    # Reading an office file also gives what it hides; what a reader sees is what its clean copy says.
    content = _cleaned(document) if can_clean(document) else store.read(document.sha256)
    with tempfile.TemporaryDirectory(prefix="lutra-copy-") as folder:
        shown = Path(folder) / "shown"
        shown.write_bytes(content)
        reading = read(shown, document.media_type, name=document.name)
    if reading.errors or not reading.pages:
        raise _cannot()
    return _keep(document, _typeset(document, reading), _("aman"), ".pdf", "safe_pdf", by)


def _cleaned(document: Document) -> bytes:
    with tempfile.TemporaryDirectory(prefix="lutra-copy-") as folder:
        target = Path(folder) / "copy"
        try:
            sandbox.run(
                "lutra.documents.cleaning.task:clean",
                {"media_type": document.media_type},
                files=[store.local_path(document.sha256)],
                outputs=[target],
                limits=_LIMITS,
            )
        except ToolFailed as error:
            raise _cannot() from error
        return target.read_bytes()


def _keep(document: Document, content: bytes, word: str, suffix: str, derivation: str, by: Actor) -> Document:
    name = f"{PurePath(document.name).stem} ({word}){suffix}"
    try:
        return add_derived(document, name=name, content=content, derivation=derivation, by=by)
    except WrongFile as error:
        raise _cannot() from error


def _cannot() -> CannotClean:
    return CannotClean(
        _("Salinan tidak dapat dibuat dari berkas ini; simpan ulang berkasnya, lalu coba lagi.")
    )


def _typeset(document: Document, reading: Reading) -> bytes:
    pages: list[dict[str, Any]] = [
        {"label": _drawn(page.label) or str(page.number), "blocks": _blocks(page)} for page in reading.pages
    ]
    tables = [block for page in pages for block in page["blocks"] if block["kind"] == "table"]
    content: dict[str, Any] = {
        "title": _drawn(PurePath(document.name).stem) or "-",
        "source": _drawn(
            _("Teks dari berkas “%(name)s”, %(government)s.")
            % {"name": document.name, "government": document.government.name}
        ),
        "language": "id",
        "wide": any(block["columns"] > _WIDE for block in tables),
        "pages": pages,
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
        raise _cannot() from error
    return made


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
    return _DRAWN.sub("□", text.replace("\u200b", "").replace("\u00ad", ""))
