"""Filing a request, without an account (UU 14/2008 Pasal 22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import PublicBody
from lutra.law import clocks, statute
from lutra.publishing.suggestions import Suggestion
from lutra.publishing.suggestions import similar as similar_answers
from lutra.requests import actions
from lutra.requests.errors import Incomplete
from lutra.statistics import suggestions
from lutra.web.portal.forms import RequestForm
from lutra.web.portal.limits import is_too_often, limited
from lutra.web.tenancy import SiteRequest

# Filings from one address in ten minutes; a class of pupils behind one address stays below it.
LIMIT = 60
# Looks for answers while typing: a class of pupils who all type slowly.
LOOKS = 600
SUBJECT = 160
READ = 1000
SALT = "portal.similar"


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SiteRequest) -> HttpResponse:
    """Show the form; register what was sent, and lead to the receipt. Wrong values come back with the form kept."""
    if request.method != "POST":
        return _page(request, RequestForm())
    if "question" in request.POST:  # the box on the front page: a beginning, not yet a filing
        form = RequestForm(initial=begun(request.POST["question"]))
        return _page(request, form, offered=offered(request, request.POST["question"]))
    form = RequestForm(request.POST, request.FILES)
    if form.is_trapped:
        return _page(request, form, status=422)
    if form.is_readers:
        return redirect("portal:reader")
    if "look" in request.POST:  # the step without JavaScript: what the script asks for while somebody types
        return _page(request, form, offered=offered(request, _asked(request), looked=True))
    if is_too_often(request, "file", limit=LIMIT):
        return render(request, "429.html", status=429)
    try:
        filed = actions.file(
            request.government,
            by=actors.applicant(request.government),
            channel="web",
            answers=form.answers(),
            files=form.attached(),
            key=form.filing_key(),
            language=get_language() or "id",
            meant_for=_meant(request),
        )
    except Incomplete as refusal:
        form.blame(refusal.problems)
        return _page(request, form, status=422)
    if request.POST.get("offered") == "1":
        suggestions.count(request.government, "filed", on=today(request.government))
    return redirect("portal:receipt", code=filed.code)


def begun(question: str) -> dict[str, str]:
    """The form begun from one free question: its first line, cut at a word, is the subject."""
    text = question.strip()[:5000]
    first = text.splitlines()[0] if text else ""
    return {"subject": shorten(first, SUBJECT, placeholder="…"), "details": text}


@require_POST
@never_cache
@limited("similar", limit=LOOKS)
def similar(request: SiteRequest) -> HttpResponse:
    """What may answer the question already, as a piece of the form, while somebody types. Nothing of it is kept."""
    found = offered(request, _asked(request), looked=True)
    return render(request, "portal/_similar.html", {"offered": found})


@require_safe
@never_cache
def open_similar(request: SiteRequest, token: str) -> HttpResponse:
    """Lead on to a suggestion and count that one was opened; the address was signed by us, so it leads nowhere else."""
    try:
        path = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    suggestions.count(request.government, "opened", on=today(request.government))
    return redirect(path)


@require_safe
def reader(request: SiteRequest) -> HttpResponse:
    """For whoever is no applicant: all that may be read and copied without a registered request (LAW Q01)."""
    return render(request, "portal/reader.html", {"section": "file", "kind": statute.reader_kinds()[0]})


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers: suggestions with the address that counts their opening, and whether any was ever shown."""

    rows: Sequence[tuple[Suggestion, str]] = ()
    was_shown: bool = False
    looked: bool = False  # somebody asked for it, so that "nothing" is an answer too


def offered(request: SiteRequest, text: str, *, looked: bool = False) -> Offered:
    """Suggestions for ``text``; the first time that a form shows any is counted."""
    found = similar_answers(request.government, text)
    shown_before = request.POST.get("offered") == "1"
    if found and not shown_before:
        suggestions.count(request.government, "shown", on=today(request.government))
    rows = [
        (one, reverse("portal:open_similar", args=[signing.dumps(_path(one), salt=SALT)])) for one in found
    ]
    return Offered(rows, was_shown=shown_before or bool(found), looked=looked)


def _path(suggestion: Suggestion) -> str:
    return suggestion.url or f"{reverse('portal:register')}?{urlencode({'q': suggestion.reference})}"


def _asked(request: SiteRequest) -> str:
    """What the form says that somebody wants to know."""
    return f"{request.POST.get('subject', '')} {request.POST.get('details', '')}"[:READ]


def _meant(request: SiteRequest) -> PublicBody | None:
    """The body whose site this is, or from whose page somebody came here; the form carries it along."""
    if request.office is not None:
        return request.office
    slug = (request.POST.get("badan") or request.GET.get("badan", ""))[:80].replace("\x00", "")
    rows = PublicBody.objects.filter(government=request.government, is_active=True)
    return rows.filter(slug=slug).select_related("parent").first() if slug else None


def _page(
    request: SiteRequest, form: RequestForm, *, offered: Offered | None = None, status: int = 200
) -> HttpResponse:
    due = clocks.due("request.reply", today(request.government), calendar=calendar_of(request.government))
    # What a refused form had shown stays counted.
    known = offered or Offered(was_shown=request.POST.get("offered") == "1")
    context = {"form": form, "due": due, "offered": known, "meant": _meant(request), "section": "file"}
    response = render(request, "portal/file.html", context, status=status)
    if (
        request.method == "POST"
    ):  # it repeats name, NIK and address; the next one at this machine shall not find them
        add_never_cache_headers(response)
    return response
