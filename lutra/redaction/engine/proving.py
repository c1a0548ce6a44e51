"""Reading a redacted PDF again with other programs than the one that wrote it: whatever survives stops everything.

1. Structure: one picture and one text layer for each page, and no object of any other kind.
2. Text: by pdfium and, where it is installed, by poppler; by file order and by place on the page.
3. Every object: strings and streams, in UTF-8, UTF-16 and hexadecimal.
4. Pictures: a box is black wherever no ground is stamped. OCR reads pages that are pictures whole, and the first pages
   with a box; of further pages with a box the lines in which boxes stand. It reads no needle there.

What OCR does not read again are pages and lines without a box whose fonts were seen to show what they say: there the
text that pdfium and poppler read is what the picture shows.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image

from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pdf import open_pdf
from lutra.redaction.engine.boxes import Box, Rect, around, touches
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.matching import Folded, squeezed
from lutra.redaction.engine.pages import Picture, Word, as_letters, by_place, drawn, in_order, letters_of
from lutra.redaction.engine.painting import Pixels
from lutra.redaction.engine.patterns import Pattern, says
from lutra.redaction.engine.reader import Reader
from lutra.redaction.engine.result import Proof
from lutra.redaction.engine.writing import TITLE, said

_ROOT = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/ViewerPreferences"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/StructParents", "/Tabs"}
_PICTURE = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Filter",
    "/Length",
}
_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD}  # of a JPEG: no comments, no camera, no thumbnail
_SIGNIFICANT = 8  # bytes from which a needle is sought in compressed bytes too
_DARK = 110  # of 255: JPEG is not exact beside white letters
_WHOLE = 2  # pages with a box that are read whole, whatever they are
_REACH = 0.8  # inches of a line that are read beside a box
_STRAY = 24  # points to look for the end of a line
_BLANK = 253  # of 255: a row of points without ink
_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Made:
    """How the file was made: pages as the source shows them, where grounds stand, which pages are pictures only."""

    sizes: Sequence[tuple[float, float]]
    boxes: Sequence[Box]
    stamps: dict[int, list[Pixels]]
    pictured: Collection[int]

    def on(self, number: int) -> list[Box]:
        """The boxes of a page."""
        return [box for box in self.boxes if box.page == number]


def prove(
    pdf: bytes, made: Made, *, needles: Collection[str] = (), patterns: Sequence[Pattern] = ()
) -> Proof:
    """Raises NotRedacted when anything survives, and what the readers raise when they cannot read."""
    labels = {said(box) for box in made.boxes}
    wanted = _Wanted(needles, patterns, labels)
    objects = _structure(pdf, len(made.sizes), made.boxes)
    _objects(pdf, needles, labels)
    readers = ["pdfium"]
    document = open_pdf(pdf)
    try:
        if len(document) != len(made.sizes):
            raise _survived("jumlah halaman berubah")
        with Reader() as reader:
            asked = _Asked(made, reader)
            for number, size in enumerate(made.sizes, 1):
                page = document[number - 1]
                letters = letters_of(page)
                wanted.in_text(number, letters.text, by_place(letters).text)
                if any(abs(one - other) > 0.5 for one, other in zip(page.get_size(), size, strict=True)):
                    raise _survived(f"ukuran halaman {number} berubah")
                if made.on(number) or number in made.pictured:
                    asked.look(number, drawn(page, grey=True))
                page.close()
            for number, words in asked.words():
                wanted.in_picture(number, words)
    finally:
        document.close()
    again = _poppler(pdf)
    if again is not None:
        readers.append("poppler")
        for number, text in enumerate(again, 1):
            wanted.in_text(number, text)
    return Proof(
        len(made.sizes), len(made.boxes), len(needles), tuple(readers), objects, asked.pages, asked.lines
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What must stand nowhere."""

    needles: Collection[str]
    patterns: Sequence[Pattern]
    labels: Collection[str]

    def in_text(self, number: int, *texts: str) -> None:
        """Raises NotRedacted when it can still be read; the grounds themselves do not count."""
        for text in texts:
            for label in self.labels:
                # Readers may leave out signs, or put blanks between letters.
                text = re.sub(r"\W*".join(filter(str.isalnum, label)), "\n", text)
            if says(Folded(text), self.needles, self.patterns):
                raise _survived(f"teks yang dihitamkan masih terbaca di halaman {number}")

    def in_picture(self, number: int, words: Sequence[Word]) -> None:
        """As ``in_text``, for what OCR read."""
        text = as_letters(words).text
        if says(Folded(text, loose=True), self.needles, self.patterns):
            raise _survived(f"teks yang dihitamkan masih terbaca pada gambar halaman {number}")


class _Asked:
    """Pages of the result as pictures: looked at at once, read by OCR when all are there."""

    def __init__(self, made: Made, reader: Reader) -> None:
        self.pages = 0
        self.lines = 0
        self._made = made
        self._reader = reader
        self._covered: dict[tuple[int, int], list[Rect]] = {}

    def look(self, number: int, picture: Picture) -> None:
        """Raises NotRedacted when a box is not black."""
        boxes, stamps = self._made.on(number), self._made.stamps.get(number, [])
        _is_black(picture, boxes, stamps, number)
        covered = [box.rect for box in boxes] + [picture.rect(stamp) for stamp in stamps]
        if number in self._made.pictured or self.pages < _WHOLE:
            self.pages += 1
            self._reader.page((number, 0), picture)
            self._covered[number, 0] = covered
            return
        for rect in _lines(picture, boxes):
            self.lines += 1
            self._reader.area((number, self.lines), picture, rect)
            self._covered[number, self.lines] = covered

    def words(self) -> Iterator[tuple[int, list[Word]]]:
        """What OCR read beside the boxes; in them it can only read the grounds, since all else is black."""
        found = self._reader.found()
        for key, covered in self._covered.items():
            words = [word for word in found.get(key, []) if not any(_is_in(word, rect) for rect in covered)]
            yield key[0], in_order(words) if key[1] else words


def _lines(picture: Picture, boxes: Sequence[Box]) -> list[Rect]:
    """The lines in which boxes stand, up to blank paper above and below, each piece once."""
    found: list[Rect] = []
    width, height = picture.image.size
    stray = round(_STRAY * picture.scale)
    for box in boxes:
        reach = 72 * _REACH
        left, top, right, bottom = picture.pixels((box.x0 - reach, box.y0, box.x1 + reach, box.y1))
        if right <= left or bottom <= top:
            continue
        highest, lowest = max(0, top - stray), min(height, bottom + stray)
        column = picture.image.crop((left, highest, right, lowest))
        rows = column.resize((1, lowest - highest), Image.Resampling.BOX).tobytes()
        while top > highest and rows[top - 1 - highest] < _BLANK:
            top -= 1
        while bottom < lowest and rows[bottom - highest] < _BLANK:
            bottom += 1
        rect = picture.rect((left, max(0, top - 2), min(width, right), min(height, bottom + 2)))
        if found and _is_same_line(found[-1], rect):
            found[-1] = around([found[-1], rect])
        else:
            found.append(rect)
    return found


def _is_same_line(one: Rect, other: Rect) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return (
        shared > 0.6 * min(one[3] - one[1], other[3] - other[1]) and one[0] <= other[2] and other[0] <= one[2]
    )


def _survived(what: str) -> NotRedacted:
    return NotRedacted(
        "survived", f"Bukti gagal: {what}. Tidak ada berkas yang dibuat; perbaiki kotaknya, lalu ulangi."
    )


def _structure(pdf: bytes, pages: int, boxes: Sequence[Box]) -> int:
    """Only what the writer makes may be in the file. Returns the number of objects."""
    if pdf.count(b"%%EOF") != 1 or pdf.count(b"startxref") != 1 or not pdf.rstrip().endswith(b"%%EOF"):
        raise _survived("berkas memuat lebih dari satu versi")
    with pikepdf.open(io.BytesIO(pdf)) as made:
        if set(made.Root.keys()) - _ROOT or set(made.docinfo.keys()) - {"/Title"}:
            raise _survived("berkas memuat bagian yang tidak dikenal")
        if str(made.docinfo.get("/Title")) != TITLE or "/Prev" in made.trailer or len(made.pages) != pages:
            raise _survived("berkas memuat bagian yang tidak dikenal")
        for number, page in enumerate(made.pages, 1):
            pictures: Any = page.obj.Resources.get("/XObject", {})
            if set(page.obj.keys()) - _PAGE or set(pictures.keys()) != {"/P"}:
                raise _survived(f"halaman {number} memuat bagian yang tidak dikenal")
            picture = pictures["/P"]
            if set(picture.keys()) - _PICTURE or not _is_plain(picture):
                raise _survived(f"gambar halaman {number} memuat data lain")
            wanted = Counter(said(box) for box in boxes if box.page == number)
            if wanted - Counter(_strings(page)):
                raise _survived(f"cap dasar hukum di halaman {number} tidak sama dengan daftarnya")
        return len(made.objects)


def _strings(page: pikepdf.Page) -> Iterator[str]:
    for instruction in pikepdf.parse_content_stream(page):
        for operand in instruction.operands:
            if isinstance(operand, pikepdf.String):
                yield bytes(operand).decode("cp1252", "replace").strip()


def _is_plain(picture: Any) -> bool:
    """Whether a picture's data are its points and nothing else."""
    content = bytes(picture.read_raw_bytes())
    if picture.Filter == pikepdf.Name.DCTDecode:
        return _is_plain_jpeg(content)
    channels = {"/DeviceGray": 1, "/DeviceRGB": 3}.get(str(picture.ColorSpace), 0)
    size = int(picture.Width) * int(picture.Height) * channels
    unpacking = zlib.decompressobj()
    points = unpacking.decompress(content, size + 1)
    return picture.Filter == pikepdf.Name.FlateDecode and (
        len(points) == size and unpacking.eof and not unpacking.unused_data and not unpacking.unconsumed_tail
    )


def _is_plain_jpeg(content: bytes) -> bool:
    """Whether nothing but the picture is in it, and nothing behind it."""
    if not content.startswith(b"\xff\xd8") or not content.endswith(b"\xff\xd9"):
        return False
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if kind not in _SEGMENTS or (kind == 0xE0 and length != 16):
            return False
        at += 2 + length
        if kind == 0xDA:
            break
    # In the data of the picture every FF is followed by 00, but for the end.
    return re.search(rb"\xff[^\x00\xd0-\xd7]", content[at:-2]) is None


def _objects(pdf: bytes, needles: Collection[str], labels: Collection[str]) -> None:
    """Every string and stream, and the bytes of the file as they lie."""
    encoded = {form for needle in needles for form in _forms(needle) if len(form) >= _SIGNIFICANT}
    lower = pdf.lower()
    if any(form in lower for form in encoded):
        raise _survived("teks yang dihitamkan masih ada dalam berkas")
    with pikepdf.open(io.BytesIO(pdf)) as made:
        for each in made.objects:
            parts = list(_parts(each, 0))
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image":
                content = each.read_bytes()
                for label in labels:
                    content = content.replace(label.encode("cp1252", "replace"), b"")
                parts.append(content)
            for part in parts:
                lower = part.lower()
                if any(form in lower for form in encoded):
                    raise _survived("teks yang dihitamkan masih ada dalam sebuah objek berkas")


def _forms(needle: str) -> Iterator[bytes]:
    """The bytes that would give the needle away, in small letters."""
    plain, _places = squeezed(needle)
    for text in {needle.lower(), plain, " ".join(needle.lower().split())}:
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            content = text.encode(encoding)
            yield content
            yield content.hex().encode()


def _parts(value: Any, depth: int) -> Iterator[bytes]:
    """All strings and names in an object, without following what it points at."""
    if depth > 12:
        raise _survived("sebuah objek berkas terlalu dalam untuk diperiksa")
    if isinstance(value, pikepdf.String):
        yield bytes(value)
    elif isinstance(value, pikepdf.Name):
        yield str(value).encode()
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in value.keys():  # noqa: SIM118  # a pikepdf dictionary is iterated by key only so
            yield key.encode()
            each = value[key]
            if not getattr(each, "is_indirect", True):
                yield from _parts(each, depth + 1)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            if not getattr(each, "is_indirect", True):
                yield from _parts(each, depth + 1)


def _is_black(picture: Picture, boxes: Sequence[Box], stamps: Sequence[Pixels], number: int) -> None:
    grey = picture.image.copy()
    for where in stamps:
        grey.paste(0, (where[0] - 8, where[1] - 8, where[2] + 8, where[3] + 8))
    for box in boxes:
        left, top, right, bottom = picture.pixels(box.rect)
        inner = (left + 3, top + 3, right - 3, bottom - 3)
        if inner[2] <= inner[0] or inner[3] <= inner[1]:
            continue
        if int(grey.crop(inner).getextrema()[1]) > _DARK:  # type: ignore[arg-type]
            raise _survived(f"sebuah kotak di halaman {number} tidak tertutup penuh")


def _is_in(word: Word, rect: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = word.rect
    across, down = (left + right) / 2, (top + bottom) / 2
    return touches(word.rect, rect) and rect[0] <= across <= rect[2] and rect[1] <= down <= rect[3]


def _poppler(pdf: bytes) -> list[str] | None:
    """Each page's text by pdftotext; None when it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "-enc", "UTF-8", "-", "-"],
            input=pdf,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time", "Pemeriksaan ulang teks terlalu lama; bagi berkasnya dahulu.") from error
    if done.returncode != 0:
        raise Unreadable("damaged", "Hasilnya tidak dapat dibaca ulang; tidak ada berkas yang dibuat.")
    return done.stdout.decode("utf-8", "replace").split("\x0c")
