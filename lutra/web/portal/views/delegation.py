"""The page of a delegated reply: behind a signed link and a code told by telephone, the question and a form."""

from __future__ import annotations

import time

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lutra.delegation import actions
from lutra.delegation.errors import DelegationError
from lutra.delegation.models import Delegation
from lutra.documents.errors import DocumentError
from lutra.ledger.cases import CaseError
from lutra.requests.errors import Incomplete
from lutra.web.desk.forms.deeds import DraftForm
from lutra.web.portal.limits import is_too_often
from lutra.web.tenancy import SiteRequest

OPEN_SECONDS = 2 * 60 * 60
WRONG_CODES = 30  # from one address in ten minutes
_OPENED = "delegation_opened"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reply(request: SiteRequest, token: str) -> HttpResponse:
    """Ask for the code first; then show the question, never who asked, and take the proposal."""
    found = actions.find(request.government, token)
    if found is None:
        if is_too_often(request, "delegation", limit=WRONG_CODES):
            return render(request, "429.html", status=429)
        raise Http404
    if not _is_open(request, found):
        return _private(_ask(request, found))
    form = DraftForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply(
                found,
                text=form.cleaned_data["text"],
                outcome=form.cleaned_data["outcome"],
                files=form.contents,
            )
        except Incomplete as refusal:
            form.blame(refusal.problems)
        except (DocumentError, CaseError, DelegationError) as refusal:
            form.add_error(None, str(refusal))
        else:
            del request.session[_OPENED]
            return _private(
                render(request, "portal/delegation_done.html", {"reference": found.request.reference})
            )
    held = {"form": form, "case": found.request, "delegation": found}
    return _private(render(request, "portal/delegation.html", held, status=422 if form.errors else 200))


def _is_open(request: SiteRequest, delegation: Delegation) -> bool:
    opened = request.session.get(_OPENED)
    return bool(opened and opened["pk"] == delegation.pk and time.time() - opened["at"] < OPEN_SECONDS)


def _ask(request: SiteRequest, delegation: Delegation) -> HttpResponse:
    """The page that asks for the code; it tells nothing of the request."""
    error = ""
    if request.method == "POST":
        if is_too_often(request, "delegation", limit=WRONG_CODES):
            return render(request, "429.html", status=429)
        if actions.is_code(delegation, request.POST.get("code", "")[:12]):
            request.session[_OPENED] = {"pk": delegation.pk, "at": time.time()}
            answer = HttpResponse(status=303)
            answer.headers["Location"] = request.path
            return answer
        error = _("Kode itu tidak cocok. Setelah lima kali salah tautan ini mati.")
    return render(request, "portal/delegation_code.html", {"error": error}, status=422 if error else 200)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
