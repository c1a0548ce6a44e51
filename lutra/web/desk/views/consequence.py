"""Consequence tests: those that wait for approval, those that stand, and making one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.catalogue.actions import approve_test, make_test
from lutra.catalogue.errors import CatalogueError, TestIncomplete
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import standing_tests, tests_waiting
from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.law import statute
from lutra.web.desk.access import officers
from lutra.web.desk.forms.consequence import ConsequenceForm
from lutra.web.tenancy import SiteRequest

READS = ("catalogue.test", "catalogue.approve_test")
# Tests that stand are shown up to this many; older ones are found through the refusals that rest on them.
SHOWN = 100


@require_safe
@officers(*READS)
def show_all(request: SiteRequest) -> HttpResponse:
    """The tests that wait, then those that stand."""
    standing = standing_tests(request.government, on=today(request.government))
    related = ("made_by", "approved_by", "body")
    return render(
        request,
        "desk/tests.html",
        {
            "waiting": tests_waiting(request.government).select_related(*related)[:SHOWN],
            "standing": standing.select_related(*related)[:SHOWN],
            "may_make": may(request.actor, "catalogue.test"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officers("catalogue.test")
def new(request: SiteRequest) -> HttpResponse:
    """Make a test; it binds once somebody else approved it."""
    case = request.GET.get("permohonan", "")
    form = ConsequenceForm(
        request.POST or None,
        actor=request.actor,
        initial={"kind": "at_request" if case.isdecimal() else "before_request"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = make_test(request.government, form=form.test(), body=form.chosen_body, by=request.actor)
        except TestIncomplete as refusal:
            form.blame(refusal.problems)
        else:
            messages.success(request, _("Uji konsekuensi tersimpan dan menunggu persetujuan Atasan PPID."))
            return redirect("desk:test", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/test_new.html", {"form": form, "case": case}, status=status)


@require_safe
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One test with its steps."""
    return _screen(request, _find(request, pk))


@require_POST
@officers("catalogue.approve_test")
def approve(request: SiteRequest, pk: int) -> HttpResponse:
    """Approve a test of somebody else."""
    test = _find(request, pk)
    try:
        approve_test(test, by=request.actor)
    except CatalogueError as refusal:
        return _screen(request, test, problem=str(refusal), status=409)
    messages.success(request, _("Uji konsekuensi disetujui."))
    return redirect("desk:test", pk=pk)


def _find(request: SiteRequest, pk: int) -> ConsequenceTest:
    related = ("made_by", "approved_by", "body", "government")
    return get_object_or_404(
        ConsequenceTest.objects.filter(government=request.government).select_related(*related), pk=pk
    )


def _screen(
    request: SiteRequest, test: ConsequenceTest, *, problem: str = "", status: int = 200
) -> HttpResponse:
    ground = statute.ground(test.ground)
    shows = {
        "test": test,
        "ground": ground,
        "item": ground.sub_item(test.sub_item),
        "problem": problem,
        "may_approve": test.approved_on is None
        and may(request.actor, "catalogue.approve_test")
        and test.made_by_id != request.actor.user_id,
    }
    return render(request, "desk/test.html", shows, status=status)
