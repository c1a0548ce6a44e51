"""The front page: ask, follow, and see whether the office keeps its word."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lutra.directory.calendars import calendar_of, today
from lutra.law import clocks
from lutra.publishing.queries import public_register
from lutra.web.portal.office import front_page
from lutra.web.portal.promise import promise
from lutra.web.tenancy import SiteRequest


@require_safe
def home(request: SiteRequest) -> HttpResponse:
    """The front page; of a body's own site the body's."""
    if request.office is not None:
        return render(
            request, "portal/office.html", {**front_page(request, request.office), "section": "home"}
        )
    day = today(request.government)
    calendar = calendar_of(request.government)
    due = clocks.due("request.reply", day, calendar=calendar)
    context = {
        "due": due,
        "cells": clocks.ruler(due, today=day, calendar=calendar),
        "promise": promise(request.government, on=day),
        "answered": public_register(request.government, outcome="granted", limit=5).rows,
    }
    return render(request, "portal/home.html", context)
