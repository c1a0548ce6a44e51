"""The follower that turns deeds into letters."""

from __future__ import annotations

from lutra.directory import actors
from lutra.law import statute
from lutra.ledger.followers import Entry, Follower
from lutra.letters.actions import Drawn, draw_up, issue
from lutra.letters.models import Letter
from lutra.requests.models import Request


def _request(entry: Entry) -> Request:
    return Request.objects.select_related("government", "applicant__identity").get(pk=entry.subject_id)


def _draw_up(entry: Entry) -> Drawn | None:
    """Typeset the letter that the entry calls for, unless it was issued before (a replay)."""
    if Letter.objects.filter(government_id=entry.government_id, source_seq=entry.seq).exists():
        return None
    return draw_up(_request(entry), kind=_kind(entry), told=entry)


def _issue(entry: Entry, drawn: Drawn | None) -> None:
    if drawn is not None:
        issue(drawn.telling.request, drawn, told=entry, by=actors.system(entry.government_id))


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
    prepare=_draw_up,
    handle=_issue,
)
