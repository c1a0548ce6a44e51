"""Answers that were given and delivered, proposed as items of the list."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.catalogue.actions import add_item, publish_item
from lutra.catalogue.models import Item
from lutra.directory.calendars import today
from lutra.publishing.proposals import proposals, source_ref, suggested_title
from lutra.publishing.queries import line_of
from lutra.requests.visibility import visible
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.forms import EditForm
from lutra.web.desk.catalogue.items import acting
from lutra.web.desk.catalogue.words import tabs
from lutra.web.desk.words import basis
from lutra.web.tenancy import SiteRequest

_SHOWN = 100


@require_safe
@officers("catalogue.maintain")
def show(request: SiteRequest) -> HttpResponse:
    """The answers of which no item was made yet, newest first; only what the public register shows of each."""
    found = proposals(request.government).filter(pk__in=visible(request.actor).values("pk"))[:_SHOWN]
    rows = [(one, line_of(request.government, one.pk)) for one in found]
    shows = {"tabs": tabs(request.actor, "item_proposals"), "rows": rows}
    return render(request, "desk/catalogue/proposals.html", shows)


@acting
@officers("catalogue.maintain")
def take_up(request: SiteRequest, pk: int) -> HttpResponse:
    """Make an item of an answer: the form, filled with what the answer says it gave."""
    found = proposals(request.government).filter(pk__in=visible(request.actor).values("pk"))
    case = get_object_or_404(found.select_related("applicant__identity"), pk=pk)
    form = EditForm(
        request.POST or None,
        actor=request.actor,
        government=request.government,
        initial={
            "title": suggested_title(case),
            "body": str(case.body_id or ""),
            "kind": "any_time",
            "forms": ["softcopy"],
            "made_at": request.government.seat,
            "updated_on": today(request.government),
        },
    )

    def act() -> str:
        made = add_item(
            request.government,
            form=form.item_form(),
            source=Item.Source.ANSWER,
            source_ref=source_ref(case),
            by=request.actor,
        )
        if "terbit" in request.POST:
            publish_item(made, by=request.actor)
        return reverse("desk:item", args=[made.pk])

    page = Page(
        title=_("Jadikan jawaban butir daftar"),
        lead=_("Yang sudah diberikan kepada satu orang boleh dibaca semua orang. Jangan sebut nama pemohon."),
        button=_("Simpan"),
        done=_("Butir tersimpan."),
        home=reverse("desk:item_proposals"),
        home_label=_("Usulan dari jawaban"),
        clause=basis("uu-14-2008/11/2"),
        shows={"also": _("Simpan dan terbitkan"), "also_name": "terbit"},
    )
    return perform(request, form, page, act)
