"""The work on a request between filing and decision: reviewing drafts."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.requests import review
from lutra.requests.models import Request
from lutra.requests.workflow import allows
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.case import file_of, labelled_outcome
from lutra.web.desk.deed import Page, acting, perform, seen
from lutra.web.desk.forms.work import ApproveForm, SendBackForm
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
