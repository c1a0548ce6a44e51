"""The list on the desk: found, narrowed, page by page; exported as it is shown; drafts published together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lutra.catalogue.actions import publish_items
from lutra.catalogue.errors import CatalogueError
from lutra.catalogue.items.form import gaps
from lutra.catalogue.items.found import Wanted, items
from lutra.catalogue.items.rights import own_bodies, seen_by
from lutra.catalogue.lists.deliveries import Part, part_of
from lutra.catalogue.models import Item
from lutra.directory.calendars import today
from lutra.law import statute
from lutra.publishing.catalogue.table import table_of
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.opendata.addresses import site_of
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.forms import FilterForm
from lutra.web.desk.catalogue.words import READS, STATE_WORDS, WRITES, may_write, tabs
from lutra.web.desk.deed import whole_number
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

PAGE = 50
COUNT_UP_TO = 10_000
MOST_AT_ONCE = 500
_FILTERS = ("q", "body", "kind", "state", "year")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    item: Item
    kind: str
    state: str
    mood: str
    due: date | None


@require_safe
@officers(*READS)
def show(request: SiteRequest) -> HttpResponse:
    """The items by number. An officer of one body begins with his own part."""
    mine = own_bodies(request.actor)
    if mine and not any(name in request.GET for name in (*_FILTERS, "sesudah")):
        return redirect(_address({"body": str(min(mine))}))
    on = today(request.government)
    form = FilterForm(request.GET, government=request.government)
    found = items(request.government, form.wanted, on=on).filter(seen_by(request.actor))
    after = whole_number(request.GET.get("sesudah", ""), otherwise=0)
    rows = list((found.filter(number__gt=after) if after else found)[: PAGE + 1])
    shown = rows[:PAGE]
    kept = _kept(request)
    following = _address({**kept, "sesudah": str(shown[-1].number)}) if len(rows) > PAGE else ""
    return render(
        request,
        "desk/catalogue/list.html",
        {
            "tabs": tabs(request.actor, "items"),
            "form": form,
            "lines": [_line(item, on=on) for item in shown],
            "count": found[:COUNT_UP_TO].count(),
            "following": following,
            "is_narrowed": bool(kept),
            "exports": [
                (name, f"{reverse('desk:export_items')}?{urlencode({**kept, 'format': name})}")
                for name in ("csv", "xlsx", "json", "pdf")
            ],
            "may_write": may_write(request.actor),
            "parts": _own_parts(request, on=on),
            "today": on,
        },
    )


def _line(item: Item, *, on: date) -> Line:
    state, mood = item.state, "rest"
    if item.is_overdue(on):
        state, mood = "overdue", "late"
    elif state == "published":
        state, mood = "listed", "calm"
    return Line(
        item=item,
        kind=say(statute.information_class(item.kind).label),
        state=str(STATE_WORDS[state]),
        mood=mood,
        due=item.next_due if item.is_public else None,
    )


def _own_parts(request: SiteRequest, *, on: date) -> list[Part]:
    mine = own_bodies(request.actor)
    if not mine:
        return []
    bodies = request.government.bodies.filter(pk__in=mine).select_related("government", "parent")
    return [part_of(body, on=on) for body in bodies[:5]]


def _kept(request: SiteRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}


def _address(values: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in values.items() if value})
    return reverse("desk:items") + (f"?{query}" if query else "")


@require_safe
@officers(*READS)
def export(request: SiteRequest) -> HttpResponse | StreamingHttpResponse:
    """The list as it is narrowed, in the law's columns, to take away."""
    name = request.GET.get("format", "")
    if name not in FORMATS:
        raise Http404
    form = FilterForm(request.GET, government=request.government)
    on = today(request.government)
    found = items(request.government, form.wanted, on=on).filter(seen_by(request.actor))
    site = site_of(request.government, request.build_absolute_uri("/"))
    table = table_of(site, found, language=get_language() or "id")
    wanted = FORMATS[name]
    answer = StreamingHttpResponse(chunks(table, name), content_type=wanted.media_type)
    answer["Content-Disposition"] = (
        content_disposition_header(
            as_attachment=True, filename=f"dip-{request.government.code}{wanted.suffix}"
        )
        or "attachment"
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@officers(*WRITES)
def publish(request: SiteRequest) -> HttpResponse:
    """Drafts to be ticked, each with what it still lacks; sent, all ticked ones are listed or none is."""
    mine = own_bodies(request.actor)
    drafts = items(request.government, Wanted(state="draft"))
    drafts = drafts if mine is None else drafts.filter(body_id__in=mine)
    problem, status = "", 200
    if request.method == "POST":
        ticked = {whole_number(value, otherwise=-1) for value in request.POST.getlist("item")}
        try:
            done = publish_items(list(drafts.filter(pk__in=ticked)[:MOST_AT_ONCE]), by=request.actor)
        except CatalogueError as refusal:
            problem, status = str(refusal), 409
        else:
            if done:
                messages.success(request, _("%(count)d butir diterbitkan.") % {"count": len(done)})
                return redirect("desk:items")
            problem, status = _("Pilih sedikitnya satu butir."), 422
    return render(
        request,
        "desk/catalogue/publish.html",
        {
            "drafts": [(item, gaps(item)) for item in drafts[:MOST_AT_ONCE]],
            "problem": problem,
            "tabs": tabs(request.actor, "items"),
        },
        status=status,
    )
