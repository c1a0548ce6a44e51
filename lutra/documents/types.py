"""Which files are accepted, told by their content and not by the name a sender gave them."""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

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


# What officers may also put into the list of documents: web pages and mail, which are read and never shown as such.
LISTED = (*ACCEPTED, ".html", ".htm", ".eml")

_PIECE = 1024 * 1024  # bytes read at a time: a file of two gigabytes never lies in memory
_PAGE_START = re.compile(rb"<(!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_MAIL_HEAD = re.compile(
    rb"^(received|return-path|from|to|date|subject|message-id|mime-version|delivered-to|x-[a-z-]+):",
    re.IGNORECASE,
)


def extension_of(name: str) -> str:
    """The extension of a file name in small letters, with its dot; empty when there is none."""
    return PurePath(name).suffix.lower()


def media_type(name: str, content: bytes) -> str | None:
    """The media type when content and extension agree and are accepted, else None."""
    kind = media_type_of(name, io.BytesIO(content))
    return kind if extension_of(name) in ACCEPTED else None


def media_type_of(name: str, file: BinaryIO) -> str | None:
    """As ``media_type``, for an open file of any size and for all of ``LISTED``; reads it piece by piece."""
    extension = extension_of(name)
    file.seek(0)
    start = file.read(4096)
    for signature, kind, extensions in _SIGNATURES:
        if start.startswith(signature):
            return kind if extension in extensions else None
    if extension in _ARCHIVES or extension in _OPEN_DOCUMENTS:
        return _archive_type(extension, start, file)
    if extension in _TEXTS and _is_text(file):
        return _TEXTS[extension]
    if extension in {".html", ".htm"} and _PAGE_START.search(start) and _is_text(file):
        return "text/html"
    if extension == ".eml" and _MAIL_HEAD.match(start) and b"\x00" not in start:
        return "message/rfc822"
    return None


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def _members(file: BinaryIO) -> int:
    """How many lines the archive's table of contents has, at most; counted without unpacking anything."""
    count, tail = 0, b""
    for piece in _pieces(file):
        whole = tail + piece
        count += whole.count(_ENTRY)
        tail = whole[-len(_ENTRY) + 1 :]
    return count


def _archive_type(extension: str, start: bytes, file: BinaryIO) -> str | None:
    """Tell an office file by its table of contents; no member is unpacked except the short ``mimetype``."""
    if not start.startswith(_ARCHIVE_START) or _members(file) > _MOST_MEMBERS:
        return None
    try:
        size = file.seek(0, io.SEEK_END)
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > max(_LARGE, _MOST_PACKED * size):
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


def _is_text(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(file):
            if b"\x00" in piece:
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
