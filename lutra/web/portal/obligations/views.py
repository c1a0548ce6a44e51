"""Pages for everybody: what the government promises, what it must publish and has, and what is dangerous now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.directory.models import PublicBody
from lutra.documents import release
from lutra.documents.models import Document
from lutra.documents.queries import content as content_of
from lutra.law import statute
from lutra.obligations import charter, immediate, officials, packages, sops
from lutra.obligations.matrix import NOT_OWING, matrix
from lutra.obligations.models import AccessibleForm, Immediate, Programme, Sop
from lutra.obligations.programmes import missing_fields
from lutra.web.desk.obligations.words import KINDS, STATES
from lutra.web.desk.words import say
from lutra.web.portal.office import is_others
from lutra.web.tenancy import SiteRequest, at_main_site, lasting

SHOWN = 100


@require_safe
def show_charter(request: SiteRequest) -> HttpResponse:
    """The charter in force, in both its languages and all its accessible forms."""
    found = charter.in_force(request.government)
    shows: dict[str, Any] = {"found": found, "section": "about"}
    if found is not None:
        labels = {entry.code: say(entry.label) for entry in statute.accessible_forms()}
        documents = [one.document_id for one in found.accessible.all() if one.document_id]
        open_ones = release.releasable(documents) if documents else set()
        shows |= {
            "contents": _contents(found.contents),
            "second": _contents(found.second_contents),
            "forms": [
                (one, labels.get(one.form, one.form), one.document_id in open_ones)
                for one in found.accessible.select_related("document")
            ],
        }
    return render(request, "portal/obligations/charter.html", shows)


@require_safe
def charter_file(request: SiteRequest, pk: int) -> HttpResponse:
    """A file of the charter in force, once the release gate let it through."""
    rows = AccessibleForm.objects.filter(
        government=request.government, charter__published_at__isnull=False, document__isnull=False
    )
    return _file(get_object_or_404(rows.select_related("document"), pk=pk).document)


@require_safe
def show_sops(request: SiteRequest) -> HttpResponse:
    """The seven procedures; what is missing is said."""
    shows = {"index": sops.index(request.government), "total": len(statute.sops()), "section": "about"}
    return render(request, "portal/obligations/sops.html", shows)


@require_safe
def show_sop(request: SiteRequest, slot: str) -> HttpResponse:
    """One procedure: its text or file, and older versions."""
    found = next((one for one in sops.index(request.government).slots if one.choice.code == slot), None)
    if found is None:
        raise Http404
    newest = found.newest
    shows = {
        "slot": found,
        "has_file": bool(newest and newest.document and release.is_releasable(newest.document)),
        "section": "about",
    }
    return render(request, "portal/obligations/sop.html", shows)


@require_safe
def sop_file(request: SiteRequest, pk: int) -> HttpResponse:
    """A procedure's file, once the release gate let it through."""
    rows = Sop.objects.filter(government=request.government, document__isnull=False)
    return _file(get_object_or_404(rows.select_related("document"), pk=pk).document)


@require_safe
def completeness(request: SiteRequest) -> HttpResponse:
    """How much of what the law demands is there, list by list and body by body; on a body's own site its own."""
    if request.office is not None:
        return completeness_of_body(request, request.office.slug)
    found = matrix(request.government, on=today(request.government))
    lists = [
        (str(label), [(one, str(STATES[one.state])) for one in found.summaries(kind=kind)])
        for kind, label in KINDS.items()
    ]
    bodies = [(body, *found.score(body.pk)) for body in found.bodies]
    shows = {
        "lists": lists,
        "bodies": bodies,
        "met": sum(cell.is_met for cell in found.cells.values()),
        "owing": len(found.cells),
        "on": found.on,
    }
    return render(request, "portal/obligations/completeness.html", shows)


@require_safe
def completeness_of_body(request: SiteRequest, slug: str) -> HttpResponse:
    """One body's completeness, its programmes, and its statements that something is not there."""
    if is_others(request, slug):
        return at_main_site(request)
    rows = PublicBody.objects.filter(government=request.government, is_active=True).exclude(
        kind__in=NOT_OWING
    )
    body = get_object_or_404(rows.select_related("parent"), slug=slug)
    found = matrix(request.government, on=today(request.government), bodies=[body])
    programmes = Programme.objects.filter(
        government=request.government, body=body, ended_at__isnull=True
    ).order_by("-year", "pk")
    shows = {
        "body": body,
        "score": found.score(body.pk),
        "lists": [(str(label), found.of_body(body.pk, kind=kind)) for kind, label in KINDS.items()],
        "programmes": [
            (one, _answers(one.answers), bool(missing_fields(one.answers))) for one in programmes[:SHOWN]
        ],
        "on": found.on,
    }
    return render(request, "portal/obligations/body.html", shows)


@require_safe
def package_list(request: SiteRequest) -> HttpResponse:
    """The procurement packages, newest first, with how many of their documents are public."""
    rows = packages.of(request.government, body=request.office)
    shows = {"rows": packages.progress(rows[:SHOWN]), "count": rows.count(), "shown": SHOWN}
    return render(request, "portal/obligations/packages.html", shows)


@require_safe
def package(request: SiteRequest, pk: int) -> HttpResponse:
    """One package and its documents by stage."""
    found = get_object_or_404(packages.of(request.government), pk=pk)
    if is_others(request, found.body.slug):
        return at_main_site(request)
    (progress,) = packages.progress([found])
    shows = {
        "package": found,
        "progress": progress,
        "stages": [(say(stage.label), progress.stage(stage.code)) for stage in statute.procurement_stages()],
    }
    return render(request, "portal/obligations/package.html", shows)


@require_safe
def wealth(request: SiteRequest) -> HttpResponse:
    """Who must report wealth, and where each report can be read. Names of public officials are public."""
    rows = list(officials.obliged(request.government, body=request.office))
    shows = {"rows": rows, "gaps": sum(not one.url for one in rows)}
    return render(request, "portal/obligations/officials.html", shows)


@require_safe
def immediates(request: SiteRequest) -> HttpResponse:
    """Everything that was announced at once, what stands first."""
    now = timezone.now()
    told = immediate.public(request.government, body=request.office)
    rows = [(one, _stands(one, now)) for one in told[:SHOWN]]
    return render(request, "portal/obligations/immediates.html", {"rows": rows})


@require_safe
def show_immediate(request: SiteRequest, pk: int) -> HttpResponse:
    """One announcement with all it tells, how fast it came, and the text to send on."""
    one = get_object_or_404(immediate.public(request.government), pk=pk)
    address = lasting(request, reverse("portal:immediate", args=[pk]))
    shows = {
        "one": one,
        "stands": _stands(one, timezone.now()),
        "contents": [
            (say(content.label), one.contents.get(content.code, ""))
            for content in statute.immediate_contents()
        ],
        "hazard": _hazard(one.hazard),
        "minutes": int((one.published_at - one.created_at).total_seconds() // 60),
        "social": immediate.social_text(one, address=address),
    }
    return render(request, "portal/obligations/immediate.html", shows)


def _stands(one: Immediate, now: datetime) -> bool:
    return one.ended_at is None and one.shown_until > now


def _hazard(code: str) -> str:
    found = statute.obligation(code)
    part = next((one for one in found.parts if one.code == code), None)
    return say((part or found).label)


def _contents(texts: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (say(content.label), content.clause, texts[content.code])
        for content in statute.charter_contents()
        if texts.get(content.code)
    ]


def _answers(given: dict[str, str]) -> list[tuple[str, str]]:
    return [(say(field.label), given.get(field.code, "")) for field in statute.programme_fields()]


def _file(document: Document | None) -> HttpResponse:
    """A public file; 404 while the gate has not let it through, as if it were not there."""
    if document is None or not release.is_releasable(document):
        raise Http404
    response = HttpResponse(content_of(document), content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name) or "attachment"
    return response
