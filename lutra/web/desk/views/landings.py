"""Where the day begins for those who do not work in the queue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.exemptions.queries import reviews
from lutra.exemptions.sessions.queries import coming
from lutra.statistics.annual.queries import overdue
from lutra.web.desk import queue
from lutra.web.desk.access import officers
from lutra.web.menu import LEADERS, OPERATORS
from lutra.web.tenancy import SiteRequest

# Of the considerations team's coming sessions so many are told.
_SESSIONS = 3


@require_safe
@officers("requests.see")
def leadership(request: SiteRequest) -> HttpResponse:
    """What a leader must know today: how many wait, what is late. Nobody's identity."""
    if not request.actor.roles & LEADERS:
        raise NotPermitted("requests.see")
    return _summary(request, "desk/leadership.html")


@require_safe
@officers("requests.see")
def command(request: SiteRequest) -> HttpResponse:
    """The state of the queue for the command centre."""
    if not request.actor.roles & OPERATORS:
        raise NotPermitted("requests.see")
    return _summary(request, "desk/command.html")


def _summary(request: SiteRequest, template: str) -> HttpResponse:
    on = today(request.government)
    counts = queue.counts(request.actor, request.government, filters=queue.Filters(), on=on)
    page = queue.page(
        request.actor, request.government, group="open", filters=queue.Filters(), cursor="", on=on
    )
    return render(
        request,
        template,
        {
            "today": on,
            "figures": [(name, queue.LABELS[name], counts[name]) for name in queue.OPEN],
            "page": page,
            "overdue_reports": overdue(request.government, on=on),
            "reviews": reviews(request.government, until=on, on=on),
            "sessions": coming(request.government, on=on)[:_SESSIONS],
            "sections": [s for s in page.sections if s.group in {"late", "today", "soon"}],
        },
    )
