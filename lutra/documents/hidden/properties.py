"""Who made a file, with what, and where on whose computer: judged the same way in every format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.xml import attribute, local, parse, text

# Programs and placeholders that stand where a person's name would.
_TOOLS = re.compile(
    r"^(?:openpyxl|python-docx|python-pptx|xlsxwriter|typst[\w .]*|libreoffice[\w ./$]*|microsoft(?:®"
    r"|\(r\))?[\w .®]*|office user"
    r"|user|admin(?:istrator)?|windows user|pengguna|anonymous|unknown|none|docx|apache poi|aspose[\w .]*"
    r"|google[\w ]*|un-?named"
    r"|lutra[\w .]*|pdf[\w .]*|latex[\w .]*|canva|wps[\w ]*|author|owner|pc|asus|acer|lenovo|hp|dell"
    r"|toshiba|my computer)$",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"[A-Za-z]:\\[^\s\"<>|]|\\\\[\w.\-]+\\|(?<![\w:/])/(?:home|Users|Volumes|mnt|media)/\w|file:///?\w",
    re.IGNORECASE,
)
_PLAIN_INFO = {
    "Title", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped", "GTS_PDFXVersion",
    "GTS_PDFXConformance", "GTS_PDFA1Version", "PTEX.Fullbanner", "PXCViewerInfo", "SourceModified", "AAPL:Keywords",
}  # fmt: skip
_ORGANISATIONS = {"Company", "Manager"}


def person(name: str, place: str) -> Iterator[Hidden]:
    """A name in the properties, unless it is a program's."""
    name = name.strip()
    if name and not _TOOLS.match(name):
        yield hidden("person_in_metadata", place, name)


def organisation(name: str, place: str) -> Iterator[Hidden]:
    """An organisation in the properties, unless it is a program's."""
    name = name.strip()
    if name and not _TOOLS.match(name):
        yield hidden("organisation_in_metadata", place, name)


def path(value: str, place: str) -> Iterator[Hidden]:
    """A folder of somebody's computer or of the office's network."""
    if _PATH.search(value):
        yield hidden("file_path", place, value)


def plain(value: str, place: str) -> Iterator[Hidden]:
    """A title, subject or the like: told when there is one; held when it gives away a folder."""
    if _PATH.search(value):
        yield hidden("file_path", place, value)
    elif value.strip():
        yield note("metadata", place, value)


def of_pdf(values: Mapping[str, str]) -> Iterator[Hidden]:
    """The document information of a PDF."""
    for key, value in values.items():
        place = f"properti {key}"
        if key == "Author":
            yield from person(value, place)
        elif key in _ORGANISATIONS:
            yield from organisation(value, place)
        elif key in _PLAIN_INFO:
            if key in ("Title", "Subject", "Keywords"):
                yield from plain(value, place)
        elif value.strip():
            yield hidden("custom_property", place, value)


# Parts of XMP that say nothing of people: titles, tools, dates, identifiers of the file, conformance.
_QUIET = {
    "title", "format", "language", "CreatorTool", "CreateDate", "ModifyDate", "MetadataDate", "Producer", "PDFVersion",
    "DocumentID", "InstanceID", "OriginalDocumentID", "RenditionClass",
    "VersionID", "part", "conformance", "rev", "amd",
    "Trapped", "Keywords", "description", "subject", "date",
    "identifier", "type", "Rating", "Orientation", "ColorSpace",
    "PixelXDimension", "PixelYDimension", "XResolution", "YResolution", "ResolutionUnit", "ColorMode", "ICCProfile",
    "NumPages", "Software", "nPages", "coverage", "rights", "Marked", "publisher", "RegistryID",
}  # fmt: skip
_QUIET_LOWER = frozenset(name.lower() for name in _QUIET)
_PEOPLE = {
    "creator",
    "Author",
    "contributor",
    "AuthorsPosition",
    "CaptionWriter",
    "Artist",
    "OwnerName",
    "CameraOwnerName",
}
_TELLING = {
    "History",
    "DerivedFrom",
    "Ingredients",
    "Pantry",
    "ManifestItem",
    "Manifest",
    "filePath",
    "SerialNumber",
}
# One event of a history.
_EVENT = {"action", "when", "softwareAgent", "instanceID", "parseType"}
_SCHEMAS = {"schemas"}  # PDF/A describes its extensions with words of its own


def of_xmp(content: bytes, place: str) -> Iterator[Hidden]:
    """An XMP packet: people, places, histories."""
    place = f"XMP {place}"
    try:
        root = parse(content[content.find(b"<") :].rstrip(b"\x00 \r\n\t") if b"<" in content else b"")
    except Unreadable:
        yield hidden("unreadable_part", place)
        return
    told: set[str] = set()
    for element in root.iter():
        chain = [local(element), *(local(parent) for parent in element.iterancestors())]
        if not chain[0] or _SCHEMAS & set(chain):
            continue
        telling = next((name for name in chain if name in _TELLING), None)
        values = [(_property_of(chain), _own_text(element))]
        values += [(str(key).rpartition("}")[2], str(value)) for key, value in element.attrib.items()]
        for key, value in values:
            if telling is not None:
                finding = _history(root, telling, key, value.strip(), place)
                key = telling
            else:
                finding = _xmp_value(key, value.strip(), place)
            if finding is not None and key not in told:
                told.add(key)
                yield finding


def _history(root: etree._Element, name: str, key: str, value: str, place: str) -> Hidden | None:
    """A history of one moment says no more than that a program made the file; anything else tells of drafts."""
    if _PATH.search(value):
        return hidden("file_path", place, value)
    moments = {text(each) for each in root.iter() if local(each) == "when"}
    moments |= {attribute(each, "when") or "" for each in root.iter() if attribute(each, "when")}
    if name == "History" and len(moments) <= 1 and (not value or key in _EVENT):
        return None
    return hidden("xmp", place, name)


def _xmp_value(key: str, value: str, place: str) -> Hidden | None:
    if not key or not value:
        return None
    if key in _PEOPLE:
        return next(person(value, place), None)
    if key.startswith("GPS"):
        return hidden("gps", place, "")
    if _PATH.search(value):
        return hidden("file_path", place, value)
    if key.lower() in _QUIET_LOWER or key in ("about", "lang", "parseType", "xmptk", "resource"):
        return None
    return hidden("xmp", place, f"{key} {value}")


def _own_text(element: etree._Element) -> str:
    return "" if len(element) else text(element)


_FRAME = {"RDF", "Description", "xmpmeta", "xapmeta", "Bag", "Seq", "Alt", "li", "value"}


def _property_of(chain: list[str]) -> str:
    """The property that an element is or belongs to, from its name and those above it; empty for the frame."""
    return next((name for name in chain if name not in _FRAME), "")
