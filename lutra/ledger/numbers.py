"""Gapless numbers: one series per government, book and year."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from lutra.ledger.errors import OutsideTransaction

_NEXT = (
    "INSERT INTO ledger_counter (government_id, book, year, last) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (government_id, book, year) DO UPDATE SET last = ledger_counter.last + %s RETURNING last"
)


def next_number(government_id: int, book: str, year: int) -> int:
    """Give the next number of a book, beginning with 1; one query.

    The row stays locked until the transaction ends: whoever comes second waits, and a number whose transaction
    fails is given again, so the series has no gap and no double. Where the same transaction also records, call
    ``actions.lock(government_id)`` first. Raises OutsideTransaction.
    """
    return next_numbers(government_id, book, year, count=1)[0]


def next_numbers(government_id: int, book: str, year: int, *, count: int) -> range:
    """The next ``count`` numbers of a book at once, for an import of many rows; one query. As ``next_number``."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            _("Nomor hanya dapat diambil bersama perkaranya; bungkus tindakan ini dengan transaction.atomic.")
        )
    if count < 1:
        return range(0)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [government_id, book, year, count, count])
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)
