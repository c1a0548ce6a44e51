"""Text of an Excel workbook: a page for each sheet, a line for each row, tabs between the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from lxml import etree

from lutra.documents.reading.archive import Package
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text
from lutra.documents.types import XLSX

_WIDEST = 256  # columns that are written out; data beyond is appended
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Cell:
    """One filled cell; columns and rows count from 1."""

    row: int
    column: int
    text: str
    style: int
    shared: int | None = None  # number of the shared string it shows


@dataclass(slots=True)
class Sheet:
    """One sheet with its XML."""

    number: int
    name: str
    state: str  # visible, hidden, veryHidden
    part: str
    root: etree._Element
    cells: list[Cell] = field(default_factory=list)


class Workbook:
    """A workbook opened once for reading and for looking."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part("xl/workbook.xml")
        self.root = package.xml(self.part)

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        names = self.package.matching(r"xl/sharedStrings\.xml")
        if not names:
            return []
        return [
            "".join(text(each) for each in entry.iter() if local(each) == "t" and not _is_phonetic(each))
            for entry in self.package.xml(names[0])
            if local(entry) == "si"
        ]

    @cached_property
    def styles(self) -> etree._Element | None:
        """The styles part."""
        names = self.package.matching(r"xl/styles\.xml")
        return self.package.xml(names[0]) if names else None

    @cached_property
    def formats(self) -> list[int]:
        """Of every cell style the number of its number format."""
        return [int(attribute(each, "numFmtId") or 0) for each in self._cell_styles]

    @cached_property
    def _cell_styles(self) -> list[etree._Element]:
        if self.styles is None:
            return []
        return [
            each
            for block in self.styles
            if local(block) == "cellXfs"
            for each in block
            if local(each) == "xf"
        ]

    @cached_property
    def rule_looks(self) -> list[etree._Element]:
        """What rules of conditional formatting may make cells look like."""
        return [
            each
            for block in (self.styles if self.styles is not None else ())
            if local(block) == "dxfs"
            for each in block
            if local(each) == "dxf"
        ]

    @cached_property
    def own_formats(self) -> dict[int, str]:
        """Number formats that the workbook defines."""
        if self.styles is None:
            return {}
        return {
            int(attribute(each, "numFmtId") or 0): attribute(each, "formatCode") or ""
            for block in self.styles
            if local(block) == "numFmts"
            for each in block
        }

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        def is_date(number: int) -> bool:
            if number in _DATE_FORMATS:
                return True
            code = _QUOTED.sub("", self.own_formats.get(number, "")).lower()
            return "y" in code or "d" in code

        return frozenset(style for style, number in enumerate(self.formats) if is_date(number))

    @cached_property
    def _starts_1904(self) -> bool:
        return any(
            local(each) == "workbookPr" and attribute(each, "date1904") in ("1", "true") for each in self.root
        )

    @cached_property
    def sheets(self) -> list[Sheet]:
        """All sheets, hidden ones too, with their cells."""
        relations = self.package.relationships(self.part)
        found: list[Sheet] = []
        for each in self.root.iter():
            if local(each) != "sheet":
                continue
            key = next((str(value) for name, value in each.attrib.items() if str(name).endswith("}id")), "")
            target = relations.get(key, ("", "", False))[1]
            if target not in self.package:
                continue
            sheet = Sheet(
                len(found) + 1,
                attribute(each, "name") or "",
                attribute(each, "state") or "visible",
                target,
                self.package.xml(target),
            )
            sheet.cells = list(self._cells(sheet.root))
            found.append(sheet)
        return found

    def _cells(self, root: etree._Element) -> Iterator[Cell]:
        row = 0
        for line in root.iter("{*}row"):
            row = int(attribute(line, "r") or row + 1)
            column = 0
            for each in line:
                if local(each) != "c":
                    continue
                column = _column(attribute(each, "r")) or column + 1
                said, shared = self._said(each)
                if said:
                    yield Cell(row, column, said, int(attribute(each, "s") or 0), shared)

    def _said(self, cell: etree._Element) -> tuple[str, int | None]:
        kind = attribute(cell, "t") or "n"
        value, inline = "", ""
        for part in cell:
            name = local(part)
            if name == "v":
                value = part.text or ""
            elif name == "is":
                inline = text(part)
        if kind == "s":
            try:
                number = int(value)
                return self.strings[number], number
            except (ValueError, IndexError):
                return "", None
        if kind == "inlineStr":
            return inline, None
        if kind == "n" and value:
            return self._number(value, int(attribute(cell, "s") or 0)), None
        return value, None

    def _number(self, value: str, style: int) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self._date_styles and 1 <= number < 2_958_466:
            start = (
                datetime(1904, 1, 1, tzinfo=UTC) if self._starts_1904 else datetime(1899, 12, 30, tzinfo=UTC)
            )
            return f"{start + timedelta(days=int(number)):%d-%m-%Y}"
        if number == int(number) and abs(number) < 10**18:
            # The digits as they are written: sixteen of them do not fit a float.
            return value if value.lstrip("-").isdigit() else str(int(number))
        return value


def _is_phonetic(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "rPh"


def _column(reference: str | None) -> int:
    match = _REFERENCE.fullmatch(reference or "")
    return 0 if match is None else column_number(match[1])


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its capital letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column by its number, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_text(cells: list[Cell]) -> str:
    """Cells as lines with tabs, each in its column."""
    lines: list[str] = []
    row, column = 0, 0
    parts: list[str] = []
    for cell in cells:
        if cell.row != row:
            if parts:
                lines.append("".join(parts))
            row, column, parts = cell.row, 1, []
        gap = max(0, min(cell.column, _WIDEST) - column)
        parts.append("\t" * gap + " ".join(cell.text.split()))
        column += gap
    if parts:
        lines.append("".join(parts))
    return "\n".join(lines)


def read(source: Source) -> Reading:
    """All sheets, hidden ones too: whoever gets the file gets them."""
    workbook = Workbook(source.package)
    return read_workbook(workbook)


def read_workbook(workbook: Workbook) -> Reading:
    """As ``read``, of an opened workbook."""
    found = []
    for sheet in workbook.sheets:
        said = [sheet_text(sheet.cells), *_shown_beside(workbook.package, sheet)]
        found.append(Page(sheet.number, sheet.name, "\n".join(part for part in said if part)))
    return Reading(XLSX, tuple(found))


def _shown_beside(package: Package, sheet: Sheet) -> Iterator[str]:
    """Headers and footers of the print, words in drawn boxes."""
    for each in sheet.root.iter("{*}headerFooter"):
        yield " ".join(text(part) for part in each)
    for kind, target, external in package.relationships(sheet.part).values():
        if kind == "drawing" and not external and target in package:
            yield "\n".join(
                " ".join(text(run) for run in paragraph.iter("{*}t"))
                for paragraph in package.xml(target).iter("{*}p")
            ).strip()
