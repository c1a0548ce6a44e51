"""What a PDF hides: its pages, its structure and its earlier versions together."""

from __future__ import annotations

from collections.abc import Callable

from lutra.documents.hidden import pdf_drawing, pdf_revisions
from lutra.documents.hidden.looked import Looked
from lutra.documents.hidden.pdf_structure import Structure, open_structure
from lutra.documents.reading.errors import NotRead
from lutra.documents.reading.pages import Page, Picture
from lutra.documents.reading.pdf import PdfPage, merged, open_pdf, pages
from lutra.documents.reading.source import Source
from lutra.documents.types import PDF

_MOST_PICTURES = 200  # JPEG files whose camera data are looked at


def look(source: Source, may_ocr: Callable[[], bool]) -> Looked:
    """Read and look. ``may_ocr`` is asked before each page that needs recognising. Raises NotRead."""
    looked = Looked(PDF)
    document = open_pdf(source.content)
    try:
        for page in pages(document):
            _page(page, looked, may_ocr)
    finally:
        document.close()
    structure = _structure(source, looked)
    found, gone = pdf_revisions.look(source.content, is_signed=structure.is_signed)
    looked.hidden.extend(found)
    for said in gone:
        looked.aside(1, "versi sebelumnya", said)
    looked.hidden.extend(pdf_revisions.after_end(source.content))
    return looked


def _page(page: PdfPage, looked: Looked, may_ocr: Callable[[], bool]) -> None:
    recognised: str | None = None
    if page.needs_ocr():
        if may_ocr():
            try:
                recognised = page.recognised()
                looked.ocr_ran = True
            except NotRead as error:
                looked.errors.append(str(error))
        else:
            looked.errors.append(
                "Terlalu banyak halaman pindaian untuk sekali periksa; bagi menjadi beberapa berkas."
            )
    text, aside = merged(page.text, recognised or "")
    looked.pages.append(Page(page.number, "", text))
    looked.aside(page.number, "gambar", aside)
    looked.hidden.extend(pdf_drawing.look(page, recognised))


def _structure(source: Source, looked: Looked) -> Structure:
    with open_structure(source.content) as pdf:
        structure = Structure(pdf)
        structure.walk()
        looked.hidden.extend(structure.findings)
        for place, text in structure.texts:
            looked.aside(1, place, text)
        looked.files.extend(structure.files)
        for content in structure.pictures[:_MOST_PICTURES]:
            # Their words were read with the page; only what travels beside the picture is looked at.
            looked.pictures.append(Picture(1, "gambar", content))
    return structure
