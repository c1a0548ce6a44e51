"""Reading PDF files."""

from __future__ import annotations

import re

import pypdfium2


def verification_code(pdf: bytes) -> str:
    """The code of the letter in the address at which it can be verified, which may be broken over two lines."""
    found = re.search(r"/verify/([0-9A-Z]{12})", words(pdf).replace(" ", ""))
    assert found, "the letter does not say where it can be verified"
    return found[1]


def words(pdf: bytes) -> str:
    """The text of a PDF, all pages, with single spaces."""
    assert pdf.startswith(b"%PDF-"), pdf[:80]
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
    finally:
        document.close()
    # A mark of width nought stands where a long address may be broken.
    return re.sub(r"\s+", " ", " ".join(texts).replace("\u200b", ""))
