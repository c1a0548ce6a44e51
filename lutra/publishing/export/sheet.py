"""Tables as XLSX. Rows go to disk as they come, so memory stays flat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime

import xlsxwriter

from lutra.publishing.export.table import Heading, Table

_LONGEST_CELL = 32_767  # Excel's own limit; beyond it the writer would leave the cell empty without a word
_READ = 65_536
# The same table gives the same bytes.
_MADE = datetime(2020, 1, 1, tzinfo=UTC)


def as_xlsx(table: Table) -> Iterator[bytes]:
    """One sheet, the headings bold and kept in sight. Every text is written as a text, so none is a formula."""
    with tempfile.TemporaryFile() as file:
        _write(table, file)
        file.seek(0)
        while chunk := file.read(_READ):
            yield chunk


def _write(table: Table, file: object) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": table.title, "created": _MADE.replace(tzinfo=None)})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, heading in enumerate(table.headings):
            sheet.set_column(column, column, _wide(heading))
            sheet.write_string(0, column, heading.label, bold)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, _fitting(cell), wrapped)
                elif cell is not None:
                    sheet.write_number(number, column, cell, wrapped)


def _fitting(text: str) -> str:
    """The text within Excel's limit; where something had to be left out, that is said."""
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 4]} […]"


def _wide(heading: Heading) -> float:
    """A column's width in letters, kept between what can be read and what fits a screen."""
    return min(max(heading.width * 0.9, 10), 60)
