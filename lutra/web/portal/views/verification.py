"""Is this letter ours? It confirms number, date and the file's digest, and nothing private."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lutra.letters.queries import verification
from lutra.requests.codes import read_code
from lutra.web.tenancy import SiteRequest
from lutra.web.told import LETTERS


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SiteRequest) -> HttpResponse:
    """Ask for the code printed beside the QR."""
    code = read_code(request.POST.get("code", ""))
    if request.method == "POST" and code:
        return redirect("portal:verify", code=code)
    # Whoever only looks has done nothing wrong.
    error = (
        _("Ketik kode periksa yang tercetak di samping kode QR surat itu.")
        if request.method == "POST"
        else ""
    )
    context = {"section": "about", "error": error}
    return render(request, "portal/verify_ask.html", context, status=422 if error else 200)


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
