"""The sandbox's task: find, redact and prove in one go; the answer never holds the matter."""

from __future__ import annotations

import time
from typing import Any, BinaryIO

from lutra.documents.reading.errors import NotRead
from lutra.redaction.engine.boxes import Box
from lutra.redaction.engine.converting import as_pdf
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.finding import find
from lutra.redaction.engine.patterns import Pattern
from lutra.redaction.engine.producing import redact

_LARGEST = 256 * 1024 * 1024  # bytes


def run(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """``find``: patterns; ``boxes``: further boxes; ``label``, ``ground``, ``sub_item``: for what is found.

    Writes into the second file only when everything is proven. A refusal is an answer: ``refused`` and ``message``.
    """
    source, target = files
    try:
        return _done(arguments, source.read(_LARGEST + 1), target)
    except NotRedacted as error:
        return {"refused": error.code, "message": str(error)}
    except NotRead as error:
        return {"refused": error.code, "message": str(error)}


def _done(arguments: dict[str, Any], content: bytes, target: BinaryIO) -> dict[str, Any]:
    if len(content) > _LARGEST:
        raise NotRedacted("too_large", "Berkas lebih dari 256 MB; bagi menjadi beberapa berkas.")
    started = time.monotonic()
    patterns = [Pattern(number, words) for number, words in enumerate(arguments["find"], 1)]
    pdf = as_pdf(content, str(arguments.get("name", "")))
    found = find(pdf, patterns)
    missing = [str(number) for number, hits in found.hits.items() if not hits]
    if missing:
        raise NotRedacted("not_found", f"Tidak ditemukan apa pun untuk pola ke-{', ke-'.join(missing)}.")
    grounds = {
        "ground": arguments.get("ground", ""),
        "sub_item": arguments.get("sub_item", ""),
        "label": arguments.get("label", ""),
    }
    boxes = [Box(box.page, *box.rect, **grounds) for box in found.boxes]
    boxes += [Box(**each) for each in arguments.get("boxes", [])]
    if not boxes:
        raise NotRedacted("not_found", "Tidak ada yang dihitamkan: beri pola atau kotak.")
    boxes.sort(key=lambda box: (box.page, box.y0, box.x0))
    result = redact(pdf, boxes, found.needles, patterns, found=found)
    target.write(result.pdf)
    return {
        "size": len(result.pdf),
        "hits": [found.hits[pattern.number] for pattern in patterns],
        "index": result.index(),
        "proof": result.proof.as_json(),
        "seconds": round(time.monotonic() - started, 2),
    }
