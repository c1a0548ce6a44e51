"""Gapless numbers: one series per government, book and year."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from lutra.ledger.errors import OutsideTransaction

_NEXT = (
    "INSERT INTO ledger_counter (government_id, book, year, last) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (government_id, book, year) DO UPDATE SET last = ledger_counter.last + 1 RETURNING last"
)


def next_number(government_id: int, book: str, year: int) -> int:
    """Give the next number of a book, beginning with 1; one query.

    The row stays locked until the transaction ends: whoever comes second waits, and a number whose transaction
    fails is given again, so the series has no gap and no double. Where the same transaction also records, call
    ``actions.lock(government_id)`` first. Raises OutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            _("Nomor hanya dapat diambil bersama perkaranya; bungkus tindakan ini dengan transaction.atomic.")
        )
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [government_id, book, year])
        number: int = cursor.fetchone()[0]
    return number
