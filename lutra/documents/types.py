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
                return kind if member in names or _declared(archive) == kind else None
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


# --- what a file is, whatever it is called --------------------------------------------------------------------------

PDF = "application/pdf"
DOCX = f"{_OOXML}wordprocessingml.document"
XLSX = f"{_OOXML}spreadsheetml.sheet"
PPTX = f"{_OOXML}presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
HTML = "text/html"
EML = "message/rfc822"
CSV = "text/csv"
TXT = "text/plain"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
ZIP = "application/zip"
OLE = "application/x-ole-storage"

_FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-executable"),
)
_MAIN_PARTS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("ppt/presentation.xml", PPTX),
)
# What the package says of its main part, when a writer gave that another name (Word of the web: word/document2.xml).
_MAIN_TYPES = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
    (b"presentationml.presentation.main+xml", PPTX),
)
_CONTENT_TYPES = "[Content_Types].xml"
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKUP = re.compile(rb"\s*<(?:\?xml\b|!doctype\s+svg|svg\b|[\w.\-]+:[\w.\-]+\s+xmlns)", re.I)
_HTML_ANYWHERE = re.compile(rb"<(?:html|body|table|div|p|h1|script)\b[^>]*>", re.I)
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|cc|bcc|subject|date|received|mime-version|return-path|message-id|delivered-to|content-type|reply-to"
    rb"|x-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+|sender|in-reply-to|references):",
    re.I | re.M,
)
_START = 1024  # bytes in which a PDF's mark may stand
_PDF_MARK = b"%PDF-"
_END_OF_ARCHIVE = b"PK\x05\x06"


def detect(content: bytes, name: str = "") -> str | None:
    """The media type by content alone; the name only tells csv from txt. None when nothing is known of it."""
    start = content[:_START]
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    for first, kind in _FIRST_BYTES:
        if start.startswith(first) and (len(first) > 2 or b"\x00" in start):
            return kind
    if start.startswith(_ARCHIVE_START):
        return _type_of_archive(content)
    if _PDF_MARK in start:
        return PDF
    if not _seems_text(content):
        return ZIP if _END_OF_ARCHIVE in content[-66_000:] else None
    extension = PurePath(name).suffix.lower()
    if _HTML_START.match(start) or (extension in {".html", ".htm"} and _HTML_ANYWHERE.search(content)):
        return HTML
    if _MARKUP.match(start) and extension not in {*_TEXTS, ".xml"}:
        return None  # a drawing or a document in one piece of XML: what it shows is not what stands in it
    if extension not in _TEXTS and _seems_mail(start):
        return EML
    if extension == ".csv" or (extension != ".txt" and _seems_table(start)):
        return CSV
    return TXT


def polyglot(content: bytes, kind: str) -> tuple[str, ...]:
    """Other kinds of file that the same bytes could be opened as: a disguise, or something carried along."""
    found = []
    start, end = content[:_START], content[-66_000:]
    if (
        kind != PDF
        and kind not in {EML, HTML, CSV, TXT}
        and _PDF_MARK in start
        and not start.startswith(_ARCHIVE_START)
    ):
        found.append(PDF)
    if kind == PDF and not start.startswith(_PDF_MARK) and start[: start.find(_PDF_MARK)].strip():
        found.append("prefix")
    archive = end.rfind(_END_OF_ARCHIVE)
    if kind in {PDF, PNG, JPEG, TIFF, HTML, "image/gif"} and archive >= 0 and _ENTRY in content:
        found.append(ZIP)
    if kind in {PDF, PNG, JPEG, "image/gif"}:
        outside = (start[: max(start.find(_PDF_MARK), 0)] if kind == PDF else b"") + _after_end(content, kind)
        if _HTML_ANYWHERE.search(outside):
            found.append(HTML)
    return tuple(found)


_ENDS = {PDF: b"%%EOF", PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9", "image/gif": b"\x00;"}


def _after_end(content: bytes, kind: str) -> bytes:
    mark = _ENDS[kind]
    at = content.rfind(mark)
    return content[at + len(mark) :] if at >= 0 else b""


def _type_of_archive(content: bytes) -> str:
    """By the table of contents; a damaged archive is still called by what its first members say."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {member.filename.lower() for member in archive.infolist()[:_MOST_MEMBERS]}
            if "mimetype" in names:
                declared = archive.open("mimetype").read(100).decode("ascii", "replace").strip()
                if declared.startswith("application/vnd.oasis.opendocument."):
                    return declared.removesuffix("-template")
            known = next((kind for part, kind in _MAIN_PARTS if part in names), None)
            return known or _declared(archive) or ZIP
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
        zlib.error,
        struct.error,
        KeyError,
    ):
        return next((kind for part, kind in _MAIN_PARTS if part.encode() in content), ZIP)


def _declared(archive: zipfile.ZipFile) -> str | None:
    """The kind of office file by what the package says of its parts."""
    if _CONTENT_TYPES not in archive.namelist():
        return None
    said = archive.open(_CONTENT_TYPES).read(_PIECE)
    return next((kind for mark, kind in _MAIN_TYPES if mark in said), None)


def _seems_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = content[:65_536]
    return b"\x00" not in sample and sum(byte < 9 or 13 < byte < 32 for byte in sample) * 100 <= max(
        len(sample), 200
    )


def _seems_mail(start: bytes) -> bool:
    """Two known headers in a block that begins with a header."""
    head = start.lstrip(b"\r\n").replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    first = re.match(rb"(?:From [^\n]*\n)?[\w-]+:", head)
    return first is not None and len(_MAIL_HEADER.findall(head)) >= 2


def _seems_table(start: bytes) -> bool:
    lines = [line for line in start.splitlines()[:-1] if line.strip()][:6]
    return len(lines) >= 2 and any(
        lines[0].count(sign) >= 1 and len({line.count(sign) for line in lines}) == 1 for sign in (b";", b"\t")
    )
