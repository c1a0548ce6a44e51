"""The reading room of the demo: some of the delivered answers are offered to everybody, some are kept with a reason."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from lutra.demo.life import Event, Office
from lutra.directory.roles import Role
from lutra.publishing.errors import PublishingError
from lutra.publishing.readingroom import actions
from lutra.publishing.readingroom.queries import undecided

_FIRST = 9_500_000  # behind every event of a request at the same moment
_OFFERED, _KEPT = 22, 6
_REASONS = (
    "Hanya menyangkut urusan pemohon sendiri.",
    "Sudah termuat dalam informasi berkala yang lebih baru.",
    "Menunggu pembaruan data; ditawarkan bersama angka tahun ini.",
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """One hour of the PPID's work, shortly before ``now``."""
    yield Event(now - timedelta(minutes=40), _FIRST, _Hour(office, random.Random(seed + 5)).decide)


class _Hour:
    """The PPID goes through what waits."""

    def __init__(self, office: Office, dice: random.Random) -> None:
        self.office, self.dice = office, dice
        self.later: list[Event] = []

    def decide(self, at: datetime) -> None:
        """Offer most of what was asked about different things, keep some back, leave the rest for tomorrow."""
        by = self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())
        if by is None:
            return
        seen: set[str] = set()
        kept = 0
        waiting = list(undecided(self.office.government).select_related("body", "decision"))
        self.dice.shuffle(waiting)
        for request in waiting:
            subject, text = request.subject, request.decision.explanation
            if len(seen) >= _OFFERED and kept >= _KEPT:
                return
            if text in seen or len(seen) >= _OFFERED:
                if kept < _KEPT:
                    actions.keep(request, reason=self.dice.choice(_REASONS), by=by, at=at)
                    kept += 1
                continue
            try:
                given = list(request.decision.documents.all())
                actions.offer(request, title=subject, summary=text, documents=given, by=by, at=at)
            except PublishingError:
                continue  # something in it looks personal; the officer leaves it for later
            seen.add(text)
