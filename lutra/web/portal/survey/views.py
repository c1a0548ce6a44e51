"""Judging the service by the code of an answered request or of a slip, and the public result."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory import actors
from lutra.directory.calendars import today
from lutra.law import satisfaction
from lutra.requests.codes import read_code
from lutra.satisfaction import actions, queries
from lutra.satisfaction.errors import (
    AlreadyAnswered,
    NotAnsweredYet,
    SurveyError,
    SurveyIncomplete,
    UnknownCode,
)
from lutra.web.components.pieces import Tab
from lutra.web.portal.limits import is_too_often
from lutra.web.portal.survey.forms import SurveyForm
from lutra.web.portal.views.tracking import WRONG_CODES, by_code, private, request_of
from lutra.web.tenancy import SiteRequest


@require_safe
def results(request: SiteRequest) -> HttpResponse:
    """The index of a year: the whole, the nine elements, the offices, and comments that may be read by all."""
    known = queries.years(request.government)
    year = chosen_year(request, known)
    shown = {
        "section": "figures",
        "found": queries.result(request.government, year=year),
        "history": queries.history(request.government),
        "clause": satisfaction.clause(),
        "tabs": [Tab(label=str(one), url=f"?year={one}", is_current=one == year) for one in known],
    }
    return render(request, "portal/satisfaction.html", shown)


def chosen_year(request: SiteRequest, known: list[int]) -> int:
    """The year that was asked for, else the newest with answers, else this one. 404 for what is no year."""
    asked = request.GET.get("year", "")
    if not asked:
        return known[0] if known else today(request.government).year
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4 and asked > "1900"):
        raise Http404
    return int(asked)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find(request: SiteRequest) -> HttpResponse:
    """Ask for the code on the slip and lead to the questions."""
    typed, error = request.POST.get("code", "")[:40], ""
    if request.method == "POST":
        if is_too_often(request, "code", limit=WRONG_CODES):
            return render(request, "429.html", status=429)
        try:
            actions.turn(request.government, typed)
        except UnknownCode as refusal:
            error = str(refusal)
        except SurveyError:
            return redirect("portal:survey_slip", code=read_code(typed))
        else:
            return redirect("portal:survey_slip", code=read_code(typed))
    shown = {"section": "figures", "code": typed, "error": error}
    return render(request, "portal/survey_find.html", shown, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@by_code
def by_request(request: SiteRequest, code: str) -> HttpResponse:
    """The survey of one's own request."""
    return _survey(request, request_of(request, code).code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@by_code
def by_slip(request: SiteRequest, code: str) -> HttpResponse:
    """The survey of somebody who was given a slip at the counter."""
    return _survey(request, code)


def _survey(request: SiteRequest, code: str) -> HttpResponse:
    """Show the questions; keep what was answered. What is missing comes back with everything else as it was."""
    try:
        opened = actions.turn(request.government, code)
    except AlreadyAnswered:
        return private(render(request, "portal/survey_done.html", {"section": "track", "code": code}))
    except NotAnsweredYet as refusal:
        shown = {"section": "track", "code": code, "reason": str(refusal)}
        return private(render(request, "portal/survey_early.html", shown))
    except UnknownCode as refusal:
        raise Http404 from refusal
    form = SurveyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            actions.answer(
                request.government,
                code=code,
                answers=form.answers(),
                comment=request.POST.get("comment", ""),
                by=actors.applicant(request.government),
            )
        except SurveyIncomplete as refusal:
            form.blame(refusal.problems)
            status = 422
        except AlreadyAnswered:
            return private(redirect(request.path))
        else:
            return private(redirect(request.path))
    questions = {"section": "track", "form": form, "code": code, "case": opened.request, "body": opened.body}
    return private(render(request, "portal/survey.html", questions, status=status))
