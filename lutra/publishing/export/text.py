"""Tables as CSV and JSON, line by line, so that memory stays flat."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from lutra.publishing.export.table import Table, harmless


class _Line:
    """A file that gives back what was written last, for the csv module to write into."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written = text
        return len(text)


def as_csv(table: Table) -> Iterator[bytes]:
    """CSV by RFC 4180: commas, UTF-8, the headings on the first line; what programs read."""
    return _csv(table, delimiter=",", mark="")


def as_csv_for_excel(table: Table) -> Iterator[bytes]:
    """CSV that Excel with Indonesian settings opens by a double click.

    There the comma stands in decimals, so lists are split at the semicolon; and only a byte order mark tells Excel
    that the text is UTF-8.
    """
    return _csv(table, delimiter=";", mark="\ufeff")


def _csv(table: Table, *, delimiter: str, mark: str) -> Iterator[bytes]:
    line = _Line()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(harmless(label) for label in table.labels)
    yield (mark + line.written).encode()
    for row in table.rows:
        writer.writerow([harmless(cell) for cell in row])
        yield line.written.encode()


def as_json(table: Table) -> Iterator[bytes]:
    """A JSON array with an object for each row, named by the headings' codes."""
    codes = [heading.code for heading in table.headings]
    separator = "["
    for row in table.rows:
        yield (separator + "\n" + json.dumps(dict(zip(codes, row, strict=True)), ensure_ascii=False)).encode()
        separator = ","
    yield b"[]\n" if separator == "[" else b"\n]\n"
