"""The counter without a network: the page's own worker, and a fresh token for what is sent later."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from lutra.web.desk.access import officers
from lutra.web.tenancy import SiteRequest


@require_safe
@officers("requests.record")
def worker(_request: SiteRequest) -> HttpResponse:
    """The script that keeps the counter's page at hand; a change of what it keeps makes a new version."""
    parts = render_to_string("desk/counter-worker.js", {"version": ""})
    version = hashlib.sha256(parts.encode()).hexdigest()[:12]
    return HttpResponse(
        render_to_string("desk/counter-worker.js", {"version": version}),
        content_type="text/javascript; charset=utf-8",
    )


@require_safe
@officers("requests.record")
def token(request: SiteRequest) -> JsonResponse:
    """A token with which the page may send what it kept while the network was cut."""
    return JsonResponse({"token": get_token(request)})
