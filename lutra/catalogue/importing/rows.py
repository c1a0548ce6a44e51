"""One row of a table as an item: every cell read, every fault named with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lutra.catalogue.gate import personal_kinds
from lutra.catalogue.importing import values, words
from lutra.catalogue.importing.bodies import Directory, Match
from lutra.catalogue.importing.faults import Fault, fault
from lutra.catalogue.importing.sheets import Cell, Sheet
from lutra.catalogue.importing.tables import Table, find, text_of
from lutra.catalogue.importing.values import LAST_YEAR, When, Wrong
from lutra.catalogue.items.form import longest_of, most_words
from lutra.catalogue.items.form import words as counted
from lutra.directory.models import PublicBody
from lutra.documents.personal import KINDS
from lutra.law import statute

#: Columns that say nothing of the next row: there a blank cell is blank. In the others it may stand for the cell above.
_CARRIED = ("body", "kind")
_SEVERAL = re.compile(r"[,;|\n]")
_TEXTS = ("summary", "plain_summary", "holder", "responsible")
#: A column of which more than this share is blank carries its last word on; else a blank is a gap.
_SPARSE = 0.4


@dataclass(slots=True)
class ReadRow:
    """One row as it was read: the fields it fills, its body, its links, and what is wrong."""

    sheet: str
    row: int
    body: PublicBody | None = None
    fields: dict[str, Any] = field(default_factory=dict)  # of ItemForm, only those that the row fills
    links: tuple[str, ...] = ()
    key: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def errors(self) -> list[Fault]:
        """What keeps the row out."""
        return [one for one in self.faults if not one.is_warning]


@dataclass(slots=True)
class ReadFile:
    """All rows of a file, the tables they came from, and what was passed over."""

    tables: list[Table]
    rows: list[ReadRow]
    notes: list[ReadRow]  # sheets and lines that are no items, each with a warning


class Reader:
    """Reads sheets for one government. ``body`` is the body of rows that name none; ``on`` is today."""

    def __init__(self, directory: Directory, *, body: PublicBody | None, on: date) -> None:
        self._directory = directory
        self._default = body
        self._on = on

    def read(self, sheets: Sequence[Sheet], progress: Callable[[int, int], None] | None = None) -> ReadFile:
        """Every row of every sheet that holds a table."""
        found = ReadFile(tables=[], rows=[], notes=[])
        for sheet in sheets:
            table = None if sheet.is_hidden else find(sheet)
            if table is None:
                if any(text_of(cell) for row in sheet.rows for cell in row):
                    code = "sheet_hidden" if sheet.is_hidden else "sheet_without_table"
                    found.notes.append(
                        ReadRow(sheet=sheet.name, row=0, faults=[fault(code, value=sheet.name or "1")])
                    )
                continue
            found.tables.append(table)
            if hidden := [label for index, label in table.headings.items() if index in table.hidden_columns]:
                said = fault("columns_hidden", value=", ".join(hidden))
                found.notes.append(ReadRow(sheet=sheet.name, row=table.header_row, faults=[said]))
            for number, read in enumerate(self._table(table), start=1):
                (found.rows if read.fields or read.errors else found.notes).append(read)
                if progress is not None and number % 500 == 0:
                    progress(number, len(table.rows))
        return found

    def _table(self, table: Table) -> Iterator[ReadRow]:
        context = self._context(table)
        carried = {name: "" for name in _CARRIED if self._is_sparse(table, name)}
        for number, cells in table.rows:
            if number in table.hidden_rows:
                yield _passed_over(table, number, "row_hidden", cells)
                continue
            section = self._section(table, cells)
            if section is not None:
                context |= section
                carried |= {name: "" for name in carried if name in section}
                continue
            if self._is_footer(table, cells):
                yield _passed_over(table, number, "line_ignored", cells)
                continue
            yield _Row(self, table, number, cells, context, carried).read()

    def _context(self, table: Table) -> dict[str, Any]:
        """What sheet name and the lines above the table say of all its rows."""
        context: dict[str, Any] = {}
        for text in (table.sheet, *table.above):
            if not text:
                continue
            match = self._directory.within(text)
            if match.body is not None and "body" not in context and not match.is_guess:
                context["body"] = match.body
            named = values.kind(text)
            if named is not None and "kind" not in context and not named[1] and len(words.flat(text)) > 3:
                context["kind"] = named[0]
        if "body" not in context and table.sheet:
            match = self._directory.within(table.sheet)
            if match.body is not None:
                context["body"] = match.body
        return context

    @staticmethod
    def _is_sparse(table: Table, name: str) -> bool:
        column = table.columns.get(name)
        if column is None or len(table.rows) < 3:
            return False
        blank = sum(1 for _number, row in table.rows if column >= len(row) or text_of(row[column]) == "")
        return blank > len(table.rows) * _SPARSE

    def _section(self, table: Table, cells: Sequence[Cell]) -> dict[str, Any] | None:
        """A line that heads what follows: "B. Informasi Setiap Saat", "DINAS KESEHATAN"."""
        filled = _filled(cells)
        if len(filled) == 2 and _is_mark(filled[0][1]):  # its own letter or number stands in a cell before it
            filled = filled[1:]
        if len({text for _index, text in filled}) != 1 or len(filled[0][1]) > 160:
            return None
        column, text = filled[0]
        if column == table.columns.get("kind") and column > 0:  # a row with nothing but its class
            return None
        named = values.kind(text)
        if named is not None and not named[1] and len(words.flat(text)) > 6:
            return {"kind": named[0]}
        match = self._directory.find(_unnumbered(text))
        if match.body is not None:
            return {"body": match.body}
        return None

    def _is_footer(self, table: Table, cells: Sequence[Cell]) -> bool:
        """A sum, a remark or a signature under the table."""
        filled = _filled(cells)
        title = table.columns.get("title")
        if (
            len(filled) == 2
            and len(table.columns) > 4
            and filled[1][0] == title
            and _is_mark(filled[0][1])
            and not filled[0][1].strip(". )").isdigit()
        ):
            return True  # "A. Informasi tentang Profil": a heading within the table
        said = [text for _index, text in filled if not _is_count(text)]
        if len(said) == 1 and words.flat(said[0]) in words.listed("footers"):
            return True  # "JUMLAH", with a sum below each column of ticks
        first = f" {words.flat(filled[0][1])} "
        says = any(first.startswith(f" {word} ") for word in words.listed("footers"))
        if says and (len(filled) <= 2 or filled[0][0] != title):
            return True
        alone = len(filled) == 1 and (filled[0][0] != title or len(table.columns) > 3)
        return alone and (filled[0][0] != title or _looks_signed(filled[0][1]))

    def body_of(self, text: str) -> Match:
        """The body that a cell of the body's own column names."""
        return self._directory.within(text)

    @property
    def default(self) -> PublicBody | None:
        """The body of rows that name none."""
        return self._default

    @property
    def today(self) -> date:
        """The legal day of the import."""
        return self._on


def _passed_over(table: Table, number: int, code: str, cells: Sequence[Cell]) -> ReadRow:
    said = " ".join(text for _index, text in _filled(cells))
    return ReadRow(sheet=table.sheet, row=number, faults=[fault(code, value=said)])


def _filled(cells: Sequence[Cell]) -> list[tuple[int, str]]:
    """(column, text) of the cells that say something."""
    return [(index, text) for index, cell in enumerate(cells) if (text := text_of(cell))]


_MARK = re.compile(r"(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)]?", re.IGNORECASE)


def _is_mark(text: str) -> bool:
    """ "A", "II.", "1)": what stands before a heading."""
    return _MARK.fullmatch(text) is not None


def _is_count(text: str) -> bool:
    return re.fullmatch(r"[\d.,]+", text) is not None


def _unnumbered(text: str) -> str:
    head, _dot, rest = text.partition(".")
    return rest.strip() if rest.strip() and len(head) <= 4 else text


def _looks_signed(text: str) -> bool:
    bare = words.flat(text)
    return bare.startswith(("nip ", "kepala ", "sekretaris ", "plt ", "a n ")) or (
        "," in text and len(bare) < 40
    )


class _Row:
    """The reading of one row, cell by cell."""

    def __init__(
        self,
        reader: Reader,
        table: Table,
        number: int,
        cells: Sequence[Cell],
        context: dict[str, Any],
        carried: dict[str, str],
    ) -> None:
        self._reader, self._table, self._cells = reader, table, cells
        self._context, self._carried = context, carried
        self._read = ReadRow(sheet=table.sheet, row=number)

    def read(self) -> ReadRow:
        self._title()
        self._kind()
        self._body()
        for name in _TEXTS:
            self._plain_text(name)
        self._unit()
        self._made()
        self._years()
        self._forms()
        self._links()
        if (retention := values.retention(self._cell("retention"))) and not words.is_nothing(retention):
            self._keep("retention", retention)
        self._lists()
        self._dataset()
        key = self._text("key")
        self._read.key = key[:200] if not words.is_nothing(key) else ""
        return self._read

    # --- cells -----------------------------------------------------------------------------------------------------

    def _cell(self, name: str) -> Cell:
        column = self._table.columns.get(name)
        return self._cells[column] if column is not None and column < len(self._cells) else None

    def _text(self, name: str) -> str:
        return text_of(self._cell(name))

    def _said(self, name: str) -> str:
        text = self._text(name)
        return "" if words.is_nothing(text) else text

    def _fault(self, code: str, name: str, value: object = "", /, **named: object) -> None:
        column = self._table.columns.get(name)
        self._read.faults.append(
            fault(
                code,
                field=name,
                column=self._table.headings.get(column, "") if column is not None else "",
                cell=self._table.cell_name(column, self._read.row) if column is not None else "",
                value=value,
                **named,
            )
        )

    def _keep(self, name: str, text: str) -> None:
        longest = longest_of(name)
        most = most_words(name)
        if longest is not None and len(text) > longest:
            code = "title_too_long" if name == "title" else "too_long"
            self._fault(code, name, text, now=len(text), most=longest)
        elif most is not None and (now := counted(text)) > most:
            self._fault("too_many_words", name, text, now=now, most=most)
        elif kinds := personal_kinds(text):
            self._fault("personal", name, what=", ".join(KINDS[kind] for kind in kinds))
        else:
            self._read.fields[name] = text

    # --- what each column says -------------------------------------------------------------------------------------

    def _title(self) -> None:
        title = self._said("title").lstrip("-•*· ").strip()
        if not title:
            title = self._said("summary")
        if title:
            self._keep("title", title)
        else:
            self._fault("title_missing", "title")

    def _plain_text(self, name: str) -> None:
        text = self._said(name)
        if text and not (name == "summary" and text == self._read.fields.get("title")):
            self._keep(name, text)

    def _kind(self) -> None:
        ticked = [
            code
            for code in ("periodic", "immediate", "any_time", "exempt")
            if self._is_ticked(f"kind:{code}")
        ]
        if len(ticked) > 1:
            self._fault("kind_twice", f"kind:{ticked[1]}")
            return
        if ticked:
            self._class(ticked[0], f"kind:{ticked[0]}")
            return
        text = self._said("kind")
        if text and "kind" in self._carried:
            self._carried["kind"] = text
        text = text or self._carry("kind")
        if not text:
            if "kind" in self._context:
                self._class(self._context["kind"], "kind")
            else:
                self._fault("kind_missing", "kind")
            return
        named = values.kind(text)
        if named is None:
            self._fault("kind_unknown", "kind", text)
            return
        code, is_guess = named
        self._class(code, "kind", text)
        if is_guess and code != "exempt":
            self._fault("kind_guessed", "kind", text, name=statute.information_class(code).label.id.lower())

    def _class(self, code: str, name: str, text: str = "") -> None:
        if code == "exempt":
            self._fault("exempt", name, text)
        else:
            self._read.fields["kind"] = code

    def _is_ticked(self, name: str) -> bool:
        text = self._text(name)
        return bool(text) and not words.is_no(text) and (words.is_tick(text) or not words.is_nothing(text))

    def _carry(self, name: str) -> str:
        return self._carried.get(name, "")

    def _body(self) -> None:
        text = self._said("body")
        if text and "body" in self._carried:
            self._carried["body"] = text
        text = text or self._carry("body")
        if text:
            self._named_body(text)
            return
        holder = self._said("holder")
        named = self._reader.body_of(holder) if holder else None
        sure = named.body if named is not None and not named.is_guess else None
        self._read.body = sure or self._context.get("body") or self._reader.default
        if self._read.body is None and named is not None and named.several:
            names = "; ".join(str(body) for body in named.several)
            self._fault("body_ambiguous", "holder", holder, names=names)
        elif self._read.body is None:
            name = "body" if "body" in self._table.columns or not holder else "holder"
            self._fault("body_missing", name, holder)

    def _named_body(self, text: str) -> None:
        match = self._reader.body_of(text)
        if match.several:
            self._fault("body_ambiguous", "body", text, names="; ".join(str(body) for body in match.several))
        elif match.body is None:
            near_id = f", misalnya {match.near}" if match.near else ""
            near_en = f", for instance {match.near}" if match.near else ""
            self._fault("body_unknown", "body", text, near_id=near_id, near_en=near_en)
        else:
            self._read.body = match.body
            if match.is_guess:
                self._fault("body_guessed", "body", text, name=str(match.body))

    def _unit(self) -> None:
        """The unit alone, where the cell names the body behind it, as our own list prints it."""
        holder, body = self._read.fields.get("holder", ""), self._read.body
        if body is not None and holder.endswith(f", {body}"):
            self._read.fields["holder"] = holder.removesuffix(f", {body}")

    def _made(self) -> None:
        place = self._said("made_at")
        if (text := self._said("made")) and not isinstance(self._cell("made"), bool):
            found, where = values.when_and_where(self._cell("made"))
            self._time("made", text, found)
            place = place or where
        if text := self._said("made_when"):
            found, where = values.when_and_where(self._cell("made_when"))
            # A column for the time alone holds no place alone.
            self._time("made_when", text, Wrong("date_unknown") if found == When() else found)
            place = place or where
        if place:
            self._keep("made_at", place)

    def _time(self, name: str, text: str, found: When | Wrong) -> None:
        if isinstance(found, Wrong):
            self._fault(found.code, name, text, last=LAST_YEAR)
            return
        if found.on is not None:
            self._read.fields["made_on"] = found.on
            if found.on > self._reader.today:
                self._fault("made_in_future", name, text)
        elif found.words:
            self._keep("made_when", found.words)

    def _years(self) -> None:
        if text := self._said("period"):
            found = values.when(self._cell("period"))
            if isinstance(found, Wrong):
                self._fault(found.code, "period", text, last=LAST_YEAR)
            elif found.begins is not None:
                self._read.fields |= {"period_from": found.begins, "period_until": found.ends}
        if (text := self._said("year")) and "period_from" not in self._read.fields:
            year = values.year(self._cell("year"))
            if isinstance(year, Wrong):
                self._fault(year.code, "year", text, last=LAST_YEAR)
            else:
                self._read.fields |= {
                    "period_from": date(year, 1, 1),
                    "period_until": date(year, 12, 31),
                }
        if text := self._said("updated_on"):
            self._updated(text)

    def _updated(self, text: str) -> None:
        found = values.when(self._cell("updated_on"))
        if isinstance(found, Wrong):
            self._fault(found.code, "updated_on", text, last=LAST_YEAR)
            return
        day = found.on or (min(found.ends, self._reader.today) if found.ends else None)
        if day is None:
            return
        if day > self._reader.today:
            self._fault("date_in_future", "updated_on", text)
        else:
            self._read.fields["updated_on"] = day

    def _forms(self) -> None:
        ticked = tuple(
            code for code in ("softcopy", "hardcopy", "online") if self._is_ticked(f"forms:{code}")
        )
        text = self._said("forms")
        found = values.forms(text) if text else ()
        if isinstance(found, Wrong):
            self._fault(found.code, "forms", text)
            return
        forms = tuple(code for code in ("softcopy", "hardcopy", "online") if code in {*ticked, *found})
        if forms:
            self._read.fields["forms"] = forms

    def _lists(self) -> None:
        """Topics, and the duties to publish that the row fulfils by their codes."""
        topics = _parted(self._said("topics"))
        if kinds := personal_kinds(" ".join(topics)):
            self._fault("personal", "topics", what=", ".join(KINDS[kind] for kind in kinds))
        elif topics:
            self._read.fields["topics"] = topics
        if not (codes := _parted(self._said("obligations"))):
            return
        duties = statute.obligations()
        known = {one.code for one in duties} | {part.code for one in duties for part in one.parts}
        for code in codes:
            if code not in known:
                self._fault("obligation_unknown", "obligations", code)
        if found := tuple(code for code in codes if code in known):
            self._read.fields["obligations"] = found

    def _dataset(self) -> None:
        """What a dataset says of itself (Perpres 39/2019), each element in a column of its own."""
        told = {one.code: self._said(f"dataset_{one.code}") for one in statute.dataset_metadata()}
        if kinds := personal_kinds("\n".join(told.values())):
            self._fault("personal", "dataset_concept", what=", ".join(KINDS[kind] for kind in kinds))
        elif any(told.values()):
            self._read.fields["dataset"] = {code: text for code, text in told.items() if text}

    def _links(self) -> None:
        text = self._said("link")
        found = values.links(text)
        behind = self._behind("link") or self._behind("title")
        if behind and (isinstance(found, Wrong) or not found):
            self._read.links = behind
        elif isinstance(found, Wrong):
            self._fault(found.code, "link", text)
        else:
            self._read.links = found

    def _behind(self, name: str) -> tuple[str, ...]:
        """The web address that a press on the cell leads to ("Unduh"); anything else behind it is none."""
        column = self._table.columns.get(name)
        address = self._table.links.get((self._read.row, column), "") if column is not None else ""
        found = values.links(address)
        return () if isinstance(found, Wrong) else found


def _parted(text: str) -> tuple[str, ...]:
    """The words of a cell that lists several, as they are parted by commas, semicolons, bars or lines."""
    return tuple(dict.fromkeys(part for each in _SEVERAL.split(text) if (part := each.strip())))
