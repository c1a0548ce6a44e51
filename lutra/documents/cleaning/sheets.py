"""A clean copy of a workbook: the visible sheets with values and looks; rows and columns that are hidden are gone.

Formulas become values, since they may ask for what was hidden; strings stand in their cells. Drawings, pivots, links,
names, comments and properties are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from lxml import etree

from lutra.documents.cleaning.packing import Opc, relations, written
from lutra.documents.reading.archive import Package
from lutra.documents.reading.sheets import Workbook, column_letters, column_number
from lutra.documents.reading.xml import attribute, local

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_OFF = frozenset({"", "0", "false"})
_LAST_COLUMN = 16_384
_INVISIBLE_FORMAT = re.compile(r";;;\s*|(\"\"\s*;?\s*)+")


def clean(package: Package) -> bytes:
    """The copy. Raises what ``Package`` raises for a file that cannot be read."""
    book = Workbook(package)
    opc = Opc(package, frozenset({"theme"}), lambda root, _kind: _plain_styles(root), lambda _content: None)
    visible = [
        sheet for sheet in book.sheets if sheet.state == "visible" and local(sheet.root) == "worksheet"
    ]
    windows = (attribute(each, "visibility") or "visible" for each in book.root.iter("{*}workbookView"))
    if not visible or any(window != "visible" for window in windows):
        raise ValueError("no sheet to show")
    rows = []
    for number, sheet in enumerate(visible, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        opc.parts[name] = written(_sheet(sheet.root, book))
        opc.kinds[name] = f"{_KIND}.worksheet+xml"
        rows.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml", False))
    for word, target in (("styles", "xl/styles.xml"), ("theme", "xl/theme/theme1.xml")):
        if target in package and opc.add(target, word):
            opc.kinds[target] = (
                f"{_KIND}.styles+xml"
                if word == "styles"
                else "application/vnd.openxmlformats-officedocument.theme+xml"
            )
            rows.append((f"rId{len(rows) + 1}", word, target.removeprefix("xl/"), False))
    opc.parts["xl/workbook.xml"] = _workbook([sheet.name for sheet in visible], book.root)
    opc.kinds["xl/workbook.xml"] = f"{_KIND}.sheet.main+xml"
    opc.parts["xl/_rels/workbook.xml.rels"] = relations(rows)
    return opc.packed("xl/workbook.xml")


def _workbook(names: list[str], before: etree._Element) -> bytes:
    root = etree.Element(f"{{{_SHEET}}}workbook", nsmap={None: _SHEET, "r": _OFFICE})
    if any(
        local(each) == "workbookPr" and (attribute(each, "date1904") or "") not in _OFF for each in before
    ):
        etree.SubElement(root, f"{{{_SHEET}}}workbookPr", date1904="1")
    sheets = etree.SubElement(root, f"{{{_SHEET}}}sheets")
    for number, name in enumerate(names, 1):
        each = etree.SubElement(sheets, f"{{{_SHEET}}}sheet", name=name, sheetId=str(number))
        each.set(f"{{{_OFFICE}}}id", f"rId{number}")
    return written(root)


def _plain_styles(root: etree._Element) -> None:
    for each in list(root):
        if local(each) in {"extLst", "objectDefaults", "extraClrSchemeLst"}:
            root.remove(each)


def _sheet(before: etree._Element, book: Workbook) -> etree._Element:
    hidden_columns = set(_hidden_columns(before))
    columns = Moves(hidden_columns)
    lines = [row for row in before.iter() if local(row) == "row"]
    numbers = [int(attribute(row, "r") or at) for at, row in enumerate(lines, 1)]
    rows = Moves({number for number, row in zip(numbers, lines, strict=True) if _is_hidden(row)})
    root = etree.Element(f"{{{_SHEET}}}worksheet", nsmap={None: _SHEET})
    _widths(before, root, columns)
    data = etree.SubElement(root, f"{{{_SHEET}}}sheetData")
    for number, row in zip(numbers, lines, strict=True):
        at = rows.to(number)
        if at is None:
            continue
        line = etree.SubElement(data, f"{{{_SHEET}}}row", r=str(at))
        for name in ("ht", "customHeight"):
            if value := attribute(row, name):
                line.set(name, value)
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            found = _REFERENCE.fullmatch(attribute(cell, "r") or "")
            column = column_number(found[1]) if found else column + 1
            moved = columns.to(column)
            if moved is not None:
                _cell(cell, line, f"{column_letters(moved)}{at}", book)
    _merges(before, root, rows, columns)
    return root


def _cell(cell: etree._Element, line: etree._Element, reference: str, book: Workbook) -> None:
    style = attribute(cell, "s") or "0"
    made = etree.SubElement(line, f"{{{_SHEET}}}c", r=reference, s=style)
    kind = attribute(cell, "t") or "n"
    value = next((part.text or "" for part in cell if local(part) == "v"), "")
    if _is_formatted_away(style, book):
        return
    words: str | None = None
    if kind == "s":
        words = book.strings[int(value)] if value.isdecimal() and int(value) < len(book.strings) else ""
    elif kind == "str":
        words = value
    elif kind == "inlineStr":
        texts = (
            each.text or ""
            for part in cell
            if local(part) == "is"
            for each in part.iter()
            if local(each) == "t"
        )
        words = "".join(texts)
    if words is not None:
        made.set("t", "inlineStr")
        inner = etree.SubElement(etree.SubElement(made, f"{{{_SHEET}}}is"), f"{{{_SHEET}}}t")
        inner.text = words
        inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    elif value:
        if kind in {"b", "e", "d"}:
            made.set("t", kind)
        etree.SubElement(made, f"{{{_SHEET}}}v").text = value


def _is_formatted_away(style: str, book: Workbook) -> bool:
    number = int(style) if style.isdecimal() else 0
    if number >= len(book.formats):
        return False
    code = book.own_formats.get(book.formats[number], "General")
    return _INVISIBLE_FORMAT.fullmatch(code.strip()) is not None


def _hidden_columns(root: etree._Element) -> Iterator[int]:
    usual = next(root.iter("{*}sheetFormatPr"), None)
    unnamed: set[int] = set()
    if usual is not None and _is_nothing(attribute(usual, "defaultColWidth")):
        unnamed.update(range(1, _LAST_COLUMN + 1))
    for each in root.iter("{*}col"):
        last = min(int(attribute(each, "max") or 0), _LAST_COLUMN)
        columns = range(int(attribute(each, "min") or 1), last + 1)
        unnamed.difference_update(columns)
        if (attribute(each, "hidden") or "") not in _OFF or _is_nothing(attribute(each, "width")):
            yield from columns
    yield from unnamed


def _is_hidden(row: etree._Element) -> bool:
    return (attribute(row, "hidden") or "") not in _OFF or _is_nothing(attribute(row, "ht"))


def _is_nothing(size: str | None) -> bool:
    try:
        return size is not None and float(size) <= 0.5
    except ValueError:
        return False


class Moves:
    """Where a row or column goes when those before it are gone."""

    def __init__(self, gone: set[int]) -> None:
        self._gone = gone
        self._sorted = sorted(gone)

    def to(self, number: int) -> int | None:
        """The new number; None for what is gone."""
        return None if number in self._gone else number - bisect_left(self._sorted, number)

    def stretch(self, first: int, last: int) -> tuple[int, int] | None:
        """The new ends of a stretch; None when nothing of it stays."""
        begin, end = first - bisect_left(self._sorted, first), last - bisect_right(self._sorted, last)
        return (begin, end) if begin <= end else None


def _widths(before: etree._Element, root: etree._Element, columns: Moves) -> None:
    block = etree.Element(f"{{{_SHEET}}}cols")
    for each in before.iter():
        if local(each) != "col" or not attribute(each, "width"):
            continue
        first, last = int(attribute(each, "min") or 1), int(attribute(each, "max") or 1)
        ends = columns.stretch(first, min(last, first + 200))
        if ends:
            etree.SubElement(
                block,
                f"{{{_SHEET}}}col",
                min=str(ends[0]),
                max=str(ends[1]),
                width=attribute(each, "width") or "9",
                customWidth="1",
            )
    if len(block):
        root.append(block)


def _merges(before: etree._Element, root: etree._Element, rows: Moves, columns: Moves) -> None:
    block = etree.Element(f"{{{_SHEET}}}mergeCells")
    for each in before.iter():
        found = re.fullmatch(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)", attribute(each, "ref") or "")
        if local(each) != "mergeCell" or not found or int(found[4]) - int(found[2]) > 100_000:
            continue
        high = rows.stretch(int(found[2]), int(found[4]))
        wide = columns.stretch(column_number(found[1]), column_number(found[3]))
        if high and wide and (high[0], wide[0]) != (high[1], wide[1]):
            reference = f"{column_letters(wide[0])}{high[0]}:{column_letters(wide[1])}{high[1]}"
            etree.SubElement(block, f"{{{_SHEET}}}mergeCell", ref=reference)
    if len(block):
        block.set("count", str(len(block)))
        root.append(block)
