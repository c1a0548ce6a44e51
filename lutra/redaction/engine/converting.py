"""Files of other kinds as a PDF: pictures and scans page by page, all others by the text that a reader sees."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence

from lutra.documents import types
from lutra.documents.printing import printed
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.recognition import BROKEN_PICTURE, DPI, opened
from lutra.redaction.engine.looking import MOST_PAGES

_PICTURES = frozenset({types.PNG, types.JPEG, types.TIFF, "image/gif", "image/bmp", "image/webp"})
_LONGEST = 1900  # points of a page's longer side
_MOST_PIXELS = 80_000_000  # of one page
_QUALITY = 95


def as_pdf(content: bytes, name: str) -> bytes:
    """Raises Encrypted, Unreadable."""
    kind = types.detect(content, name)
    if kind == types.PDF:
        return content
    if kind in _PICTURES:
        return _bound(opened(content))
    return printed(content, name)


def _bound(image: Image.Image) -> bytes:
    """A page for each picture of the file."""
    out = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            first, *more = _upright(image)
            resolution = max(DPI, *(max(each.size) * 72 / _LONGEST for each in (first, *more)))
            first.save(out, "PDF", resolution=resolution, quality=_QUALITY, save_all=True, append_images=more)
    except BROKEN_PICTURE as error:
        raise Unreadable("damaged", "Gambar rusak dan tidak dapat dibaca.") from error
    return out.getvalue()


def _upright(image: Image.Image) -> Iterator[Image.Image]:
    """Each picture of the file on white paper, turned as its camera or scanner says."""
    for number, frame in enumerate(ImageSequence.Iterator(image), 1):
        if number > MOST_PAGES or frame.width * frame.height > _MOST_PIXELS:
            raise Unreadable(
                "too_large", "Gambar terlalu besar atau terlalu banyak; bagi menjadi beberapa berkas."
            )
        turned = ImageOps.exif_transpose(frame)
        if turned.mode in {"1", "L"} and "transparency" not in turned.info:
            yield turned.convert("L")
            continue
        coloured = turned.convert("RGBA")
        plain = Image.new("RGB", turned.size, "white")
        plain.paste(coloured, mask=coloured.getchannel("A"))
        yield plain
