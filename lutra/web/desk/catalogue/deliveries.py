"""The whole government at a glance: each body's part of the list, what is overdue, and when it last delivered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.catalogue.actions import deliver
from lutra.catalogue.items.rights import may_maintain, permit_for
from lutra.catalogue.lists.deliveries import deliveries, overview, part_of
from lutra.catalogue.models import Delivery
from lutra.directory.calendars import today
from lutra.law import clocks, statute
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.forms import DeliverForm
from lutra.web.desk.catalogue.items import acting
from lutra.web.desk.catalogue.words import READS, WRITES, tabs
from lutra.web.desk.words import basis, say
from lutra.web.tenancy import SiteRequest

_SHOWN = 12


@require_safe
@officers(*READS)
def show(request: SiteRequest) -> HttpResponse:
    """Every body with its counts; those that are late first."""
    on = today(request.government)
    parts = overview(request.government, on=on)
    for part in parts:
        part.body.government = request.government
    ordered = sorted(parts, key=lambda part: (not part.is_late, part.body.name))
    return render(
        request,
        "desk/catalogue/deliveries.html",
        {
            "tabs": tabs(request.actor, "deliveries"),
            "parts": [(part, may_maintain(request.actor, part.body)) for part in ordered],
            "classes": [(one.code, say(one.label)) for one in statute.information_classes()],
            "items": sum(part.items for part in parts),
            "overdue": sum(part.overdue for part in parts),
            "late": sum(part.is_late for part in parts),
            "clause": basis(clocks.rule("catalogue.delivery").clause),
            "today": on,
        },
    )


@acting
@officers(*WRITES)
def do(request: SiteRequest, pk: int) -> HttpResponse:
    """Deliver a body's part as it stands."""
    bodies = request.government.bodies.filter(is_active=True).select_related("parent")
    body = get_object_or_404(bodies, pk=pk)
    body.government = request.government
    permit_for(request.actor, body)
    form = DeliverForm(request.POST or None)

    def act() -> None:
        deliver(body, note=form.cleaned_data.get("note") or "", by=request.actor)

    page = Page(
        title=_("Sampaikan bagian daftar kepada PPID Utama"),
        lead=str(body),
        button=_("Sampaikan"),
        done=_("Penyampaian dicatat."),
        home=reverse("desk:deliveries"),
        home_label=_("Perangkat daerah"),
        clause=basis(clocks.rule("catalogue.delivery").clause),
        template="desk/catalogue/deliver.html",
        shows={"part": part_of(body, on=today(request.government)), "earlier": _earlier(request, pk)},
    )
    return perform(request, form, page, act)


def _earlier(request: SiteRequest, pk: int) -> list[Delivery]:
    return list(deliveries(request.government).filter(body_id=pk)[:_SHOWN])
