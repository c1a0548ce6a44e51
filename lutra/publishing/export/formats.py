"""Which file formats there are. The PDF's typesetter is loaded only when somebody wants one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.module_loading import import_string

from lutra.publishing.export.table import Table


@dataclass(frozen=True, slots=True)
class Format:
    """How a table becomes a file: ``maker`` is the function's dotted path, since web processes stay small."""

    maker: str
    media_type: str
    suffix: str


FORMATS: dict[str, Format] = {
    "csv": Format("lutra.publishing.export.text.as_csv", "text/csv; charset=utf-8", ".csv"),
    "csv-excel": Format("lutra.publishing.export.text.as_csv_for_excel", "text/csv; charset=utf-8", ".csv"),
    "json": Format("lutra.publishing.export.text.as_json", "application/json", ".json"),
    "xlsx": Format(
        "lutra.publishing.export.sheet.as_xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    "pdf": Format("lutra.publishing.export.pdf.as_pdf", "application/pdf", ".pdf"),
}


def chunks(table: Table, name: str) -> Iterator[bytes]:
    """The file, piece by piece, for a streamed answer. Raises KeyError for a format that is not in ``FORMATS``."""
    made: Iterator[bytes] = import_string(FORMATS[name].maker)(table)
    return made
