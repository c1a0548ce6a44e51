"""Nothing survives of a page that says the matter in a way easily overlooked, and nothing else is lost with it."""

from __future__ import annotations

import io
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest

from lutra.documents.reading.recognition import DPI, recognise
from lutra.redaction.engine.matching import squeezed
from lutra.redaction.engine.task import run
from lutra.redaction.tests.files import SECRET
from lutra.redaction.tests.traps import TRAPS, WHOLE, glued

LABEL = "Pasal 17 huruf h angka 2"
GLUED = [name for name in TRAPS if name not in WHOLE]
# Drawn on its side or on its head, so that OCR of the page as it stands reads nothing.
TURNED = frozenset({"diputar 90", "diputar 180", "diputar 270", "diputar dan dipotong"})


def redacted(pdf: bytes) -> bytes:
    target = io.BytesIO()
    asked = {"find": [SECRET], "name": "a.pdf", "ground": "h", "sub_item": "2", "label": LABEL}
    answer = run(asked, [io.BytesIO(pdf), target])
    assert "refused" not in answer, answer
    assert answer["proof"]["survivors"] == 0
    return target.getvalue()


@pytest.fixture(scope="module")
def made() -> bytes:
    """All traps as pages of one file."""
    return redacted(glued([TRAPS[name]() for name in GLUED]))


def _check(pdf: bytes, number: int, name: str) -> None:
    document = pypdfium2.PdfDocument(pdf)
    page = document[number]
    texts = [page.get_textpage().get_text_range()]
    if shutil.which("pdftotext"):
        asked = ["pdftotext", "-f", str(number + 1), "-l", str(number + 1), "-", "-"]
        texts.append(subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout.decode())
    picture = recognise(page.render(scale=DPI / 72).to_pil())
    for text in (*texts, picture):
        for word in SECRET.lower().split():
            assert word not in squeezed(text)[0]
    for text in texts:
        assert all(word in squeezed(text)[0] for word in ("laporan", "layanan")), "what stays can be searched"
        assert squeezed(LABEL)[0] in squeezed(text)[0], "each box says its ground"
    if name not in TURNED:
        assert "laporanlayanan" in squeezed(picture)[0], "what stays can still be seen"


@pytest.mark.law("A07")
@pytest.mark.parametrize("name", GLUED)
def test_nothing_survives_on_a_page_and_the_rest_stays(made: bytes, name: str) -> None:
    _check(made, GLUED.index(name), name)


@pytest.mark.law("A07")
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_nothing_survives_that_hangs_on_the_whole_file(name: str) -> None:
    _check(redacted(TRAPS[name]()), 0, name)


def test_the_result_has_as_many_pages_and_nothing_in_its_bytes(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as again:
        assert len(again.pages) == len(GLUED)
        streams = [each.read_bytes() for each in again.objects if isinstance(each, pikepdf.Stream)]
    everything = b"\n".join([made, *streams]).lower()
    for word in SECRET.lower().split():
        for form in (word.encode(), word.encode("utf-16-be"), word.encode().hex().encode()):
            assert form not in everything
