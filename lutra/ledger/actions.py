"""Writing in the book. Every verb of the house ends here, in the transaction of its own change."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.ledger.chain import GENESIS, canonical, digest
from lutra.ledger.errors import (
    ActorNotUnderstood,
    DataHoldsIdentity,
    DataNotJson,
    KindNotUnderstood,
    MomentWithoutZone,
    OutsideTransaction,
)
from lutra.ledger.models import Entry, Head

__all__ = ["ActorLike", "Entry", "Place", "lock", "record"]

_KIND = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_ACTOR = re.compile(r"[a-z][a-z0-9_:./-]{0,63}")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Beyond this a reader whose numbers are floating point would compute another hash.
_LARGEST = 2**53 - 1

# A last line of defence: who asks is kept encrypted elsewhere, and the book can never forget.
_IDENTITY = frozenset(
    {"name", "nama", "fullname", "nik", "ktp", "kk", "npwp", "passport", "paspor"}
    | {"address", "alamat", "phone", "telephone", "telepon", "telp", "hp", "msisdn", "whatsapp", "wa"}
    | {"email", "surel", "birth", "birthdate", "birthplace", "lahir", "gender", "mother", "ibu"}
)

_LOCK = (
    "INSERT INTO ledger_head (government_id, seq, hash) VALUES (%s, 0, %s)"
    " ON CONFLICT (government_id) DO UPDATE SET seq = ledger_head.seq RETURNING seq, hash"
)


class Place(NamedTuple):
    """Where the next entry of a locked book goes: behind this ``seq`` with this ``hash``."""

    seq: int
    hash: str


class ActorLike(Protocol):
    """Who acts: all that the book needs to know of ``directory.Actor``."""

    @property
    def ref(self) -> str:
        """``officer:12``, ``applicant``, ``clock`` …: never a name."""

    @property
    def kind(self) -> str:
        """``officer``, ``applicant``, ``clock`` or ``system``."""


def record(
    *,
    government_id: int,
    kind: str,
    subject: tuple[str, int],
    by: ActorLike,
    data: Mapping[str, Any],
    at: datetime | None = None,
    place: Place | None = None,
) -> Entry:
    """Write one entry at the end of the government's chain and return it; three queries.

    In: ``kind`` as ``noun.participle``; ``subject`` as (type, id); ``data`` as JSON of whole numbers, texts, true,
    false, null, lists and mappings, without a person's identity; ``at`` a moment with its zone, now when left out;
    ``place`` what ``lock`` returned in this transaction, if nothing was recorded since.

    Raises OutsideTransaction, KindNotUnderstood, ActorNotUnderstood, MomentWithoutZone, DataNotJson,
    DataHoldsIdentity. The change and its entry stand or fall together, hence the transaction.
    """
    _check_words(kind, by.ref)
    moment = timezone.now() if at is None else at
    if moment.utcoffset() is None:
        raise MomentWithoutZone(
            _("Waktu entri %(kind)s perlu zona waktu; berikan dalam UTC.") % {"kind": kind}
        )
    moment = moment.astimezone(UTC)
    clean = _plain(data)
    last_seq, prev_hash = place or _take_head(government_id)
    post_id: int | None = getattr(by, "post_id", None)
    seq = last_seq + 1
    entry_hash = digest(
        prev_hash=prev_hash,
        government_id=government_id,
        seq=seq,
        at=moment,
        kind=kind,
        subject=subject,
        actor=by.ref,
        post_id=post_id,
        data=clean,
    )
    entry = Entry.objects.create(
        government_id=government_id,
        seq=seq,
        at=moment,
        kind=kind,
        subject_type=subject[0],
        subject_id=subject[1],
        actor=by.ref,
        post_id=post_id,
        data=clean,
        prev_hash=prev_hash,
        hash=entry_hash,
    )
    Head.objects.filter(government_id=government_id).update(seq=seq, hash=entry_hash)
    return entry


def lock(government_id: int, /) -> Place:
    """Take the right to write in the government's book until the transaction ends; one query.

    Verbs that also allocate a number call this first, so that everybody takes locks in one order. The place may be
    given to the next ``record`` of the same transaction, which then need not ask for it again.
    Raises OutsideTransaction.
    """
    return _take_head(government_id)


def _take_head(government_id: int) -> Place:
    """Lock the head, made on first use, and return its seq and hash.

    One writing statement does it on both engines: PostgreSQL waits for the row, SQLite for the database, also
    where a transaction was begun without IMMEDIATE.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            _(
                "Entri hanya dapat ditulis bersama perubahannya; bungkus tindakan ini dengan transaction.atomic."
            )
        )
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [government_id, GENESIS])
        seq, last_hash = cursor.fetchone()
    return Place(seq, last_hash)


def _check_words(kind: str, ref: str) -> None:
    if not _KIND.fullmatch(kind):
        raise KindNotUnderstood(
            _("Jenis entri %(kind)r tidak dikenali; tulis kata benda, titik, lalu keadaan: request.filed.")
            % {"kind": kind}
        )
    if not _ACTOR.fullmatch(ref):
        # The reference is not repeated: it may be a name.
        raise ActorNotUnderstood(
            _("Pelaku entri %(kind)s ditulis sebagai rujukan seperti officer:12 atau applicant, bukan nama.")
            % {"kind": kind}
        )


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``data`` as plain JSON that both databases give back letter by letter."""
    if not isinstance(data, dict):
        raise DataNotJson(_("Data entri harus berupa pasangan kunci dan nilai."))
    try:
        _check(data, "data")
        text = canonical(data)
    except RecursionError as error:
        raise DataNotJson(_("Data entri bersarang terlalu dalam atau memuat dirinya sendiri.")) from error
    plain: dict[str, Any] = json.loads(text)
    return plain


def _check(value: object, path: str) -> None:
    """Walk through ``value``; raise DataNotJson or DataHoldsIdentity, naming the place and not the value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise DataNotJson(_("Kunci di %(path)s harus berupa teks.") % {"path": path})
            _check_text(key, path)
            _check_key(key, path)
            _check(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _check(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, int):
        if abs(value) > _LARGEST:
            raise DataNotJson(_("Bilangan di %(path)s terlalu besar; tulis sebagai teks.") % {"path": path})
    elif value is not None:
        # Fractions come back from PostgreSQL written another way, and the hash would no longer fit.
        raise DataNotJson(
            _("Nilai di %(path)s berjenis %(type)s; tulis pecahan, tanggal, dan waktu sebagai teks.")
            % {"path": path, "type": type(value).__name__}
        )


def _check_text(text: str, path: str) -> None:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise DataNotJson(
            _("Teks di %(path)s memuat huruf yang tidak dapat disimpan (NUL atau pasangan tak lengkap).")
            % {"path": path}
        )


def _check_key(key: str, path: str) -> None:
    if not _IDENTITY.isdisjoint(word.lower() for word in _WORD.findall(key)):
        raise DataHoldsIdentity(
            _("Buku tidak memuat identitas orang; ganti kunci %(key)r di %(path)s dengan nomor rujukan.")
            % {"key": key, "path": path}
        )
