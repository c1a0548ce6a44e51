"""What every Office Open XML file can carry: properties, embedded files, custom XML, leftovers of the archive."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from lutra.documents.hidden import properties
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading.archive import Package
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pages import Picture
from lutra.documents.reading.xml import attribute, local, parse, text

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp")
# Custom XML that Office writes by itself: lists of literature, cover pages, types of a SharePoint library.
_OWN_XML = (
    "openxmlformats.org/officedocument/2006/bibliography",
    "purl.oclc.org/ooxml/officedocument/bibliography",
    "schemas.microsoft.com/office/2006/coverpageprops",
    "schemas.microsoft.com/sharepoint/v3/contenttype/forms",
)
_WPS_XML = b"http://www.wps.cn/officeDocument/"
# Properties that WPS Office writes into every file: its version, and a number of the file.
_OWN_PROPERTIES = ("KSOProductBuildVer", "ICV")
_USUAL = re.compile(r"/embeddings/|/activex/|(?:^|/)afchunk[^/]*$", re.IGNORECASE)
_OLE_MARK = b"\xd0\xcf\x11\xe0"
_MACROS = re.compile(r".*(?:vbaproject\.bin|vbadata\.xml)|xl/macrosheets/.*", re.IGNORECASE)
_LINKED = {"hyperlink", "attachedTemplate"}  # told elsewhere or seen by everybody


def look(package: Package, looked: Looked, part_kind: str) -> None:
    """Add to ``looked`` what the package carries. ``part_kind`` is the folder of its main parts: word, xl or ppt."""
    looked.hidden.extend(archive(package))
    for check in (_properties, people, _custom_xml, _embedded, _links, _unreferenced, _thumbnail):
        try:
            looked.hidden.extend(check(package, looked))
        except Unreadable as error:
            looked.errors.append(str(error))
    for name in package.of_kind("diagramData", "chart", "chartEx"):
        try:
            said = (text(each) for each in package.xml(name).iter("{*}t", "{*}v"))
            looked.aside(1, "diagram dan grafik", "\n".join(said))
        except Unreadable as error:
            looked.errors.append(str(error))
    for name in package.matching(rf"{part_kind}/media/.*"):
        if name.lower().endswith(_PICTURES):
            looked.pictures.append(Picture(1, posixpath.basename(name), package.read(name)))
    macros = [name for name in package.names if _MACROS.fullmatch(name)]
    for name in dict.fromkeys([*macros, *package.of_kind("vbaProject")]):
        looked.hidden.append(hidden("macro", name))


def archive(package: Package) -> Iterator[Hidden]:
    """What the zip itself can hide; holds for OpenDocument too."""
    if package.before:
        yield hidden("polyglot", "awal berkas", f"{package.before} bita sebelum arsip")
    if package.after:
        yield hidden("trailing_data", "akhir arsip", f"{package.after} bita")
    if package.gap:
        yield hidden("archive_gap", "arsip", f"{package.gap} bita")
    seen: set[str] = set()
    for name in package.names:
        if name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or re.match(r"[A-Za-z]:", name):
            yield hidden("unsafe_name", "arsip", name)
        if name.lower() in seen:
            yield hidden("unreferenced_member", "arsip", f"{name} (rangkap)")
        seen.add(name.lower())


def _properties(package: Package, looked: Looked) -> Iterator[Hidden]:
    for element in _each_property(package, "core-properties", "docProps/core.xml"):
        name, value = local(element), text(element)
        if name in ("creator", "lastModifiedBy"):
            yield from properties.person(value, f"properti {name}")
        elif name in ("title", "subject", "description", "keywords", "category"):
            looked.aside(1, f"properti {name}", value)
            yield from properties.plain(value, f"properti {name}")
    for element in _each_property(package, "extended-properties", "docProps/app.xml"):
        name, value = local(element), text(element).strip()
        if name == "Company":
            yield from properties.organisation(value, "properti Company")
        elif name == "Manager":
            yield from properties.person(value, "properti Manager")
        elif name == "Template" and value and not value.lower().startswith(("normal", "office theme")):
            yield from properties.path(value, "properti Template")
            yield note("template", "properti Template", value)
        elif name in ("HyperlinkBase", "HLinks"):
            yield from properties.path(value, f"properti {name}")
    for element in _each_property(package, "custom-properties", "docProps/custom.xml"):
        name, value = attribute(element, "name") or "", text(element).strip()
        if value:
            looked.aside(1, "properti khusus", value)
            finding = note if name in _OWN_PROPERTIES else hidden
            yield finding("custom_property", f"properti {name}", value)


def _each_property(package: Package, kind: str, usual: str) -> Iterator[etree._Element]:
    """Properties of one kind, wherever their writer put them."""
    names = {name.lower(): name for name in [*package.of_kind(kind), usual] if name in package}
    for name in names.values():
        yield from package.xml(name)


def _custom_xml(package: Package, looked: Looked) -> Iterator[Hidden]:
    usual = package.matching(r"customXml/item\d*\.xml")
    for name in dict.fromkeys([*usual, *package.of_kind("customXml")]):
        content = package.read(name)
        said = _xml_text(content)
        if (
            any(own in content[:2000].decode("utf-8", "replace").lower() for own in _OWN_XML)
            and not said.strip()
        ):
            continue
        if _WPS_XML in content[:2000] and not text(parse(content)).strip():
            continue  # numbers of shapes and sections, in every file that WPS Office saved
        looked.aside(1, "data XML tersemat", said)
        yield hidden("custom_xml", name, said)


def _xml_text(content: bytes) -> str:
    root = parse(content)
    values = [
        str(value)
        for element in root.iter()
        if isinstance(element.tag, str)
        for value in element.attrib.values()
    ]
    return " ".join([*root.itertext(), *values])


def _embedded(package: Package, looked: Looked) -> Iterator[Hidden]:
    for name in package.names:
        lower = name.lower()
        base = posixpath.basename(name)
        if "/embeddings/" not in lower and "/activex/" not in lower:
            continue
        if lower.endswith(".bin"):
            yield hidden("ole_object", name, base)
        elif "/embeddings/" in lower and not lower.endswith((".rels", "/")):
            yield hidden("embedded_file", name, base)
            looked.files.append((base, package.read(name)))
    elsewhere = [
        name for name in package.of_kind("oleObject", "package", "aFChunk") if not _USUAL.search(name)
    ]
    for name in elsewhere:
        is_ole = package.read(name).startswith(_OLE_MARK)
        yield hidden("ole_object" if is_ole else "embedded_file", name, posixpath.basename(name))
        if not is_ole:
            looked.files.append((posixpath.basename(name), package.read(name)))
    for name in package.names:
        if re.fullmatch(
            r"(?:word|ppt|xl)/(?:afchunk[^/]*|.*\.(?:mp4|mp3|wav|wmv|m4a|avi|mov|mht))", name, re.IGNORECASE
        ):
            yield hidden("embedded_file", name, posixpath.basename(name))


def _links(package: Package, looked: Looked) -> Iterator[Hidden]:
    """Pictures, objects and data that are fetched from elsewhere when the file is opened."""
    told: set[str] = set()
    for part, kind, target, external in package.all_relationships:
        if not external or target in told or "externallinks/" in part.lower():
            continue
        told.add(target)
        if kind not in _LINKED:
            yield hidden("external_link", part, target)
        else:
            looked.aside(1, "alamat tautan", unquote(target))
            yield from properties.path(target, part)


_ALWAYS_THERE = re.compile(r"\[content_types\]\.xml|.*\.rels|.*/|docprops/.*", re.IGNORECASE)


def _unreferenced(package: Package, _looked: Looked) -> Iterator[Hidden]:
    """Members to which no relationship leads: an office program never shows them."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for _kind, target, external in package.relationships(part).values():
            if not external and target.lower() not in reached and target in package:
                reached.add(target.lower())
                waiting.append(target)
    for name in package.names:
        if not _ALWAYS_THERE.fullmatch(name) and name.lower() not in reached:
            yield hidden("unreferenced_member", "arsip", name)


def _thumbnail(package: Package, looked: Looked) -> Iterator[Hidden]:
    """PowerPoint always keeps one, Word and Excel when somebody asks: then it may show an older first page."""
    for name in package.matching(r"docProps/thumbnail\..*"):
        slides = "ppt/presentation.xml" in package
        yield note("thumbnail", name) if slides else hidden("thumbnail", name)
        if name.lower().endswith(_PICTURES):
            looked.pictures.append(Picture(1, name, package.read(name)))


def people(package: Package, looked: Looked) -> Iterator[Hidden]:
    """The list of those who commented or changed, which stays when their comments are gone."""
    for name in package.of_kind("people", "person", "authors", "commentAuthors"):
        for each in package.xml(name).iter():
            said = (
                attribute(each, "displayName") or attribute(each, "author") or attribute(each, "name") or ""
            )
            if isinstance(each.tag, str) and said:
                looked.aside(1, "daftar penulis", f"{said} {attribute(each, 'userId') or ''}")
                yield from properties.person(said, name)


def alternative_texts(root: etree._Element) -> list[str]:
    """What is said of pictures and shapes to those who do not see them."""
    return [
        said
        for element in root.iter("{*}cNvPr", "{*}docPr", "{urn:schemas-microsoft-com:vml}*")
        for said in (element.get(name) for name in ("descr", "title", "alt"))
        if said
    ]


def drawing_parts(root: etree._Element, place: str) -> Iterator[Hidden]:
    """Shapes marked hidden, pictures that are cropped, descriptions that tell a folder."""
    for element in root.iter():
        name = local(element)
        if name in ("cNvPr", "docPr"):
            if attribute(element, "hidden") in ("1", "true", "on"):
                yield hidden("hidden_object", place, attribute(element, "name") or "")
            yield from properties.path(attribute(element, "descr") or "", place)
        elif name == "srcRect":
            cut = [abs(_number(attribute(element, side))) for side in "ltrb"]
            if max(cut) >= 1000:  # thousandths of a per cent: one per cent
                yield hidden("cropped_image", place)


def _number(value: str | None) -> int:
    try:
        return int((value or "0").rstrip("%"))
    except ValueError:
        return 0
