"""Public summaries: the lines of the public register whose subject stays closed, and giving one its wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from lutra.publishing.actions import LABELS, LONGEST, PERMISSION, summarise
from lutra.publishing.errors import PublishingError
from lutra.publishing.models import PublicRequest, Summary
from lutra.publishing.projection import findings
from lutra.publishing.queries import line_of, newest_summaries, withheld_lines
from lutra.requests.models import Request
from lutra.requests.visibility import visible
from lutra.web.desk.access import case_for, officers
from lutra.web.tenancy import SiteRequest


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line without public wording: what was asked, what was found in it, and a summary that is on its way."""

    line: PublicRequest
    request: Request
    found: str
    summary: Summary | None


class SummaryForm(forms.Form):
    """The public wording. The deed says what is wrong with it."""

    text = forms.CharField(
        label=_lazy("Yang dibaca umum"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_lazy("Apa yang diminta, tanpa orangnya: hapus nama, nomor, dan alamat rumah."),
    )
    text.needed_sometimes = True  # type: ignore[attr-defined]  # not shown as optional


@require_safe
@officers(PERMISSION)
def show_all(request: SiteRequest) -> HttpResponse:
    """The lines that wait for an officer's wording, newest first."""
    page = withheld_lines(request.government, after=request.GET.get("sesudah", ""))
    wanted = [line.request_id for line in page.rows]
    cases = visible(request.actor).select_related("body__parent", "applicant__identity").in_bulk(wanted)
    summaries = newest_summaries(request.government, wanted)
    waiting = [
        Waiting(line, case, said(findings(case)), summaries.get(case.pk))
        for line in page.rows
        if (case := cases.get(line.request_id))
    ]
    return render(request, "desk/summaries.html", {"waiting": waiting, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@officers(PERMISSION)
def write(request: SiteRequest, pk: int) -> HttpResponse:
    """Give a request its public wording; it takes the place of whatever the register showed before."""
    case = case_for(request, pk)
    line, summary = line_of(request.government, pk), newest_summaries(request.government, [pk]).get(pk)
    form = SummaryForm(request.POST or None, initial={"text": summary.text if summary else case.subject})
    if request.method == "POST" and form.is_valid():
        try:
            summarise(case, text=form.cleaned_data["text"], by=request.actor)
        except PublishingError as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Ringkasan tersimpan; register publik memuatnya sebentar lagi."))
            return redirect("desk:summaries")
    shows = {
        "case": case,
        "form": form,
        "line": line,
        "summary": summary,
        "found": said(findings(case)),
        "longest": LONGEST,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/summarise.html", shows, status=status)


def said(kinds: Iterable[str]) -> str:
    """What was found, in words; the finding itself is never repeated."""
    return ", ".join(sorted(str(LABELS[kind]) for kind in kinds))
