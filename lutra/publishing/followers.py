"""The public register follows the book: after each deed on a request its line is made again."""

from __future__ import annotations

from lutra.ledger.followers import Entry, Follower
from lutra.publishing.projection import place
from lutra.requests.workflow import TABLE

#: Written by ``actions.summarise``.
SUMMARISED = "publication.summarised"


def _follow(entry: Entry) -> None:
    """Make the line from the request as it stands now, so a replay ends where the book ends."""
    if entry.subject_type == "request":
        place(entry.government_id, entry.subject_id)


register = Follower(
    name="register",
    kinds=frozenset(row.kind for row in TABLE.transitions.values()) | {SUMMARISED},
    handle=_follow,
)
