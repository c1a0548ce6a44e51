"""Advising on a request (Permendagri 3/2017: Tim Pertimbangan)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from lutra.ledger.cases import CaseError
from lutra.requests import advice
from lutra.requests.models import Advice
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.deed import acting
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.words import basis
from lutra.web.tenancy import SiteRequest


class AdviceForm(DeedForm):
    """Which way, and why."""

    stance = forms.ChoiceField(
        label=_("Arah pertimbangan"), choices=Advice.Stance.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Pertimbangan tertulis"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Dibaca petugas yang menangani permohonan ini; pemohon tidak membacanya."),
    )


@acting
@officers("requests.advise")
def advise(request: SiteRequest, pk: int) -> HttpResponse:
    """Attach the team's written advice to a request that waits for its decision."""
    case = case_for(request, pk)
    form = AdviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            advice.advise(case, text=given["text"], stance=given["stance"], by=request.actor)
        except CaseError as refusal:
            form.blame(getattr(refusal, "problems", None) or {"": str(refusal)})
        else:
            messages.success(request, str(_("Pertimbangan dilampirkan.")))
            return redirect("desk:case", pk=pk)
    shown = {
        "case": case,
        "form": form,
        "before": advice.of(case),
        "clause": basis("permendagri-3-2017/considerations-team"),
    }
    return render(request, "desk/advice.html", shown, status=422 if form.errors else 200)
