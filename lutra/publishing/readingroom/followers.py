"""The reading room follows the book: after each decision about an answer, and whatever may change it."""

from __future__ import annotations

from lutra.documents import release
from lutra.ledger.followers import Entry, Follower
from lutra.publishing.readingroom.projection import answers_of_document, place
from lutra.requests.workflow import TABLE

#: Written by ``actions``.
OFFERED = "publication.offered"
KEPT = "publication.kept"
WITHDRAWN = "publication.withdrawn"


def _follow(entry: Entry) -> None:
    """Make the answer from the case as it stands now, so a replay ends where the book ends."""
    if entry.subject_type == "request":
        place(entry.government_id, [entry.subject_id])
    elif entry.subject_type == "document":
        place(entry.government_id, answers_of_document(entry.government_id, entry.subject_id))


answers = Follower(
    name="public_answers",
    # A case that is opened again takes its answer out until it is answered anew.
    kinds=frozenset(row.kind for row in TABLE.transitions.values())
    | {OFFERED, KEPT, WITHDRAWN, *release.EVENTS},
    handle=_follow,
)
