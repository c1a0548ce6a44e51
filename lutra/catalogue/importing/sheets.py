"""The bytes of a file as sheets of cells: XLSX, XLS, ODS, and text with whatever separator and encoding."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import python_calamine
from lxml import html

from lutra.catalogue.importing.faults import unreadable
from lutra.catalogue.importing.unsaid import Unsaid, read_unsaid

Cell = str | int | float | bool | date | datetime | None

MOST_ROWS = 200_000
_MOST_COLUMNS = 200
_MOST_UNPACKED = 400  # MB; a list of twenty thousand items has about twenty
_ZIP, _OLE, _UTF16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = (";", ",", "\t", "|")
_LONGEST_FIELD = 1_000_000
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """Cells as they were found; ``rows[0]`` is the sheet's row 1."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    is_hidden: bool = False
    links: Mapping[tuple[int, int], str] = field(
        default_factory=dict
    )  # (row from 1, column from 0) -> address
    hidden_rows: frozenset[int] = frozenset()  # from 1
    hidden_columns: frozenset[int] = frozenset()  # from 0


def read(content: bytes) -> list[Sheet]:
    """All sheets of a file, told by its content and not by its name. Text is one sheet without a name.

    Raises UnreadableFile.
    """
    if not content.strip():
        raise unreadable("empty")
    if content.startswith(_ZIP):
        _check_archive(content)
        return list(_workbook(content))
    if content.startswith(_OLE):
        return list(_workbook(content))
    if b"<table" in content[:200_000].lower():  # what many programs call .xls
        return list(_web_page(content))
    return [_text(content)]


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    # What zipfile raises for a damaged or oddly packed archive.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError) as error:
        raise unreadable("damaged") from error
    if size > _MOST_UNPACKED * 1024 * 1024:
        raise unreadable("too_large", rows=MOST_ROWS, size=_MOST_UNPACKED)


def _workbook(content: bytes) -> Iterator[Sheet]:
    """Every sheet of an office workbook. The reader is written in another language and fails in its own ways."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        unsaid = read_unsaid(content)
        for about in book.sheets_metadata:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height > MOST_ROWS:
                raise unreadable("too_large", rows=MOST_ROWS, size=_MOST_UNPACKED)
            beside = unsaid.get(about.name, Unsaid())
            yield Sheet(
                name=about.name,
                rows=[
                    [_cell(value) for value in row[:_MOST_COLUMNS]]
                    for row in sheet.to_python(skip_empty_area=False)
                ],
                merged=list(sheet.merged_cell_ranges or ()),
                is_hidden=about.visible is not python_calamine.SheetVisibleEnum.Visible,
                links=beside.links,
                hidden_rows=frozenset(beside.rows),
                hidden_columns=frozenset(beside.columns),
            )
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise unreadable("damaged") from error
    except BaseException as error:
        # The reader's own panic is no Exception; everything else of that kind goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable("damaged") from error


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, bool | int | float | date | datetime):
        return value
    return None


def _web_page(content: bytes) -> Iterator[Sheet]:
    try:
        page = html.document_fromstring(decode(content))
    except (ValueError, html.etree.ParserError) as error:
        raise unreadable("damaged") from error
    for number, table in enumerate(page.iter("table"), start=1):
        rows: list[list[Cell]] = [
            [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")]
            for row in table.iter("tr")
        ]
        yield Sheet(name=f"Tabel {number}", rows=rows[:MOST_ROWS])


def _text(content: bytes) -> Sheet:
    text = decode(content)
    separators: tuple[str, ...] = _SEPARATORS
    if found := _SEPARATOR_LINE.match(text):
        separators, text = (found[1],), text[found.end() :]
        return Sheet(name="", rows=[[], *_fields(text, separators[0])])
    if _is_binary(text) or text.startswith("%PDF-"):
        raise unreadable("not_a_table")
    head = "\n".join(text.split("\n")[:60])
    best = max(separators, key=lambda separator: _regularity(_fields(head, separator)))
    return Sheet(name="", rows=_fields(text, best))


def decode(content: bytes) -> str:
    """Text in UTF-8 or UTF-16 with or without a mark, or in the old Windows code; line by line where they are mixed."""
    if content.startswith(_UTF16):
        text = content.decode("utf-16", "replace")
    elif content[:400].count(0) > len(content[:400]) // 4:
        text = content.decode("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", "replace")
    else:
        text = "".join(
            _line(line) for line in content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
        )
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _is_binary(text: str) -> bool:
    head = text[:4000]
    odd = sum(1 for letter in head if letter < " " and letter not in "\t\n\f")
    return odd > max(2, len(head) // 50)


def _fields(text: str, separator: str) -> list[list[Cell]]:
    """The records of a text, blank lines among them. An unclosed quote must not swallow the rest of the file."""
    csv.field_size_limit(_LONGEST_FIELD)
    rows = _records(text, separator, csv.QUOTE_MINIMAL)
    if any(isinstance(cell, str) and cell.count("\n") > 40 for row in rows for cell in row):
        rows = _records(text, separator, csv.QUOTE_NONE)
    return rows


def _records(text: str, separator: str, quoting: int) -> list[list[Cell]]:
    reader = csv.reader(io.StringIO(text), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    rows: list[list[Cell]] = []
    try:
        for row in reader:
            rows.append(list(row[:_MOST_COLUMNS]))
            if len(rows) > MOST_ROWS:
                raise unreadable("too_large", rows=MOST_ROWS, size=_MOST_UNPACKED)
    except csv.Error as error:
        raise unreadable("damaged") from error
    return rows


def _regularity(rows: list[list[Cell]]) -> tuple[int, int]:
    """How much a separator makes a table of a text: how many rows have the commonest width, and that width."""
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return (0, 0)
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(common) * min(common, 6), common)
