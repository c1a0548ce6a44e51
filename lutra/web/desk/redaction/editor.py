"""The page of one redaction: a page of the file with its boxes, what waits, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lutra.catalogue.queries import standing_tests
from lutra.directory.calendars import today
from lutra.documents import release
from lutra.jobs import queue
from lutra.law.records import Language
from lutra.redaction import grounds, producing
from lutra.redaction.actions import authors
from lutra.redaction.models import Box, Redaction
from lutra.redaction.queries import index_of
from lutra.redaction.rights import may_on, visible
from lutra.redaction.rules import rules_of
from lutra.redaction.workflow import may_be
from lutra.web.components.pieces import NextAct
from lutra.web.desk.access import officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.documents.listing import READS
from lutra.web.desk.redaction.forms import MM, BoxForm, SearchForm, WhyForm
from lutra.web.desk.redaction.listing import STATES
from lutra.web.desk.words import basis
from lutra.web.tenancy import SiteRequest

State = Redaction.State
ZOOMS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Shape:
    """A box as it is drawn over the page's picture and said in the list."""

    x: str  # points
    y: str
    width: str
    height: str
    millimetres: str
    label: str = ""
    box: Box | None = None
    value: str = ""  # of a hit's checkbox
    words: str = ""  # of a hit
    is_covered: bool = False


@require_safe
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One page of the file with its boxes; ``?hasil`` shows it as it will be, or as it became."""
    return screen(request, find(request, pk))


@require_safe
@officers(*READS)
def state(request: SiteRequest, pk: int) -> HttpResponse:
    """How far the making has come, as a piece of the page; ``X-Lutra-Done`` says that the page may be loaded anew."""
    redaction = find(request, pk)
    answer = render(request, "desk/redaction/_state.html", _standing(redaction))
    if redaction.state != State.APPROVED:
        answer["X-Lutra-Done"] = "1"
    return answer


@require_safe
@officers(*READS)
def index(request: SiteRequest, pk: int) -> HttpResponse:
    """The index of withheld parts as JSON (Pasal 22 ayat (7) huruf e)."""
    redaction = find(request, pk)
    language: Language = "en" if (get_language() or "id").startswith("en") else "id"
    parts = [line.as_json(language) for line in index_of(redaction)]
    sha256 = redaction.output.sha256 if redaction.output else ""
    return JsonResponse({"redaction": redaction.pk, "sha256": sha256, "parts": parts})


def find(request: SiteRequest, pk: int) -> Redaction:
    """A redaction that the reader may see; anything else is not there."""
    return get_object_or_404(visible(request.actor), pk=pk)


def screen(
    request: SiteRequest,
    redaction: Redaction,
    *,
    box_form: BoxForm | None = None,
    search_form: SearchForm | None = None,
    why_form: WhyForm | None = None,
    hits: list[dict[str, Any]] | None = None,
    more: int = 0,
    source: str = "",
    problem: str = "",
    problems: dict[str, str] | None = None,
    number: int = 0,
    status: int = 200,
) -> HttpResponse:
    """The page, also with what was sought, and with what was refused."""
    day = today(redaction.government)
    boxes = redaction.standing_boxes()
    number = number or whole_number(request.GET.get("halaman", ""), otherwise=1)
    number = min(max(number, 1), len(redaction.pages))
    zoom = whole_number(request.GET.get("perbesar", ""), otherwise=1)
    width, height = redaction.pages[number - 1]
    typed = _typed(max(boxes, key=lambda box: box.pk)) if boxes else {}
    may_draw = redaction.is_drafting and may_on(redaction.document, "redactions.make", request.actor)
    hit_shapes = [_hit(hit, boxes) for hit in hits or ()]
    shows = {
        "redaction": redaction,
        "document": redaction.document,
        "number": number,
        "count": len(redaction.pages),
        "width": f"{width:.2f}",
        "height": f"{height:.2f}",
        "zoom": zoom if zoom in ZOOMS else 1,
        "zooms": ZOOMS,
        "as_result": "hasil" in request.GET,
        "shapes": [shape(box) for box in boxes if box.page == number],
        "boxes": [shape(box) for box in boxes],
        "may_draw": may_draw,
        "box_form": box_form or BoxForm(on=day, initial={"page": number, **typed}, auto_id="kotak_%s"),
        "search_form": search_form or SearchForm(auto_id="cari_%s"),
        "why_form": why_form or WhyForm(on=day, initial=typed, auto_id="temuan_%s"),
        "hits": hit_shapes,
        "hit_shapes": [
            each for each, hit in zip(hit_shapes, hits or (), strict=True) if hit["page"] == number
        ],
        "has_searched": hits is not None,
        "more": more,
        "source": source,
        "findings": finding_kinds(redaction),
        "untested": _untested(redaction, boxes),
        "act": _next_act(request, redaction, boxes),
        "may_send_back": may_be("send_back", redaction) and _may_decide(request, redaction),
        "may_revoke": may_be("revoke", redaction)
        and may_on(redaction.document, "redactions.approve", request.actor),
        "may_end": may_be("end", redaction) and may_on(redaction.document, "redactions.make", request.actor),
        "gate": release.gate(redaction.output) if redaction.output else None,
        "clause": basis("uu-14-2008/22/7/e"),
        "problem": problem,
        "problems": problems or {},
        **_standing(redaction),
    }
    return render(request, "desk/redaction/redaction.html", shows, status=status)


def shape(box: Box) -> Shape:
    """A box of the redaction."""
    return _shape(box.x0, box.y0, box.x1, box.y1, label=grounds.stamp(box.ground, box.sub_item), box=box)


def _hit(hit: dict[str, Any], boxes: list[Box]) -> Shape:
    x0, y0, x1, y1 = hit["rect"]
    return _shape(
        x0,
        y0,
        x1,
        y1,
        label=_("halaman %(number)d") % {"number": hit["page"]},
        value=":".join(map(str, (hit["page"], x0, y0, x1, y1))),
        words=hit["words"],
        is_covered=any(
            box.page == hit["page"]
            and box.x0 <= x0 + 1 and box.y0 <= y0 + 1 and box.x1 >= x1 - 1 and box.y1 >= y1 - 1
            for box in boxes
        ),
    )  # fmt: skip


def _shape(x0: float, y0: float, x1: float, y1: float, **more: Any) -> Shape:
    left, top, wide, high = (f"{side / MM:.0f}" for side in (x0, y0, x1 - x0, y1 - y0))
    millimetres = _("%(left)s mm dari kiri, %(top)s mm dari atas, %(wide)s × %(high)s mm") % {
        "left": left,
        "top": top,
        "wide": wide,
        "high": high,
    }
    x, y, width, height = (f"{side:.1f}" for side in (x0, y0, x1 - x0, y1 - y0))
    return Shape(x, y, width, height, millimetres, **more)


def _typed(last: Box) -> dict[str, str]:
    """The next box mostly has the ground of the last."""
    ground = f"{last.ground}.{last.sub_item}" if last.sub_item else last.ground
    return {"ground": ground, "matter": last.matter, "reason": last.reason}


def finding_kinds(redaction: Redaction) -> list[str]:
    """The kinds of personal data that the newest look at the file found."""
    newest = release.latest(redaction.document)
    if newest is None:
        return []
    found = newest.findings.filter(area="personal", page__isnull=False).exclude(kind="more")
    return sorted(set(found.values_list("kind", flat=True)))


def _untested(redaction: Redaction, boxes: list[Box]) -> list[str]:
    """Letters that no consequence test carries today; a refusal could not rest on them (Pasal 19)."""
    if not (redaction.is_drafting or redaction.state == State.PROPOSED):
        return []
    tests = standing_tests(redaction.government, on=today(redaction.government))
    return sorted({box.ground for box in boxes} - set(tests.values_list("ground", flat=True)))


def _standing(redaction: Redaction) -> dict[str, Any]:
    job = queue.status(producing.key(redaction)) if redaction.state == State.APPROVED else None
    return {
        "state": STATES[redaction.state],
        "job": job,
        "gave_up": job is not None and not job.is_open,
        "redaction": redaction,
    }


def _may_decide(request: SiteRequest, redaction: Redaction) -> bool:
    document, actor = redaction.document, request.actor
    is_author = actor.user_id in authors(redaction)
    return may_on(document, "redactions.make" if is_author else "redactions.approve", actor)


def _next_act(request: SiteRequest, redaction: Redaction, boxes: list[Box]) -> NextAct | None:
    """What is to be done next, by whom."""
    document, actor = redaction.document, request.actor

    def deed(name: str) -> str:
        return reverse("desk:redaction_deed", args=[redaction.pk, name])

    if redaction.state == State.DRAFTING and boxes and may_on(document, "redactions.make", actor):
        return NextAct(
            sentence=_("Ajukan %(count)d kotak untuk disetujui") % {"count": len(boxes)},
            explanation=_("Sesudah diajukan, kotaknya tidak berubah lagi kecuali dikembalikan."),
            label=_("Ajukan"),
            url=deed("propose"),
            method="post",
        )
    if redaction.state == State.PROPOSED:
        is_author = actor.user_id in authors(redaction)
        if may_on(document, "redactions.approve", actor) and not (
            is_author and rules_of(redaction.government_id).needs_second_person
        ):
            return NextAct(
                sentence=_("Periksa tiap halaman, lalu setujui"),
                explanation=_("Salinannya dibuat dan dibuktikan sesudah Anda menyetujui."),
                mood="soon",
                label=_("Setujui dan buat salinan"),
                url=deed("approve"),
                method="post",
            )
        return NextAct(
            sentence=_("Menunggu persetujuan pejabat lain"),
            explanation=_("Yang menyusun kotaknya tidak menyetujuinya sendiri."),
        )
    if redaction.state == State.FAILED:
        may_try = may_on(document, "redactions.make", actor)
        return NextAct(
            sentence=_("Salinan tidak dibuat"),
            explanation=redaction.problem,
            mood="late",
            label=_("Coba lagi") if may_try else "",
            url=deed("produce") if may_try else "",
            method="post",
        )
    if redaction.state == State.PRODUCED and redaction.output is not None:
        gate = release.gate(redaction.output)
        return NextAct(
            sentence=_("Salinan yang dihitamkan sudah terbukti"),
            explanation=gate.words,
            label=_("Buka salinannya"),
            url=reverse("desk:document", args=[redaction.output.pk]),
        )
    return None
