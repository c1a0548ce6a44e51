"""Followers: everything that happens because something was written in the book.

A follower reads a government's book in order and remembers how far it came. Its work and the move of its cursor
are one transaction, so it may be killed at any moment: an entry is handled wholly or will be handled again. A
replay hands entries out once more, so ``handle`` must be idempotent by (follower, entry); and because only the
database is rolled back, it writes rows (a letter, a message waiting to be sent) and never speaks to the outside.

Work that takes long belongs in ``prepare``, which runs before that transaction: on SQLite everybody who wants to
write waits for it. What it did stays when the rest is rolled back, so it must be harmless to do again.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lutra.ledger.errors import FollowersShareName, NoSuchFollower
from lutra.ledger.models import Cursor, Entry, FollowerStumble, Head

__all__ = ["MAX_TRIES", "Entry", "Follower", "catch_up", "followers", "replay", "run_once", "where"]

logger = logging.getLogger(__name__)

MAX_TRIES = 8
# Doubled with each try: 5 s, 10 s … 320 s; a hopeless entry holds up its follower for about ten minutes.
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = _FIRST_PAUSE * 2**MAX_TRIES
# Seconds after which a follower lets the next one read: a thousand letters must not keep the register waiting.
_TURN = 1.0


@dataclass(frozen=True)
class Follower:
    """Who follows the book: a ``name`` that never changes, the ``kinds`` it wants (None: all), what it does.

    ``prepare`` makes the slow part outside the transaction and returns it; ``handle`` gets it as its second argument.
    """

    name: str
    kinds: frozenset[str] | None
    handle: Callable[..., None]
    prepare: Callable[[Entry], object] | None = None

    def begin(self, entry: Entry) -> Callable[[], None]:
        """Do the slow part now and return the quick rest."""
        if self.prepare is None:
            return partial(self.handle, entry)
        return partial(self.handle, entry, self.prepare(entry))


@dataclass(frozen=True)
class _Place:
    """One follower at one place in one government's book, whose head is at ``head``."""

    follower: Follower
    government_id: int
    seq: int
    head: int


def followers() -> list[Follower]:
    """Return the followers of ``settings.LUTRA_FOLLOWERS``, in that order. Raises FollowersShareName."""
    found: list[Follower] = [import_string(path) for path in settings.LUTRA_FOLLOWERS]
    shared = [name for name, count in Tally(each.name for each in found).items() if count > 1]
    if shared:
        raise FollowersShareName(
            _("Nama pengikut %(name)r dipakai dua kali; beri setiap pengikut nama sendiri.")
            % {"name": shared[0]}
        )
    return found


def run_once(limit: int = 200, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Let every follower read on, at most ``limit`` entries in each government; return how many were handled.

    A slow one reads at least one entry and ends its turn after about a second.
    A follower that raises is noted, and tries that entry again later; after MAX_TRIES the entry is set aside. The
    others go on. Safe to run in many processes at once. ``stopping`` is asked before each entry, so that a worker
    can end between two.
    """
    paused = _stumbles()
    now = timezone.now()
    handled = 0
    for place in _places():
        key = (place.follower.name, place.government_id)
        next_try_at = paused.get(key)
        # A pause longer than the longest was noted by a clock that has been set back since.
        if next_try_at is not None and now < next_try_at <= now + _LONGEST_PAUSE:
            continue
        handled += _read_on(place, limit, stopping, had_stumbled=next_try_at is not None)
    return handled


def catch_up() -> int:
    """Read until nothing is left and return how many entries were handled; for tests, demo data and restores.

    Unlike ``run_once`` it does not wait for stumbles, and what a follower raises comes out of here.
    """
    total = 0
    while places := _places():
        for place in places:
            for entry in _wanted(place, None):
                if _handle(place, entry, place.follower.begin(entry), had_stumbled=True):
                    total += 1
                    place = _moved(place, entry.seq)
            _jump(place)
    return total


def replay(name: str, government_id: int, from_seq: int = 0) -> None:
    """Send a follower back, so that it handles every entry from ``from_seq`` on once more.

    Takes up again what was set aside there. Never sends it forward. Raises NoSuchFollower.
    """
    if name not in {each.name for each in followers()}:
        raise NoSuchFollower(
            _("Tidak ada pengikut bernama %(name)r; lihat LUTRA_FOLLOWERS di settings.py.") % {"name": name}
        )
    before = max(from_seq - 1, 0)
    with transaction.atomic():
        Cursor.objects.filter(follower=name, government_id=government_id, seq__gt=before).update(seq=before)
        FollowerStumble.objects.filter(follower=name, government_id=government_id, seq__gt=before).delete()


def _places() -> list[_Place]:
    """Return where a follower is behind the head; make the cursors that are missing."""
    following = followers()
    heads = dict(Head.objects.order_by("government_id").values_list("government_id", "seq"))
    names = [each.name for each in following]
    rows = Cursor.objects.filter(follower__in=names).values_list("follower", "government_id", "seq")
    cursors = {(name, government_id): seq for name, government_id, seq in rows}
    new = [
        Cursor(follower=name, government_id=government_id)
        for name in names
        for government_id in heads
        if (name, government_id) not in cursors
    ]
    if new:
        Cursor.objects.bulk_create(new, ignore_conflicts=True)  # another worker may have been quicker
    return [
        _Place(each, government_id, cursors.get((each.name, government_id), 0), head)
        for each in following
        for government_id, head in heads.items()
        if cursors.get((each.name, government_id), 0) < head
    ]


def _stumbles() -> dict[tuple[str, int], datetime]:
    rows = FollowerStumble.objects.filter(next_try_at__isnull=False).values_list(
        "follower", "government_id", "next_try_at"
    )
    return {(name, government_id): at for name, government_id, at in rows if at is not None}


def _read_on(place: _Place, limit: int, stopping: Callable[[], bool], *, had_stumbled: bool) -> int:
    """Handle the next wanted entries of one place; stop at a stumble or where another worker reads."""
    handled = 0
    until = time.monotonic() + _TURN
    for entry in _wanted(place, limit):
        if stopping() or (handled and time.monotonic() > until):
            return handled
        try:
            moved = _handle(place, entry, place.follower.begin(entry), had_stumbled=had_stumbled)
        except Exception as error:
            _note_stumble(place, entry, error)
            return handled
        if not moved:
            return handled
        handled += 1
        had_stumbled = False
        place = _moved(place, entry.seq)
    if handled < limit:
        _jump(place)
    return handled


def _wanted(place: _Place, limit: int | None) -> list[Entry]:
    # No lock: entries up to the head are all committed, because the head's lock orders them, and never change.
    found = Entry.objects.filter(government_id=place.government_id, seq__gt=place.seq, seq__lte=place.head)
    if place.follower.kinds is not None:
        found = found.filter(kind__in=sorted(place.follower.kinds))
    return list(found.order_by("seq")[:limit])


@transaction.atomic
def _handle(place: _Place, entry: Entry, handle: Callable[[], None], *, had_stumbled: bool) -> bool:
    """Handle one entry and move the cursor to it; False where another worker reads, or has moved on."""
    if not _claim(place, entry.seq):
        return False
    handle()
    if had_stumbled:
        FollowerStumble.objects.filter(
            follower=place.follower.name, government_id=place.government_id, seq=entry.seq
        ).delete()
    return True


def _claim(place: _Place, seq: int) -> bool:
    """Move the cursor from ``place`` to ``seq`` and hold its lock; False if it is held or stands elsewhere.

    PostgreSQL skips a row that another worker holds; on SQLite a transaction has the database to itself, and
    the UPDATE alone decides.
    """
    here = Cursor.objects.filter(
        follower=place.follower.name, government_id=place.government_id, seq=place.seq
    )
    if here.select_for_update(skip_locked=True).values_list("seq", flat=True).first() is None:
        return False
    return here.update(seq=seq) == 1


def _jump(place: _Place) -> None:
    """Step over the entries up to the head that this follower does not want."""
    if place.seq < place.head:
        with transaction.atomic():
            _claim(place, place.head)


def _moved(place: _Place, seq: int) -> _Place:
    return _Place(place.follower, place.government_id, seq, place.head)


@transaction.atomic
def _note_stumble(place: _Place, entry: Entry, error: Exception) -> None:
    """Note that a follower raised; after MAX_TRIES set the entry aside and move on."""
    if not _claim(place, place.seq):  # another worker was quicker, and its own note counts
        return
    now = timezone.now()
    key = {"follower": place.follower.name, "government_id": place.government_id, "seq": entry.seq}
    stumble = FollowerStumble.objects.filter(**key).first() or FollowerStumble(**key, tries=0, first_at=now)
    stumble.tries += 1
    stumble.error = type(error).__name__[:120]
    stumble.where = where(error)
    if stumble.tries >= MAX_TRIES:
        stumble.next_try_at, stumble.set_aside_at = None, now
        _claim(place, entry.seq)
    else:
        stumble.next_try_at = now + _FIRST_PAUSE * 2 ** (stumble.tries - 1)
    stumble.save()
    facts = {**key, "tries": stumble.tries, "error": stumble.error, "where": stumble.where}
    logger.error(
        "follower.set_aside" if stumble.set_aside_at else "follower.stumbled", extra={"facts": facts}
    )


def where(error: Exception) -> str:
    """Return module and line where an error arose, our own code first: all of it that may be written down."""
    frames = [
        (frame.f_globals.get("__name__", "?"), line) for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    own = [each for each in frames if each[0].startswith("lutra.")] or frames
    return ":".join(map(str, own[-1]))[:200]
