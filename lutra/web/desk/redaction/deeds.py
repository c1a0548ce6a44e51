"""What an officer does with a redaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import PublicBody
from lutra.documents.models import Document
from lutra.documents.rights import visible as visible_documents
from lutra.redaction import actions
from lutra.redaction.errors import RedactionError, RedactionIncomplete
from lutra.redaction.models import Box, Redaction
from lutra.redaction.rules import set_rules
from lutra.requests import withheld
from lutra.requests.models import Draft
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.redaction.editor import find, screen
from lutra.web.desk.redaction.forms import BoxForm, WhyForm, hits
from lutra.web.tenancy import SiteRequest

#: The deeds that are one button, or a button with a reason; and what is said when one is done.
_DONE: Mapping[str, Promise] = {
    "propose": gettext_lazy("Diajukan; pejabat lain akan memeriksanya."),
    "approve": gettext_lazy("Disetujui; salinannya sedang dibuat dan dibuktikan."),
    "produce": gettext_lazy("Dicoba lagi."),
    "send_back": gettext_lazy("Dikembalikan kepada penyusunnya."),
    "revoke": gettext_lazy("Dicabut; salinannya tidak keluar lagi."),
    "end": gettext_lazy("Penghitaman dihentikan."),
}


@require_POST
@officers("redactions.make")
def start(request: SiteRequest, document_id: int) -> HttpResponse:
    """Begin with a file of the list, or go on where it was left."""
    document = get_object_or_404(visible_documents(request.actor), pk=document_id)
    return _begin(request, document, None, back=reverse("desk:document", args=[document_id]))


@require_POST
@officers("redactions.make")
def start_of_case(request: SiteRequest, pk: int, document_id: int) -> HttpResponse:
    """Begin with a file on a draft of a case; from then on it stands in the list of documents, too."""
    case = case_for(request, pk)
    draft = Draft.objects.filter(request=case, documents=document_id).select_related("body").first()
    if draft is None:
        raise Http404
    document = draft.documents.get(pk=document_id)
    if not withheld.may_open(case, document, by=request.actor):
        raise NotPermitted("requests.see_withheld")
    return _begin(request, document, draft.body, back=reverse("desk:case", args=[pk]))


def _begin(request: SiteRequest, document: Document, body: PublicBody | None, *, back: str) -> HttpResponse:
    try:
        redaction = actions.start(document, by=request.actor, body=body)
    except RedactionError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect("desk:redaction", pk=redaction.pk)


@require_POST
@officers("redactions.make")
def add(request: SiteRequest, pk: int) -> HttpResponse:
    """Add a box by its numbers, or boxes around hits that were ticked."""
    redaction = find(request, pk)
    source = request.POST.get("source", "")
    if source in (Box.Source.SEARCH, Box.Source.FINDING):
        return _add_hits(request, redaction, source)
    form = BoxForm(request.POST, on=today(redaction.government), auto_id="kotak_%s")
    number = whole_number(request.POST.get("page", ""), otherwise=1)
    if not form.is_valid():
        return screen(request, redaction, box_form=form, number=number, status=422)
    try:
        actions.add_boxes(redaction, boxes=[form.box], why=form.why, by=request.actor)
    except RedactionIncomplete as refusal:
        for name, said in refusal.problems.items():
            form.add_error(name if name in form.fields else None, said)
        return screen(request, redaction, box_form=form, number=number, status=422)
    except RedactionError as refusal:
        return screen(request, redaction, problem=str(refusal), number=number, status=409)
    return _back(redaction, number, "lembar")


def _add_hits(request: SiteRequest, redaction: Redaction, source: str) -> HttpResponse:
    form = WhyForm(request.POST, on=today(redaction.government), auto_id="temuan_%s")
    number = whole_number(request.POST.get("page", ""), otherwise=1)
    try:
        boxes = list(hits(request.POST.getlist("hit")))
        actions.add_boxes(redaction, boxes=boxes, why=form.why, source=source, by=request.actor)
    except ValueError:
        raise Http404 from None
    except RedactionIncomplete as refusal:
        # What was found is kept nowhere, so the list is gone; what was typed stays.
        return screen(request, redaction, why_form=form, problems=refusal.problems, number=number, status=422)
    except RedactionError as refusal:
        return screen(request, redaction, problem=str(refusal), number=number, status=409)
    messages.success(request, _("%(count)d kotak ditambahkan.") % {"count": len(boxes)})
    return _back(redaction, number, "lembar")


@require_POST
@officers("redactions.make")
def remove(request: SiteRequest, pk: int, box_id: int) -> HttpResponse:
    """Take a box away."""
    redaction = find(request, pk)
    box = get_object_or_404(Box.objects.select_related("redaction__document"), redaction=redaction, pk=box_id)
    return _act(
        request, redaction, lambda: actions.remove_box(box, by=request.actor), number=box.page, said=""
    )


@require_POST
@officers("redactions.make")
def undo(request: SiteRequest, pk: int) -> HttpResponse:
    """Undo what was done last."""
    redaction = find(request, pk)
    number = whole_number(request.POST.get("page", ""), otherwise=1)
    return _act(request, redaction, lambda: actions.undo(redaction, by=request.actor), number=number, said="")


@require_POST
@officers("redactions.make", "redactions.approve")
def do(request: SiteRequest, pk: int, deed: str) -> HttpResponse:
    """Propose, approve, try again, send back, revoke or end it."""
    redaction = find(request, pk)
    if deed not in _DONE:
        raise Http404
    act: Callable[..., object] = getattr(actions, deed)
    given = {"reason": request.POST.get("reason", "")} if deed in {"send_back", "revoke"} else {}
    by: Actor = request.actor
    return _act(request, redaction, lambda: act(redaction, by=by, **given), number=1, said=str(_DONE[deed]))


@require_POST
@officers("redactions.set_rules")
def rules(request: SiteRequest) -> HttpResponse:
    """Whether somebody else must approve."""
    set_rules(request.government, needs_second_person="second" in request.POST, by=request.actor)
    messages.success(request, _("Aturan disimpan."))
    return redirect("desk:redactions")


def _act(
    request: SiteRequest, redaction: Redaction, act: Callable[[], object], *, number: int, said: str
) -> HttpResponse:
    try:
        act()
    except RedactionIncomplete as refusal:
        return screen(request, redaction, problems=refusal.problems, number=number, status=422)
    except RedactionError as refusal:
        redaction.refresh_from_db()
        return screen(request, redaction, problem=str(refusal), number=number, status=409)
    if said:
        messages.success(request, said)
    return _back(redaction, number, "" if said else "kotak")


def _back(redaction: Redaction, number: int, place: str) -> HttpResponse:
    address = reverse("desk:redaction", args=[redaction.pk])
    return redirect(f"{address}?halaman={number}" + (f"#{place}" if place else ""))
