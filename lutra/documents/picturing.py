"""The small picture of a document's first page, made inside the sandbox; loads no framework."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image, ImageOps

from lutra.documents.types import JPEG, PDF, PNG

#: The sides of the picture, at most, in pixels.
WIDTH, HEIGHT = 480, 640
_LARGEST = 512 * 1024 * 1024  # bytes read of a file
_MOST_PIXELS = 120_000_000  # a picture that unpacks to more is not opened

KINDS = frozenset({PDF, PNG, JPEG})


def picture(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """The sandbox's task: reads the first file, writes a PNG into the second; says its size, 0 when there is none."""
    source, target = files
    content = source.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        return {"width": 0, "height": 0}
    shown = _page(content) if arguments["media_type"] == PDF else _image(content)
    shown.thumbnail((WIDTH, HEIGHT))
    # Drawn anew: nothing but points goes into the picture.
    plain = Image.new("RGB", shown.size, "white")
    plain.paste(shown.convert("RGB"))
    plain.save(target, "PNG", optimize=True)
    return {"width": plain.width, "height": plain.height}


def _page(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1), 4)
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return drawn.copy()
    finally:
        document.close()


def _image(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    if image.width * image.height > _MOST_PIXELS:
        raise ValueError("too large")
    image.draft("RGB", (WIDTH, HEIGHT))
    turned: Image.Image = ImageOps.exif_transpose(image)
    return turned
