"""What an XLSX says beside its cells: the addresses behind them, and which rows and columns nobody sees."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lutra.documents.reading.archive import Package
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.xml import attribute, local

_WORKBOOK = "xl/workbook.xml"
_TRUE = {"1", "true"}
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_TAGS = tuple(f"{{*}}{name}" for name in ("col", "f", "row", "hyperlink"))
_MOST_CELLS = 10_000  # that one link may stand behind
_LAST_COLUMN = 16_384


@dataclass(slots=True)
class Unsaid:
    """Of one sheet: addresses by (row from 1, column from 0), hidden rows from 1, hidden columns from 0."""

    links: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def read_unsaid(content: bytes) -> dict[str, Unsaid]:
    """What is unsaid in each sheet, by its name; nothing for another kind of file, or one that is oddly made."""
    if not content.startswith(b"PK"):
        return {}
    try:
        package = Package(content)
        if _WORKBOOK not in package:
            return {}
        parts = package.relationships(_WORKBOOK)
        named = {
            attribute(each, "name") or "": parts[attribute(each, "id") or ""][1]
            for each in package.xml(_WORKBOOK).iter("{*}sheet")
            if attribute(each, "id") in parts
        }
        return {name: _sheet(package, part) for name, part in named.items() if part in package}
    except (Unreadable, etree.XMLSyntaxError, ValueError):  # a row or column whose number is none, too
        return {}


def _sheet(package: Package, part: str) -> Unsaid:
    """Row by row, and each forgotten once it is read: a large sheet must not stand in memory as a whole."""
    found = Unsaid()
    targets = package.relationships(part)
    walk = etree.iterparse(
        io.BytesIO(package.read(part)),
        tag=_TAGS,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    number = 0
    for _event, element in walk:
        match local(element):
            case "f" if match := _FORMULA.match(element.text or ""):
                if (cell := element.getparent()) is not None:
                    found.links |= dict.fromkeys(_cells(attribute(cell, "r") or ""), match[1])
            case "row":
                number = int(attribute(element, "r") or number + 1)
                if attribute(element, "hidden") in _TRUE:
                    found.rows.add(number)
                element.clear()
            case "col" if attribute(element, "hidden") in _TRUE:
                first, last = (int(attribute(element, name) or 0) for name in ("min", "max"))
                found.columns |= set(range(first - 1, min(last, _LAST_COLUMN)))
            case "hyperlink":
                _kind, address, is_outside = targets.get(attribute(element, "id") or "", ("", "", False))
                if is_outside:
                    found.links |= dict.fromkeys(_cells(attribute(element, "ref") or ""), address)
    return found


def _cells(reference: str) -> Iterator[tuple[int, int]]:
    """The places of "B7" or "B7:C9"."""
    places = [_PLACE.fullmatch(part) for part in reference.split(":")]
    if not places[0] or not places[-1]:
        return
    (left, top), (right, bottom) = ((_column(place[1]), int(place[2])) for place in (places[0], places[-1]))
    if (bottom - top + 1) * (right - left + 1) <= _MOST_CELLS:
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
