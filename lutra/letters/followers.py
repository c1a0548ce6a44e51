"""The follower that turns deeds into letters."""

from __future__ import annotations

from lutra.directory import actors
from lutra.law import statute
from lutra.ledger.followers import Entry, Follower
from lutra.letters.actions import issue
from lutra.letters.models import Letter
from lutra.requests.models import Request


def _write(entry: Entry) -> None:
    """Issue the letter that the entry calls for; replayed, it finds the letter already there."""
    request = Request.objects.select_related("government", "applicant__identity").get(pk=entry.subject_id)
    issue(request, kind=_kind(entry), told=entry, by=actors.system(entry.government_id))


def _kind(entry: Entry) -> str:
    if entry.kind == "request.filed":
        return Letter.Kind.RECEIPT
    if entry.kind == "request.extended":
        return Letter.Kind.EXTENSION
    outcome = statute.outcome(entry.data["outcome"])
    return Letter.Kind.REFUSAL if outcome.counts_as == "refused" else Letter.Kind.NOTICE


letters = Follower(
    name="letters",
    kinds=frozenset({"request.filed", "request.extended", "request.decided"}),
    handle=_write,
)
