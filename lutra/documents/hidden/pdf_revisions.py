"""Earlier versions of a PDF that still lie in the file, because later saves were only written behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.reading.errors import NotRead
from lutra.documents.reading.pdf import open_pdf, pages

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_START = re.compile(rb"startxref\s+(\d{1,12})\s+\Z")
_OBJECT = re.compile(rb"(?:\A|[\r\n])(\d{1,7}) (\d{1,5}) obj\b")
_MOST = 8  # earlier versions that are read; the oldest are the likeliest to differ
_MOST_TEXT = 400_000  # letters of one version


def ends(content: bytes) -> list[int]:
    """Where each version of the file ends, the last one included. A page-by-page file has a first end that is none."""
    found = [match.end() for match in _END.finditer(content) if _is_end(content, match.start())]
    if b"/Linearized" in content[:2048] and len(found) > 1:
        found = found[1:]
    return found


def _is_end(content: bytes, at: int) -> bool:
    """Whether the mark closes a version: its table lies where it says. A PDF attached unpacked has such marks, too."""
    match = _START.search(content[max(0, at - 64) : at])
    if match is None:
        return False
    offset = int(match[1]) + max(content[:1024].find(b"%PDF-"), 0)
    if int(match[1]) == 0:
        return True  # the first section of a page-by-page file
    near = content[offset : offset + 32].lstrip()
    return near.startswith(b"xref") or re.match(rb"\d+ \d+ obj", near) is not None


def look(content: bytes, *, is_signed: bool) -> tuple[list[Hidden], list[str]]:
    """Findings, and what only earlier versions say."""
    found = ends(content)
    earlier = found[:-1]
    if not earlier:
        return _twice_defined(content), []
    now = words(content)
    if now is None:
        return [hidden("incremental_update", "dokumen", f"{len(earlier)} versi sebelumnya")], []
    gone: Counter[str] = Counter()
    unreadable = False
    for end in earlier[:_MOST]:
        then = words(content[:end])
        if then is None:
            unreadable = True
        else:
            gone |= then - now
    detail = f"{len(earlier)} versi sebelumnya"
    if gone:
        said = " ".join(gone)
        return [
            hidden("incremental_update", "dokumen", f"{detail}, {len(gone)} kata sudah dihapus: {said}")
        ], [said]
    if is_signed and not unreadable and len(earlier) <= _MOST:
        return [
            note("incremental_update", "dokumen", f"{detail}, isi tidak berubah sejak ditandatangani")
        ], []
    return [hidden("incremental_update", "dokumen", detail)], []


def words(content: bytes) -> Counter[str] | None:
    """The words of one version in order of appearance; None when it cannot be read."""
    try:
        document = open_pdf(content)
    except NotRead:
        return None
    found: Counter[str] = Counter()
    length = 0
    try:
        for page in pages(document):
            length += len(page.text)
            found.update(page.text.split())
            if length > _MOST_TEXT:
                break
    except NotRead:
        return None
    finally:
        document.close()
    return found


def _twice_defined(content: bytes) -> list[Hidden]:
    """An object that is defined twice without a version's end between: an older one was left behind."""
    if content.find(b"/Linearized", 0, 2048) >= 0:
        return []
    counted = Counter(match[1] for match in _OBJECT.finditer(content))
    twice = [number for number, count in counted.items() if count > 1]
    return [hidden("incremental_update", "dokumen", f"{len(twice)} objek punya versi lama")] if twice else []


def after_end(content: bytes) -> Iterator[Hidden]:
    """What stands behind the last end of the file."""
    last = content.rfind(b"%%EOF")
    if last < 0:
        return
    rest = content[last + 5 :].strip(b"\x00 \r\n\t\x0c\x1a")
    if rest:
        yield hidden("trailing_data", "akhir berkas", f"{len(rest)} bita")
