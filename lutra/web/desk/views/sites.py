"""Bodies with a site of their own, and the front desk that each body's page shows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lutra.directory import sites
from lutra.directory.errors import WrongEntry
from lutra.directory.models import PublicBody
from lutra.web.desk.access import officers
from lutra.web.desk.deed import acting
from lutra.web.desk.forms.sites import FrontDeskForm, SiteForm
from lutra.web.tenancy import SiteRequest


@acting
@officers("directory.manage")
def show_all(request: SiteRequest) -> HttpResponse:
    """The bodies' own sites, and the form that gives another one or changes a look."""
    form = SiteForm(request.POST or None, government=request.government)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sites.give(form.bodies[given["body"]], host=given["host"], look=given["look"], by=request.actor)
        except WrongEntry as refusal:
            form.blame(refusal.problems)
        else:
            messages.success(request, str(_("Situs disimpan. Arahkan nama hostnya ke server ini.")))
            return redirect("desk:sites")
    return render(
        request,
        "desk/sites.html",
        {"sites": sites.sites(request.government), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@officers("directory.manage")
def take(request: SiteRequest, pk: int) -> HttpResponse:
    """End a body's own site."""
    sites.take(get_object_or_404(sites.sites(request.government), pk=pk), by=request.actor)
    messages.success(request, str(_("Situs dilepas; datanya tetap di situs utama.")))
    return redirect("desk:sites")


@acting
@officers("directory.manage")
def front_desk(request: SiteRequest, slug: str) -> HttpResponse:
    """Where and when a body's own front desk is."""
    body = get_object_or_404(
        PublicBody.objects.select_related("parent"), government=request.government, slug=slug
    )
    form = FrontDeskForm(
        request.POST or None, initial={name: getattr(body, name) for name in sites.FRONT_DESK}
    )
    if request.method == "POST" and form.is_valid():
        try:
            sites.tell_front_desk(body, given=form.cleaned_data, by=request.actor)
        except WrongEntry as refusal:
            form.blame(refusal.problems)
        else:
            messages.success(request, str(_("Disimpan.")))
            return redirect("desk:sites")
    return render(
        request, "desk/front_desk.html", {"body": body, "form": form}, status=422 if form.errors else 200
    )
