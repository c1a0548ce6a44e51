"""Text of OpenDocument files: texts (odt), tables (ods), presentations (odp)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lutra.documents.reading.errors import Encrypted
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text
from lutra.documents.types import ODP, ODS

_MOST_REPEATED = 50
# Said beside the page and not on it.
ASIDES = {"annotation": "komentar", "tracked-changes": "teks yang dihapus", "notes": "catatan pembicara"}


def read(source: Source) -> Reading:
    """Pages of a text are not told apart in the file: it is one page. Sheets and slides are pages."""
    refuse_locked(source)
    root = source.package.xml("content.xml")
    kind = source.media_type or ""
    if kind == ODS:
        pages = tuple(
            Page(number, attribute(table, "name") or "", _table(table))
            for number, table in enumerate(_top_tables(root), 1)
        )
    elif kind == ODP:
        pages = tuple(
            Page(number, attribute(slide, "name") or "", "".join(_story(slide)).strip())
            for number, slide in enumerate(root.iter("{*}page"), 1)
        )
    else:
        pages = (Page(1, "", "\n".join(["".join(_story(root)).strip(), *_heads(source)]).strip()),)
    return Reading(kind, pages, tuple(_asides(root)))


def refuse_locked(source: Source) -> None:
    """Raises Encrypted when the manifest says that a part is locked with a password."""
    manifest = source.package.xml_if_there("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise Encrypted()


def _top_tables(root: etree._Element) -> Iterator[etree._Element]:
    for table in root.iter("{*}table"):
        if next(table.iterancestors("{*}table"), None) is None:
            yield table


def _table(table: etree._Element) -> str:
    lines = []
    for row in table.iter("{*}table-row"):
        parts: list[str] = []
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            said = " ".join("".join(_story(cell)).split())
            if not said:
                said = attribute(cell, "value") or attribute(cell, "date-value") or ""
            times = min(int(attribute(cell, "number-columns-repeated") or 1), _MOST_REPEATED)
            parts += [said] * times
        line = "\t".join(parts).rstrip("\t")
        if line:
            lines.append(line)
    return "\n".join(lines)


def _story(root: etree._Element) -> Iterator[str]:
    """Letters in their order, without what stands beside the page."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if name in ASIDES and element is not root:
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                yield element.tail or ""
            continue
        if depth:
            continue
        if event == "start":
            if name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name == "s":
                yield " " * min(int(attribute(element, "c") or 1), 50)
            if _is_text(element):
                yield element.text or ""
        else:
            if name in ("p", "h"):
                yield "\n"
            elif name == "table-cell":
                yield "\t"
            parent = element.getparent()
            if element is not root and parent is not None and _is_text(parent):
                yield element.tail or ""


_SPOKEN = {"p", "h", "span", "a", "title", "desc", "ruby-base", "meta", "note-citation"}


def _is_text(element: etree._Element) -> bool:
    name = local(element)
    namespace = str(element.tag).partition("}")[0] if isinstance(element.tag, str) else ""
    return name in _SPOKEN or "text:1.0" in namespace


def _heads(source: Source) -> Iterator[str]:
    styles = source.package.xml_if_there("styles.xml")
    for each in styles.iter("{*}header", "{*}footer") if styles is not None else ():
        said = "".join(_story(each)).strip()
        if said:
            yield said


def _asides(root: etree._Element) -> Iterator[Page]:
    for each in root.iter():
        label = ASIDES.get(local(each))
        if label is None:
            continue
        said = "\n".join(text(paragraph) for paragraph in each.iter("{*}p")).strip()
        if said:
            page = next(each.iterancestors("{*}page"), None)
            number = len(list(page.itersiblings("{*}page", preceding=True))) + 1 if page is not None else 1
            yield Page(number, label, said)
