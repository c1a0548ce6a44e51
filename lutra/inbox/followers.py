"""The follower that brings letters to the applicant."""

from __future__ import annotations

from lutra.directory import actors
from lutra.inbox.actions import prove, queue_email
from lutra.ledger.followers import Entry, Follower
from lutra.letters.models import CASES, Letter


def _announce(entry: Entry) -> None:
    """Put the letter on the applicant's page and queue an e-mail where there is an address.

    The page shows what the book says from the moment of the deed, so that is when it reached him there; a letter that
    waited for its official's signature, when he signed it.
    """
    letter = Letter.objects.select_related("government", *CASES).get(pk=entry.data["letter"])
    if not letter.is_addressed:  # a decree, the minutes of a session: nobody waits for them
        return
    prove(
        letter,
        channel="page",
        evidence=f"{letter.reference}; /verify/{letter.code}/; SHA-256 {letter.sha256}",
        at=letter.available_at,
        by=actors.system(letter.government_id),
    )
    queue_email(letter)


notices = Follower(name="notices", kinds=frozenset({"letter.issued"}), handle=_announce)
