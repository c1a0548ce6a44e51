"""The sandbox's task: read one file, write its clean copy."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from lutra.documents import types
from lutra.documents.cleaning import opendocument, sheets, slides, words
from lutra.documents.reading.archive import Package

_LARGEST = 256 * 1024 * 1024  # bytes
_MOST_PIXELS = 120_000_000


def clean(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """Write the copy into the second file. Raises for a kind that is not cleaned, or a file that cannot be read."""
    source, target = files
    content = source.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError("too large")
    made = cleaned(arguments["media_type"], content)
    target.write(made)
    return {"size": len(made)}


def cleaned(kind: str, content: bytes) -> bytes:
    """The clean copy; raises as ``clean``."""
    return _image(content) if kind in {types.PNG, types.JPEG} else _OFFICE[kind](Package(content))


def picture(content: bytes) -> bytes | None:
    """A picture inside a document, drawn anew; None for a kind that cannot be."""
    try:
        return _image(content)
    except Exception:  # a picture that cannot be read is left out, whatever is wrong with it
        return None


def _image(content: bytes) -> bytes:
    image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    if image.width * image.height > _MOST_PIXELS:
        raise ValueError("too large")
    form = image.format
    turned = ImageOps.exif_transpose(image)
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    mode = "RGBA" if form == "PNG" and has_alpha else "L" if turned.mode in {"1", "L"} else "RGB"
    plain = Image.new(mode, turned.size)
    plain.paste(turned.convert(mode))
    out = io.BytesIO()
    if form == "PNG":
        plain.save(out, "PNG", optimize=True)
    else:
        plain.save(out, "JPEG", quality=92)
    return out.getvalue()


_OFFICE: dict[str, Callable[[Package], bytes]] = {
    types.DOCX: lambda package: words.clean(package, picture),
    types.PPTX: lambda package: slides.clean(package, picture),
    types.XLSX: sheets.clean,
    types.ODT: lambda package: opendocument.clean(package, picture),
    types.ODS: lambda package: opendocument.clean(package, picture),
}
