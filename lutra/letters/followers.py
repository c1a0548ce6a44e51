"""The follower that turns deeds into letters."""

from __future__ import annotations

from lutra.directory import actors
from lutra.exemptions.models import Exemption, Session
from lutra.law import statute
from lutra.ledger.followers import Entry, Follower
from lutra.letters.actions import Drawn, draw_up, issue
from lutra.letters.awaiting import wait
from lutra.letters.models import Letter, Matter, Unsigned
from lutra.objections.models import Objection
from lutra.requests.models import Request


def _matter(entry: Entry) -> Matter:
    if entry.subject_type == "exemption":
        rows = Exemption.objects.select_related("government", "test", "body__parent", "signatory")
        return rows.get(pk=entry.subject_id)
    if entry.subject_type == "session":
        return Session.objects.select_related("government", "chair").get(pk=entry.subject_id)
    related = ("government", "applicant__identity")
    if entry.subject_type == "objection":
        return Objection.objects.select_related(*related, "request").get(pk=entry.subject_id)
    return Request.objects.select_related(*related).get(pk=entry.subject_id)


def _draw_up(entry: Entry) -> Drawn | None:
    """Typeset the letter that the entry calls for, unless it was issued before (a replay) or on paper."""
    if entry.kind == "exemption.recorded" and not entry.data.get("decree_serial"):
        return None
    made = {"government_id": entry.government_id, "source_seq": entry.seq}
    if Letter.objects.filter(**made).exists() or Unsigned.objects.filter(**made).exists():
        return None
    return draw_up(_matter(entry), kind=_kind(entry), told=entry)


def _issue(entry: Entry, drawn: Drawn | None) -> None:
    if drawn is None:
        return
    if drawn.official is not None:
        wait(drawn, told=entry)
    else:
        issue(drawn.telling.case, drawn, told=entry, by=actors.system(entry.government_id))


# What is told by one letter whatever was decided.
_KINDS: dict[str, str] = {
    "request.filed": Letter.Kind.RECEIPT,
    "request.extended": Letter.Kind.EXTENSION,
    "request.gaps_told": Letter.Kind.COMPLETENESS,
    "request.withdrawn": Letter.Kind.WITHDRAWAL,
    "request.power_checked": Letter.Kind.POWER_CHECK,
    "objection.power_checked": Letter.Kind.POWER_CHECK,
    "objection.registered": Letter.Kind.OBJECTION_RECEIPT,
    "objection.decided": Letter.Kind.OBJECTION_REPLY,
    "objection.settled": Letter.Kind.SETTLEMENT,
    "exemption.recorded": Letter.Kind.DECREE,
    "session.closed": Letter.Kind.MINUTES,
}


def _kind(entry: Entry) -> str:
    if entry.kind in _KINDS:
        return _KINDS[entry.kind]
    outcome = statute.outcome(entry.data["outcome"])
    return Letter.Kind.REFUSAL if outcome.counts_as == "refused" else Letter.Kind.NOTICE


letters = Follower(
    name="letters",
    kinds=frozenset({*_KINDS, "request.decided"}),
    prepare=_draw_up,
    handle=_issue,
)
