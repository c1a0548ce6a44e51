"""Is this letter ours? It confirms number, date and the file's digest, and nothing private."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lutra.letters.queries import verification
from lutra.requests.codes import read_code
from lutra.web.portal.answer import LETTERS
from lutra.web.tenancy import SiteRequest


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SiteRequest) -> HttpResponse:
    """Ask for the code printed beside the QR."""
    code = read_code(request.POST.get("code", ""))
    if request.method == "POST" and code:
        return redirect("portal:verify", code=code)
    return render(request, "portal/verify_ask.html", {"section": "about"})


@require_safe
def verify(request: SiteRequest, code: str) -> HttpResponse:
    """What a letter's code confirms; a code that no letter of this government has says so, with 404."""
    found = verification(code, government=request.government)
    context = {
        "section": "about",
        "code": read_code(code),
        "found": found,
        "kind": LETTERS.get(found.kind, "") if found else "",
    }
    return render(request, "portal/verify.html", context, status=200 if found else 404)
