"""What OpenDocument texts, tables and presentations hide."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from lutra.documents.hidden import office, properties
from lutra.documents.hidden.colours import is_same
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading import opendocument
from lutra.documents.reading.archive import Package
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pages import Picture
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text
from lutra.documents.types import ODT

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp")
_SIZE = re.compile(r"([\d.]+)(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, None: 1.0}
_TINY = 2.5  # points
_MARGIN = 150.0  # points: the widest that a page leaves free beside its text
_LONG_NUMBER = 10  # digits
_TALLEST = 1200.0  # points of a page
_OWN_PARTS = re.compile(
    r"mimetype|content\.xml|styles\.xml|meta\.xml|settings\.xml|manifest\.rdf|meta-inf/.*|thumbnails/.*|configurations2/.*"
    r"|pictures/.*|media/.*|object.*|objectreplacements/.*|basic/.*|scripts/.*|dialogs/.*|layout-cache|versionlist\.xml"
    r"|versions/.*|fonts/.*|database/.*|.*/",
    re.IGNORECASE,
)


def look(source: Source) -> Looked:
    """Read and look. Raises NotRead when the file itself cannot be opened."""
    package = source.package
    looked = Looked.of(opendocument.read(source))
    looked.hidden.extend(office.archive(package))
    for check in (_content, _properties, _members):
        try:
            looked.hidden.extend(check(package, looked))
        except Unreadable as error:
            looked.errors.append(str(error))
    for name in package.names:
        if name.lower().startswith(("pictures/", "media/")) and name.lower().endswith(_PICTURES):
            looked.pictures.append(Picture(1, posixpath.basename(name), package.read(name)))
    return looked


def _content(package: Package, looked: Looked) -> Iterator[Hidden]:
    root = package.xml("content.xml")
    styles = Styles(package)
    yield from _tables(root, styles)
    yield from _slides(root, styles)
    yield from _beside_the_page(root)
    # Headers and footers stand among the styles.
    edges = package.xml_if_there("styles.xml")
    if looked.media_type != ODT and edges is not None:  # a text is read with them
        said = (text(each) for each in edges.iter("{*}header", "{*}footer"))
        looked.aside(1, "kepala dan kaki", "\n".join(said))
    for part in (root, edges) if edges is not None else (root,):
        yield from _comments_and_changes(part)
        yield from _sections(part)
        yield from _runs(part, styles)
        yield from _links(part)
        addresses = (attribute(each, "href") or "" for each in part.iter("{*}a"))
        looked.aside(1, "alamat tautan", "\n".join(unquote(each) for each in addresses if each))
        looked.aside(1, "nilai dan rumus", "\n".join(_values(part)))
        texts = (text(each) for each in part.iter("{*}desc", "{*}title"))
        looked.aside(1, "teks pengganti", "\n".join(texts))


def _comments_and_changes(root: etree._Element) -> Iterator[Hidden]:
    for each in root.iter("{*}annotation"):
        yield hidden("comment", "isi", " ".join(text(each).split()))
    for region in root.iter("{*}changed-region"):
        for change in region:
            kind = {
                "insertion": "tracked_insertion",
                "deletion": "tracked_deletion",
                "format-change": "tracked_format",
            }.get(local(change))
            if kind:
                yield hidden(kind, "isi", " ".join(text(change).split()))
    # A table's changes are named otherwise than a text's.
    if any("table:1.0" in str(each.tag) and len(each) for each in root.iter("{*}tracked-changes")):
        yield hidden("change_history", "isi")


def _sections(root: etree._Element) -> Iterator[Hidden]:
    for each in root.iter():
        name = local(each)
        if name == "section" and attribute(each, "display") in ("none", "condition"):
            yield hidden("hidden_section", attribute(each, "name") or "bagian", " ".join(text(each).split()))
        elif name in ("hidden-text", "hidden-paragraph", "conditional-text"):
            said = attribute(each, "string-value") or text(each)
            if name != "conditional-text":
                yield hidden("hidden_text", "isi", said)
        elif name in ("database-display", "dde-connection-decl", "table-source", "dde-link"):
            yield hidden("data_connection", "isi", attribute(each, "href") or name)
        elif name == "hidden":  # a hidden control of a form
            yield hidden("hidden_field", "formulir", attribute(each, "value") or "")


def _tables(root: etree._Element, styles: Styles) -> Iterator[Hidden]:
    for table in root.iter("{*}table"):
        name = attribute(table, "name") or ""
        place = f"lembar {name}"
        if styles.of(table, "table-properties", "display") == "false":
            yield hidden("hidden_sheet", place)
        rows = [row for row in table.iter("{*}table-row") if " ".join(text(row).split())]
        for visibility, kind in (("collapse", "hidden_rows"), ("filter", "filtered_rows")):
            count = sum(attribute(row, "visibility") == visibility for row in rows)
            if count:
                yield hidden(kind, place, f"{count} baris")
        if any(
            attribute(group, "display") == "false"
            for group in table.iter("{*}table-row-group", "{*}table-column-group")
        ):
            yield hidden("collapsed_group", place)
        yield from _columns(table, rows, place)


def _columns(table: etree._Element, rows: list[etree._Element], place: str) -> Iterator[Hidden]:
    unseen: set[int] = set()
    at = 0
    for column in table.iter("{*}table-column"):
        times = int(attribute(column, "number-columns-repeated") or 1)
        if attribute(column, "visibility") in ("collapse", "filter"):
            unseen.update(range(at, at + min(times, 1024)))
        at += times
    filled: set[int] = set()
    for row in rows if unseen else ():
        at = 0
        for cell in row:
            times = int(attribute(cell, "number-columns-repeated") or 1)
            if text(cell).strip():
                filled.update(range(at, at + min(times, 1024)))
            at += times
    if unseen & filled:
        yield hidden("hidden_columns", place, f"{len(unseen & filled)} kolom")


def _slides(root: etree._Element, styles: Styles) -> Iterator[Hidden]:
    for number, slide in enumerate(root.iter("{*}page"), 1):
        place = f"salindia {number}"
        if styles.of(slide, "drawing-page-properties", "visibility") == "hidden":
            yield hidden("hidden_slide", place)
        for notes in slide.iter("{*}notes"):
            said = " ".join("".join(text(each) for each in notes.iter("{*}p")).split())
            if said:
                yield hidden("speaker_notes", place, said)
        for shape in slide:
            left, top = (_points(attribute(shape, side)) for side in ("x", "y"))
            width, height = (_points(attribute(shape, side)) for side in ("width", "height"))
            if None not in (left, top, width, height) and (left + width <= 0 or top + height <= 0):  # type: ignore[operator]
                yield hidden("off_slide_object", place, " ".join(text(shape).split()))


def _runs(root: etree._Element, styles: Styles) -> Iterator[Hidden]:
    found: dict[str, list[str]] = {}
    for each in root.iter("{*}p", "{*}h", "{*}span"):
        said = (each.text or "") + "".join(child.tail or "" for child in each)
        if not said.strip():
            continue
        kind = _fault(each, styles)
        if kind:
            found.setdefault(kind, []).append(said.strip())
    for kind, texts in found.items():
        yield hidden(kind, "isi", f"{len(texts)}: {' '.join(texts)}")


def _fault(element: etree._Element, styles: Styles) -> str | None:
    chain = _chain(element)
    if is_hidden(element, styles):
        return "hidden_text"
    size = _points(_first(chain, styles, "text-properties", "font-size"))
    if size is not None and 0 < size < _TINY:
        return "tiny_text"
    colour = _first(chain, styles, "text-properties", "color")
    if colour is None or not colour.startswith("#"):
        return None
    behind = _behind(element, chain, styles)
    return "same_colour_text" if behind is not None and is_same(colour[1:], behind.lstrip("#")) else None


def is_hidden(element: etree._Element, styles: Styles) -> bool:
    """Whether the words of a paragraph or span are not shown, by any style they are under."""
    chain = _chain(element)
    opacity = _first(chain, styles, "text-properties", "opacity") or ""
    return _first(chain, styles, "text-properties", "display") == "none" or opacity.rstrip("%") in (
        "0",
        "0.0",
    )


def _chain(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterancestors("{*}span", "{*}p", "{*}h", "{*}table-cell")]


def _behind(element: etree._Element, chain: list[etree._Element], styles: Styles) -> str | None:
    for kind in ("text-properties", "paragraph-properties"):
        own = _first(chain, styles, kind, "background-color")
        if own and own != "transparent":
            return own
    cell = next(element.iterancestors("{*}table-cell"), None)
    if cell is not None:
        own = styles.of(cell, "table-cell-properties", "background-color")
        if own and own != "transparent":
            return own
    if next(element.iterancestors("{*}frame", "{*}custom-shape", "{*}text-box", "{*}page"), None) is not None:
        return None  # a shape or slide has a ground of its own
    return "#FFFFFF"


def _first(chain: list[etree._Element], styles: Styles, kind: str, name: str) -> str | None:
    return next((value for each in chain if (value := styles.of(each, kind, name)) is not None), None)


def _points(value: str | None) -> float | None:
    match = re.fullmatch(r"(-?[\d.]+)(pt|in|cm|mm|px)?", value or "")
    try:
        return float(match[1]) * _POINTS[match[2]] if match else None
    except ValueError:
        return None


class Styles:
    """Automatic and named styles by name."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, etree._Element] = {}
        for name in ("styles.xml", "content.xml"):
            root = package.xml_if_there(name)
            for each in root.iter("{*}style") if root is not None else ():
                self._styles[attribute(each, "name") or ""] = each

    def of(self, element: etree._Element, kind: str, name: str) -> str | None:
        """A property of the style that the element names, or of those that one is made from."""
        style = attribute(element, "style-name") or ""
        seen: set[str] = set()
        while style and style not in seen and style in self._styles:
            seen.add(style)
            for properties_of in self._styles[style]:
                if local(properties_of) == kind and (value := attribute(properties_of, name)) is not None:
                    return value
            style = attribute(self._styles[style], "parent-style-name") or ""
        return None


def _values(root: etree._Element) -> Iterator[str]:
    """What lies behind what is shown: values of fields, long numbers of cells, words in formulas."""
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        number, formula = attribute(each, "value") or "", attribute(each, "formula") or ""
        if said := attribute(each, "string-value"):
            yield said
        if sum(letter.isdigit() for letter in number) >= _LONG_NUMBER:
            yield number
        if '"' in formula:
            yield formula


def _beside_the_page(root: etree._Element) -> Iterator[Hidden]:
    """Frames of a text that are moved away from every page."""
    for frame in root.iter("{*}frame", "{*}custom-shape"):
        if next(frame.iterancestors("{*}page", "{*}spreadsheet"), None) is not None:
            continue  # a slide's are looked at with it
        said = " ".join(text(frame).split())
        for side, size, most in (("x", "width", _MARGIN), ("y", "height", _TALLEST)):
            at, long = _points(attribute(frame, side)), _points(attribute(frame, size)) or 0.0
            if said and at is not None and (at + long < -most or at > _TALLEST * 2):
                yield hidden("off_page_object", "isi", said)
                break


def _links(root: etree._Element) -> Iterator[Hidden]:
    for each in root.iter("{*}image", "{*}object", "{*}plugin", "{*}section-source"):
        target = attribute(each, "href") or ""
        if re.match(r"(?:https?|file|ftp|smb):|\.\./|/", target):
            yield hidden("external_link", "isi", target)


def _properties(package: Package, looked: Looked) -> Iterator[Hidden]:
    meta = package.xml_if_there("meta.xml")
    for each in meta.iter() if meta is not None else ():
        name, value = local(each), text(each) if len(each) == 0 else ""
        if name in ("initial-creator", "creator", "printed-by"):
            yield from properties.person(value, f"properti {name}")
        elif name in ("title", "subject", "description", "keyword"):
            looked.aside(1, f"properti {name}", value)
            yield from properties.plain(value, f"properti {name}")
        elif name == "template":
            yield from properties.path(attribute(each, "href") or "", "properti template")
        elif name == "user-defined" and value.strip():
            looked.aside(1, "properti khusus", value)
            yield hidden("custom_property", f"properti {attribute(each, 'name') or ''}", value)


def _members(package: Package, looked: Looked) -> Iterator[Hidden]:
    manifest = package.xml_if_there("META-INF/manifest.xml")
    listed = {attribute(each, "full-path") or "" for each in manifest} if manifest is not None else set()
    for name in package.names:
        lower = name.lower()
        base = posixpath.basename(name)
        if (
            lower.startswith(("basic/", "scripts/"))
            and base
            and not lower.endswith(("script-lc.xml", "script-lb.xml"))
        ):
            yield hidden("macro", name)
        elif lower.startswith("versions/") or lower == "versionlist.xml":
            yield hidden("earlier_version", name)
        elif lower.startswith("object") and not lower.startswith("objectreplacements"):
            if "/" not in name:
                yield hidden("ole_object", name)
            elif base == "content.xml":
                yield hidden("embedded_file", posixpath.dirname(name))
                looked.aside(1, "objek", text(package.xml(name)))
        elif lower.startswith("thumbnails/") and base:
            yield note("thumbnail", name)
        elif not _OWN_PARTS.fullmatch(name) and name not in listed:
            yield hidden("unreferenced_member", "arsip", name)
        elif not _OWN_PARTS.fullmatch(name):
            yield hidden("embedded_file", name)
