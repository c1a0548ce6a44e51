"""What the survey says, to officers: the same figures as to everybody, and what is still to be decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import may
from lutra.law import satisfaction
from lutra.publishing.actions import LABELS
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.satisfaction import actions, queries
from lutra.satisfaction.errors import NotPublishable, SurveyIncomplete
from lutra.satisfaction.models import Survey
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm, bodies_by_kind
from lutra.web.desk.words import basis
from lutra.web.portal.survey.views import chosen_year
from lutra.web.tenancy import SiteRequest

EXPORTS = {"xlsx": _("Buku kerja Excel (XLSX)"), "csv": _("CSV")}
SHOWN = 50


class SlipForm(DeedForm):
    """How many slips, for which office."""

    may_stay_empty = frozenset({"body"})

    count = forms.IntegerField(
        label=_("Banyaknya kupon"), initial=10, min_value=1, max_value=actions.MOST_SLIPS
    )
    body = forms.ChoiceField(label=_("Perangkat daerah yang dinilai"))

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
        self.bodies = {str(body.pk): body for body in bodies}
        self.offer("body", [("", _("PPID Utama")), *bodies_by_kind(self.bodies.values())])


@require_safe
@officers("satisfaction.see")
def show(request: SiteRequest) -> HttpResponse:
    """The index of a year, its exports, comments that wait, and the form for slips."""
    return _screen(request, SlipForm(government=request.government))


def _screen(request: SiteRequest, form: SlipForm, *, status: int = 200) -> HttpResponse:
    known = queries.years(request.government)
    year = chosen_year(request, known)
    may_publish = may(request.actor, "satisfaction.publish")
    waiting = queries.waiting_comments(request.government)[:SHOWN] if may_publish else ()
    shown = {
        "found": queries.result(request.government, year=year),
        "tabs": [Tab(label=str(one), url=f"?year={one}", is_current=one == year) for one in known],
        "exports": [
            (label, f"{reverse('desk:export_satisfaction', args=[kind])}?year={year}")
            for kind, label in EXPORTS.items()
        ],
        "comments": [(one, [str(LABELS.get(kind, kind)) for kind in one.found]) for one in waiting],
        "may_publish": may_publish,
        "may_give": may(request.actor, "satisfaction.give_slips"),
        "form": form,
        "clause": basis(satisfaction.clause()),
    }
    return render(request, "desk/satisfaction.html", shown, status=status)


@require_safe
@officers("satisfaction.see")
def export(request: SiteRequest, kind: str) -> HttpResponseBase:
    """The figures of a year as a file; what is kept back on the page is kept back here."""
    if kind not in EXPORTS:
        raise Http404
    year = chosen_year(request, queries.years(request.government))
    table = queries.table(request.government, year=year, language=get_language() or "id")
    response = StreamingHttpResponse(chunks(table, kind), content_type=FORMATS[kind].media_type)
    name = f"kepuasan-{request.government.code}-{year}{FORMATS[kind].suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@officers("satisfaction.give_slips")
def slips(request: SiteRequest) -> HttpResponse:
    """Make slips and show them once, to be printed."""
    form = SlipForm(request.POST, government=request.government)
    if not form.is_valid():
        return _screen(request, form, status=422)
    body = form.bodies.get(form.cleaned_data["body"] or "")
    count = form.cleaned_data["count"] or 0
    try:
        codes = actions.give_slips(request.government, count=count, body=body, by=request.actor)
    except SurveyIncomplete as refusal:
        form.blame(refusal.problems)
        return _screen(request, form, status=422)
    made = [(code, request.build_absolute_uri(reverse("portal:survey_slip", args=[code]))) for code in codes]
    return render(request, "desk/survey_slips.html", {"slips": made, "body": body})


@require_POST
@officers("satisfaction.publish")
def comment(request: SiteRequest, pk: int) -> HttpResponse:
    """Publish a comment, or leave it unpublished."""
    survey = get_object_or_404(Survey, government=request.government, pk=pk)
    deed = actions.publish_comment if request.POST.get("verdict") == "publish" else actions.keep_comment
    try:
        deed(survey, by=request.actor)
    except NotPublishable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_("Disimpan.")))
    return redirect("desk:satisfaction")
