"""One case on one screen, and the files that hang on it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.requests import actions, withheld
from lutra.requests.models import Decision, Draft, Request
from lutra.web.desk import given_files
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.case import identity_facts
from lutra.web.desk.case import show as gather
from lutra.web.tenancy import SiteRequest

SEES = ("requests.see", "requests.see_own_body")


@require_safe
@officers(*SEES)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """The question, its clock, what the law needs next and all that happened; not who asked."""
    return _screen(request, case_for(request, pk))


@require_POST
@officers("requests.see_identity")
def identity(request: SiteRequest, pk: int) -> HttpResponse:
    """Show the applicant once; the look is entered in the book. A reload asks again."""
    case = case_for(request, pk)
    return _screen(request, case, identity=identity_facts(actions.see_identity(case, by=request.actor)))


@require_safe
@officers(*SEES)
def file(request: SiteRequest, pk: int, document_id: int) -> HttpResponse:
    """A file of one of the case's drafts or of its decision; an exempt one is for those who decide on it (LAW A25)."""
    case = case_for(request, pk)
    found = get_object_or_404(_documents(case), pk=document_id)
    if not withheld.may_open(case, found, by=request.actor):
        withheld.note_denied(case, found, by=request.actor)
        raise NotPermitted("requests.see_withheld")
    return download(found)


@require_safe
@officers(*SEES)
def file_states(request: SiteRequest, pk: int) -> HttpResponse:
    """Where the case's files stand at the release gate, as a piece of a page; ``X-Lutra-Done`` ends the asking."""
    files = given_files.states(given_files.of_case(case_for(request, pk)), by=request.actor)
    answer = render(request, "desk/_file_state_list.html", {"files": files})
    if given_files.are_settled(files):
        answer["X-Lutra-Done"] = "1"
    return answer


@require_POST
@officers("requests.see_identity")
def letter(request: SiteRequest, pk: int, letter_id: int) -> HttpResponse:
    """A letter of the case. It holds name and address, so opening it is entered like a look at the identity."""
    case = case_for(request, pk)
    found = get_object_or_404(case.letters.select_related("document"), pk=letter_id)
    actions.see_identity(case, by=request.actor)
    return download(found.document)


def _documents(case: Request) -> QuerySet[Document]:
    """The files on the case's drafts, and what its decision gave: those, or their copies with parts blacked out."""
    drafted = Draft.objects.filter(request=case).values("documents")
    given = Decision.objects.filter(request=case).values("documents")
    return Document.objects.filter(Q(pk__in=drafted) | Q(pk__in=given))


def _screen(
    request: SiteRequest, case: Request, *, identity: list[tuple[str, str]] | None = None
) -> HttpResponse:
    gathered = gather(case, request.actor, on=today(request.government))
    may_redact = may(request.actor, "redactions.make")
    shows = {"c": gathered, "case": case, "identity": identity, "may_redact": may_redact}
    return render(request, "desk/case.html", shows)


def download(document: Document) -> HttpResponse:
    """A file to be kept, never shown inside our own pages."""
    response = HttpResponse(content(document), content_type=document.media_type)
    # Uploaded content is never shown inside our own pages.
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=document.name)
    return response
