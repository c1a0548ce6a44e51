"""A report as one piece of plain data, its hash, and its way out to files and back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from lutra.directory.models import Government
from lutra.ledger.chain import canonical
from lutra.publishing.export.table import harmless
from lutra.statistics.annual.figures import TIMES, Figures, Row

FORMAT = 1
#: What a body's number stands for in a file where it is the whole government.
OVERALL = "all"
_COLUMNS = ("body", "name", "figure", "value")

Content = dict[str, Any]


def content_of(
    government: Government,
    found: Figures,
    /,
    *,
    typed: Mapping[str, Any],
    previous: Mapping[str, Any] | None,
    version: int = 0,
    correction: str = "",
    signature: str = "",
    footnotes: Sequence[Mapping[str, str]] = (),
) -> Content:
    """The whole report as plain data. ``version`` 0 is a draft; ``footnotes`` are the signed overrides."""
    return {
        "format": FORMAT,
        "government": government.code,
        "year": found.year,
        "version": version,
        "drawn_on": found.drawn_on,
        "as_of": found.as_of,
        "upto": found.upto,
        "root": found.root,
        "overall": row_as_json(found.overall),
        "bodies": [row_as_json(row) for row in found.bodies],
        "oldest": [dict(one) for one in found.oldest],
        "typed": dict(typed),
        "previous": dict(previous) if previous else None,
        "correction": correction,
        "signature": signature,
        "footnotes": [dict(one) for one in footnotes],
    }


def row_as_json(row: Row) -> dict[str, Any]:
    """A row of figures as plain data."""
    return {"body": row.body, "name": row.name, "figures": dict(row.figures), "times": dict(row.times)}


def sha256(content: Content) -> str:
    """The hash of a report: SHA-256, in lower-case hex, over its canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def as_json(content: Content) -> bytes:
    """The report as a file for programs, with its hash."""
    whole = {**content, "sha256": sha256(content)}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def from_json(file: bytes) -> Content:
    """What ``as_json`` wrote. Raises ValueError when the hash does not fit."""
    content: Content = json.loads(file)
    told = content.pop("sha256", None)
    if told != sha256(content):
        raise ValueError("the report is not what its hash says")
    return content


def as_csv(content: Content) -> bytes:
    """The figures as CSV by RFC 4180: one line for each figure of each row; an empty value is a time of nothing."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows_of(content):
        body = OVERALL if row["body"] is None else row["body"]
        for name, value in [*row["figures"].items(), *((f"days.{t}", row["times"][t]) for t in TIMES)]:
            writer.writerow([body, harmless(row["name"]), name, "" if value is None else value])
    return text.getvalue().encode()


def from_csv(file: bytes) -> list[dict[str, Any]]:
    """The rows that ``as_csv`` wrote, overall first."""
    rows: dict[str, dict[str, Any]] = {}
    for line in csv.DictReader(io.StringIO(file.decode(), newline="")):
        body = None if line["body"] == OVERALL else int(line["body"])
        name = line["name"]
        if harmless(name[1:]) == name:  # the mark that keeps a spreadsheet from running it
            name = name[1:]
        row = rows.setdefault(line["body"], {"body": body, "name": name, "figures": {}, "times": {}})
        if (time := line["figure"].removeprefix("days.")) != line["figure"]:
            row["times"][time] = line["value"] or None
        else:
            row["figures"][line["figure"]] = int(line["value"])
    return list(rows.values())


def rows_of(content: Content) -> list[dict[str, Any]]:
    """All rows, overall first."""
    return [content["overall"], *content["bodies"]]
