"""The work on a request between filing and decision: reviewing drafts, splitting, calling for records."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.requests import records, review, splitting
from lutra.requests.actions import sub_deadline
from lutra.requests.errors import NobodyToAsk
from lutra.requests.models import Request
from lutra.requests.parts import current
from lutra.requests.workflow import allows
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.case import file_of, labelled_outcome
from lutra.web.desk.deed import Page, acting, perform, seen, whole_number
from lutra.web.desk.forms.work import (
    PARTS,
    ApproveForm,
    CallForm,
    SearchForm,
    SendBackForm,
    SplitForm,
    StatementForm,
)
from lutra.web.tenancy import SiteRequest

SEES = ("requests.see", "requests.see_own_body")


def _version(case: Request, draft_id: int) -> review.Version:
    found = next((each for each in review.versions(case) if each.draft.pk == draft_id), None)
    if found is None:
        raise Http404
    return found


@require_safe
@officers(*SEES)
def draft(request: SiteRequest, pk: int, draft_id: int) -> HttpResponse:
    """One draft with what changed since the one before of its body, and what somebody else said of it."""
    case = case_for(request, pk)
    version = _version(case, draft_id)
    can_review = (
        version.is_newest
        and version.review is None
        and version.draft.author_id != request.actor.user_id
        and allows(case, "approve_draft")
        and review.may_review(version.draft, request.actor)
    )
    return render(
        request,
        "desk/draft.html",
        {
            "case": case,
            "v": version,
            "outcome": labelled_outcome(version.draft.outcome),
            "outcome_before": labelled_outcome(version.outcome_before) if version.outcome_before else "",
            "files": [file_of(case, document) for document in version.draft.documents.all()],
            "can_review": can_review,
        },
    )


@acting
@officers("requests.review")
def approve(request: SiteRequest, pk: int, draft_id: int) -> HttpResponse:
    """Approve somebody else's draft."""
    case = case_for(request, pk)
    version = _version(case, draft_id)
    form = ApproveForm(request.POST or None)

    def act() -> object:
        return review.approve(
            version.draft, remark=form.cleaned_data["remark"], by=request.actor, seen=seen(request)
        )

    page = Page(
        "approve_draft",
        _("Setujui usulan"),
        _("Setujui"),
        _("Usulan disetujui."),
        "desk/review.html",
        {"v": version},
    )
    return perform(request, case, form, act, page, home=reverse("desk:case", args=[pk]), blamed="remark")


@acting
@officers("requests.review")
def send_back(request: SiteRequest, pk: int, draft_id: int) -> HttpResponse:
    """Return somebody else's draft with a remark."""
    case = case_for(request, pk)
    version = _version(case, draft_id)
    form = SendBackForm(request.POST or None)

    def act() -> object:
        return review.send_back(
            version.draft, remark=form.cleaned_data["remark"], by=request.actor, seen=seen(request)
        )

    page = Page(
        "return_draft",
        _("Kembalikan usulan"),
        _("Kembalikan"),
        _("Usulan dikembalikan."),
        "desk/review.html",
        {"v": version},
    )
    return perform(request, case, form, act, page, home=reverse("desk:case", args=[pk]), blamed="remark")


@acting
@officers("requests.split")
def split(request: SiteRequest, pk: int) -> HttpResponse:
    """Split the request into numbered parts, each for a body."""
    case = case_for(request, pk)
    parts = current(case)
    wants_more = "more" in request.POST
    lines = whole_number(request.POST.get("lines", ""), otherwise=max(PARTS, len(parts)))
    lines = min(lines + (PARTS if wants_more else 0), splitting.MOST)
    form = SplitForm(request.POST or None, government=request.government, lines=lines, parts=parts)

    def act() -> object:
        return splitting.split(case, parts=form.parts, by=request.actor, seen=seen(request))

    page = Page(
        "split", _("Bagi permohonan"), _("Bagi"), _("Permohonan dibagi."), "desk/split.html", {"lines": lines}
    )
    return perform(
        request,
        case,
        form,
        act,
        page,
        home=reverse("desk:case", args=[pk]),
        blamed="matter_0",
        asks_only=wants_more,
    )


@acting
@officers("requests.search")
def call_records(request: SiteRequest, pk: int) -> HttpResponse:
    """Ask a custodian for records."""
    case = case_for(request, pk)
    planned = sub_deadline(case, on=today(request.government))
    form = CallForm(
        request.POST or None,
        government=request.government,
        parts=current(case),
        initial={"due_on": planned},
    )

    def act() -> object:
        custodian = form.bodies.get(form.cleaned_data["custodian"])
        if custodian is None:
            raise NobodyToAsk(str(_("Pilih penyimpan arsip yang diminta.")))
        return records.call(
            case,
            custodian=custodian,
            asked_for=form.cleaned_data["asked_for"],
            due_on=form.due,
            part=form.part,
            by=request.actor,
            seen=seen(request),
        )

    page = Page("call_records", _("Minta arsip"), _("Minta"), _("Arsip diminta."))
    return perform(request, case, form, act, page, home=reverse("desk:case", args=[pk]), blamed="custodian")


@acting
@officers("requests.search")
def state_records(request: SiteRequest, pk: int, call_id: int) -> HttpResponse:
    """Enter what the custodian stated."""
    case = case_for(request, pk)
    called = get_object_or_404(case.record_calls.select_related("custodian"), pk=call_id)
    form = StatementForm(request.POST or None)

    def act() -> object:
        return records.state(
            called,
            answer=form.cleaned_data["answer"],
            statement=form.cleaned_data["statement"],
            stated_by=form.cleaned_data["stated_by"],
            by=request.actor,
            seen=seen(request),
        )

    page = Page("state_records", _("Catat pernyataan penyimpan arsip"), _("Catat"), _("Pernyataan tercatat."))
    return perform(request, case, form, act, page, home=reverse("desk:case", args=[pk]), blamed="statement")


@acting
@officers("requests.search")
def log_search(request: SiteRequest, pk: int) -> HttpResponse:
    """Log one search."""
    case = case_for(request, pk)
    form = SearchForm(
        request.POST or None, parts=current(case), initial={"searched_on": today(request.government)}
    )

    def act() -> object:
        return records.log_search(
            case,
            place=form.cleaned_data["place"],
            searched_on=form.day,
            searched_by=form.cleaned_data["searched_by"],
            result=form.cleaned_data["result"],
            note=form.cleaned_data["note"],
            part=form.part,
            by=request.actor,
            seen=seen(request),
        )

    page = Page("log_search", _("Catat pencarian"), _("Catat"), _("Pencarian tercatat."))
    return perform(request, case, form, act, page, home=reverse("desk:case", args=[pk]), blamed="place")
