"""An item in the law's columns: the one place that says what stands under each heading of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lutra.catalogue.models import Item, ItemFile
from lutra.law import statute

#: A row as it is frozen: plain JSON. ``row_of`` makes it, ``cells`` reads it.
Row = dict[str, Any]

#: The fields of a row that make it another row when they differ; what a diff between two versions looks at.
COMPARED = (
    "title",
    "summary",
    "plain_summary",
    "kind",
    "body",
    "holder",
    "responsible",
    "made_on",
    "made_when",
    "made_at",
    "period_from",
    "period_until",
    "forms",
    "retention",
    "dataset",
    "files",
)


def row_of(item: Item, files: Iterable[ItemFile]) -> Row:
    """What is frozen of one item with its current files: everything the public is told of it, in plain JSON."""
    return {
        "number": item.number,
        "title": item.title,
        "summary": item.summary,
        "plain_summary": item.plain_summary,
        "kind": item.kind,
        "body": {"slug": item.body.slug, "name": str(item.body)},
        "holder": item.holder,
        "responsible": item.responsible,
        "made_on": _day(item.made_on),
        "made_when": item.made_when,
        "made_at": item.made_at,
        "period_from": _day(item.period_from),
        "period_until": _day(item.period_until),
        "year": item.year,
        "forms": list(item.forms),
        "retention": item.retention,
        "dataset": item.dataset,
        "updated_on": _day(item.updated_on),
        "files": [
            {
                "label": file.label,
                "format": file.format,
                "url": file.url,
                "sha256": file.document.sha256 if file.document else "",
            }
            for file in files
            if file.ended_at is None
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def headings(language: str = "id") -> list[tuple[str, str]]:
    """(code, heading) of the law's seven columns, then class and link."""
    return [(column.code, column.header(language)) for column in statute.register("dip")]


def cells(row: Mapping[str, Any], *, link: str = "", language: str = "id") -> dict[str, str | int]:
    """A frozen row under each heading. ``link`` is the address of the item's own page, for rows without a link."""
    return {code: read(row, link, language) for code, read in _CELLS.items()}


def contents(row: Mapping[str, Any]) -> str:
    """Title and summary as one cell."""
    title, summary = row["title"], row["summary"]
    return f"{title}: {summary}" if summary and summary != title else title


def _made(row: Mapping[str, Any], _link: str, _language: str) -> str:
    return ", ".join(part for part in (row["made_when"] or row["made_on"] or "", row["made_at"]) if part)


def _links(row: Mapping[str, Any], link: str, _language: str) -> str:
    links = [file["url"] for file in row["files"] if file["url"]]
    return " ".join(links) or link


def _forms(row: Mapping[str, Any], _link: str, language: str) -> str:
    labels = {one.code: one.label.in_(language) for one in statute.information_forms()}
    return ", ".join(labels.get(code, code) for code in row["forms"])


def _kind(row: Mapping[str, Any], _link: str, language: str) -> str:
    return statute.information_class(row["kind"]).label.in_(language)


def _holder(row: Mapping[str, Any], _link: str, _language: str) -> str:
    holder, body = row["holder"], row["body"]["name"]
    return body if not holder or holder == body else f"{holder}, {body}"


_CELLS: dict[str, Callable[[Mapping[str, Any], str, str], str | int]] = {
    "number": lambda row, _link, _language: int(row["number"]),
    "summary": lambda row, _link, _language: contents(row),
    "holder": _holder,
    "responsible": lambda row, _link, _language: str(row["responsible"]),
    "made": _made,
    "forms": _forms,
    "retention": lambda row, _link, _language: str(row["retention"]),
    "kind": _kind,
    "link": _links,
}
