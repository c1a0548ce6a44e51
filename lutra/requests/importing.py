"""Requests from another register (SP4N-LAPOR!, a spreadsheet of an older application), by the same deed as any other.

1. ``read`` turns a CSV, XLSX, XLS or ODS file into rows, by the headings it knows (``import_words.yaml`` and the law's
   form) and whatever order they stand in.
2. ``plan`` says of each row what will become of it: added, there already, or wrong, with the column, and what to do in
   Indonesian and English.
3. ``carry_out`` files what is right. Each gets a number and a clock of its own and keeps the source and its number
   there (LAW Q23), by which the same file sent again changes nothing. A wrong row stays out and stops no other.

What the law wants before a number (Pasal 22 ayat (2)) must be in the row; what may follow makes it incomplete.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lutra.catalogue.importing import sheets, values
from lutra.catalogue.importing.words import flat
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.sealing import mark
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.law.errors import LawError
from lutra.law.statute import Field
from lutra.requests import actions, clocks, intake
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request

# Where nothing else is said: the source of a file without a column for it, and the way its rows came in.
SOURCE, CHANNEL = "IMPOR", "lapor"
_HEADER_WITHIN = 15  # rows
_FEWEST_HEADINGS = 2
_AT_ONCE = 500  # rows looked up in one query
_ABOUT = ("source", "source_id", "received_on", "channel")
_LENGTHS = {"source": 16, "source_id": 80}
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, or with a row (``column`` ""), in both languages. It never repeats who asks."""

    code: str
    column: str
    words: Mapping[str, str]

    def as_json(self) -> dict[str, str]:
        """The fault as data."""
        return {"field": self.code, "column": self.column, **self.words}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file with what it says, by the codes of the law's form."""

    sheet: str
    number: int  # as a spreadsheet counts
    answers: Mapping[str, str]
    columns: Mapping[str, str]  # field -> its heading in the file
    source: str
    source_id: str
    channel: str
    received_on: date | None
    faults: tuple[Fault, ...] = ()


Verdict = Literal["added", "unchanged", "error"]


@dataclass(frozen=True, slots=True)
class Result:
    """A row and what became, or would become, of it."""

    row: Row
    verdict: Verdict
    reference: str = ""
    due: date | None = None
    missing: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All rows of a file in its order."""

    rows: Sequence[Result] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and of each verdict."""
        said = [result.verdict for result in self.rows]
        return {
            "rows": len(said),
            "added": said.count("added"),
            "changed": 0,
            "unchanged": said.count("unchanged"),
            "errors": said.count("error"),
        }


def plan(
    government: Government,
    content: bytes,
    *,
    source: str = "",
    channel: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Outcome:
    """What would become of each row; nothing is written. Raises UnreadableFile."""
    moment = at or timezone.now()
    return Outcome(list(_judged(government, content, source=source, channel=channel, by=by, at=moment)))


def carry_out(
    government: Government,
    content: bytes,
    *,
    source: str = "",
    channel: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Outcome:
    """File each right row that is not here yet. Raises UnreadableFile, NotPermitted."""
    moment = at or timezone.now()
    done = []
    for result in _judged(government, content, source=source, channel=channel, by=by, at=moment):
        if result.verdict != "added":
            done.append(result)
            continue
        row = result.row
        filed = actions.file(
            government,
            by=by,
            channel=row.channel,
            answers=row.answers,
            key=_key(row),
            received_on=row.received_on,
            may_lack=True,
            source=(row.source, row.source_id),
            at=moment,
        )
        done.append(replace(result, reference=filed.reference, due=filed.due_on))
    return Outcome(done)


def _judged(
    government: Government, content: bytes, *, source: str, channel: str, by: Actor, at: datetime
) -> Iterator[Result]:
    seen: dict[tuple[str, str], int] = {}
    today = legal_day(at, government.time_zone)
    rows = list(read(government, content, source=source, channel=channel))
    known = _known(government, rows)
    for row in rows:
        if earlier := seen.get((row.source, row.source_id)):
            again = _fault(
                row,
                "source_id",
                lambda earlier=earlier: (
                    _("Nomor sumber ini sudah ada di baris %(row)d; hapus salah satunya.") % {"row": earlier}
                ),
            )
            yield Result(row, "error", faults=(*row.faults, again))
            continue
        seen[row.source, row.source_id] = row.number
        if found := known.get((row.source, row.source_id)):
            yield Result(row, "unchanged", reference=found.reference, due=found.due_on)
            continue
        yield _would(government, row, today=today, by=by)


def _known(government: Government, rows: Sequence[Row]) -> dict[tuple[str, str], Request]:
    """The requests that came from these sources before, by source and number there."""
    found: dict[tuple[str, str], Request] = {}
    for begin in range(0, len(rows), _AT_ONCE):
        asked = {row.source_id for row in rows[begin : begin + _AT_ONCE]}
        for one in Request.objects.filter(government=government, source_id__in=asked).exclude(source=""):
            found[one.source, one.source_id] = one
    return found


def _would(government: Government, row: Row, *, today: date, by: Actor) -> Result:
    """Read the row as ``file`` will, in both languages."""
    day = row.received_on or today
    found: dict[str, dict[str, str]] = {}
    form = None
    for language in LANGUAGES:
        with translation.override(language):
            try:
                form = intake.read(
                    row.answers,
                    channel=row.channel,
                    day=day,
                    today=today,
                    by_officer=True,
                    taken_down_by=by.label or row.source,
                    may_lack=True,
                    is_import=True,
                )
                break  # what is right is right in every language
            except Incomplete as wrong:
                found[language] = wrong.problems
    faults = row.faults + tuple(
        Fault(
            code,
            row.columns.get(code, ""),
            {language: found[language].get(code, "") for language in LANGUAGES},
        )
        for code in found.get("id", {})
    )
    if faults or form is None:
        return Result(row, "error", faults=faults)
    try:
        due = clocks.reply_clock(government, day, known_on=today).due
    except LawError:
        too_early = _fault(
            row, "received_on", lambda: _("Pada tanggal itu UU 14/2008 belum berlaku; periksa tahunnya.")
        )
        return Result(row, "error", faults=(too_early,))
    return Result(row, "added", due=due, missing=form.missing)


def _key(row: Row) -> str:
    return hashlib.sha256(f"import\0{row.source}\0{row.source_id}".encode()).hexdigest()


# --- reading -------------------------------------------------------------------------------------------------------


def read(government: Government, content: bytes, *, source: str = "", channel: str = "") -> Iterator[Row]:
    """The rows of every sheet that has headings. ``source`` and ``channel`` stand where the file names none.

    A row without a number of its own gets one made of all it says. It stands in the book, so it is keyed: nobody finds
    a NIK by trying them all. Raises UnreadableFile.
    """
    for sheet in sheets.read(content):
        headings: dict[int, str] = {}
        names: dict[str, str] = {}
        for number, cells in enumerate(sheet.rows, start=1):
            if not headings:
                if number <= _HEADER_WITHIN:
                    headings = _headings(cells)
                    names = {headings[at]: str(cells[at]).strip() for at in headings}
                continue
            said = {name: cells[at] for at, name in headings.items() if at < len(cells)}
            if any(str(value).strip() for value in said.values() if value is not None):
                row = _row(sheet.name, number, said, names, source=source, channel=channel)
                yield row if row.source_id else replace(row, source_id=_own_number(government, said))


def _headings(cells: Iterable[sheets.Cell]) -> dict[int, str]:
    """Column -> field, when enough headings are known."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        name = _names().get(flat(str(cell))) if cell is not None else None
        if name and name not in found.values():
            found[at] = name
    return found if len(found) >= _FEWEST_HEADINGS else {}


@cache
def _names() -> dict[str, str]:
    """Every heading that is understood, and the field it means."""
    words: dict[str, list[str]] = yaml.safe_load(
        Path(__file__).with_name("import_words.yaml").read_text(encoding="utf-8")
    )
    known = {flat(word): name for name, several in words.items() for word in several}
    for form_field in statute.form("request").fields:
        if form_field.kind != "file":
            labels = (form_field.code, form_field.label.id, form_field.label.en)
            known |= {flat(label): form_field.code for label in labels}
    return known | {flat(name): name for name in _ABOUT}


def _row(
    sheet: str,
    number: int,
    said: Mapping[str, sheets.Cell],
    names: Mapping[str, str],
    *,
    source: str,
    channel: str,
) -> Row:
    told = {name: _text(value) for name, value in said.items()}
    answers = _with_usual({name: value for name, value in told.items() if name not in _ABOUT and value})
    day, is_day = _day(said.get("received_on"))
    row = Row(
        sheet=sheet,
        number=number,
        answers=answers,
        columns=names,
        source=(told.get("source") or source or SOURCE).upper(),
        source_id=told.get("source_id", ""),
        channel=_channel(told.get("channel", "")) or channel or CHANNEL,
        received_on=day,
    )
    faults = []
    if not is_day:
        faults.append(
            _fault(row, "received_on", lambda: _("Tulis tanggal seperti 2026-03-02 atau 2/3/2026."))
        )
    for name, most in _LENGTHS.items():
        if len(getattr(row, name)) > most:
            faults.append(
                _fault(
                    row,
                    name,
                    lambda most=most: _("Terlalu panjang: paling banyak %(max)d huruf.") % {"max": most},
                )
            )
    return replace(row, faults=tuple(faults))


def _own_number(government: Government, said: Mapping[str, sheets.Cell]) -> str:
    return mark(government.pk, repr(sorted((name, _text(value)) for name, value in said.items())))[:16]


def _fault(row: Row, code: str, say: object) -> Fault:
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = say()  # type: ignore[operator]
    return Fault(code, row.columns.get(code, ""), words)


def _text(value: sheets.Cell) -> str:
    """A cell as text. A spreadsheet keeps long numbers as fractions; a NIK must not lose its digits to that."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _day(value: sheets.Cell) -> tuple[date | None, bool]:
    """(day, whether the cell could be read); an empty cell is no fault."""
    if value is None or not str(value).strip():
        return None, True
    found = values.when(value)
    day = found.on if isinstance(found, values.When) else None
    return day, day is not None


def _with_usual(answers: dict[str, str]) -> dict[str, str]:
    """Choices by their code or label; what a foreign register does not ask gets what most people choose."""
    usual = {
        "applicant_kind": "individual",
        "access_way": "copy",
        "copy_format": "soft",
        "delivery_way": "email" if answers.get("email") else "pickup",
    }
    chosen = {
        one.code: _choice(one, answers[one.code])
        for one in statute.form("request").fields
        if one.choices_from and one.code in answers
    }
    return {**usual, **answers, **chosen}


def _choice(asked: Field, typed: str) -> str:
    wanted = flat(typed)
    for code, label in statute.choices(asked):
        if wanted in {flat(code), flat(label.id), flat(label.en)}:
            return code
    return typed


def _channel(typed: str) -> str:
    wanted = flat(typed)
    labels = {
        flat(word): row.code for row in statute.channels() for word in (row.code, row.label.id, row.label.en)
    }
    return labels.get(wanted, typed) if wanted else ""
