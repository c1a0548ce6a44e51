"""The legal registers, column by column as the statute book names them.

They tell who asked. Only ``actions.export_register`` hands one out, since each export is entered in the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.law import statute
from lutra.law.records import Text
from lutra.objections.models import Objection
from lutra.publishing.export.table import Cell, Heading, Table
from lutra.requests.models import Decision, Request
from lutra.statistics import objection_register
from lutra.statistics.errors import UnknownBook
from lutra.statistics.lines import contact, day, in_chunks, known, opened

#: The word of the command and of addresses -> the register's code in the statute book.
BOOKS = {"requests": "request", "objections": "objection"}

# How wide a column is printed, as shares of the line; the law says nothing of it.
_WIDTHS = {
    "number": 18,
    "date": 16,
    "name": 20,
    "address": 24,
    "contact": 24,
    "information": 36,
    "purpose": 20,
    "access": 20,
    "refusal_reason": 27,
    "answered": 22,
    "identity": 34,
    "grounds": 26,
    "superior": 24,
}
_WIDTH = 17


def legal_table(government: Government, /, *, book: str, year: int, language: str = "id") -> Table:
    """The legal register of one year, every column, rows in the order of their numbers. Raises UnknownBook."""
    if book not in BOOKS:
        raise UnknownBook(
            _("Tidak ada buku register bernama %(book)r; pilih requests atau objections.") % {"book": book}
        )
    law = statute.register_book(BOOKS[book])
    columns = [column.code for column in law.columns]
    return Table(
        title=f"{law.title.in_(language)} {year}",
        headings=[
            Heading(column.code, column.header(language), _WIDTHS.get(column.code, _WIDTH))
            for column in law.columns
        ],
        rows=_ROWS[book](government, year, columns, language),
        language=language,
        source=government.name,
    )


def rows_in(government: Government, /, *, book: str, year: int) -> int:
    """How many rows the register of one year has."""
    cases = Request if book == "requests" else Objection
    return cases._default_manager.filter(government=government, year=year).count()


def _rows(government: Government, year: int, columns: Sequence[str], language: str) -> Iterator[list[Cell]]:
    found = Request.objects.filter(government=government, year=year).select_related(
        "applicant__identity", "decision__test"
    )
    for requests in in_chunks(found):
        for request in requests:
            line = _Line(request, language)
            yield [_CELLS[code](line) for code in columns]


_ROWS = {"requests": _rows, "objections": objection_register.rows}


class _Line:
    """One request with its identity open, for the time it takes to write its row."""

    def __init__(self, request: Request, language: str) -> None:
        self.request = request
        self.language = language
        self.decision: Decision | None = getattr(request, "decision", None)
        self.identity = opened(request)

    def label(self, text: Text) -> str:
        return text.in_(self.language)

    def day(self, on: date) -> str:
        return day(on, self.language)


def _information(line: _Line) -> str:
    parts = (line.request.subject, line.request.details)
    return "\n".join(part for part in parts if part)


def _holding(line: _Line) -> str:
    if line.decision is None:
        return ""
    return next(
        (line.label(row.label) for row in statute.holdings() if row.code == line.decision.holding), ""
    )


def _form(line: _Line) -> str:
    code = line.decision.copy_format if line.decision else ""
    return next((line.label(row.label) for row in statute.copy_formats() if row.code == code), "")


def _access(line: _Line) -> str:
    code = line.request.access_way
    return next((line.label(row.label) for row in statute.access_ways() if row.code == code), code)


def _decision(line: _Line) -> str:
    """The outcome; silence is no decision, but the register says it."""
    request = line.request
    if line.decision is None:
        if request.ending:
            return line.label(request.table.stage(request.stage).label)
        return line.label(statute.outcome("silent").label) if request.lapsed_on else ""
    outcome = line.label(statute.outcome(request.outcome).label)
    return f"{outcome} ({line.decision.holder})" if line.decision.holder else outcome


def _refusal_reason(line: _Line) -> str:
    """The letter of Pasal 17 with the reason: of a refusal, or of each part that was withheld."""
    decision = line.decision
    if decision is None:
        return ""
    if decision.outcome == "refused":
        return _reason(line, decision.ground, decision.sub_item, decision.explanation)
    return "\n".join(
        f"{part['matter']}: {_reason(line, part['ground'], part.get('sub_item', ''), part['reason'])}"
        for part in decision.withheld
    )


def _reason(line: _Line, letter: str, sub_item: str, reason: str) -> str:
    basis = statute.legal_basis(statute.ground(letter).clause_of(sub_item), known(line.language))
    act = line.decision.test.act if line.decision and line.decision.test else ""
    return f"{basis}{f' jo. {act}' if act else ''}: {reason}" if reason else basis


def _answered(line: _Line) -> str:
    request = line.request
    days = []
    if request.decided_on:
        days.append(_("pemberitahuan tertulis: %(day)s") % {"day": line.day(request.decided_on)})
    if request.delivered_on and statute.outcome(request.outcome).counts_as == "given":
        days.append(_("pemberian informasi: %(day)s") % {"day": line.day(request.delivered_on)})
    return "; ".join(days)


def _cost(line: _Line) -> str:
    if line.decision is None or line.decision.cost is None:
        return ""
    amount = f"Rp{format_decimal(line.decision.cost, locale='id')}"
    return f"{amount}; {line.decision.payment}" if line.decision.payment else amount


_CELLS: dict[str, Callable[[_Line], Cell]] = {
    "number": lambda line: line.request.reference,
    "date": lambda line: line.request.received_on.isoformat(),
    "name": lambda line: line.identity.get("name", ""),
    "address": lambda line: line.identity.get("address", ""),
    "contact": lambda line: contact(line.identity),
    "occupation": lambda line: line.identity.get("occupation", ""),
    "information": _information,
    "purpose": lambda line: line.request.purpose,
    "holding": _holding,
    "form": _form,
    "access": _access,
    "decision": _decision,
    "refusal_reason": _refusal_reason,
    "answered": _answered,
    "cost": _cost,
}
