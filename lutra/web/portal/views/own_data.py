"""An applicant's own data: who looked at it, a copy of it, its correction, and why it is not deleted."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lutra.directory import actors
from lutra.law import statute
from lutra.law.records import Language
from lutra.ledger.cases import story
from lutra.privacy import actions, queries
from lutra.privacy.errors import AlreadyAnswered, PrivacyIncomplete
from lutra.privacy.models import DataRequest
from lutra.requests.models import Request
from lutra.requests.queries import find_by_code
from lutra.web.portal import own_data
from lutra.web.portal.limits import is_too_often, limited
from lutra.web.tenancy import SiteRequest

# From one address in ten minutes.
WRONG_CODES = 60
MAILS = 10


@require_safe
@never_cache
def show(request: SiteRequest, code: str) -> HttpResponse:
    """Who looked at one's identity, by post and moment, and what one may do."""
    return _page(request, _case(request, code))


@require_POST
@never_cache
def send(request: SiteRequest, code: str) -> HttpResponse:
    """Send a code to the address on record; the page says the same whether there is one or not."""
    case = _case(request, code)
    if is_too_often(request, "own-data-mail", limit=MAILS):
        return render(request, "429.html", status=429)
    if own_data.send_code(request, case):
        return redirect("portal:own_data", code=case.code)
    return _page(request, case, error=_("Surel tidak dapat dikirim sekarang. Coba lagi nanti."), status=503)


@require_POST
@never_cache
def prove(request: SiteRequest, code: str) -> HttpResponse:
    """Open one's data with the code from one's mailbox."""
    case = _case(request, code)
    if is_too_often(request, "own-data-code", limit=WRONG_CODES):
        return render(request, "429.html", status=429)
    if own_data.prove(request, case, request.POST.get("proof", "")[:20]):
        return redirect("portal:own_data", code=case.code)
    return _page(request, case, error=_("Kode itu tidak cocok atau sudah lewat waktunya."), status=422)


@require_POST
@never_cache
@limited("own-data-copy")
def copy(request: SiteRequest, code: str) -> HttpResponse:
    """All that is kept about oneself, as JSON to take along."""
    case = _proved(request, code)
    identity = actions.take_copy(case, by=actors.applicant(request.government))
    answer = JsonResponse(_copied(case, identity), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return _private(answer)


@require_POST
@never_cache
@limited("own-data-correct")
def correct(request: SiteRequest, code: str) -> HttpResponse:
    """Ask the desk to correct one's contact data."""
    case = _proved(request, code)
    wished = {field.code: request.POST.get(field.code, "")[:200] for field in actions.correctable()}
    try:
        actions.ask_correction(case, values=wished, by=actors.applicant(request.government))
    except (PrivacyIncomplete, AlreadyAnswered) as refusal:
        return _page(request, case, error=str(refusal), wished=wished, status=422)
    return redirect("portal:own_data", code=case.code)


@require_POST
@never_cache
@limited("own-data-delete")
def delete(request: SiteRequest, code: str) -> HttpResponse:
    """Ask to have one's data deleted; the law's answer comes at once."""
    case = _proved(request, code)
    actions.ask_deletion(case, by=actors.applicant(request.government))
    return redirect("portal:own_data", code=case.code)


def _case(request: SiteRequest, code: str) -> Request:
    case = find_by_code(request.government, code)
    if case is None:
        raise Http404
    return case


def _proved(request: SiteRequest, code: str) -> Request:
    """The case, only for a browser that has proved itself; for another the page is not there."""
    case = _case(request, code)
    if not own_data.has_proved(request, case):
        raise Http404
    return case


def _page(
    request: SiteRequest,
    case: Request,
    *,
    error: str = "",
    wished: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    proved = own_data.has_proved(request, case)
    language: Language = "en" if get_language() == "en" else "id"
    asked = list(DataRequest.objects.filter(request=case).order_by("-pk"))
    shows: dict[str, Any] = {
        "section": "track",
        "case": case,
        "looks": queries.looks(case),
        "asked": asked,
        "is_limited": any(one.kind == DataRequest.Kind.DELETION for one in asked),
        "why": [statute.legal_basis(clause, language) for clause in actions.WHY_LIMITED],
        "proved": proved,
        "waiting": own_data.is_waiting(request, case),
        "error": error,
        "fields": [
            (field.code, statute.text(field.label, language), (wished or {}).get(field.code, ""))
            for field in actions.correctable()
        ],
    }
    return _private(render(request, "portal/own_data.html", shows, status=status))


def _copied(case: Request, identity: dict[str, str]) -> dict[str, Any]:
    """Plain names, so that whoever takes his data elsewhere can read them."""
    return {
        "reference": case.reference,
        "government": case.government.name,
        "received_on": case.received_on.isoformat(),
        "applicant": {"kind": case.applicant.kind, **identity},
        "request": {
            "subject": case.subject,
            "details": case.details,
            "purpose": case.purpose,
            "access_way": case.access_way,
            "copy_format": case.copy_format,
            "delivery_way": case.delivery_way,
        },
        "outcome": case.outcome or None,
        "story": [{"at": step.entry.at.isoformat(), "what": step.entry.kind} for step in story(case)],
        "looks": [
            {"at": look.at.isoformat(), "by": look.who, "occasion": look.occasion}
            for look in queries.looks(case)
        ],
    }


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
