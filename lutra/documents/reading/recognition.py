"""Reading words off pictures with tesseract, Indonesian and English."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from lutra.documents.reading.errors import Unreadable

LANGUAGES = "ind+eng"
DPI = 200  # at which pages are drawn for it
PAGE, SCATTERED = 3, 11  # how the words lie: as a page has them, or anywhere
_LONGEST = 120.0  # seconds for one picture
_MOST_PIXELS = 80_000_000  # a scan of A2 at 300 dpi has 35 million
_WIDEST = 5000  # pixels; larger pictures are made smaller first
_SMALLEST = 40

Image.MAX_IMAGE_PIXELS = _MOST_PIXELS

# What Pillow raises for a picture that is broken or explodes.
BROKEN_PICTURE = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, OverflowError)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word read off a picture, where on it, in pixels from the top left, and how sure that is."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: float  # of 100


class OcrMissing(Unreadable):
    """No tesseract, or not with our languages."""

    def __init__(self) -> None:
        super().__init__(
            "no_ocr",
            "Gambar atau hasil pindaian tidak dapat dibaca: tesseract dengan bahasa Indonesia belum terpasang.",
        )


def opened(content: bytes) -> Image.Image:
    """A picture of any kind that Pillow knows, not yet decoded. Raises Unreadable, also for one that explodes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(
            "bomb", "Gambar terlalu besar untuk diperiksa (lebih dari 80 juta piksel); perkecil dulu."
        ) from error
    except BROKEN_PICTURE as error:
        raise Unreadable("damaged", "Gambar rusak dan tidak dapat dibuka.") from error


def recognise(image: Image.Image) -> str:
    """The words on a picture. Raises OcrMissing, Unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = ImageOps.exif_transpose(image)
            if "A" in image.getbands() or "transparency" in image.info:
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
            image = image.convert("L")
    except (*BROKEN_PICTURE, Image.DecompressionBombError) as error:
        raise Unreadable("damaged", "Gambar rusak dan tidak dapat dibaca.") from error
    if max(image.size) > _WIDEST:
        image.thumbnail((_WIDEST, _WIDEST))
    if min(image.size) < _SMALLEST:
        return ""
    if max(image.size) < 1200:  # letters of a screen are too small for tesseract
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.LANCZOS)
    drawn = io.BytesIO()
    image.save(drawn, "PNG", compress_level=1)
    return _tesseract(drawn.getvalue())


def recognise_words(image: Image.Image, *, dpi: int = DPI, layout: int = PAGE) -> list[Recognised]:
    """Every word with its place, for a picture that is drawn and upright. Raises OcrMissing, Unreadable."""
    png = io.BytesIO()
    image.convert("L").save(png, "PNG", compress_level=1)
    rows = csv.DictReader(
        io.StringIO(_tesseract(png.getvalue(), "tsv", dpi=dpi, layout=layout)),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    found: list[Recognised] = []
    for row in rows:
        text = (row.get("text") or "").strip()
        if row["level"] == "5" and text:
            left, top, wide, high = (int(row[key]) for key in ("left", "top", "width", "height"))
            found.append(Recognised(text, left, top, left + wide, top + high, float(row["conf"])))
    return found


def _tesseract(png: bytes, form: str = "txt", *, dpi: int = DPI, layout: int = PAGE) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise OcrMissing()
    words = [program, "stdin", "stdout", "-l", LANGUAGES, "--psm", str(layout), "--dpi", str(dpi), form]
    try:
        done = subprocess.run(words, input=png, capture_output=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time", "Gambar terlalu lama dibaca; perkecil atau bagi dahulu.") from error
    if done.returncode != 0:
        if b"traineddata" in done.stderr or b"Failed loading language" in done.stderr:
            raise OcrMissing()
        raise Unreadable("ocr", "Gambar tidak dapat dibaca oleh pengenal huruf.")
    return done.stdout.decode("utf-8", "replace").replace("\x0c", "").strip()
