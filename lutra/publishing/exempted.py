"""What is withheld, as everybody may see it: the list of exempt information is announced like the other lists.

One row for each exemption in force: what is withheld, on which ground, until when; never the information itself. Words
in which something personal is found stay out; the row then shows its number and ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.exemptions import queries
from lutra.exemptions.models import Exemption
from lutra.law import statute
from lutra.law.calendars import long_date
from lutra.law.records import Language
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
    clause: str
    body_name: str
    decided_on: date
    ends_on: date | None
    decree: str
    signed_as: str
    act: str  # the Act that letter j needs
    consequence: str
    benefit: str
    opened_on: date | None = None
    item_number: int | None = None  # in the list of public information, once it is open


def public_exemptions(government: Government, /, *, on: date) -> list[PublicExemption]:
    """The exemptions in force on the legal day ``on``, by number."""
    return [_public(row, on=on) for row in queries.in_force(government, on=on)]


def opened_exemptions(government: Government, /, *, on: date, most: int = 20) -> list[PublicExemption]:
    """What was withheld and is open on ``on``, the newest first: at midnight, whether or not a clock woke."""
    rows = [_public(row, on=on) for row in queries.ended(government, on=on)]
    return sorted(rows, key=lambda row: (row.opened_on or on, row.number), reverse=True)[:most]


def exempt_table(government: Government, /, *, on: date, language: Language = "id") -> Table:
    """The exempt list in the register's columns, to take away."""
    register = statute.register("exempt", on)
    return Table(
        title=_("Daftar Informasi yang Dikecualikan %(name)s") % {"name": government.name},
        headings=[
            Heading(column.code, column.header(language), _WIDTHS.get(column.code, 28)) for column in register
        ],
        rows=_cells(public_exemptions(government, on=on), [column.code for column in register], language),
        language=language,
        source=_("Keadaan %(day)s") % {"day": long_date(on, language)},
    )


def _public(row: Exemption, *, on: date) -> PublicExemption:
    test, ground = row.test, statute.ground(row.test.ground)
    part = ground.sub_item(test.sub_item)
    return PublicExemption(
        number=row.number,
        information=_shown(test.information),
        ground=test.ground,
        clause=part.clause if part else ground.clause,
        body_name=str(row.body),
        decided_on=row.decree_date,
        ends_on=row.ends_on,
        decree=row.decree_number,
        signed_as=row.signed_as,
        act=_shown(test.act),
        consequence=_shown(test.consequence_open),
        benefit=_shown(test.benefit_closed),
        opened_on=queries.first_open_day(row) if row.is_open_on(on) else None,
        item_number=row.item.number if row.item and row.item.is_public else None,
    )


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
