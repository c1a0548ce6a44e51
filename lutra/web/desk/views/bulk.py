"""The same deed on many requests: choose and look, plan, take back, and see what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from lutra.directory.permissions import may
from lutra.ledger.cases import CaseError
from lutra.requests import bulk
from lutra.requests.models import BulkJob
from lutra.requests.visibility import visible
from lutra.requests.workflow import TABLE
from lutra.web.desk.access import officers
from lutra.web.desk.deed import acting, whole_number
from lutra.web.desk.forms.bulk import BulkForm
from lutra.web.tenancy import SiteRequest

TITLES: Mapping[str, Promise] = {
    "dispose": _("Teruskan banyak permohonan"),
    "close": _("Tutup banyak permohonan"),
}
RIGHTS = tuple(bulk.DEEDS.values())


@acting
@officers(*RIGHTS)
def plan(request: SiteRequest, deed: str) -> HttpResponse:
    """The requests that the table allows the deed for, to be ticked; sent, the deed is planned for a minute later."""
    if deed not in bulk.DEEDS or not may(request.actor, bulk.DEEDS[deed]):
        raise Http404
    form = BulkForm(request.POST or None, government=request.government, deed=deed)
    if request.method == "POST" and form.is_valid():
        try:
            job = bulk.plan(
                request.government,
                deed=deed,
                seen=_seen(request),
                key=request.POST.get("key", "")[:64] or secrets.token_hex(16),
                body=form.chosen,
                instruction=form.cleaned_data.get("instruction") or "",
                by=request.actor,
            )
        except CaseError as refusal:
            form.blame(getattr(refusal, "problems", None) or {"body": str(refusal)})
        else:
            messages.success(request, str(_("Direncanakan. Dapat dibatalkan selama 60 detik.")))
            return redirect("desk:bulk_job", pk=job.pk)
    stages = TABLE.transitions[deed].from_stages
    listed = visible(request.actor).filter(stage__in=stages).select_related("body__parent")
    return render(
        request,
        "desk/bulk.html",
        {
            "title": TITLES[deed],
            "form": form,
            "cases": listed.order_by("due_on", "pk")[: bulk.MOST],
            "key": request.POST.get("key") or secrets.token_hex(16),
            "jobs": bulk.waiting(request.government),
        },
        status=422 if form.errors else 200,
    )


def _seen(request: SiteRequest) -> dict[int, int]:
    """The ticked requests with the revisions that were shown ("id.revision"); what is no such pair is left out."""
    pairs = (value.partition(".") for value in request.POST.getlist("case"))
    read = ((whole_number(pk, otherwise=-1), whole_number(seen, otherwise=-1)) for pk, _dot, seen in pairs)
    return {pk: seen for pk, seen in read if pk >= 0 and seen >= 0}


@require_safe
@officers(*RIGHTS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One job: when it runs, how to take it back, and the result of each request."""
    found = BulkJob.objects.filter(government=request.government).select_related("planned_by", "body__parent")
    job = get_object_or_404(found, pk=pk)
    return render(
        request,
        "desk/bulk_job.html",
        {
            "title": TITLES[job.deed],
            "job": job,
            "items": job.items.select_related("request"),
            "can_cancel": job.state == BulkJob.State.WAITING and may(request.actor, bulk.DEEDS[job.deed]),
        },
    )


@require_POST
@officers(*RIGHTS)
def cancel(request: SiteRequest, pk: int) -> HttpResponse:
    """Take a job back before its window ends."""
    job = get_object_or_404(BulkJob, government=request.government, pk=pk)
    try:
        bulk.cancel(job, by=request.actor)
    except CaseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_("Dibatalkan; tidak ada yang berubah.")))
    return redirect("desk:bulk_job", pk=pk)
