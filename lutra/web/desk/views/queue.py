"""The queue: the first page of an officer's day."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.directory.models import PublicBody
from lutra.directory.permissions import may
from lutra.objections.queries import orders_waiting
from lutra.requests.queries import vacant_desks
from lutra.web.components.pieces import Tab
from lutra.web.desk import objection_queue, queue
from lutra.web.desk.access import officers
from lutra.web.desk.forms.filters import FilterForm
from lutra.web.tenancy import SiteRequest

# More orders than this are the business of the queue of objections.
MOST_ORDERS = 10


@require_safe
@officers("desk.enter")
def show(request: SiteRequest) -> HttpResponse:
    """The requests that wait for a deed, in the order in which the law needs them."""
    if not (may(request.actor, "requests.see") or may(request.actor, "requests.see_own_body")):
        return render(request, "desk/welcome.html")
    form = FilterForm(request.GET, actor=request.actor, government=request.government)
    filters, on = form.filters, today(request.government)
    group = request.GET.get("group", "")
    if group not in queue.LABELS:
        group = "all" if filters.reach_beyond_the_open else "open"
    page = queue.page(
        request.actor,
        request.government,
        group=group,
        filters=filters,
        cursor=request.GET.get("sesudah", ""),
        on=on,
    )
    # What reaches beyond the open requests is not counted: that would cost more the older the book gets.
    counts = (
        {}
        if filters.reach_beyond_the_open
        else queue.counts(request.actor, request.government, filters=filters, on=on)
    )
    return render(
        request,
        "desk/queue.html",
        {
            "form": form,
            "filters": filters,
            "group": group,
            "page": page,
            "today": on,
            "tabs": _tabs(request, group, counts),
            "following": _address(request, sesudah=page.following) if page.following else "",
            "beginning": _address(request, sesudah="") if request.GET.get("sesudah") else "",
            "is_narrowed": filters != queue.Filters(),
            "offices": PublicBody.objects.filter(pk__in=request.actor.body_ids)
            if request.actor.body_ids
            else (),
            "orders": _orders(request)
            if group in {"open", "mine"} and not request.GET.get("sesudah")
            else (),
            "vacant": [post.title for post in vacant_desks(request.government, on=on)[:5]]
            if counts.get("vacant")
            else (),
            "hides_names": not may(request.actor, "requests.see_identity"),
        },
    )


def _orders(request: SiteRequest) -> list[objection_queue.Row]:
    """What the superior ordered and the reader has to carry out, the most urgent first."""
    if not may(request.actor, "objections.carry_out"):
        return []
    waiting = orders_waiting(request.government)[:MOST_ORDERS]
    return objection_queue.as_rows(waiting, request.government, on=today(request.government))


def _tabs(request: SiteRequest, group: str, counts: Mapping[str, int]) -> list[Tab]:
    return [
        Tab(
            label=str(label),
            url=_address(request, group=name, sesudah=""),
            is_current=name == group,
            count=counts.get(name),
        )
        for name, label in queue.LABELS.items()
        if (name != "mine" or queue.turns(request.actor)) and (name != "orphaned" or group == "orphaned")
    ]


def _address(request: SiteRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return f"?{query.urlencode()}"
