"""The four figures of UU 14/2008 Pasal 12, for any period, from the book."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lutra.web.tenancy import SiteRequest


@require_safe
def figures(request: SiteRequest) -> HttpResponse:
    """The figures of a period."""
    return render(request, "portal/figures.html", {"section": "figures"})
