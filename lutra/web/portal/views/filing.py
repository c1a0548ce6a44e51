"""Filing a request, without an account (UU 14/2008 Pasal 22)."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.law import clocks
from lutra.publishing.models import PublicRequest
from lutra.publishing.queries import public_register
from lutra.requests import actions
from lutra.requests.errors import Incomplete
from lutra.web.portal.forms import RequestForm
from lutra.web.portal.limits import is_too_often
from lutra.web.tenancy import SiteRequest

# Filings from one address in ten minutes; a class of pupils behind one address stays below it.
LIMIT = 60
SUBJECT = 160


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SiteRequest) -> HttpResponse:
    """Show the form; register what was sent, and lead to the receipt. Wrong values come back with the form kept."""
    if request.method != "POST":
        return _page(request, RequestForm())
    if "question" in request.POST:  # the box on the front page: a beginning, not yet a filing
        question = request.POST["question"]
        return _page(request, RequestForm(initial=begun(question)), alike=answered_before(request, question))
    form = RequestForm(request.POST)
    if form.is_trapped:
        return _page(request, form, status=422)
    if is_too_often(request, "file", limit=LIMIT):
        return render(request, "429.html", status=429)
    try:
        filed = actions.file(
            request.government,
            by=actors.applicant(request.government),
            channel="web",
            answers=form.answers(),
            key=form.filing_key(),
            language=get_language() or "id",
        )
    except Incomplete as refusal:
        form.blame(refusal.problems)
        return _page(request, form, status=422)
    return redirect("portal:receipt", code=filed.code)


def begun(question: str) -> dict[str, str]:
    """The form begun from one free question: its first line, cut at a word, is the subject."""
    text = question.strip()[:5000]
    first = text.splitlines()[0] if text else ""
    return {"subject": shorten(first, SUBJECT, placeholder="…"), "details": text}


def answered_before(request: SiteRequest, question: str) -> list[PublicRequest]:
    """Lines of the public register that hold every word of the question: perhaps nobody needs to wait."""
    return (
        public_register(request.government, text=question[:SUBJECT], limit=3).rows if question.strip() else []
    )


def _page(
    request: SiteRequest, form: RequestForm, *, alike: Sequence[PublicRequest] = (), status: int = 200
) -> HttpResponse:
    due = clocks.due("request.reply", today(request.government), calendar=calendar_of(request.government))
    context = {"form": form, "due": due, "alike": alike, "section": "file"}
    response = render(request, "portal/file.html", context, status=status)
    if (
        request.method == "POST"
    ):  # it repeats name, NIK and address; the next one at this machine shall not find them
        add_never_cache_headers(response)
    return response
