"""A clean copy of an OpenDocument text or table: changes accepted; hidden parts, comments and properties left out."""

from __future__ import annotations

from bisect import bisect_left

from lxml import etree

from lutra.documents.cleaning.packing import Picture, drop, unwrap, written, zipped
from lutra.documents.hidden.opendocument import Styles, is_hidden
from lutra.documents.reading.archive import Package
from lutra.documents.reading.xml import attribute, local

_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_GONE = frozenset(
    {"tracked-changes", "change", "change-start", "change-end", "annotation", "annotation-end", "hidden-text"}
    | {"hidden-paragraph", "conditional-text", "forms", "scripts", "event-listeners", "named-expressions"}
    | {"database-ranges", "data-pilot-tables", "table-source", "dde-source", "dde-links", "consolidation"}
    | {"variable-decls", "user-field-decls", "sequence-decls", "dde-connection-decls", "object", "object-ole"}
    | {"applet", "plugin", "floating-frame", "settings", "meta", "cell-range-source", "content-validations"}
    | {
        "label-ranges",
        "scenario",
        "detective",
        "shapes",
        "tracked-change",
        "alphabetical-index-auto-mark-file",
    }
)
_FIELDS = frozenset(
    {"author-name", "author-initials", "creator", "initial-creator", "editing-cycles", "editing-duration"}
    | {
        "file-name",
        "print-date",
        "printed-by",
        "user-defined",
        "database-display",
        "variable-get",
        "variable-set",
    }
    | {
        "user-field-get",
        "sender-firstname",
        "sender-lastname",
        "template-name",
        "placeholder",
        "script",
        "dde-connection",
    }
)
_WORDS = frozenset({"span", "p", "h"})
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_REPEATS = 20_000


def clean(package: Package, picture: Picture) -> bytes:
    """The copy. Raises what ``Package`` raises for a file that cannot be read."""
    kind = package.read("mimetype").decode("ascii", "replace").strip()
    parts: dict[str, bytes] = {}
    roots = {"content.xml": package.xml("content.xml")}
    if "styles.xml" in package:
        roots["styles.xml"] = package.xml("styles.xml")
    styles = Styles(package)
    for name, root in roots.items():
        _tidy(root, styles)
        for link in [each for each in root.iter() if attribute(each, "href")]:
            _link(link, package, picture, parts)
        parts[name] = written(root)
    listed = etree.Element(f"{{{_MANIFEST}}}manifest", nsmap={"manifest": _MANIFEST})
    for path, media in [("/", kind), *((name, _media(name)) for name in parts)]:
        each = etree.SubElement(listed, f"{{{_MANIFEST}}}file-entry")
        each.set(f"{{{_MANIFEST}}}full-path", path)
        each.set(f"{{{_MANIFEST}}}media-type", media)
    parts["META-INF/manifest.xml"] = written(listed)
    return zipped(parts, first=("mimetype", kind.encode("ascii")))


def _media(name: str) -> str:
    if name.endswith(".xml"):
        return "text/xml"
    return "image/png" if name.endswith(".png") else "image/jpeg"


def _is_unseen(element: etree._Element, styles: Styles) -> bool:
    name = local(element)
    if name in _WORDS:
        switches = (each for each in element if local(each) == "hidden-paragraph")
        return any(attribute(each, "is-hidden") != "false" for each in switches) or is_hidden(element, styles)
    if name == "table":
        return styles.of(element, "table-properties", "display") == "false"
    return name == "section" and (attribute(element, "display") or "true") != "true"


def _tidy(root: etree._Element, styles: Styles) -> None:
    # Styles stay: without them what they hide would appear.
    unseen = [each for each in root.iter() if _is_unseen(each, styles)]
    for each in list(root.iter()):
        if local(each) in _GONE | _FIELDS:
            drop(each)
    for each in unseen:
        drop(each)
    for table in [each for each in root.iter() if local(each) == "table"]:
        _table(table)
    for each in root.iter():
        for name in list(each.attrib):
            word = str(name).rpartition("}")[2]
            if word in {"formula", "content-validation-name", "rsid", "paragraph-rsid", "protection-key"}:
                del each.attrib[name]


def _table(table: etree._Element) -> None:
    """Take hidden rows and columns out of a table."""
    gone: set[int] = set()
    at = 0
    for column in [each for each in table.iter() if local(each) == "table-column"]:
        count = min(_repeats(column, "number-columns-repeated"), _MOST_REPEATS)
        if attribute(column, "visibility") in _HIDDEN:
            gone.update(range(at, at + count))
            drop(column)
        at += count
    ordered = sorted(gone)
    for row in [each for each in table.iter() if local(each) == "table-row"]:
        if attribute(row, "visibility") in _HIDDEN:
            drop(row)
        elif gone:
            _cells(row, ordered)


def _cells(row: etree._Element, gone: list[int]) -> None:
    at = 0
    for cell in list(row):
        if local(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        count = _repeats(cell, "number-columns-repeated")
        left = count - (bisect_left(gone, at + count) - bisect_left(gone, at))
        if left <= 0:
            drop(cell)
        elif left != count:
            _set(cell, "number-columns-repeated", str(left))
        at += count


def _repeats(element: etree._Element, name: str) -> int:
    said = attribute(element, name) or "1"
    return int(said) if said.isdecimal() and len(said) < 10 else 1


def _set(element: etree._Element, word: str, value: str) -> None:
    for name in element.attrib:
        if str(name).rpartition("}")[2] == word:
            element.set(name, value)


def _link(element: etree._Element, package: Package, picture: Picture, parts: dict[str, bytes]) -> None:
    """Keep a link of the web and a picture drawn anew; everything else that points somewhere goes."""
    target = (attribute(element, "href") or "").removeprefix("./")
    if local(element) == "image" and target in package:
        made = picture(package.read(target))
        if made is not None:
            parts[target] = made
            return
    if target.startswith(("http://", "https://", "#")) and local(element) == "a":
        return
    if local(element) == "a":
        unwrap(element)
        return
    frame = element.getparent()
    drop(element)
    if frame is not None and local(frame) == "frame" and not len(frame):
        drop(frame)
