"""Items and frozen lists as a table to take away, in the law's columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lutra.catalogue.lists.rows import Row, cells, headings
from lutra.catalogue.lists.versions import rows_of
from lutra.catalogue.models import Item
from lutra.publishing.export.table import Cell, Heading, Table
from lutra.publishing.opendata.addresses import Site

# Millimetres of a printed line; what is not here gets the usual share.
_WIDTHS = {"number": 10, "summary": 70, "holder": 42, "responsible": 32, "made": 30, "link": 36}
_CHUNK = 500


def table_of(site: Site, found: QuerySet[Item], *, language: str = "id") -> Table:
    """The items of a queryset; each without a link of its own is linked to its page on ``site``."""
    title = _("Daftar Informasi Publik %(name)s") % {"name": site.government.name}
    return table_of_rows(site, _in_stretches(found), title=title, source="", language=language)


def table_of_rows(site: Site, rows: Iterable[Row], *, title: str, source: str, language: str) -> Table:
    """Frozen rows, as a signed version holds them."""
    columns = headings(language)
    return Table(
        title=title,
        headings=[Heading(code, label, _WIDTHS.get(code, 22)) for code, label in columns],
        rows=_cells(site, rows, [code for code, _label in columns], language),
        language=language,
        source=source,
    )


def _in_stretches(found: QuerySet[Item]) -> Iterator[Row]:
    """So many items at a time, that a large list needs no large memory."""
    after = 0
    while rows := rows_of(found.filter(number__gt=after).order_by("number")[:_CHUNK]):
        yield from rows
        after = rows[-1]["number"]


def _cells(site: Site, rows: Iterable[Row], codes: list[str], language: str) -> Iterator[list[Cell]]:
    for row in rows:
        shown = cells(row, link=site.item_page(row["number"]), language=language)
        yield [shown[code] for code in codes]
