"""The deeds of statistics: handing out a legal register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.publishing.export.formats import FORMATS
from lutra.publishing.export.table import Table
from lutra.statistics.register import legal_table, rows_in

PERMISSION = "registers.export"


@transaction.atomic
def export_register(
    government: Government,
    /,
    *,
    book: str,
    year: int,
    format: str,  # noqa: A002 - what everybody calls it
    by: Actor,
    language: str = "id",
    at: datetime | None = None,
) -> Table:
    """The legal register of one year, to be written in a format of ``FORMATS``.

    It tells who asked, so the export is entered in the book before the first row leaves: which register, how many
    rows, by whom; nobody's identity. Raises NotPermitted, UnknownBook, and KeyError for an unknown format.
    """
    if by.kind == "officer":
        permit(by, PERMISSION, government_id=government.pk)
    elif by.kind != "system" or by.government_id != government.pk:
        raise NotPermitted(PERMISSION)
    if format not in FORMATS:
        raise KeyError(format)
    table = legal_table(government, book=book, year=year, language=language)
    ledger.record(
        government_id=government.pk,
        kind="register.exported",
        subject=("register", year),
        by=by,
        at=at,
        data={
            "book": book,
            "year": year,
            "format": format,
            "rows": rows_in(government, book=book, year=year),
        },
    )
    return table
