"""Reading a redacted PDF again with other programs than the one that wrote it: whatever survives stops everything.

1. Structure: one picture and one text layer for each page, and no object of any other kind.
2. Text: by pdfium and, where it is installed, by poppler; by file order and by place on the page.
3. Every object: strings and streams, in UTF-8, UTF-16 and hexadecimal.
4. Pictures: a box is black wherever no ground is stamped; OCR reads no needle on the page.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
from PIL import Image

from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pdf import open_pdf
from lutra.redaction.engine.boxes import Box, touches
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.matching import occurrences, squeezed
from lutra.redaction.engine.pages import POINT, Word, as_letters, by_place, drawn, letters_of, recognised
from lutra.redaction.engine.painting import Pixels, pixels
from lutra.redaction.engine.patterns import Pattern
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
_TIMEOUT = 120.0


def prove(
    pdf: bytes,
    *,
    sizes: Sequence[tuple[float, float]],
    boxes: Sequence[Box],
    stamps: dict[int, list[Pixels]],
    needles: Collection[str],
    patterns: Sequence[Pattern],
    ocr_pages: Collection[int],
) -> Proof:
    """``sizes`` are the source's pages as shown; ``ocr_pages`` those that are read again as pictures.

    Raises NotRedacted when anything survives, and what the readers raise when they cannot read.
    """
    labels = {said(box) for box in boxes}
    objects = _structure(pdf, len(sizes), boxes)
    _objects(pdf, needles, labels)
    readers = ["pdfium"]
    document = open_pdf(pdf)
    try:
        if len(document) != len(sizes):
            raise _survived("jumlah halaman berubah")
        waiting = []
        with ThreadPoolExecutor(max_workers=2) as pool:
            for number, size in enumerate(sizes, 1):
                page = document[number - 1]
                letters = letters_of(page)
                _texts((letters.text, by_place(letters).text), needles, patterns, labels, number)
                if any(abs(one - other) > 0.5 for one, other in zip(page.get_size(), size, strict=True)):
                    raise _survived(f"ukuran halaman {number} berubah")
                if number in ocr_pages:
                    image = drawn(page)
                    _is_black(
                        image, [box for box in boxes if box.page == number], stamps.get(number, []), number
                    )
                    waiting.append((number, image.size, pool.submit(recognised, image)))
                page.close()
        for number, _size, reading in waiting:
            _pictured(
                reading.result(),
                [box for box in boxes if box.page == number],
                stamps.get(number, []),
                needles,
                patterns,
                number,
            )
    finally:
        document.close()
    again = _poppler(pdf)
    if again is not None:
        readers.append("poppler")
        for number, text in enumerate(again, 1):
            _texts((text,), needles, patterns, labels, number)
    return Proof(len(sizes), len(boxes), len(needles), tuple(readers), objects, len(waiting))


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
            if set(picture.keys()) - _PICTURE or not _is_plain_jpeg(picture.read_raw_bytes()):
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
    encoded = {form for needle in needles for form in _forms(needle)}
    if any(len(form) >= _SIGNIFICANT and form in pdf.lower() for form in encoded):
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
                if any(len(form) >= _SIGNIFICANT and form in lower for form in encoded):
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


def _texts(
    texts: Sequence[str],
    needles: Collection[str],
    patterns: Sequence[Pattern],
    labels: Collection[str],
    number: int,
) -> None:
    for text in texts:
        for label in labels:
            text = re.sub(r"\s*".join(map(re.escape, label.replace(" ", ""))), "\n", text)
        if any(next(occurrences(text, needle), None) for needle in needles) or any(
            next(pattern.places(text), None) for pattern in patterns
        ):
            raise _survived(f"teks yang dihitamkan masih terbaca di halaman {number}")


def _is_black(image: Image.Image, boxes: Sequence[Box], stamps: Sequence[Pixels], number: int) -> None:
    grey = image.convert("L")
    for where in stamps:
        grey.paste(0, (where[0] - 8, where[1] - 8, where[2] + 8, where[3] + 8))
    for box in boxes:
        left, top, right, bottom = pixels(box, image.size)
        inner = (left + 3, top + 3, right - 3, bottom - 3)
        if inner[2] <= inner[0] or inner[3] <= inner[1]:
            continue
        if int(grey.crop(inner).getextrema()[1]) > _DARK:  # type: ignore[arg-type]
            raise _survived(f"sebuah kotak di halaman {number} tidak tertutup penuh")


def _pictured(
    words: Sequence[Word],
    boxes: Sequence[Box],
    stamps: Sequence[Pixels],
    needles: Collection[str],
    patterns: Sequence[Pattern],
    number: int,
) -> None:
    """What OCR reads beside the boxes; in them it can only read the grounds, since all else is black."""
    covered = [box.rect for box in boxes]
    covered += [(s[0] * POINT, s[1] * POINT, s[2] * POINT, s[3] * POINT) for s in stamps]
    seen = [word for word in words if not any(_is_in(word, rect) for rect in covered)]
    text = as_letters(seen).text
    if any(next(occurrences(text, needle, loose=True), None) for needle in needles) or any(
        next(pattern.places(text, loose=True), None) for pattern in patterns
    ):
        raise _survived(f"teks yang dihitamkan masih terbaca pada gambar halaman {number}")


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
