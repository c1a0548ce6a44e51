"""Following a request by its code. Whoever has the code may read; no page here tells who asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory.calendars import today
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.objections.queries import find_by_code as find_objection
from lutra.requests.models import Request
from lutra.requests.queries import find_by_code
from lutra.web.portal import answer
from lutra.web.portal.limits import is_too_often
from lutra.web.tenancy import SiteRequest

# Wrong codes from one address in ten minutes; nobody guesses one of 60 bits, but nobody should try either.
WRONG_CODES = 60
P = ParamSpec("P")
View = Callable[Concatenate[SiteRequest, P], HttpResponse]


def by_code(view: View[P]) -> Callable[..., HttpResponse]:
    """Count what a code does not open, however it was asked for."""

    @wraps(view)
    def counted(request: SiteRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if is_too_often(request, "code", limit=WRONG_CODES):
                return render(request, "429.html", status=429)
            raise

    return counted


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: SiteRequest) -> HttpResponse:
    """Ask for the code and lead to the case."""
    typed = request.POST.get("code", "")[:40]
    error = ""
    if request.method == "POST":
        if found := find_by_code(request.government, typed):
            return redirect("portal:case", code=found.code)
        if objection := find_objection(request.government, typed):
            return redirect("portal:objection", code=objection.code)
        if is_too_often(request, "code", limit=WRONG_CODES):
            return render(request, "429.html", status=429)
        error = (
            _(
                "Tidak ada permohonan atau keberatan dengan kode itu. Periksa lagi huruf dan angkanya pada tanda bukti."
            )
            if typed.strip()
            else _("Ketik kode lacak yang tertulis pada tanda bukti.")
        )
    context = {"section": "track", "code": typed, "error": error}
    return render(request, "portal/track.html", context, status=422 if error else 200)


@require_safe
@never_cache
@by_code
def track(request: SiteRequest, code: str) -> HttpResponse:
    """One request: where it is, its clock, its answer, its story."""
    case = request_of(request, code)
    context = {"section": "track", **answer.page(case, on=today(request.government))}
    return private(render(request, "portal/case.html", context))


@require_safe
@never_cache
@by_code
def receipt(request: SiteRequest, code: str) -> HttpResponse:
    """The proof of receipt (UU 14/2008 Pasal 22 ayat (4))."""
    case = request_of(request, code)
    address = reverse("portal:case", args=[case.code])
    context: dict[str, Any] = {
        "section": "file",
        "slip": answer.slip(case, address=request.build_absolute_uri(address)),
        "case": address,
        "letter": answer.receipt_letter(case),
        "gaps": answer.both_days(case, on=today(request.government)),
        **answer.clock(case, on=today(request.government)),
    }
    return private(render(request, "portal/receipt.html", context))


@require_safe
@never_cache
@by_code
def letter(request: SiteRequest, code: str, letter_id: int) -> HttpResponse:
    """A letter of the request as PDF."""
    found = answer.letter(request_of(request, code), letter_id)
    if found is None:
        raise Http404
    return download(found.document, name=f"{found.reference.replace('/', '-')}.pdf")


@require_safe
@never_cache
@by_code
def document(request: SiteRequest, code: str, document_id: int) -> HttpResponse:
    """A file that the decision gave."""
    found = answer.document(request_of(request, code), document_id)
    if found is None:
        raise Http404
    return download(found, name=found.name)


@require_safe
@never_cache
@by_code
def withheld_parts(request: SiteRequest, code: str, document_id: int) -> HttpResponse:
    """The index of what is blacked out in a file that the decision gave (Pasal 22 ayat (7) huruf e)."""
    case = request_of(request, code)
    file = answer.document(case, document_id)
    if file is None:
        raise Http404
    parts = [part for _file, parts in answer.covered([file]) for part in parts]
    index = {"reference": case.reference, "file": file.name, "sha256": file.sha256, "parts": parts}
    return private(JsonResponse(index))


def request_of(request: SiteRequest, code: str) -> Request:
    """The request that the code opens; 404 for any other code."""
    case = find_by_code(request.government, code)
    if case is None:
        raise Http404
    return case


def download(document: Document, *, name: str) -> HttpResponse:
    """A file for whoever has the code."""
    response = HttpResponse(content(document), content_type=document.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page that a code opens out of search engines and of other sites' records."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": with it a browser names no origin when a form is sent, and the form would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
