"""Objecting, with or without an earlier request, and following an objection by its code (UU 14/2008 Pasal 35)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory import actors
from lutra.directory.calendars import today
from lutra.law import clocks as law
from lutra.law import statute
from lutra.objections import actions, clocks, proxies
from lutra.objections.errors import ObjectionIncomplete
from lutra.objections.models import Objection
from lutra.objections.queries import find_by_code
from lutra.requests.models import Request
from lutra.web.portal import objection
from lutra.web.portal.limits import is_too_often, limited
from lutra.web.portal.objection_form import ObjectionForm
from lutra.web.portal.views.intake import hand_in
from lutra.web.portal.views.tracking import by_code, download, private, request_of
from lutra.web.tenancy import SiteRequest

# Objections from one address in ten minutes, as many as filings.
LIMIT = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@by_code
def against(request: SiteRequest, code: str) -> HttpResponse:
    """Object to how a request was answered, or that it was not."""
    case = request_of(request, code)
    found = clocks.window(case, on=today(request.government))
    if request.method == "POST":
        form = ObjectionForm(request.POST, request.FILES, request=case, suggested=found.suggested)
    else:
        form = ObjectionForm(request=case, suggested=found.suggested)
    return private(_filed(request, form, case=case, window=found))


@require_http_methods(["GET", "HEAD", "POST"])
def without(request: SiteRequest) -> HttpResponse:
    """Object that periodic information is not published: no request is needed, but a name is (ground b)."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return _filed(request, ObjectionForm(data, files, request=None))


def _filed(
    request: SiteRequest,
    form: ObjectionForm,
    *,
    case: Request | None = None,
    window: clocks.Window | None = None,
) -> HttpResponse:
    """Show the form; register what was sent, and lead to the receipt. Wrong values come back with the form kept."""
    status = 200
    if request.method == "POST":
        status = 422
        if not form.is_trapped:
            if is_too_often(request, "object", limit=LIMIT):
                return render(request, "429.html", status=429)
            try:
                made = actions.register(
                    request.government,
                    by=actors.applicant(request.government),
                    channel="web",
                    answers=form.answers(),
                    grounds=form.grounds(),
                    request=case,
                    files=form.attached(),
                    key=form.filing_key(),
                    language=get_language() or "id",
                )
            except ObjectionIncomplete as refusal:
                form.blame(refusal.problems)
            else:
                return redirect("portal:objection_receipt", code=made.code)
    on = today(request.government)
    context = {
        "section": "track" if case else "file",
        "form": form,
        "case": case,
        "window": window,
        "is_late": bool(window and window.last_day and on > window.last_day),
        "due": clocks.reply_clock(request.government, on, known_on=on),
        "rule": law.rule("objection.file"),
        "prompt": statute.objection_ground("b"),
    }
    return render(request, "portal/object.html", context, status=status)


@require_safe
@never_cache
@by_code
def track(request: SiteRequest, code: str) -> HttpResponse:
    """One objection: where it is, its clock, its answer, its story, and the way to the commission."""
    context = {"section": "track", **objection.page(_objection(request, code), on=today(request.government))}
    return private(render(request, "portal/objection.html", context))


@require_safe
@never_cache
@by_code
def receipt(request: SiteRequest, code: str) -> HttpResponse:
    """The proof of receipt of an objection."""
    found = _objection(request, code)
    address = reverse("portal:objection", args=[found.code])
    context: dict[str, Any] = {
        "section": "track",
        "slip": objection.slip(found, address=request.build_absolute_uri(address)),
        "case": address,
        "letter": objection.receipt_letter(found),
        "late_after": found.last_day if found.is_late else None,
        **objection.clock(found, on=today(request.government)),
    }
    return private(render(request, "portal/objection_receipt.html", context))


@require_safe
@never_cache
@by_code
def letter(request: SiteRequest, code: str, letter_id: int) -> HttpResponse:
    """A letter of the objection as PDF."""
    found = objection.letter(_objection(request, code), letter_id)
    if found is None:
        raise Http404
    return download(found.document, name=f"{found.reference.replace('/', '-')}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@by_code
@limited("power")
def power(request: SiteRequest, code: str) -> HttpResponse:
    """Hand in a power of attorney after the objection."""
    found = _objection(request, code)
    home = reverse("portal:objection", args=[found.code])
    return hand_in(
        request, found, proxies.bring, form="objection", home=home, is_wanted=proxies.is_wanted(found)
    )


def _objection(request: SiteRequest, code: str) -> Objection:
    found = find_by_code(request.government, code)
    if found is None:
        raise Http404
    return found
