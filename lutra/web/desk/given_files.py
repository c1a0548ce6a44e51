"""The files of an answer at the release gate: where each stands, and new ones that are looked at before deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.documents.errors import DocumentError
from lutra.documents.models import Document
from lutra.documents.release import gates
from lutra.documents.rights import visible
from lutra.ledger.cases import CaseError
from lutra.requests import actions, attached, review
from lutra.requests.models import Draft, Request
from lutra.web.desk.documents.words import StateWords, state_words
from lutra.web.tenancy import SiteRequest


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a case: where it stands, in words, and whether the reader may open its page to go on."""

    file: Document
    state: StateWords
    says: str
    may_open: bool


def states(files: Sequence[Document], *, by: Actor) -> list[FileState]:
    """Where each file stands at the gate. A handful of queries however many there are."""
    standing = gates(files)
    seen = set(visible(by).filter(pk__in=[file.pk for file in files]).values_list("pk", flat=True))
    return [
        FileState(file, state_words(gate.code), gate.words, file.pk in seen)
        for file in files
        for gate in (standing[file.pk],)
    ]


def are_settled(files: Sequence[FileState]) -> bool:
    """Whether no look is still to come."""
    waiting = {state_words("waiting"), state_words("running")}
    return not any(one.state in waiting for one in files)


def of_case(case: Request) -> list[Document]:
    """The files that the case's newest drafts bring, each with the copies made of it."""
    return attached.on_offer(review.merged_files(review.newest(case)))


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of new files: the drafts that the decision rests on now, what was typed with the new files chosen,
    and why they were not taken."""

    drafts: Sequence[Draft]
    typed: QueryDict
    problem: str = ""


def bring(
    request: SiteRequest, case: Request, drafts: Sequence[Draft], *, outcome: str, seen: int
) -> Brought | None:
    """Keep the new files of a decision's form for the gate to look at; None when there are none."""
    files = [(file.name or "berkas", file.read()) for file in request.FILES.getlist("attachments")]
    if request.method != "POST" or not files:
        return None
    try:
        now = _kept(
            case,
            files,
            drafts=drafts,
            outcome=outcome,
            text=request.POST.get("explanation", ""),
            by=request.actor,
            seen=seen,
        )
    except (CaseError, DocumentError) as refusal:
        return Brought(drafts, request.POST, str(refusal))
    typed = request.POST.copy()
    chosen = {str(file.pk) for file in now[0].documents.all()} - {
        str(file.pk) for draft in drafts for file in draft.documents.all()
    }
    typed.setlist("documents", [*typed.getlist("documents"), *sorted(chosen)])
    return Brought(now, typed)


def _kept(
    case: Request,
    files: Sequence[tuple[str, bytes]],
    *,
    drafts: Sequence[Draft],
    outcome: str,
    text: str,
    by: Actor,
    seen: int,
) -> list[Draft]:
    """The files as a new version of the first draft that the decision rests on, and the other drafts."""
    first = drafts[0] if drafts else None
    made = actions.draft(
        case,
        text=text.strip() or (first.text if first else _("Berkas bagi pemohon.")),
        outcome=first.outcome if first else outcome,
        body=first.body if first else None,
        kept=list(first.documents.all()) if first else (),
        files=files,
        by=by,
        seen=seen,
    )
    return [made, *drafts[1:]]
