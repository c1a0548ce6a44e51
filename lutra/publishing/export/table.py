"""A table on its way out: headings and rows of plain values, read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: ``code`` for programs, ``label`` for people, ``width`` in millimetres of a full printed line,
    or any shares."""

    code: str
    label: str
    width: int = 20


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` may be endless in practice and is read once, in order. ``source`` is printed under the title."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]
    language: str = "id"
    source: str = ""

    @property
    def labels(self) -> list[str]:
        """The headings as people read them."""
        return [heading.label for heading in self.headings]


# What makes a spreadsheet take a text for a formula, in both widths of letters.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def harmless(cell: Cell) -> Cell:
    """The cell so that no spreadsheet runs it: an apostrophe in front of a text that would begin a formula."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
