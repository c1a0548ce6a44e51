"""Which files are accepted, told by their content and not by the name a sender gave them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePath

# First bytes -> (media type, extensions that may carry it). Office files are zip archives and are told apart inside.
_SIGNATURES: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"%PDF-", "application/pdf", frozenset({".pdf"})),
    (b"\x89PNG\r\n\x1a\n", "image/png", frozenset({".png"})),
    (b"\xff\xd8\xff", "image/jpeg", frozenset({".jpg", ".jpeg"})),
)
_OOXML = "application/vnd.openxmlformats-officedocument."
_ARCHIVES: dict[str, tuple[str, str]] = {
    ".docx": ("word/document.xml", f"{_OOXML}wordprocessingml.document"),
    ".xlsx": ("xl/workbook.xml", f"{_OOXML}spreadsheetml.sheet"),
    ".pptx": ("ppt/presentation.xml", f"{_OOXML}presentationml.presentation"),
}
_OPEN_DOCUMENTS = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_TEXTS = {".csv": "text/csv", ".txt": "text/plain"}

# An archive begins with its first member; with something before it, it could also be read as another kind of file.
_ARCHIVE_START = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"  # begins each line of an archive's table of contents
# Reading the table costs memory for each line; the largest office files have some thousand members.
_MOST_MEMBERS = 10_000
# Nobody writes a document that fills the memory of whoever opens it: text packs to a tenth, a table to a fiftieth.
_LARGE = 100 * 1024 * 1024  # bytes
_MOST_PACKED = 100
# Office macros are programs; under the name of a plain document they are a disguise.
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")

ACCEPTED = (".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".csv", ".txt", ".png", ".jpg", ".jpeg")


def media_type(name: str, content: bytes) -> str | None:
    """The media type when content and extension agree and are accepted, else None."""
    extension = PurePath(name).suffix.lower()
    for signature, kind, extensions in _SIGNATURES:
        if content.startswith(signature):
            return kind if extension in extensions else None
    if extension in _ARCHIVES or extension in _OPEN_DOCUMENTS:
        return _archive_type(extension, content)
    if extension in _TEXTS and _is_text(content):
        return _TEXTS[extension]
    return None


def _archive_type(extension: str, content: bytes) -> str | None:
    """Tell an office file by its table of contents; no member is unpacked except the short ``mimetype``."""
    if not content.startswith(_ARCHIVE_START) or content.count(_ENTRY) > _MOST_MEMBERS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > max(_LARGE, _MOST_PACKED * len(content)):
                return None
            names = set(archive.namelist())
            if any(name.lower().endswith(_MACROS) for name in names):
                return None
            if extension in _ARCHIVES:
                member, kind = _ARCHIVES[extension]
                return kind if member in names else None
            expected = _OPEN_DOCUMENTS[extension]
            declared = archive.open("mimetype").read(100) if "mimetype" in names else b""
            return expected if declared.decode("ascii", "replace").strip() == expected else None
    # What zipfile raises for a damaged, locked (RuntimeError) or oddly packed (NotImplementedError) archive.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error, struct.error):
        return None


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
