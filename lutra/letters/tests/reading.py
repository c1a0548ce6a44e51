"""Reading letters back, as the applicant's own program would."""

from __future__ import annotations

import re

import pypdfium2

from lutra.letters.models import Letter
from lutra.letters.queries import pdf


def words(content: Letter | bytes) -> str:
    """All words of a PDF in one line."""
    file = pypdfium2.PdfDocument(pdf(content) if isinstance(content, Letter) else content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in file]
    finally:
        file.close()
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", ""))
