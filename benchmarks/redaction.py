"""Redaction: pages per second, found, blacked out and proven, with the matter on a few pages, on all, and in scans."""

from __future__ import annotations

import io
import random
import resource
import tempfile
import time
from pathlib import Path

import pypdfium2
import typst

from benchmarks.result import Options, Result
from benchmarks.words import WORDS
from lutra.documents.sandbox import Sandbox

_PAGES = 100
_SCANS = 10
_EVERY = 20  # one page in so many holds the matter, where it stands on a few
_NAME = "Suryani Puspita"
_NIK = "7322034509900001"
_LABEL = {"ground": "h", "sub_item": "2", "label": "Pasal 17 huruf h angka 2"}


def measure(options: Options) -> Result:
    """One file at a time in a sandbox that stands; OCR runs two programs at once."""
    result = Result(
        f"A PDF of {_PAGES} pages of text and tables, typeset by Typst, in which a name and a NIK are sought by"
        " `lutra documents redact`: fonts compared with what OCR reads, every page drawn at 200 dpi, painted and"
        " written anew, the result read again by pdfium, poppler where it is there, object by object, and by OCR"
        f" as docs/redaction.md tells. On a few pages: one in {_EVERY} holds the matter. Scans: {_SCANS}"
        " pages without any text, all with the matter. Conversion and start of the program are not counted."
    )
    asked = {"name": "laporan.pdf", "find": [_NAME, _NIK], **_LABEL}
    with tempfile.TemporaryDirectory() as folder:
        for name, content, pages, aim in (
            ("text, matter on a few pages", _report(_PAGES, _EVERY), _PAGES, ">= 5"),
            ("text, matter on all pages", _report(_PAGES, 1), _PAGES, ">= 5"),
            ("scans, matter on all pages", _scanned(_SCANS), _SCANS, ""),
        ):
            source, target = Path(folder) / "laporan.pdf", Path(folder) / "hasil.pdf"
            source.write_bytes(content)
            speeds, costs = [], []
            for _run in range(options.runs):
                before = _spent()
                # A sandbox of its own, ended at once, so that its processor time can be told.
                with Sandbox(("lutra.redaction.engine.task",)) as within:
                    within.run(
                        "lutra.redaction.engine.task:run", {"find": [""]}, files=[source, source]
                    )  # it stands
                    begin = time.perf_counter()
                    answer = within.run(
                        "lutra.redaction.engine.task:run", asked, files=[source], outputs=[target]
                    )
                    speeds.append(pages / (time.perf_counter() - begin))
                costs.append(1000 * (_spent() - before) / pages)
                if "refused" in answer:
                    raise RuntimeError(answer["message"])
            result.add(f"pages redacted and proven: {name}", "1/s", speeds, aim)
            result.add(f"processor time of a page, both cores together: {name}", "ms", costs)
            result.notes[name] = {
                "proof": answer["proof"],
                "kB a page": round(target.stat().st_size / pages / 1000),
            }
    return result


def _spent() -> float:
    """Seconds of processor time of all processes that have ended under this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _report(pages: int, every: int) -> bytes:
    chance = random.Random(7322)
    parts = ['#set page(paper: "a4")\n']
    for number in range(pages):
        words = [chance.choice(WORDS) for _ in range(330)]
        if number % every == 0:
            words[150], words[40] = _NAME, _NIK
        rows = ", ".join(f"[{chance.choice(WORDS)}], [{chance.randint(1, 999_999)}]" for _ in range(10))
        parts.append(
            f"= Bab {number + 1}\n{' '.join(words)}\n#table(columns: 2, {rows})\n#pagebreak(weak: true)\n"
        )
    made: bytes = typst.compile("".join(parts).encode())
    return made


def _scanned(pages: int) -> bytes:
    document = pypdfium2.PdfDocument(_report(pages, 1))
    first, *more = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    out = io.BytesIO()
    first.save(out, "PDF", resolution=200, save_all=True, append_images=more)
    return out.getvalue()
