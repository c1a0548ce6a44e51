"""Deciding about each delivered answer: offer it to everybody, or say why not; and texts of items that stay closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.catalogue.models import Item
from lutra.directory.calendars import today
from lutra.documents import release
from lutra.documents.models import Document
from lutra.documents.personal import KINDS
from lutra.law import statute
from lutra.publishing.catalogue.actions import CLEARABLE, PERMISSION, clear
from lutra.publishing.catalogue.projection import cleared_in, digest, found_in
from lutra.publishing.errors import PublishingError
from lutra.publishing.projection import clean
from lutra.publishing.queries import line_of
from lutra.publishing.readingroom import actions
from lutra.publishing.readingroom.models import Offer
from lutra.publishing.readingroom.queries import decide_by, newest_offers, offers, undecided
from lutra.requests.models import Request
from lutra.requests.visibility import visible
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.readingroom.forms import OfferForm, ReasonForm
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Line:
    """An answer, and by when an officer decides about it or what he decided."""

    request: Request
    decide_by: date | None
    is_late: bool
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A text of a listed item that stays closed, and what was found in it."""

    item: Item
    field: str
    label: str
    text: str
    found: str


@require_safe
@officers(PERMISSION)
def show_all(request: SiteRequest) -> HttpResponse:
    """The answers that wait for a decision, the longest waiting first; or those that have one."""
    state = request.GET.get("state", "")
    state = state if state in Offer.State.values else ""
    after = request.GET.get("page", "")
    start = (int(after) - 1) * _SHOWN if after.isascii() and after.isdigit() and 0 < int(after) < 10**6 else 0
    lines, more = _lines(request, state, start)
    shows = {
        "lines": lines,
        "tabs": _tabs(request, state),
        "state": state,
        "older": f"?state={state}&page={start // _SHOWN + 2}" if more else None,
        "newer": f"?state={state}&page={start // _SHOWN}" if start else None,
    }
    return render(request, "desk/readingroom/list.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@officers(PERMISSION)
def decide(request: SiteRequest, pk: int) -> HttpResponse:
    """One answer: offer it in an officer's words, or go to saying why not."""
    case = case_for(request, pk)
    given = list(case.decision.documents.all()) if hasattr(case, "decision") else []
    offer = newest_offers(request.government, [pk]).get(pk)
    form = OfferForm(request.POST or None, given=given, initial=_begun(request, case, offer, given))
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer(
                case,
                title=form.cleaned_data["title"],
                summary=form.cleaned_data["summary"],
                documents=form.chosen,
                by=request.actor,
            )
        except PublishingError as refusal:
            form.add_error("summary", str(refusal))
        else:
            messages.success(request, _("Ditawarkan; ruang baca memuatnya sebentar lagi."))
            return redirect("desk:reading_room")
    shows = {
        "case": case,
        "form": form,
        "offer": offer,
        "reason": ReasonForm(prefix="why"),
        "files": [(document, release.gate(document)) for document in given],
        "is_offered": offer is not None and offer.state == Offer.State.OFFERED,
    }
    return render(
        request, "desk/readingroom/offer.html", shows, status=422 if request.method == "POST" else 200
    )


@require_POST
@officers(PERMISSION)
def keep_back(request: SiteRequest, pk: int) -> HttpResponse:
    """Say why an answer is not offered."""
    return _with_reason(request, pk, actions.keep, _("Alasan tersimpan; jawaban ini tidak ditawarkan."))


@require_POST
@officers(PERMISSION)
def withdraw_answer(request: SiteRequest, pk: int) -> HttpResponse:
    """Take an answer out of the reading room."""
    return _with_reason(request, pk, actions.withdraw, _("Ditarik; ruang baca segera tidak memuatnya lagi."))


@require_safe
@officers(PERMISSION)
def closed(request: SiteRequest) -> HttpResponse:
    """The texts of listed items that stay closed because they look personal."""
    cleared = cleared_in(request.government.pk)
    items = Item.objects.filter(government=request.government, is_public=True).select_related("body")
    found = [line for item in items.order_by("number").iterator() for line in _closed(item, cleared)]
    return render(request, "desk/readingroom/closed.html", {"closed": found[:200], "count": len(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@officers(PERMISSION)
def clear_text(request: SiteRequest, pk: int) -> HttpResponse:
    """Say of one text that it names nobody; it goes out with its item."""
    item = get_object_or_404(Item.objects.select_related("body"), government=request.government, pk=pk)
    field = request.GET.get("field", "")
    if field not in CLEARABLE:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clear(item, field=field, reason=form.cleaned_data["reason"], by=request.actor)
        except PublishingError as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Teks ini akan terbit bersama butirnya sebentar lagi."))
            return redirect("desk:closed_items")
    lines = [line for line in _closed(item, cleared_in(request.government.pk)) if line.field == field]
    shows = {"item": item, "form": form, "line": lines[0] if lines else None}
    return render(
        request, "desk/readingroom/clear.html", shows, status=422 if request.method == "POST" else 200
    )


def _with_reason(request: SiteRequest, pk: int, deed: Callable[..., Offer], done: str) -> HttpResponse:
    case = case_for(request, pk)
    try:
        deed(case, reason=request.POST.get("why-reason", ""), by=request.actor)
    except PublishingError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:offer", pk=pk)
    messages.success(request, done)
    return redirect("desk:reading_room")


def _begun(
    request: SiteRequest, case: Request, offer: Offer | None, given: list[Document]
) -> dict[str, object]:
    """What the form begins with: the words of before, else what the public register says already."""
    if offer is not None and offer.title:
        return {
            "title": offer.title,
            "summary": offer.summary,
            "documents": [str(pk) for pk in offer.documents],
        }
    line = line_of(request.government, case.pk)
    return {
        "title": line.public_subject if line else "",
        "summary": case.decision.explanation if hasattr(case, "decision") else "",
        "documents": [str(document.pk) for document in given],
    }


def _lines(request: SiteRequest, state: str, start: int) -> tuple[list[Line], bool]:
    day = today(request.government)
    if not state:
        waiting = list(undecided(request.government)[start : start + _SHOWN + 1])
        lines = [
            Line(case, decide_by(case.delivered_on), decide_by(case.delivered_on) < day, None)
            for case in waiting[:_SHOWN]
            if case.delivered_on is not None
        ]
        return lines, len(waiting) > _SHOWN
    decided = list(offers(request.government, state=state)[start : start + _SHOWN + 1])
    cases = visible(request.actor).select_related("body").in_bulk([offer.request_id for offer in decided])
    lines = [
        Line(cases[offer.request_id], None, False, offer)
        for offer in decided[:_SHOWN]
        if offer.request_id in cases
    ]
    return lines, len(decided) > _SHOWN


def _tabs(request: SiteRequest, state: str) -> list[Tab]:
    waiting = undecided(request.government)[: _SHOWN * 40].count()
    return [
        Tab(_("Belum ditawarkan"), "?", is_current=not state, count=waiting),
        *(
            Tab(str(each.label), f"?state={each.value}", is_current=state == each.value)
            for each in Offer.State
        ),
    ]


def _closed(item: Item, cleared: frozenset[str]) -> list[Closed]:
    labels = {field.code: say(field.label) for field in statute.item_fields()}
    lines = []
    for field in CLEARABLE:
        text = clean(getattr(item, field))
        if text and digest(text) not in cleared and (kinds := found_in(text)):
            said = ", ".join(sorted(_(KINDS[kind]) if kind in KINDS else kind for kind in kinds))
            lines.append(Closed(item, field, labels.get(field, field), text, said))
    return lines
