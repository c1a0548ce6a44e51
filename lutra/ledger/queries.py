"""Reading the book: histories, what figures are made of, the proof of the chain, how far followers are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from lutra.ledger import chain, triggers
from lutra.ledger.chain import GENESIS, digest
from lutra.ledger.models import Cursor, Entry, FollowerStumble, Head

__all__ = [
    "Entry",
    "Lag",
    "Verification",
    "entries",
    "history",
    "lag",
    "protected",
    "set_aside",
    "verify",
    "written",
]

_CHUNK = 2000


def history(subject: tuple[str, int], government_id: int) -> QuerySet[Entry]:
    """Return all that the book says of one subject, in the order in which it happened."""
    subject_type, subject_id = subject
    return Entry.objects.filter(
        government_id=government_id, subject_type=subject_type, subject_id=subject_id
    ).order_by("seq")


def entries(
    government_id: int,
    *,
    kinds: Iterable[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Return a government's entries in order: of some ``kinds``, from ``since`` on and before ``until``."""
    found = Entry.objects.filter(government_id=government_id)
    if kinds is not None:
        found = found.filter(kind__in=sorted(kinds))
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.order_by("seq")


def protected() -> bool:
    """Say whether the database still refuses to change or delete an entry."""
    return triggers.present(connection)


@dataclass(frozen=True)
class Verification:
    """What the recomputation of one government's chain found.

    ``entries`` is how many entries are good from the first on; ``root`` the hash of the last good one (64 zeros
    for an empty book); ``broken`` the seq of the first bad or missing entry, None for a whole chain; ``reason``
    says what is wrong with it, empty for a whole chain.
    """

    government_id: int
    entries: int
    root: str
    broken: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is broken."""
        return self.broken is None


def verify(
    government_id: int | None = None, *, progress: Callable[[int], None] | None = None
) -> list[Verification]:
    """Recompute the chain of one government or of all and compare it with what is written.

    Streams, so memory stays flat. ``progress`` is told now and then how many entries were read.
    """
    if government_id is not None:
        return [_verify(government_id, progress)]
    ids = set(Head.objects.values_list("government_id", flat=True))
    # A chain whose head was removed must not go unnoticed.
    ids.update(Entry.objects.order_by().values_list("government_id", flat=True).distinct())
    return [_verify(each, progress) for each in sorted(ids)]


def _verify(government_id: int, progress: Callable[[int], None] | None) -> Verification:
    """Walk the chain from its first entry, then ask whether it ends where the head says.

    An entry written while we read is no damage: the head is read before and after, and only grows.
    """
    before = _head(government_id)
    good, root = 0, GENESIS
    links = Entry.objects.filter(government_id=government_id).order_by("seq").iterator(chunk_size=_CHUNK)
    try:
        for entry in links:
            reason = _fault(entry, expected=good + 1, prev_hash=root)
            if not reason and before is not None and entry.seq == before[0] and entry.hash != before[1]:
                reason = _("tidak sama dengan kepala buku")
            if reason:
                return Verification(government_id, good, root, good + 1, reason)
            good, root = entry.seq, entry.hash
            if progress is not None and good % _CHUNK == 0:
                progress(good)
    except (ValueError, TypeError, AttributeError):  # a value that its column cannot hold
        return Verification(government_id, good, root, good + 1, _("tidak terbaca"))
    return _compare_with_head(government_id, good, root, before)


def _fault(entry: Entry, *, expected: int, prev_hash: str) -> str:
    """Say what is wrong with an entry that should be ``expected`` after ``prev_hash``; empty: nothing."""
    if entry.seq != expected:
        return _("hilang: entri berikutnya bernomor %(seq)s") % {"seq": entry.seq}
    if entry.prev_hash != prev_hash:
        return _("tidak bersambung dengan entri sebelumnya")
    if entry.hash != _recompute(entry):
        return _("isinya tidak sama dengan yang dahulu ditulis")
    return ""


def written(entry: Entry) -> dict[str, Any]:
    """Return the words of an entry over which its hash is taken, for whoever checks it without us."""
    return chain.written(**_parts(entry))


def _recompute(entry: Entry) -> str:
    return digest(**_parts(entry))


def _parts(entry: Entry) -> dict[str, Any]:
    return {
        "prev_hash": entry.prev_hash,
        "government_id": entry.government_id,
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.actor,
        "post_id": entry.post_id,
        "data": entry.data,
    }


def _compare_with_head(
    government_id: int, good: int, root: str, before: tuple[int, str] | None
) -> Verification:
    head_seq = before[0] if before else 0
    if good < head_seq:
        reason = _("hilang: kepala buku bernomor %(seq)s") % {"seq": head_seq}
        return Verification(government_id, good, root, good + 1, reason)
    after = _head(government_id)
    if good > 0 and (after is None or after[0] < good):
        written = after[0] if after else 0
        return Verification(government_id, good, root, written + 1, _("tidak dikenal oleh kepala buku"))
    if after is not None and after[0] == good and after[1] != root:
        return Verification(government_id, good, root, good or 1, _("tidak sama dengan kepala buku"))
    return Verification(government_id, good, root)


def _head(government_id: int) -> tuple[int, str] | None:
    return Head.objects.filter(government_id=government_id).values_list("seq", "hash").first()


@dataclass(frozen=True)
class Lag:
    """How far one follower is behind one government's book.

    ``behind`` counts entries, ``oldest_at`` is the moment of the oldest one waiting; ``stumbling_at`` is the seq
    over which it stumbles now, ``set_aside`` are the seqs that it gave up after all tries.
    """

    follower: str
    government_id: int
    behind: int
    oldest_at: datetime | None
    stumbling_at: int | None
    set_aside: tuple[int, ...]


def lag() -> list[Lag]:
    """Return one row per follower and government that it has begun to read, whether behind or not."""
    head = Head.objects.filter(government_id=OuterRef("government_id"))
    waiting = Entry.objects.filter(government_id=OuterRef("government_id"), seq=OuterRef("seq") + 1)
    cursors = Cursor.objects.annotate(
        head=Subquery(head.values("seq")[:1]), oldest_at=Subquery(waiting.values("at")[:1])
    ).order_by("government_id", "follower")
    stumbling: dict[tuple[str, int], int] = {}
    aside: dict[tuple[str, int], list[int]] = {}
    for stumble in FollowerStumble.objects.order_by("seq"):
        key = (stumble.follower, stumble.government_id)
        if stumble.set_aside_at is None:
            stumbling[key] = stumble.seq
        else:
            aside.setdefault(key, []).append(stumble.seq)
    return [
        Lag(
            follower=cursor.follower,
            government_id=cursor.government_id,
            behind=max((cursor.head or 0) - cursor.seq, 0),
            oldest_at=cursor.oldest_at,
            stumbling_at=stumbling.get((cursor.follower, cursor.government_id)),
            set_aside=tuple(aside.get((cursor.follower, cursor.government_id), ())),
        )
        for cursor in cursors
    ]


def set_aside() -> QuerySet[FollowerStumble]:
    """Return the entries that a follower gave up, oldest first; ``followers.replay`` takes them up again."""
    return FollowerStumble.objects.filter(set_aside_at__isnull=False).order_by(F("set_aside_at"))
