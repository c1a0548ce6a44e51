"""Where the table of a sheet is: its headings, wherever they stand and however they are written, and its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lutra.catalogue.importing import words
from lutra.catalogue.importing.sheets import Cell, Sheet

_LOOK_IN = 40  # the first rows among which the headings are looked for
_TAIL = re.compile(r"(?: (?:informasi|publik|dokumen|ip|dip))+$")
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-z])\)?\.?")
# The apostrophe that our own export, as spreadsheets do, puts before what would else be run as a formula.
_QUOTED = re.compile(r"' ?[=+\-@＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Headings:
    """How the columns of one kind of list are headed: heading -> field, and the fields of which a table needs one."""

    among: Mapping[str, str]
    names: tuple[str, ...]


def of_items() -> Headings:
    """The headings of a list of public information."""
    return Headings(words.table("columns"), ("title", "summary"))


@dataclass(slots=True)
class Table:
    """A table found in a sheet."""

    sheet: str
    header_row: int  # as the sheet counts, from 1; the last row of the headings
    columns: dict[str, int]  # field -> index of its column
    headings: dict[int, str]  # index -> heading as it stands
    spare: dict[str, int]  # a second column of a field that has one already
    ignored: list[str]  # headings that nobody knows
    above: list[str]  # what stands over the table: titles, the name of a body
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)  # (number of the row, its cells)
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)  # as in ``Sheet``
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell_name(self, column: int, row: int) -> str:
        """ "C7" for people who look into the file."""
        return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """The letters of a column, from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_of(cell: Cell) -> str:
    """A cell as text: one space between words, whole numbers without a fraction, days as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = " ".join(str(cell).replace("\u00a0", " ").replace("\u200b", "").split())
    return text[1:] if _QUOTED.match(text) else text


def find(sheet: Sheet, headings: Headings | None = None) -> Table | None:
    """The table of a sheet; None when no row among the first looks like ``headings`` (of items, if none are given)."""
    known = headings or of_items()
    grid = _filled(sheet)
    best: tuple[int, int, _Columns, list[str]] | None = None
    for number in range(min(len(grid), _LOOK_IN)):
        for depth in (1, 2):
            labels = _labels(grid, number, depth, sheet, known)
            if labels is None:
                continue
            columns = _columns(labels, known)
            score = _score(columns.known, known)
            if score and (best is None or score > best[0]):
                best = (score, number + depth - 1, columns, labels)
    if best is None:
        return None
    _score_of, last, columns, labels = best
    table = Table(
        sheet=sheet.name,
        header_row=last + 1,
        columns=columns.known,
        spare=columns.spare,
        headings={index: label for index, label in enumerate(labels) if label},
        ignored=columns.ignored,
        above=[text for row in grid[:last] for cell in row[:1] or () if (text := _line(row))],
        links=sheet.links,
        hidden_rows=sheet.hidden_rows,
        hidden_columns=sheet.hidden_columns,
    )
    table.rows = list(_rows(grid, last + 1, table))
    _decide_kind_or_title(table)
    return table


def _line(row: Sequence[Cell]) -> str:
    return " ".join(dict.fromkeys(text for cell in row if (text := text_of(cell))))


def _filled(sheet: Sheet) -> list[list[Cell]]:
    """The cells with what a merged range says in each of its rows; over columns only its first cell speaks."""
    grid = [list(row) for row in sheet.rows]
    for (top, left), (bottom, _right) in sheet.merged:
        if top >= len(grid) or left >= len(grid[top]) or text_of(grid[top][left]) == "":
            continue
        for number in range(top + 1, min(bottom + 1, len(grid))):
            row = grid[number]
            row.extend([None] * (left + 1 - len(row)))
            if text_of(row[left]) == "":
                row[left] = grid[top][left]
    return grid


def _labels(
    grid: list[list[Cell]], number: int, depth: int, sheet: Sheet, known: Headings
) -> list[str] | None:
    """The headings that begin in a row: the row itself, or two rows as one, the lower standing under the upper."""
    upper = [text_of(cell) for cell in grid[number]]
    if sum(1 for text in upper if text) < 2 and depth == 1:
        return None
    if any(len(text) > 120 for text in upper):
        return None
    if depth == 1:
        return upper
    if number + 1 >= len(grid):
        return None
    lower = [text_of(cell) for cell in grid[number + 1]]
    if not any(lower) or any(len(text) > 60 for text in lower):
        return None
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    spread = _spread(upper, number, sheet)
    joined = []
    for index in range(width):
        above, below = spread[index], lower[index]
        if not below or below == above:
            joined.append(above)
        elif _flag(below, known):
            joined.append(below)
        else:
            joined.append(
                f"{above} {below}".strip()
                if _known(f"{above} {below}", known) or not _known(below, known)
                else below
            )
    return joined


def _spread(upper: list[str], number: int, sheet: Sheet) -> list[str]:
    """The upper headings over all columns that they are merged over."""
    spread = list(upper)
    for (top, left), (_bottom, right) in sheet.merged:
        if top == number and left < len(spread):
            for index in range(left + 1, min(right + 1, len(spread))):
                spread[index] = spread[index] or spread[left]
    return spread


def _flag(label: str, known: Headings) -> str | None:
    code = _known(label, known)
    return code if code and ":" in code else None


def _known(label: str, known: Headings) -> str | None:
    """The field that a heading means; None for one that nobody knows."""
    among = known.among
    bare = words.flat(label)
    if not bare:
        return None
    for text in (bare, _TAIL.sub("", bare), re.sub(r"^(?:daftar|nama) ", "", bare)):
        if text in among:
            return among[text]
    found = words.nearest(bare, among, near=0.88)
    if found is not None:
        return found
    # A heading with an explanation behind it: "Bentuk informasi (hardcopy/softcopy)", "Tanggal (dd/mm/yyyy)".
    short = words.flat(re.split(r"[(\[\n:]", label, maxsplit=1)[0])
    if short and short != bare:
        return among.get(short) or among.get(_TAIL.sub("", short)) or words.nearest(short, among, near=0.88)
    return None


@dataclass(slots=True)
class _Columns:
    """The first column of each field, a second one of it, and the headings that mean none."""

    known: dict[str, int] = field(default_factory=dict)
    spare: dict[str, int] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)


def _columns(labels: Sequence[str], known: Headings) -> _Columns:
    found = _Columns()
    for index, label in enumerate(labels):
        code = _known(label, known) if label else "ignored"
        if code is None:
            found.ignored.append(label)
        elif code in found.known:
            found.spare.setdefault(code, index)
        elif code != "ignored":
            found.known[code] = index
    if "title" not in found.known and "summary" in found.known:
        found.known["title"] = found.known.pop("summary")
    return found


def _score(columns: dict[str, int], known: Headings) -> int:
    """How much a row looks like the headings: known fields, of which one must name the information."""
    useful = [code for code in columns if code != "number"]
    named = any(code in columns for code in known.names)
    if len(useful) < 2 or not (named or "kind" in columns):
        return 0
    return len(useful) * 2 + (3 if named else 0) + ("number" in columns)


def _rows(grid: list[list[Cell]], begin: int, table: Table) -> Iterator[tuple[int, list[Cell]]]:
    """The rows below the headings, without blank lines, the line of column numbers, and headings said again."""
    heads = [words.flat(label) for label in table.headings.values()]
    for number in range(begin, len(grid)):
        row = grid[number]
        texts = [text for cell in row if (text := text_of(cell))]
        if not texts or _is_numbering(texts, first=number == begin) or _is_header(texts, heads):
            continue
        yield number + 1, row


def _is_numbering(texts: Sequence[str], *, first: bool) -> bool:
    """The line "1 2 3 4 …" or "(1) (2) (3) …" under the headings."""
    if len(texts) < 3 and not (first and len(texts) == 2):
        return False
    matched = [_NUMBERING.fullmatch(text.casefold().replace(" ", "")) for text in texts]
    if not all(matched):
        return False
    order = [match[1] for match in matched if match]
    expected = (
        [str(start) for start in range(int(order[0]), int(order[0]) + len(order))]
        if order[0].isdigit()
        else None
    )
    return order == expected or order == [chr(ord(order[0]) + step) for step in range(len(order))]


def _is_header(texts: Sequence[str], heads: Sequence[str]) -> bool:
    said = [words.flat(text) for text in texts]
    again = sum(1 for text in said if text in heads)
    return again >= 2 and again >= len(said) * 0.7


def _decide_kind_or_title(table: Table) -> None:
    """ "Jenis informasi" heads the class in some files and the name of the information in others: the cells tell."""
    kind = table.columns.get("kind")
    if kind is None or _are_classes(table, kind):
        return
    title = table.columns.get("title")
    if title is not None and not words.flat(table.headings.get(title, "")).startswith(
        ("ringkas", "isi ", "deskripsi")
    ):
        return
    if title is not None:
        table.columns.setdefault("summary", title)
    table.columns["title"] = table.columns.pop("kind")
    spare = table.spare.get("kind")
    if spare is not None and _are_classes(table, spare):
        table.columns["kind"] = spare


def _are_classes(table: Table, column: int) -> bool:
    """Whether the cells of a column name classes, at least a few; a short table is taken at its heading's word."""
    values = Counter(words.flat(text_of(row[column])) for _number, row in table.rows if column < len(row))
    values.pop("", None)
    if len(values) <= 3:
        return True
    among = words.table("kinds")
    classes = sum(count for value, count in values.items() if value in among or words.nearest(value, among))
    return classes * 10 >= sum(values.values()) * 3
