"""The announcements of dangers at hand where the network is gone: one page, and the worker that keeps it."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from lutra.law import statute
from lutra.obligations import immediate
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

# The newest announcements that a telephone keeps.
KEPT = 10


@require_safe
def page(request: SiteRequest) -> HttpResponse:
    """The newest announcements with all that they tell, in one page that needs nothing else."""
    labels = {content.code: say(content.label) for content in statute.immediate_contents()}
    rows = [
        (one, [(label, one.contents[code]) for code, label in labels.items() if one.contents.get(code)])
        for one in immediate.public(request.government)[:KEPT]
    ]
    return render(request, "portal/obligations/offline.html", {"rows": rows, "at": timezone.now()})


@require_safe
def worker(_request: SiteRequest) -> HttpResponse:
    """The script that keeps the page at hand; a change of what it keeps makes a new version."""
    parts = render_to_string("portal/obligations/offline-worker.js", {"version": ""})
    version = hashlib.sha256(parts.encode()).hexdigest()[:12]
    return HttpResponse(
        render_to_string("portal/obligations/offline-worker.js", {"version": version}),
        content_type="text/javascript; charset=utf-8",
    )
