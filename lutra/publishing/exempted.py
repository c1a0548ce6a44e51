"""What is withheld, as everybody may see it: the list of exempt information is announced like the other lists.

One row for each exemption in force: what is withheld, on which ground, until when; never the information itself. Words
in which something personal is found stay out; the row then shows its number and ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lutra.catalogue.lists.rows import Row
from lutra.directory.models import Government
from lutra.exemptions import queries
from lutra.exemptions.models import Exemption
from lutra.exemptions.versions import WORDS, row_of
from lutra.law import statute
from lutra.law.calendars import long_date
from lutra.law.records import Column, Language
from lutra.publishing.catalogue.projection import found_in
from lutra.publishing.export.table import Cell, Heading, Table
from lutra.publishing.projection import clean

# Millimetres of a printed line; what is not here gets the usual share.
_WIDTHS = {"number": 10, "information": 50, "basis": 36, "consequence": 50, "benefit": 50, "decree": 40}


@dataclass(frozen=True, slots=True)
class PublicExemption:
    """One row of the exempt list in words that anybody may read; words that name somebody are left empty."""

    number: int
    information: str
    ground: str  # the letter of UU 14/2008 Pasal 17
    sub_item: str
    clause: str
    scope: str
    body_name: str
    body_slug: str
    decided_on: date
    ends_on: date | None
    decree: str
    signed_as: str
    act: str  # the Act that letter j needs
    consequence: str
    benefit: str
    closed: tuple[str, ...] = ()  # the texts that are left empty because they speak of somebody
    opened_on: date | None = None
    item_number: int | None = None  # in the list of public information, once it is open


#: Which rows may be asked for.
STATES = ("in_force", "opened", "all")
_SEARCHED = ("information", "act", "consequence", "benefit", "decree")


def found(
    government: Government,
    /,
    *,
    on: date,
    state: str = "in_force",
    ground: str = "",
    body: str = "",
    ends_before: date | None = None,
) -> QuerySet[Exemption]:
    """The exemptions that were asked for, the highest number first; one of ``STATES`` on the legal day ``on``.

    A row that a later one prolonged is shown no more: its successor says until when.
    """
    if state == "in_force":
        rows = queries.in_force(government, on=on)
    elif state == "opened":
        rows = queries.ended(government, on=on)
    else:
        rows = queries.exemptions(government).filter(extended_by__isnull=True)
    if ground:
        rows = rows.filter(test__ground=ground)
    if body:
        rows = rows.filter(body__slug=body)
    if ends_before is not None:
        rows = rows.filter(ends_on__lt=ends_before)
    return rows.select_related("body__parent").order_by("-number")


def shown(rows: QuerySet[Exemption], /, *, on: date, words: str = "", most: int) -> list[PublicExemption]:
    """The first ``most`` rows as everybody may see them.

    Each of ``words`` stands in what is shown: a search must not find what is left out of it.
    """
    wanted = words.casefold().split()[:8]
    if not wanted:
        return [public_exemption(row, on=on) for row in rows[:most]]
    told = (public_exemption(row, on=on) for row in rows.iterator(chunk_size=500))
    return list(islice((row for row in told if _says(row, wanted)), most))


def _says(row: PublicExemption, words: Iterable[str]) -> bool:
    said = " ".join(getattr(row, name) for name in _SEARCHED).casefold()
    return all(word in said for word in words)


def public_exemptions(government: Government, /, *, on: date, body: str = "") -> list[PublicExemption]:
    """The exemptions in force on the legal day ``on``, by number; of one body where its slug is given."""
    rows = found(government, on=on, body=body).order_by("number")
    return [public_exemption(row, on=on) for row in rows]


def opened_exemptions(government: Government, /, *, on: date, most: int = 20) -> list[PublicExemption]:
    """What was withheld and is open on ``on``, the newest first: at midnight, whether or not a clock woke."""
    rows = sorted(
        queries.ended(government, on=on),
        key=lambda row: (queries.first_open_day(row) or on, row.number),
        reverse=True,
    )
    return [public_exemption(row, on=on) for row in rows[:most]]


def exempt_table(government: Government, /, *, on: date, body: str = "", language: Language = "id") -> Table:
    """The exempt list in the register's columns, to take away; of one body where its slug is given."""
    register = statute.register("exempt", on)
    return Table(
        title=_("Daftar Informasi yang Dikecualikan %(name)s") % {"name": government.name},
        headings=_headings(register, language),
        rows=_cells(
            public_exemptions(government, on=on, body=body), [column.code for column in register], language
        ),
        language=language,
        source=_("Keadaan %(day)s") % {"day": long_date(on, language)},
    )


def frozen_table(
    rows: Iterable[Row], /, *, title: str, source: str, decided_on: date, language: Language
) -> Table:
    """A signed version's rows in the columns of the register on the decree's day."""
    register = statute.register("exempt", decided_on)
    return Table(
        title=title,
        headings=_headings(register, language),
        rows=_cells((from_row(row) for row in rows), [column.code for column in register], language),
        language=language,
        source=source,
    )


def from_row(row: Row, /) -> PublicExemption:
    """A frozen row in words that anybody may read."""
    ground = statute.ground(row["ground"])
    part = ground.sub_item(row["sub_item"])
    decree = row["decree"]
    words = {name: _shown(row[name]) for name in WORDS}
    return PublicExemption(
        information=words["information"],
        act=words["act"],
        consequence=words["consequence"],
        benefit=words["benefit"],
        closed=tuple(name for name in WORDS if not words[name] and (row[name] or name in row["closed"])),
        number=row["number"],
        ground=row["ground"],
        sub_item=row["sub_item"],
        clause=part.clause if part else ground.clause,
        scope=row["scope"],
        body_name=row["body"]["name"],
        body_slug=row["body"]["slug"],
        decided_on=date.fromisoformat(decree["date"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        decree=decree["number"],
        signed_as=decree["signed_as"],
    )


def public_exemption(row: Exemption, /, *, on: date) -> PublicExemption:
    """An exemption as everybody may see it on the legal day ``on``."""
    return replace(
        from_row(row_of(row)),
        opened_on=queries.first_open_day(row) if row.is_open_on(on) else None,
        item_number=row.item.number if row.item and row.item.is_public else None,
    )


def _headings(register: Iterable[Column], language: Language) -> list[Heading]:
    return [
        Heading(column.code, column.header(language), _WIDTHS.get(column.code, 28)) for column in register
    ]


def _shown(text: str) -> str:
    words = clean(text)
    return "" if found_in(words) else words


def _cells(rows: Iterable[PublicExemption], codes: list[str], language: Language) -> Iterator[list[Cell]]:
    for row in rows:
        term = _("sampai %(day)s") % {"day": long_date(row.ends_on, language)} if row.ends_on else ""
        shown: dict[str, Cell] = {
            "number": row.number,
            "information": row.information,
            "basis": "; ".join(filter(None, (statute.legal_basis(row.clause, language), row.act))),
            "consequence": row.consequence,
            "benefit": row.benefit,
            "term": term or _("sampai dibuka"),
            "holder": row.body_name,
            "decree": f"{row.decree}, {long_date(row.decided_on, language)}, {row.signed_as}",
        }
        yield [shown[code] for code in codes]
