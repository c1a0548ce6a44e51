"""One document: what it is, where it stands at the gate, what was found, and the deeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may
from lutra.documents import copies, release, store
from lutra.documents.errors import CannotClean, DecisionIncomplete, DocumentError, NotExaminable
from lutra.documents.models import Certificate, Document, Finding, Picture
from lutra.documents.queries import pages as pages_of
from lutra.documents.release import Gate
from lutra.documents.rights import permit_on, visible
from lutra.jobs import queue
from lutra.law import statute
from lutra.redaction.rights import may_on
from lutra.web.components.pieces import NextAct
from lutra.web.desk.access import officers
from lutra.web.desk.documents.listing import READS
from lutra.web.desk.documents.words import finding_words, kind_words, state_words
from lutra.web.desk.words import basis, choices, say
from lutra.web.files import serve
from lutra.web.tenancy import SiteRequest

#: Of one kind so many findings are shown one by one; all of them can be decided at once.
SHOWN = 60
_STEPS = {0: "", 1: "virus", 2: "isi", 3: "hasil", 4: "hasil"}


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind."""

    code: str  # "personal:nik"
    title: str
    is_note: bool
    findings: list[Finding]
    count: int
    undecided: int

    @property
    def more(self) -> int:
        """How many are not shown one by one."""
        return self.count - len(self.findings)


@require_safe
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """The page of a document."""
    return _screen(request, _find(request, pk))


@require_safe
@officers(*READS)
def state(request: SiteRequest, pk: int) -> HttpResponse:
    """How far the look has come, as a piece of the page; ``X-Lutra-Done`` says that the page may be loaded anew."""
    document = _find(request, pk)
    gate = release.gate(document)
    answer = render(request, "desk/documents/_state.html", _standing(gate))
    if gate.examination is None or not gate.examination.is_open:
        answer["X-Lutra-Done"] = "1"
    return answer


@require_safe
@officers(*READS)
def content(request: SiteRequest, pk: int) -> HttpResponseBase:
    """The file itself; one with a virus is kept in and never given out."""
    document = _find(request, pk)
    newest = release.latest(document)
    if newest is not None and newest.is_infected:
        return _screen(request, document, problem=str(release.PROBLEMS["infected"]), status=409)
    return serve(request, document, inline="lihat" in request.GET)


@require_safe
@officers(*READS)
def picture(request: SiteRequest, pk: int) -> HttpResponseBase:
    """The small picture of the first page."""
    found = get_object_or_404(Picture, document=_find(request, pk))
    as_document = Document(sha256=found.sha256, media_type="image/png", name="gambar.png")
    as_document.size = store.local_path(found.sha256).stat().st_size
    return serve(request, as_document, inline=True)


@require_safe
@officers(*READS)
def text(request: SiteRequest, pk: int) -> HttpResponse:
    """What can be read in the file, page by page, with headings: for whoever cannot see it."""
    document = _find(request, pk)
    return render(request, "desk/documents/text.html", {"document": document, "pages": pages_of(document)})


@require_POST
@officers("documents.upload", "documents.decide")
def examine(request: SiteRequest, pk: int) -> HttpResponse:
    """Ask for another look."""
    document = _find(request, pk)
    try:
        release.examine(document, again=True)
    except NotExaminable as refusal:
        return _screen(request, document, problem=str(refusal), status=409)
    messages.success(request, _("Pemeriksaan ulang diminta."))
    return redirect("desk:document", pk=pk)


@require_POST
@officers("documents.decide")
def decide(request: SiteRequest, pk: int) -> HttpResponse:
    """Decide the findings that were chosen, one by one or by their kind, with one reason."""
    document = _find(request, pk)
    newest = release.latest(document)
    chosen = list(newest.findings.all()) if newest else []
    numbers, kinds = set(request.POST.getlist("finding")), set(request.POST.getlist("kind"))
    chosen = [each for each in chosen if str(each.number) in numbers or f"{each.area}:{each.kind}" in kinds]
    try:
        count = release.decide_many(
            chosen,
            verdict=request.POST.get("verdict", ""),
            reason=request.POST.get("reason", ""),
            ground=request.POST.get("ground", ""),
            by=request.actor,
        )
    except DecisionIncomplete as refusal:
        typed = {
            "verdict": request.POST.get("verdict", ""),
            "reason": request.POST.get("reason", ""),
            "ground": request.POST.get("ground", ""),
            "numbers": numbers,
            "kinds": kinds,
        }
        return _screen(request, document, problems=refusal.problems, typed=typed, status=422)
    except DocumentError as refusal:
        return _screen(request, document, problem=str(refusal), status=409)
    messages.success(request, _("%(count)d temuan diputuskan.") % {"count": count})
    return redirect(reverse("desk:document", args=[pk]) + "#temuan")


@require_POST
@officers("documents.decide")
def copy(request: SiteRequest, pk: int) -> HttpResponse:
    """Make a copy without the hidden data, or one as PDF; it is examined like any other file."""
    document = _find(request, pk)
    permit_on(document, "documents.decide", request.actor)
    make: Callable[..., Document] = copies.safe_pdf if request.POST.get("as") == "pdf" else copies.clean_copy
    try:
        made = make(document, by=request.actor)
    except (CannotClean, DocumentError) as refusal:
        return _screen(request, document, problem=str(refusal), status=409)
    messages.success(request, _("Salinan dibuat dan akan segera diperiksa."))
    return redirect("desk:document", pk=made.pk)


def _find(request: SiteRequest, pk: int) -> Document:
    """A document that the reader may see; anything else is not there."""
    return get_object_or_404(
        visible(request.actor).select_related("government", "body__parent", "uploaded_by", "derived_from"),
        pk=pk,
    )


def _screen(
    request: SiteRequest,
    document: Document,
    *,
    problem: str = "",
    problems: dict[str, str] | None = None,
    typed: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    gate = release.gate(document)
    actor = request.actor
    certified = Certificate.objects.filter(document=document).select_related("made_by").order_by("-pk")
    shows = {
        "document": document,
        "kind": kind_words(document.media_type),
        "gate": gate,
        "act": _next_act(document, gate, may_release=_may(document, "documents.release", request)),
        "groups": _groups(gate),
        "verdicts": [(each, say(each.label), say(each.help)) for each in statute.finding_verdicts()],
        "grounds": choices(statute.finding_grounds(), empty=_("pilih alasan hukum")),
        "clause": basis("uu-14-2008/2/4"),
        "certificates": certified[:5],
        "picture": Picture.objects.filter(document=document).first(),
        "has_text": bool(pages_of(document)),
        "derived": document.derived.order_by("-pk"),
        "may_decide": _may(document, "documents.decide", request),
        "may_examine": may(actor, "documents.upload") or may(actor, "documents.decide"),
        "can_clean": copies.can_clean(document),
        "can_pdf": copies.can_pdf(document),
        "may_redact": gate.code != "sealed" and may_on(document, "redactions.make", actor),
        "redactions": document.redactions.all(),
        "problem": problem,
        "problems": problems or {},
        "typed": typed or {},
        **_standing(gate),
    }
    return render(request, "desk/documents/document.html", shows, status=status)


def _may(document: Document, permission: str, request: SiteRequest) -> bool:
    try:
        permit_on(document, permission, request.actor)
    except NotPermitted:
        return False
    return True


def _standing(gate: Gate) -> dict[str, object]:
    """The state in words, and how far a running look has come."""
    examination = gate.examination
    job = queue.status(f"examine:{examination.pk}") if examination and examination.is_open else None
    return {
        "state": state_words(gate.code),
        "says": gate.words,
        "is_examined_now": job is not None,
        "job": job,
        "step": _STEPS.get(job.done, "") if job else "",
        "gave_up": job is not None and not job.is_open,
    }


def _groups(gate: Gate) -> list[Group]:
    """The findings of the newest look by kind: what blocks and waits first, then the decided, then the notes."""
    if gate.examination is None:
        return []
    rows = list(gate.examination.findings.select_related("decided_by"))
    order = {(each.area, each.kind, each.severity): each.number for each in reversed(rows)}
    rows.sort(key=lambda each: (order[each.area, each.kind, each.severity], each.number))
    groups = []
    for (area, kind, severity), found in groupby(
        rows, key=lambda each: (each.area, each.kind, each.severity)
    ):
        listed = list(found)
        waiting = sum(not each.verdict for each in listed)
        groups.append(
            Group(
                code=f"{area}:{kind}",
                title=finding_words(area, kind),
                is_note=severity == Finding.Severity.NOTE,
                findings=sorted(listed, key=lambda each: bool(each.verdict))[:SHOWN],
                count=len(listed),
                undecided=waiting,
            )
        )
    groups.sort(key=lambda group: (group.is_note, not group.undecided))
    return groups


def _next_act(document: Document, gate: Gate, *, may_release: bool) -> NextAct | None:
    """What is to be done next with this file."""
    here = reverse("desk:document", args=[document.pk])
    if gate.code == "ready" and may_release:
        return NextAct(
            sentence=_("Semua temuan diputuskan: sertifikat dapat diterbitkan"),
            explanation=_("Sesudah itu berkas boleh diterbitkan kepada umum."),
            label=_("Terbitkan sertifikat"),
            url=reverse("desk:certificate", args=[document.pk]),
        )
    if gate.code == "undecided":
        return NextAct(
            sentence=_("%(count)d temuan perlu diputuskan") % {"count": gate.undecided},
            explanation=_("Berkas ditahan sampai semuanya diputuskan."),
            mood="soon",
            label=_("Lihat temuan"),
            url=f"{here}#temuan",
            key="t",
        )
    if gate.code == "remove":
        return NextAct(
            sentence=_("Buat salinan tanpa bagian itu"),
            explanation=gate.words,
            mood="soon",
        )
    if gate.code == "failed":
        return NextAct(sentence=_("Berkas ditahan"), explanation=gate.words, mood="late")
    return None
