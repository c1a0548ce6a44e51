"""Text of files: pdf, docx, xlsx, pptx, odt, ods, odp, html, e-mail, csv, txt, and pictures by OCR.

``read`` and ``ocr`` are for everybody and work in the sandbox; the modules below parse, and are reached only from
there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lutra.documents import sandbox
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.sandbox import DEFAULT, Limits, Sandbox, ToolFailed

__all__ = ["Page", "Reading", "ocr", "read", "said"]


def read(
    path: str | os.PathLike[str],
    media_type: str | None = None,
    *,
    name: str | None = None,
    within: Sandbox | None = None,
    limits: Limits = DEFAULT,
) -> Reading:
    """All text of a file. What could not be read stands in ``errors``; nothing is raised for what is in the file.

    ``media_type`` is what the caller believes; the content decides. Raises OSError when the file cannot be opened.
    """
    runner = within.run if within is not None else sandbox.run
    try:
        found = runner(
            "lutra.documents.inspecting:read",
            {"name": name if name is not None else Path(path).name},
            files=[path],
            limits=limits,
        )
        return said(found, media_type)
    except ToolFailed as error:
        return Reading(media_type or "", (), errors=(str(error),))
    except (KeyError, TypeError, ValueError):
        return Reading(media_type or "", (), errors=("Pembaca memberi jawaban yang tidak dapat dipakai.",))


def said(found: dict[str, Any], media_type: str | None = None) -> Reading:
    """The reading out of what the sandbox answered. Raises KeyError, TypeError, ValueError for what is none."""
    return Reading(
        str(found["media_type"] or media_type or ""),
        tuple(Page(int(number), str(label), str(text)) for number, label, text in found["pages"]),
        tuple(Page(int(number), str(label), str(text)) for number, label, text in found["asides"]),
        found["ocr_ran"] is True,
        tuple(str(error) for error in found["errors"]),
    )


def ocr(path: str | os.PathLike[str], *, within: Sandbox | None = None, limits: Limits = DEFAULT) -> str:
    """The words on a picture. Raises ToolFailed when they cannot be read, OSError when the file cannot be opened."""
    runner = within.run if within is not None else sandbox.run
    found = runner("lutra.documents.inspecting:ocr", {}, files=[path], limits=limits)
    if found["error"]:
        raise ToolFailed("task", str(found["error"]))
    return str(found["text"])
