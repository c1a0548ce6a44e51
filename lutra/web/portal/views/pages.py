"""Pages that explain: about, help, personal data."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lutra.directory.roles import Role
from lutra.law import clocks, statute
from lutra.requests import intake
from lutra.web.tenancy import SiteRequest


@require_safe
def about(request: SiteRequest) -> HttpResponse:
    """Who answers, where, and what to do when one does not agree."""
    context = {
        "section": "about",
        "grounds": statute.grounds(),
        "objection_grounds": statute.objection_grounds(),
        "rules": {name.replace(".", "_"): clocks.rule(name) for name in _RULES},
        "superior": Role.SUPERIOR.label,
    }
    return render(request, "portal/about.html", context)


_RULES = ("request.reply", "request.extension", "objection.file", "objection.reply", "dispute.file")


@require_safe
def help_page(request: SiteRequest) -> HttpResponse:
    """How asking goes, step by step, also without the internet."""
    context = {
        "channels": statute.channels(),
        "kinds": statute.applicant_kinds(),
        "rules": {name.replace(".", "_"): clocks.rule(name) for name in _RULES},
    }
    return render(request, "portal/help.html", context)


@require_safe
def privacy(request: SiteRequest) -> HttpResponse:
    """What is kept about somebody who asks, why, how long, and his rights (UU 27/2022 Pasal 21)."""
    kept = [field for field in intake.fields(by_officer=False) if field.privacy in _PERSONAL]
    return render(request, "portal/privacy.html", {"kept": kept})


_PERSONAL = frozenset({"identity", "contact"})
