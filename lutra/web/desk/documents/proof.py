"""The certificate of a document: asked for, shown, and given as data."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lutra.documents import release
from lutra.documents.errors import NotReleasable
from lutra.documents.models import Certificate, Document, Finding
from lutra.law import statute
from lutra.web.desk.access import officers
from lutra.web.desk.documents.listing import READS
from lutra.web.desk.documents.page import _find, _may
from lutra.web.desk.documents.words import finding_words
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest


@require_http_methods(["GET", "HEAD", "POST"])
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """The newest certificate; before there is one, what it will say and the button that makes it."""
    document = _find(request, pk)
    problem, status = "", 200
    if request.method == "POST":
        try:
            release.certify(document, by=request.actor)
        except NotReleasable as refusal:
            problem, status = str(refusal), 409
        else:
            messages.success(request, _("Sertifikat diterbitkan; berkas boleh diterbitkan kepada umum."))
            return redirect("desk:certificate", pk=pk)
    gate = release.gate(document)
    made = _newest(document)
    shows = {
        "document": document,
        "gate": gate,
        "certificate": made,
        "content": release.as_json(made) if made else {},
        "holds": made is not None and gate.is_open,
        "rows": _rows(made),
        "may_release": _may(document, "documents.release", request),
        "problem": problem,
    }
    return render(request, "desk/documents/certificate.html", shows, status=status)


@require_safe
@officers(*READS)
def data(request: SiteRequest, pk: int) -> HttpResponse:
    """The certificate as JSON."""
    made = _newest(_find(request, pk))
    if made is None:
        raise Http404
    return JsonResponse(release.as_json(made))


def _newest(document: Document) -> Certificate | None:
    found = Certificate.objects.filter(document=document).select_related("made_by", "examination")
    return found.order_by("-pk").first()


def _rows(made: Certificate | None) -> list[tuple[Finding, str, str, str]]:
    """Each finding with its words, its verdict and its ground."""
    if made is None:
        return []
    verdicts = {each.code: say(each.label) for each in statute.finding_verdicts()}
    grounds = {each.code: say(each.label) for each in statute.finding_grounds()}
    return [
        (
            each,
            finding_words(each.area, each.kind),
            verdicts.get(each.verdict, "–"),
            grounds.get(each.ground, ""),
        )
        for each in made.examination.findings.all()[:500]
    ]
