"""Items and frozen lists as a table to take away, in the law's columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lutra.catalogue.lists.rows import Row, cells, headings
from lutra.catalogue.lists.versions import rows_of
from lutra.catalogue.models import Item
from lutra.directory.models import Government
from lutra.publishing.export.table import Cell, Heading, Table

# Millimetres of a printed line; what is not here gets the usual share.
_WIDTHS = {"number": 10, "summary": 70, "holder": 42, "responsible": 32, "made": 30, "link": 36}
_CHUNK = 500


def table_of(government: Government, found: QuerySet[Item], *, address: str, language: str = "id") -> Table:
    """The items of a queryset; ``address`` is the front page under which each item has its own."""
    return _table(
        rows=_in_stretches(found),
        title=_("Daftar Informasi Publik %(name)s") % {"name": government.name},
        address=address,
        language=language,
    )


def table_of_rows(rows: Iterable[Row], *, title: str, source: str, address: str, language: str) -> Table:
    """Frozen rows, as a signed version holds them."""
    return _table(rows=rows, title=title, source=source, address=address, language=language)


def _in_stretches(found: QuerySet[Item]) -> Iterator[Row]:
    """So many items at a time, that a large list needs no large memory."""
    after = 0
    while rows := rows_of(found.filter(number__gt=after).order_by("number")[:_CHUNK]):
        yield from rows
        after = rows[-1]["number"]


def _table(*, rows: Iterable[Row], title: str, address: str, language: str, source: str = "") -> Table:
    columns = headings(language)
    return Table(
        title=title,
        headings=[Heading(code, label, _WIDTHS.get(code, 22)) for code, label in columns],
        rows=_cells(rows, [code for code, _label in columns], address.rstrip("/"), language),
        language=language,
        source=source,
    )


def _cells(rows: Iterable[Row], codes: list[str], address: str, language: str) -> Iterator[list[Cell]]:
    for row in rows:
        link = f"{address}{reverse('portal:item', args=[row['number']])}"
        shown = cells(row, link=link, language=language)
        yield [shown[code] for code in codes]
